import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  expired
} from "./chunk-O7T7YMFA.js";
import {
  approvalMemory,
  caughtByFreeze,
  remember
} from "./chunk-W44NXDEC.js";
import {
  noteConfirmations
} from "./chunk-UMRSBV22.js";
import {
  endIfOvertaken,
  recheckPlan,
  recordPlan,
  riskOf
} from "./chunk-46EWTAD6.js";
import {
  openProjections
} from "./chunk-RVISAR34.js";
import {
  publishNotice
} from "./chunk-EXC2FD26.js";
import {
  comment
} from "./chunk-IE2IBMUA.js";
import {
  Session
} from "./chunk-NICL46NP.js";
import {
  projectSuffix
} from "./chunk-REGHRSDI.js";
import {
  began
} from "./chunk-LTI6PTE6.js";
import {
  shortHash
} from "./chunk-E3CAOJSN.js";
import {
  hashOf
} from "./chunk-JBZYLIBD.js";
import {
  approvalsMarkdown,
  exceptionMarkdown,
  section
} from "./chunk-DOWKXZXY.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/approve.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/release/steps/broken-glass.ts
function announceGlass(session, glass) {
  const { environment, commit } = session.release;
  return announce(session, glass, {
    key: "broken-glass",
    said: `${glass.by} broke the glass for ${environment}: ${glass.reason}`,
    title: `The glass was broken for ${environment}`,
    what: `${glass.by} ships \`${commit.slice(0, 12)}\` without the approvals that the settings require, or inside a freeze window.`
  });
}
__name(announceGlass, "announceGlass");
function announceStandIn(session, standIn) {
  const { environment, commit } = session.release;
  return announce(session, standIn, {
    key: "stood-in",
    said: `${standIn.by} stood in as an administrator for approvals of ${environment} that nobody can give: ${standIn.reason}`,
    title: `An administrator stood in for approvals of ${environment}`,
    what: `${standIn.by} approved \`${commit.slice(0, 12)}\`, which changes who approves: under the current rules nobody can.`
  });
}
__name(announceStandIn, "announceStandIn");
async function announce(session, { reason }, told) {
  const { context, release } = session;
  const { codeHost } = context;
  context.warn(`${told.said}. A second person confirms it with \`/confirm ${release.id}\`.`);
  const key = `${told.key}-${release.id}`;
  if (codeHost) {
    const body = exceptionMarkdown({
      ...{ title: told.title, what: told.what, reason },
      releaseId: release.id,
      planHash: session.state.plan?.hash ?? ""
    });
    await session.seam("approve").project(
      comment.with(codeHost, {
        key,
        request: { commit: context.commit, release: release.id },
        input: /* @__PURE__ */ __name(async () => ({ key, commit: context.commit, body, run: context.run.url }), "input")
      }),
      context.warn
    );
  }
  await publishNotice(session, { state: "waiting", phase: "approve", reply: told.said });
}
__name(announce, "announce");

// src/release/steps/replies.ts
function replyToApprovers(session) {
  const { context } = session;
  const { codeHost } = context;
  const key = `approvals-${context.environment.name}`;
  const name = codeHost && comment.name(codeHost);
  let told = session.state.calls.some(
    (call) => call.name === name && call.state === "begun" && call.key.startsWith(`${key} `)
  );
  let last = "";
  return async (decision) => {
    if (!codeHost || !decision.reply && !told) return;
    const { name: environment, project } = context.environment;
    const body = approvalsMarkdown(environment, project?.called, decision.markdown);
    if (body === last) return;
    last = body;
    told = true;
    await session.seam("approve").project(
      comment.with(codeHost, {
        key: `${key} ${hashOf(body)}`,
        request: { commit: context.commit, reply: key },
        input: /* @__PURE__ */ __name(async () => ({
          key: `${key}${await projectSuffix(context.environment.project)}`,
          commit: context.commit,
          body,
          run: context.run.url
        }), "input")
      }),
      context.warn
    );
  };
}
__name(replyToApprovers, "replyToApprovers");

// src/release/steps/waiting.ts
var FIRST_MS = 3e3;
var LONGEST_MS = 3e5;
var HOUR_MS = 36e5;
var PER_HOUR = 95;
var BURST = 100;
function pauses() {
  let next = FIRST_MS;
  let quick = BURST;
  return (requests) => {
    quick -= requests;
    const pause = quick > 0 ? next : Math.max(next, Math.ceil(requests * HOUR_MS / PER_HOUR));
    next = Math.min(next * 1.5, LONGEST_MS);
    return Math.min(pause, HOUR_MS);
  };
}
__name(pauses, "pauses");

