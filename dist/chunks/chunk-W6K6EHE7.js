import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  refuseRejected
} from "./chunk-SQANDXRL.js";
import {
  examplesOf,
  gateFailed
} from "./chunk-CZLD7WII.js";
import {
  refuseFrozen
} from "./chunk-W44NXDEC.js";
import {
  requireRolling,
  stagesLine
} from "./chunk-EZUR4JGE.js";
import {
  refuseHeldByHand
} from "./chunk-U7W7OKRG.js";
import {
  SKEW_MS,
  promote,
  requireStaged,
  rollback
} from "./chunk-YVZSIZN3.js";
import {
  publishNotice
} from "./chunk-EXC2FD26.js";
import {
  defineCall
} from "./chunk-P4MBYWRH.js";
import {
  Session,
  refuseForgotten
} from "./chunk-NICL46NP.js";
import {
  openCall,
  tried
} from "./chunk-LTI6PTE6.js";
import {
  productionBusy,
  productionMoved
} from "./chunk-GGNFRYGQ.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  promoteMarkdown
} from "./chunk-DOWKXZXY.js";
import {
  ShiplockError,
  failure,
  firstLine,
  mayRollbackAnswer
} from "./chunk-GQCODBKJ.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/rolling.ts
import { setTimeout as sleep3 } from "node:timers/promises";

// src/release/calls/rolling.ts
import { setTimeout as sleep } from "node:timers/promises";
var evidence = external_exports.record(external_exports.string(), external_exports.json());
var request = external_exports.strictObject({ to: external_exports.string(), from: external_exports.int(), percent: external_exports.int() });
var LOOK_MS = 1e3;
var SETTLE_MS = 3e4;
async function send(method, hosting, step) {
  if (!method) throw new Error("hosting has rolling releases and no way to advance them");
  return method.call(hosting, step);
}
__name(send, "send");
var advance = defineCall({
  verb: "advance",
  port: "hosting",
  method: "advance",
  does: "Sends the next share of production traffic to the deployment of this release, in a rolling release.",
  request,
  result: evidence,
  lost: {
    how: "reads",
    says: "Reads the rolling release until the stage is on or the deadline is over. If neither the stage nor its end shows, the release stops and nothing is sent again.",
    reads: /* @__PURE__ */ __name(async (hosting, { to, from, deadlineMs }, since) => {
      for (const deadline = Date.now() + deadlineMs; ; await sleep(LOOK_MS)) {
        const now = await hosting.rolling?.();
        if (now?.to === to && (now.state === "complete" || now.state === "active" && now.stage > from))
          return { state: "done", result: { to, stage: now.stage } };
        if (now?.to !== to || now.state === "aborted") return { state: "not-done" };
        if (Date.now() - since > SETTLE_MS) return { state: "not-done" };
        if (Date.now() >= deadline)
          return {
            state: "ambiguous",
            why: `hosting still shows stage ${from}, too early to say that it stays`
          };
      }
    }, "reads")
  },
  run: /* @__PURE__ */ __name((hosting, { to, from, say }, notAfter) => send(hosting.advance, hosting, { to, from, notAfter, say }), "run")
});
var complete = defineCall({
  verb: "complete",
  port: "hosting",
  method: "complete",
  does: "Ends a rolling release: all production traffic goes to the deployment of this release.",
  request,
  result: evidence,
  lost: {
    how: "reads",
    says: "Reads the rolling release, then the aliases and each domain, until all traffic is there or the deadline is over. If that does not decide it, the release stops and nothing is sent again.",
    accepted: true,
    reads: /* @__PURE__ */ __name(async (hosting, { to, deadlineMs, startedAt, say }) => {
      const now = await hosting.rolling?.();
      if (now?.to === to && now.state === "aborted") return { state: "not-done" };
      const found = await hosting.confirm({
        ...{ kind: "promote", to, since: startedAt - SKEW_MS, deadlineMs, say }
      });
      if (found.state === "done") return { state: "done", result: found.evidence };
      if (found.state === "not-done") return { state: "not-done" };
      const why = found.state === "running" ? "the rolling release is not complete yet" : found.why;
      return { state: "ambiguous", why };
    }, "reads")
  },
  run: /* @__PURE__ */ __name((hosting, { to, from, say }, notAfter) => send(hosting.complete, hosting, { to, from, notAfter, say }), "run")
});

