import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  refuseRejected
} from "./chunk-YKAY5ZEI.js";
import {
  refuseFrozen
} from "./chunk-TSRRIRXG.js";
import {
  promote,
  requireStaged,
  rollback
} from "./chunk-QGFUBSCH.js";
import {
  publishNotice
} from "./chunk-BPP7BXD5.js";
import {
  Session,
  refuseForgotten
} from "./chunk-2M635MC2.js";
import {
  openCall
} from "./chunk-KFTSNBGG.js";
import {
  productionBusy,
  productionMoved
} from "./chunk-GBN247GH.js";
import {
  promoteMarkdown
} from "./chunk-VTK5KXEX.js";
import {
  failure
} from "./chunk-ODKBLE67.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/promote.ts
async function promote2(context) {
  const session = await Session.find(context);
  const already = /* @__PURE__ */ __name(() => {
    if (!session.state.donePhases.has("promote")) return void 0;
    context.say("promote: already done");
    return result(session, "already", "noop", {});
  }, "already");
  const before = already();
  if (before) return before;
  session.requireOpen();
  session.requirePhase("gate");
  return session.leased(async () => {
    session.requireOpen();
    const { plan } = session.requirePlan();
    const to = plan.deployment.id;
    const open = openCall(session.state, "promote", promote.name(context.hosting)) !== void 0;
    const live = await context.hosting.live();
    if (!open && live.deploymentId === to) {
      await session.append("promote", {
        is: "promoted",
        outcome: "noop",
        startedAt: (/* @__PURE__ */ new Date()).toISOString(),
        deploymentId: to
      });
      return result(session, "done", "noop", {});
    }
    const decide = /* @__PURE__ */ __name(async (now) => {
      await requireStaged(session);
      refuseMoved(now, plan.production);
      await refuseRejected(session, "promote", "no traffic was moved");
      await refuseFrozen(session, "promote");
    }, "decide");
    if (!open) await decide(live);
    if (session.standing.version > 0) await refuseForgotten(session, live, plan.production.pinned, to);
    const startedAt = (/* @__PURE__ */ new Date()).toISOString();
    const evidence = await moveTraffic(session, "promote", {
      to,
      from: plan.production.deploymentId ?? void 0,
      // The earlier try turned out not to have happened: only now is it known that this one writes.
      before: /* @__PURE__ */ __name(async () => {
        if (!open) return;
        const now = await context.hosting.live();
        if (now.deploymentId !== to) await decide(now);
      }, "before")
    });
    await session.append("promote", {
      is: "promoted",
      outcome: "done",
      startedAt,
      deploymentId: to,
      ...evidence ? { evidence } : {}
    });
    await publishNotice(session, { state: "running", phase: "promote" });
    if (!evidence) return result(session, "planned", "planned", {});
    return result(session, "done", "done", evidence);
  }, already);
}
__name(promote2, "promote");
async function moveTraffic(session, kind, between) {
  const { to, from, before } = between;
  const { context } = session;
  const { hosting, say } = context;
  return session.seam(kind).write(
    (kind === "promote" ? promote : rollback).with(hosting, {
      key: to,
      request: { to, from: from ?? null },
      input: { to, from, deadlineMs: context.environment.promoteDeadlineMs, before, say, warn: context.warn }
    })
  );
}
__name(moveTraffic, "moveTraffic");
function refuseMoved(live, planned) {
  if (live.job?.state === "running") throw failure(productionBusy(live.job));
  if (live.pinned && !planned.pinned) {
    throw failure({
      code: "SHIPLOCK_PRODUCTION_PINNED",
      what: `production was pinned by a rollback after the plan was made; it serves ${live.deploymentId ?? "nothing"}`,
      notDone: ["no traffic was moved"],
      next: "Find out who rolled back and why, then plan again: the new plan shows the pin to the approver."
    });
  }
  if ((live.deploymentId ?? null) !== planned.deploymentId)
    throw failure(productionMoved(live.deploymentId, planned.deploymentId, live.job));
}
__name(refuseMoved, "refuseMoved");
function result(session, state, outcome, evidence) {
  const to = session.state.plan?.plan.deployment.id ?? "";
  return {
    phase: "promote",
    state,
    summary: promoteMarkdown(outcome, to, Object.keys(evidence)),
    outputs: { "release-id": session.release.id, outcome, "deployment-id": to }
  };
}
__name(result, "result");

export {
  promote2 as promote,
  moveTraffic
};
