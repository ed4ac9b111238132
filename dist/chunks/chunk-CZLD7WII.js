import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  Session,
  assumed
} from "./chunk-NICL46NP.js";
import {
  watchedUrls
} from "./chunk-BFJWBJKM.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  section
} from "./chunk-DOWKXZXY.js";
import {
  ShiplockError,
  failure,
  firstLine,
  mayRollbackAnswer
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/gate.ts
async function gate(context) {
  const session = await Session.find(context);
  const before = already(session, "gate");
  if (before) return before;
  session.requireOpen();
  session.requirePhase("verify");
  return session.leased(
    () => {
      const { deployed } = session.state;
      if (assumed(session, "deploy") || assumed(session, "migrate"))
        return assumePass(session, "gate", "the staged deployment");
      const urls = deployed ? [deployed.url] : [];
      return decide(session, "gate", async () => urls);
    },
    () => already(session, "gate")
  );
}
__name(gate, "gate");
async function watch(context) {
  const session = await unlessJudged(() => Session.find(context));
  const before = already(session, "watch");
  if (before) return before;
  session.requireOpen();
  session.requirePhase("promote");
  const look = /* @__PURE__ */ __name(async () => {
    const urls = /* @__PURE__ */ __name(() => watchedUrls(context), "urls");
    if (assumed(session, "promote")) return assumePass(session, "watch", (await urls()).join(", "));
    return decide(session, "watch", urls);
  }, "look");
  return unlessJudged(() => session.leased(look, () => already(session, "watch")));
}
__name(watch, "watch");
async function unlessJudged(work) {
  try {
    return await work();
  } catch (error) {
    const judged = error instanceof ShiplockError && VERDICTS.has(error.code);
    if (judged || !mayRollbackAnswer(error)) throw error;
    const { what, next } = error instanceof ShiplockError ? error.problem : { what: firstLine(error), next: "" };
    throw failure(
      {
        code: "SHIPLOCK_WATCH_UNDECIDED",
        what: `the watch could not reach a verdict: ${what}`,
        done: ["traffic was moved to the new deployment"],
        notDone: ["the release was not finalized", "nothing was rolled back"],
        next: `${next ? `${next} ` : ""}Then rerun the job: the watch begins anew. To go back, run the rollback action.`
      },
      error
    );
  }
}
__name(unlessJudged, "unlessJudged");
var VERDICTS = /* @__PURE__ */ new Set(["SHIPLOCK_GATE_FAILED", "SHIPLOCK_GATE_INCONCLUSIVE"]);
async function assumePass(session, phase, what) {
  session.context.say(`dry run: would probe ${what}, and read what else gates.${phase} names`);
  await session.append(phase, { is: "gated", decision: "pass" });
  return {
    phase,
    state: "planned",
    summary: section(phase, "Dry run: there is nothing to probe yet."),
    outputs: { decision: "", reason: "a dry run", evidence: "" }
  };
}
__name(assumePass, "assumePass");
async function decide(session, phase, urls) {
  session.requireOpen();
  const { context } = session;
  const { promotedAt } = session.state;
  const run = phase === "gate" ? context.gate : context.watch;
  const { result, proceed, markdown, warning } = await run({
    urls,
    headers: context.hosting.protectionHeaders(),
    releaseId: session.release.id,
    commit: session.release.commit,
    serving: /* @__PURE__ */ __name(() => servingUrls(session), "serving"),
    since: promotedAt ?? (/* @__PURE__ */ new Date()).toISOString(),
    fast: session.state.plan?.plan.fastLane !== void 0,
    say: context.say
  });
  await session.append(phase, {
    is: "gate-judged",
    decision: result.decision,
    reason: result.reason,
    proceed,
    evidence: toJson(result.evidence),
    ...result.observed ? { observed: result.observed } : {}
  });
  context.say(`${phase}: ${result.decision} (${result.reason})`);
  if (warning) context.warn(warning);
  if (proceed) await session.append(phase, { is: "gated", decision: result.decision });
  else throw gateFailed(phase, result, markdown, examplesOf(result, context.say));
  return {
    phase,
    state: "done",
    summary: section(phase, markdown),
    outputs: { decision: result.decision, reason: result.reason, evidence: JSON.stringify(result.evidence) }
  };
}
__name(decide, "decide");
async function servingUrls({ state, context }) {
  const id = state.plan?.plan.production.deploymentId;
  if (!id || id === state.deployed?.deploymentId) return [];
  const deployment = await context.hosting.deployment(id);
  return deployment?.state === "ready" ? [deployment.url] : [];
}
__name(servingUrls, "servingUrls");
function examplesOf({ evidence }, say) {
  const all = evidence.sources.flatMap(({ name, examples }) => examples.map((one) => `${name}: ${one}`));
  const different = [...new Set(all)].slice(0, 5);
  for (const one of different) say(`failed sample: ${one}`);
  return different;
}
__name(examplesOf, "examplesOf");
function gateFailed(phase, result, evidence, [example]) {
  const after = phase !== "gate";
  const inconclusive = result.decision === "inconclusive";
  return failure({
    code: inconclusive ? "SHIPLOCK_GATE_INCONCLUSIVE" : "SHIPLOCK_GATE_FAILED",
    what: `the ${phase} gate ${result.decision === "fail" ? "failed" : "is inconclusive"}: ${result.reason}${example ? `; for example ${example}` : ""}`,
    done: {
      gate: ["the expand migrations are applied"],
      stage: ["a share of traffic goes to the new deployment"],
      watch: ["traffic was moved to the new deployment"]
    }[phase],
    notDone: {
      gate: ["no traffic was moved"],
      stage: ["the other traffic was not moved"],
      watch: ["the release was not finalized"]
    }[phase],
    next: after ? "Roll back with the rollback action (the root action and the callable workflows do this automatically)." : "Check the failed samples above. The expand migrations can stay: the running version tolerates them.",
    evidence
  });
}
__name(gateFailed, "gateFailed");
function already(session, phase) {
  if (!session.state.donePhases.has(phase)) return void 0;
  const decision = session.state.decisions.get(phase) ?? "pass";
  const ended = decision === "pass" ? "has already passed" : `has already ended (${decision}), and went on,`;
  return {
    phase,
    state: "already",
    summary: section(phase, `This gate ${ended} for this release.`),
    outputs: { decision, reason: `this gate ${ended}`, evidence: "" }
  };
}
__name(already, "already");

export {
  gate,
  watch,
  examplesOf,
  gateFailed
};
