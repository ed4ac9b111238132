import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  watchedUrls
} from "./chunk-BFJWBJKM.js";
import {
  Session,
  assumed
} from "./chunk-2M635MC2.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  section
} from "./chunk-VTK5KXEX.js";
import {
  failure
} from "./chunk-ODKBLE67.js";
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
      return decide(session, "gate", urls, context.hosting.protectionHeaders());
    },
    () => already(session, "gate")
  );
}
__name(gate, "gate");
async function watch(context) {
  const session = await Session.find(context);
  const before = already(session, "watch");
  if (before) return before;
  session.requireOpen();
  session.requirePhase("promote");
  return session.leased(
    async () => {
      const urls = await watchedUrls(context);
      if (assumed(session, "promote")) return assumePass(session, "watch", urls.join(", "));
      return decide(session, "watch", urls, context.hosting.protectionHeaders());
    },
    () => already(session, "watch")
  );
}
__name(watch, "watch");
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
async function decide(session, phase, urls, headers) {
  session.requireOpen();
  const { context } = session;
  const { promotedAt } = session.state;
  const run = phase === "gate" ? context.gate : context.watch;
  const { result, proceed, markdown, warning } = await run({
    urls,
    headers,
    releaseId: session.release.id,
    commit: session.release.commit,
    since: promotedAt ?? (/* @__PURE__ */ new Date()).toISOString(),
    say: context.say
  });
  await session.append(phase, {
    is: "gate-judged",
    decision: result.decision,
    reason: result.reason,
    proceed,
    evidence: toJson(result.evidence)
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
function examplesOf({ evidence }, say) {
  const all = evidence.sources.flatMap(({ name, examples }) => examples.map((one) => `${name}: ${one}`));
  const different = [...new Set(all)].slice(0, 5);
  for (const one of different) say(`failed sample: ${one}`);
  return different;
}
__name(examplesOf, "examplesOf");
function gateFailed(phase, result, evidence, [example]) {
  const after = phase === "watch";
  const inconclusive = result.decision === "inconclusive";
  return failure({
    code: inconclusive ? "SHIPLOCK_GATE_INCONCLUSIVE" : "SHIPLOCK_GATE_FAILED",
    what: `the ${phase} gate ${result.decision === "fail" ? "failed" : "is inconclusive"}: ${result.reason}${example ? `; for example ${example}` : ""}`,
    done: after ? ["traffic was moved to the new deployment"] : ["the expand migrations are applied"],
    notDone: after ? ["the release was not finalized"] : ["no traffic was moved"],
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
  watch
};