// src/release/steps/approve.ts
var SYSTEM = { now: Date.now, sleep };
async function approve(context, options) {
  const session = await Session.find(context, { adopts: true });
  const before = session.state;
  if (before.approval && (before.closed || !expired(session) && !await caughtByFreeze(session) && await stillHolds(session))) {
    const { hash: hash2, approvers } = before.approval;
    return result("already", hash2, approvers, `Plan \`${shortHash(hash2)}\` is already approved.`);
  }
  session.requireOpen();
  await endIfOvertaken(session);
  await noteConfirmations(session);
  if (session.staged) await openProjections(session);
  const { hash, plan } = await planToApprove(session);
  const clock = options.clock ?? SYSTEM;
  const until = clock.now() + options.waitMs;
  const risk = riskOf(await context.migrations?.pending());
  let memory = await approvalMemory(session);
  let said = "";
  const reply = replyToApprovers(session);
  const pause = pauses();
  for (; ; ) {
    const decision = await context.approvals({
      planHash: hash,
      environment: context.environment.name,
      commit: context.commit,
      runId: context.run.id,
      servingCommit: plan.replaces?.commit,
      risk,
      fast: plan.fastLane !== void 0,
      memory
    });
    memory = await remember(session, "approve", memory, decision);
    await reply(decision);
    if (decision.state === "approved") {
      if (!underWay(session)) await recheckPlan(session, { needsApproval: false });
      const { brokenGlass, standIn } = decision;
      await session.append("approve", {
        is: "approved",
        hash,
        plan,
        approvers: decision.approvers,
        evidence: decision.evidence,
        ...decision.validUntil ? { validUntil: decision.validUntil } : {},
        ...brokenGlass ? { brokenGlass } : {},
        ...standIn ? { standIn } : {}
      });
      if (brokenGlass) await announceGlass(session, brokenGlass);
      if (standIn) await announceStandIn(session, standIn);
      context.say(`approved by ${decision.approvers.join(", ") || "policy"}`);
      return result("done", hash, decision.approvers, decision.markdown);
    }
    if (decision.state === "rejected") {
      await publishNotice(session, { state: "failed", phase: "approve", detail: decision.reason });
      throw failure({
        code: "SHIPLOCK_APPROVAL_REJECTED",
        what: decision.reason,
        evidence: decision.markdown,
        notDone: ["no migration was applied, no traffic was moved"],
        next: `Talk to the person who rejected it. They can withdraw it with a new comment, \`/approve ${shortHash(hash)}\`; then rerun this job. A new commit gets a new plan.`
      });
    }
    if (decision.state === "unmeetable") {
      await publishNotice(session, { state: "failed", phase: "approve", detail: decision.reason });
      throw failure({
        code: "SHIPLOCK_APPROVAL_UNMEETABLE",
        what: decision.reason,
        evidence: decision.markdown,
        done: ["the deployment is staged and the plan is recorded"],
        notDone: ["no migration was applied, no traffic was moved"],
        next: decision.advice ?? "Change who approves, or who works on the release."
      });
    }
    if (context.dryRun && decision.state === "pending") {
      context.say(`dry run: approval is missing: ${decision.reason}`);
      await session.append("approve", { is: "approved", hash, plan, approvers: [], evidence: {} });
      return result("planned", hash, [], decision.markdown);
    }
    if (context.dryRun || clock.now() >= until) {
      throw failure({
        code: decision.state === "frozen" ? "SHIPLOCK_APPROVAL_FROZEN" : "SHIPLOCK_APPROVAL_PENDING",
        what: decision.reason,
        evidence: decision.markdown,
        done: ["the deployment is staged and the plan is recorded"],
        notDone: ["no migration was applied, no traffic was moved"],
        next: decision.state === "frozen" ? "Rerun this job when the window is over: what was staged, planned and approved stays. A window that the release itself removes still applies to it. In an emergency, somebody whom approvals.breakGlass.people names starts the run with break-glass-reason." : `Approve with a comment, \`/approve ${shortHash(hash)}\`, or the environment's review, then rerun this job; set wait-minutes to wait longer.`
      });
    }
    if (decision.reason !== said) context.say(`waiting: ${decision.reason}`);
    said = decision.reason;
    await endIfOvertaken(session);
    await clock.sleep(Math.min(pause(decision.requests), Math.max(50, until - clock.now())));
  }
}
__name(approve, "approve");
async function planToApprove(session) {
  const { plan, deployed } = session.state;
  if (plan && underWay(session)) return plan;
  if (!plan && !deployed?.adopted) return session.requirePlan(false);
  if (!plan) return recordPlan(session);
  return { plan: await recheckPlan(session, { needsApproval: false }), hash: plan.hash };
}
__name(planToApprove, "planToApprove");
function underWay({ state }) {
  return state.donePhases.has("migrate") || began(state, "migrate");
}
__name(underWay, "underWay");
async function stillHolds(session) {
  if (underWay(session)) return true;
  await recheckPlan(session);
  return true;
}
__name(stillHolds, "stillHolds");
function result(state, hash, approvers, markdown) {
  return {
    phase: "approve",
    state,
    summary: section("approval", markdown),
    outputs: { "plan-hash": hash, approvers: approvers.join(",") }
  };
}
__name(result, "result");

export {
  approve
};
