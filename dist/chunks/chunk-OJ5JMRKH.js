import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  down
} from "./chunk-53BYP7NI.js";
import {
  moveTraffic
} from "./chunk-2BALZU3M.js";
import {
  SKEW_MS,
  promote,
  rollback
} from "./chunk-QGFUBSCH.js";
import {
  projectDeploymentStatus
} from "./chunk-56UCFTGY.js";
import {
  publishNotice
} from "./chunk-BPP7BXD5.js";
import {
  Session
} from "./chunk-2M635MC2.js";
import {
  foldState,
  openCall,
  tried
} from "./chunk-KFTSNBGG.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  rollbackMarkdown
} from "./chunk-VTK5KXEX.js";
import {
  failure
} from "./chunk-ODKBLE67.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/rollback-result.ts
function result(session, state, told) {
  const { outcome, verdict, target = "", undone = [] } = told;
  return {
    phase: "rollback",
    state,
    summary: rollbackMarkdown({ outcome, target, undone, verdict }),
    outputs: {
      "release-id": session.release.id,
      outcome,
      verdict: verdict?.answer ?? "",
      "serving-release": target
    }
  };
}
__name(result, "result");

// src/release/steps/rollback-target.ts
var nameOf = /* @__PURE__ */ __name(({ release, deploymentId, byHand }) => byHand ? `deployment ${deploymentId}` : release.id, "nameOf");
async function findTarget(session) {
  const { record, release, state, context } = session;
  if (!release.replaces) return void 0;
  const previous = await record.release(release.replaces);
  const deployed = previous && foldState(await record.events(previous.id)).deployed;
  if (!previous || !deployed) return void 0;
  const usual = { release: previous, deploymentId: deployed.deploymentId, byHand: false };
  const served = state.plan?.plan.production.deploymentId;
  if (!served || [deployed.deploymentId, state.deployed?.deploymentId].includes(served)) return usual;
  const found = await context.hosting.deployment(served);
  if (found?.state !== "ready") {
    context.say(
      `rollback: ${served}, which served before this release, is gone; going back to ${previous.id}`
    );
    return usual;
  }
  const theirs = found.releaseId ? await record.release(found.releaseId) : void 0;
  const known = theirs?.environment === release.environment && await record.isOurs(theirs.id);
  const own = known && foldState(await record.events(theirs.id)).deployed?.deploymentId === served;
  if (own) return { release: theirs, deploymentId: served, byHand: false };
  context.warn(
    `before this release, deployment ${served} served, which no release of the record deployed: the rollback leads there, not to ${previous.id}`
  );
  return { release: previous, deploymentId: served, byHand: true };
}
__name(findTarget, "findTarget");

// src/release/steps/under-way.ts
async function settledLive(session, ownId) {
  const { hosting, say, environment, dryRun } = session.context;
  const deadlineMs = environment.promoteDeadlineMs;
  const sent = openCall(session.state, "promote", promote.name(hosting));
  const unsettled = sent !== void 0 && !dryRun;
  if (unsettled)
    say(
      "rollback: a promote of this release was sent, and its end is not recorded; waiting until hosting shows it"
    );
  const found = unsettled ? await hosting.confirm({ kind: "promote", to: ownId, since: sent - SKEW_MS, deadlineMs, say }) : void 0;
  const live = await hosting.live();
  if (found?.state === "ambiguous" && live.deploymentId !== ownId) throw mayStillLand(found.why, live);
  const { job } = live;
  if (job?.state !== "running" || job.type === "rolling") return live;
  await hosting.confirm({ kind: job.type, to: job.to, since: job.requestedAt, deadlineMs, say });
  return hosting.live();
}
__name(settledLive, "settledLive");
function mayStillLand(why, live) {
  return failure({
    code: "SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS",
    what: `a promote of this release was sent and might still take effect: ${why}`,
    production: `${live.deploymentId ?? "nothing"}, as hosting showed it a moment ago`,
    notDone: ["no traffic was moved, the release was not closed"],
    next: "Wait a minute and run the rollback again: it reads what hosting shows by then, and moves traffic back if the promote took effect."
  });
}
__name(mayStillLand, "mayStillLand");