// src/release/steps/rolling-read.ts
import { setTimeout as sleep2 } from "node:timers/promises";
var LOOK_MS2 = 2e3;
async function rollingNow({ context }) {
  const { hosting, environment, say } = context;
  const deadline = Date.now() + environment.promoteDeadlineMs;
  for (; ; ) {
    try {
      return await hosting.rolling?.();
    } catch (error) {
      if (Date.now() >= deadline) throw unread(error);
      say(`could not read the rolling release (${firstLine(error)}); looking again`);
    }
    await sleep2(Math.min(LOOK_MS2, Math.max(1, deadline - Date.now())));
  }
}
__name(rollingNow, "rollingNow");
function unread(error) {
  if (!mayRollbackAnswer(error)) return error;
  const { what, next } = error instanceof ShiplockError ? error.problem : { what: firstLine(error), next: "Wait a minute." };
  return failure(
    {
      code: "SHIPLOCK_ROLLING_UNREAD",
      what: `could not read how far the rolling release is: ${what}`,
      notDone: ["nothing was sent again", "nothing was rolled back"],
      next: `${next} Then rerun the job: it continues in the stage that hosting is in. To go back, run the rollback action, which aborts the rolling release.`
    },
    error
  );
}
__name(unread, "unread");

// src/release/steps/rolling.ts
var LOOK_MS3 = 2e3;
async function rollOn(session, to) {
  for (; ; ) {
    const now = await rollingNow(session);
    if (now?.to === to && now.state === "aborted") throw aborted(session, now);
    if (now?.to !== to || now.state === "complete") return allThere(session, to);
    await reached(session, now);
    await judge(session, now);
    const later = await rollingNow(session);
    if (later?.state !== "active" || later.to !== to || later.stage !== now.stage) continue;
    if (!now.automatic) await oneStep(session, now);
    await leftStage(session, now);
  }
}
__name(rollOn, "rollOn");
async function reached(session, now) {
  const { to, stage, stages, automatic } = now;
  if (session.state.rolling?.stage === stage) return;
  const percent = now.percent ?? stages[stage] ?? 100;
  session.context.say(
    `rolling release: ${to} gets ${percent} % of traffic (${stagesLine(stages)}${automatic ? ", hosting advances automatically" : ""})`
  );
  await session.append("promote", {
    is: "stage-reached",
    deploymentId: to,
    stage,
    percent,
    stages: [...stages],
    automatic
  });
  await publishNotice(session, {
    state: "running",
    phase: "promote",
    detail: `${percent} % of traffic`,
    reply: `${percent} % of traffic goes to the new version (stage ${stage + 1} of ${stages.length})`
  });
}
__name(reached, "reached");
async function judge(session, { stage }) {
  const { context, release, state } = session;
  if (state.stagesPassed.has(stage)) return;
  const urls = state.deployed ? [state.deployed.url] : [];
  const since = state.rolling?.at ?? (/* @__PURE__ */ new Date()).toISOString();
  const { result: result2, proceed, markdown, warning } = await context.watch({
    ...{ urls: /* @__PURE__ */ __name(async () => urls, "urls"), since, releaseId: release.id, commit: release.commit, say: context.say },
    headers: context.hosting.protectionHeaders()
  });
  const { decision, reason } = result2;
  await session.append("promote", {
    ...{ is: "gate-judged", decision, reason, proceed, stage },
    evidence: toJson(result2.evidence)
  });
  context.say(`stage ${stage + 1}: ${decision} (${reason})`);
  if (warning) context.warn(warning);
  if (!proceed) throw gateFailed("stage", result2, markdown, examplesOf(result2, context.say));
}
__name(judge, "judge");
async function oneStep(session, { to, stage, stages, startedAt }) {
  const { context } = session;
  const { hosting, say } = context;
  await refuseRejected(session, "promote", "traffic was not advanced to the next stage");
  await refuseFrozen(session, "promote");
  const last = (stages[stage + 1] ?? 100) >= 100;
  const percent = stages[stage + 1] ?? 100;
  const deadlineMs = context.environment.promoteDeadlineMs;
  const step = last ? complete : advance;
  try {
    await session.seam("promote").write(
      step.with(hosting, {
        key: `${to}:${stage}`,
        request: { to, from: stage, percent },
        input: { to, from: stage, deadlineMs, startedAt, say }
      })
    );
  } catch (error) {
    if (!(error instanceof ShiplockError) || error.code !== "SHIPLOCK_ROLLING_MOVED") throw error;
    say(error.problem.what);
  }
}
__name(oneStep, "oneStep");
async function leftStage(session, now) {
  const { environment } = session.context;
  const deadline = Date.now() + (now.stageMs ?? 0) + environment.promoteDeadlineMs;
  for (; ; ) {
    const later = await rollingNow(session);
    if (later?.state !== "active" || later.to !== now.to || later.stage !== now.stage) return;
    if (Date.now() >= deadline) break;
    await sleep3(Math.min(LOOK_MS3, Math.max(1, deadline - Date.now())));
  }
  throw failure({
    code: "SHIPLOCK_ROLLING_STALLED",
    what: `the rolling release of ${now.to} is still in stage ${now.stage + 1} of ${now.stages.length}, though ${now.automatic ? "hosting advances it automatically" : "the next stage was approved"}`,
    done: [`${now.percent ?? "?"} % of traffic goes to the new version`],
    notDone: ["the other traffic was not moved"],
    next: "Check the rolling release at hosting. To go on, rerun the job; to end it, run the rollback action, which aborts it."
  });
}
__name(leftStage, "leftStage");
async function allThere(session, to) {
  const { hosting, environment, say } = session.context;
  const since = (session.state.rolling ? Date.parse(session.state.rolling.at) : Date.now()) - SKEW_MS;
  const deadlineMs = environment.promoteDeadlineMs;
  const found = await hosting.confirm({ kind: "promote", to, since, deadlineMs, accepted: true, say }).catch((error) => {
    throw unread(error);
  });
  if (found.state === "done") {
    if (found.unproved) session.context.warn(`every domain points to ${to}, unproved: ${found.unproved}`);
    return found.evidence;
  }
  throw failure({
    code: "SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",
    what: `the rolling release of ${to} is over, and it does not show on every domain: ${found.state === "ambiguous" ? found.why : found.state}`,
    notDone: ["nothing was sent again"],
    next: "Wait a minute and rerun the job: it reads what hosting shows by then."
  });
}
__name(allThere, "allThere");
function aborted(session, { to, stage, stages }) {
  return failure({
    code: "SHIPLOCK_ROLLING_ABORTED",
    what: `somebody aborted the rolling release of ${to} at ${stages[session.state.rolling?.stage ?? stage] ?? "?"} % of traffic`,
    notDone: ["the new version was not given all traffic, and gets none now"],
    next: "Find out who aborted it and why (hosting\u2019s activity log names the account). Run the rollback action to close this release; to try again, start a new run."
  });
}
__name(aborted, "aborted");

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
    const rolling = await requireRolling(session);
    const canary = isOwnCanary(session, live);
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
      await refuseHeldByHand(session, "no traffic was moved, and nothing was rolled back");
    }, "decide");
    if (!open && !canary) await decide(live);
    if (session.standing.version > 0) await refuseForgotten(session, live, plan.production.pinned, to);
    const startedAt = (/* @__PURE__ */ new Date()).toISOString();
    const moved = await moveTraffic(session, "promote", {
      ...{ to, canary: rolling !== void 0 },
      from: plan.production.deploymentId ?? void 0,
      // The earlier try turned out not to have happened: only now is it known that this one writes.
      before: /* @__PURE__ */ __name(async () => {
        if (!open) return;
        const now = await context.hosting.live();
        if (now.deploymentId !== to) await decide(now);
      }, "before")
    });
    if (rolling && !moved)
      context.say(`dry run: would go on by stages (${stagesLine(rolling.stages)}), with a gate in each`);
    const evidence2 = rolling && moved ? await rollOn(session, to) : moved;
    await session.append("promote", {
      is: "promoted",
      outcome: "done",
      startedAt,
      deploymentId: to,
      ...evidence2 ? { evidence: evidence2 } : {}
    });
    await publishNotice(session, { state: "running", phase: "promote" });
    if (!evidence2) return result(session, "planned", "planned", {});
    return result(session, "done", "done", evidence2);
  }, already);
}
__name(promote2, "promote");
async function moveTraffic(session, kind, between) {
  const { to, from, canary = false, before } = between;
  const { context } = session;
  const { hosting, say } = context;
  return session.seam(kind).write(
    (kind === "promote" ? promote : rollback).with(hosting, {
      // Each rollback is a decision of its own: what an earlier one of this release did is not its answer.
      key: kind === "rollback" && session.state.timesRolledBack > 0 ? `${to}#${session.state.timesRolledBack}` : to,
      request: { to, from: from ?? null },
      input: {
        to,
        from,
        canary,
        aborts: session.state.deployed?.deploymentId,
        deadlineMs: context.environment.promoteDeadlineMs,
        before,
        say,
        warn: context.warn
      }
    })
  );
}
__name(moveTraffic, "moveTraffic");
function isOwnCanary(session, { job }) {
  const own = session.state.deployed?.deploymentId;
  const begun = tried(session.state, "promote", promote.name(session.context.hosting));
  return begun && job?.type === "rolling" && job.state === "running" && job.to === own;
}
__name(isOwnCanary, "isOwnCanary");
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
function result(session, state, outcome, evidence2) {
  const to = session.state.plan?.plan.deployment.id ?? "";
  return {
    phase: "promote",
    state,
    summary: promoteMarkdown(outcome, to, Object.keys(evidence2)),
    outputs: { "release-id": session.release.id, outcome, "deployment-id": to }
  };
}
__name(result, "result");

export {
  promote2 as promote,
  moveTraffic
};