// src/release/steps/rollback.ts
async function rollback2(context, options) {
  const session = await Session.find(context);
  const already = /* @__PURE__ */ __name(() => {
    const { closed } = session.state;
    if (!closed || closed.result === "released") return void 0;
    refuseLateDown(session, options, `was closed as ${closed.result}`);
    context.say(`rollback: release ${session.release.id} is already closed as ${closed.result}`);
    return result(session, "already", { outcome: "noop" });
  }, "already");
  const before = already();
  if (before) return before;
  return session.leased(async () => {
    const { closed } = session.state;
    const target = await findTarget(session);
    const ownId = session.state.deployed?.deploymentId ?? "";
    const live = await settledLive(session, ownId);
    const coming = live.job?.state === "running" && live.job.to === ownId;
    const back = target !== void 0 && live.deploymentId === target.deploymentId && !coming;
    if (closed && !back && !coming && live.deploymentId !== ownId) {
      refuseLateDown(session, options, `was shipped, but ${live.deploymentId ?? "nothing"} serves now`);
      context.say(`rollback: this release does not serve (${live.deploymentId ?? "nothing"} does)`);
      return result(session, "already", { outcome: "noop" });
    }
    await requireDown(session, options);
    if (back || live.deploymentId !== ownId && !coming || ownId === "")
      return closeUnmoved(
        session,
        { target: back ? target : void 0, previous: target, serving: live.deploymentId },
        options
      );
    if (!target) throw noTarget(session);
    const verdict = await judge(session, target.release);
    refuseUnsafe(context, verdict, options);
    const evidence = await moveTraffic(session, "rollback", {
      to: target.deploymentId,
      from: live.deploymentId
    });
    const undone = await undoMigrations(session, options);
    await session.append("rollback", {
      is: "rolled-back",
      to: target.deploymentId,
      reason: options.reason,
      moved: true,
      evidence: evidence ?? null,
      undone
    });
    await projectDeploymentStatus(session, "rollback", "failure", `rolled back: ${options.reason}`);
    await publishNotice(session, {
      state: "rolled-back",
      phase: "rollback",
      reply: `Rolled back to ${nameOf(target)}: ${options.reason}`
    });
    const told = { verdict, target: nameOf(target), undone };
    if (!evidence) return result(session, "planned", { outcome: "planned", ...told });
    await session.close("rollback", {
      result: "rolled-back",
      serves: target.release.id,
      deploymentId: target.deploymentId,
      reason: options.reason
    });
    context.say(`rolled back: ${nameOf(target)} serves again; reason: ${options.reason}`);
    return result(session, "done", { outcome: "done", ...told });
  }, already);
}
__name(rollback2, "rollback");
async function closeUnmoved(session, found, options) {
  const { target, previous, serving } = found;
  const { reason } = options;
  session.context.say(
    `rollback: this release does not serve (${serving ?? "nothing"} does); nothing to roll back`
  );
  const undone = await undoMigrations(session, options);
  const rolledBack = target !== void 0 && (session.state.closed !== void 0 || movedBack(session));
  await session.append("rollback", { is: "rolled-back", to: serving ?? null, reason, moved: false, undone });
  const word = rolledBack ? "rolled back" : "abandoned";
  await projectDeploymentStatus(session, "rollback", "failure", `${word}: ${reason}`);
  await publishNotice(session, {
    state: rolledBack ? "rolled-back" : "failed",
    phase: "rollback",
    reply: rolledBack ? `Rolled back to ${nameOf(target)}: ${reason}` : `Abandoned before it served: ${reason}`
  });
  const led = target ?? previous;
  const told = { outcome: "noop", target: led ? nameOf(led) : "", undone };
  if (session.context.dryRun) return result(session, "planned", told);
  await session.close("rollback", {
    result: rolledBack ? "rolled-back" : "abandoned",
    serves: target?.release.id ?? null,
    reason
  });
  return result(session, "done", told);
}
__name(closeUnmoved, "closeUnmoved");
function movedBack(session) {
  return tried(session.state, "rollback", rollback.name(session.context.hosting));
}
__name(movedBack, "movedBack");
async function judge(session, previous) {
  const kept = await session.record.snapshotOf(previous.id);
  const verdict = await session.context.verdict(kept, await session.context.schema.snapshot());
  await session.append("rollback", {
    is: "verdict-given",
    previous: previous.id,
    verdict: toJson(verdict)
  });
  session.context.say(
    `verdict: ${verdict.answer}${verdict.reasons.length > 0 ? ` (${count(verdict.reasons.length, "reason")})` : ""}`
  );
  return verdict;
}
__name(judge, "judge");
function refuseUnsafe(context, verdict, options) {
  const refused = verdict.answer === "unsafe" || verdict.answer === "unknown" && context.environment.unknownVerdict === "refuse";
  if (!refused || options.force) return;
  const reasons = verdict.reasons.slice(0, 5).map((r) => `${r.object}: ${r.why}`);
  throw failure({
    code: verdict.answer === "unsafe" ? "SHIPLOCK_ROLLBACK_UNSAFE" : "SHIPLOCK_ROLLBACK_UNKNOWN",
    what: `the previous release ${verdict.answer === "unsafe" ? "does not work" : "might not work"} on the live schema: ${reasons.join("; ") || "its schema snapshot is missing"}`,
    notDone: ["no traffic was moved back"],
    next: "Roll forward with a fixed commit, apply the rehearsed down file, or use a restore point. To roll back anyway, set force: true with a reason."
  });
}
__name(refuseUnsafe, "refuseUnsafe");
async function requireDown(session, options) {
  const { down: down2, downConsent = [], force } = options;
  if (!down2?.length) return;
  const rehearsal = session.state.plan?.rehearsal;
  if (!force && rehearsal !== "pass")
    throw failure({
      code: "SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED",
      what: `the down files of ${down2.join(", ")} were not rehearsed with this release's plan (${rehearsal ?? "no rehearsal"})`,
      notDone: ["no traffic was rolled back, no migration was undone"],
      next: "Roll back without `down`: the previous release tolerates expand migrations. Or set force: true with a reason. To be able to undo it next time, set rehearsal-database-url for approval-gate: only a rehearsal by the role that ships counts."
    });
  await session.context.migrations?.checkDown({ versions: down2, consent: downConsent });
}
__name(requireDown, "requireDown");
function refuseLateDown(session, { down: down2 = [] }, why) {
  const { undone } = session.state;
  const left = down2.filter((version) => !undone.includes(version));
  if (left.length === 0) return;
  throw failure({
    code: "SHIPLOCK_RELEASE_CLOSED",
    what: `release ${session.release.id} ${why}: its migrations ${left.join(", ")} can no longer be undone`,
    notDone: ["no traffic was moved, no migration was undone"],
    next: "Undo them with a new migration, in a separate release."
  });
}
__name(refuseLateDown, "refuseLateDown");
async function undoMigrations(session, options) {
  const { migrations, say } = session.context;
  const { down: down2, downConsent = [] } = options;
  if (!down2?.length || !migrations) return [];
  const asked = { versions: [...down2], consent: [...downConsent] };
  const outcome = await session.seam("rollback").write(down.with(migrations, { request: asked, input: { ...asked, say } }));
  return outcome?.versions ?? [];
}
__name(undoMigrations, "undoMigrations");
function noTarget(session) {
  return failure({
    code: "SHIPLOCK_ROLLBACK_NO_TARGET",
    what: `release ${session.release.id} is the first one of ${session.release.environment}: there is no previous release`,
    notDone: ["no traffic was moved"],
    next: "Roll forward with a fixed commit."
  });
}
__name(noTarget, "noTarget");

export {
  rollback2 as rollback
};
