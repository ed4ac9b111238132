import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  applying
} from "./chunk-ZM4ILGWO.js";
import {
  contract
} from "./chunk-D6W6UKM5.js";
import {
  refuseRejected,
  refuseRejectedRelease
} from "./chunk-SQANDXRL.js";
import {
  refuseFrozen
} from "./chunk-W44NXDEC.js";
import {
  soakEnds,
  stillThere,
  waitingFacts,
  waitingIn
} from "./chunk-WZTFVH4X.js";
import "./chunk-DGDVD2HK.js";
import {
  refuseHeldByHand
} from "./chunk-U7W7OKRG.js";
import "./chunk-2PKHQEJD.js";
import "./chunk-P4MBYWRH.js";
import {
  Session
} from "./chunk-NICL46NP.js";
import "./chunk-I6VJ7LRU.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-3VXJS7XI.js";
import "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-P7GBMNII.js";
import "./chunk-JBZYLIBD.js";
import {
  contractMarkdown
} from "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-BQJO6LBP.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/contract.ts
var NOTHING = { notDone: ["no contract migration was applied"] };
async function contract2(context, options) {
  const session = await Session.find(context);
  await requireServing(session);
  session.requirePlan();
  const waiting = await stillWaiting(context);
  if (waiting.length === 0) return result(session, "already", [], []);
  const { soakHours } = context.environment;
  const ready = options.force ? waiting : waiting.filter((file) => soakEnds(file, soakHours).getTime() <= Date.now());
  const left = waiting.filter((file) => !ready.includes(file));
  if (ready.length === 0) throw soaking(left, soakHours);
  if (!options.force) await requireUnneeded(session, ready);
  const rest = left.map((file) => waitingFacts(file, soakHours));
  return session.leased(async () => {
    if ((await stillWaiting(context)).length === 0) return result(session, "already", [], []);
    await refuseStopped(session, ready);
    const { migrations } = context;
    if (!migrations) return result(session, "already", [], []);
    const outcome = await session.seam("contract").write(
      contract.with(migrations, {
        request: {
          versions: ready.map((m) => m.version),
          ...options.force ? { forced: options.reason ?? "" } : {}
        },
        input: applying(session, ready, waiting)
      })
    );
    if (!outcome) return result(session, "planned", [], rest);
    await session.append("contract", { is: "snapshot-kept", snapshot: await context.schema.snapshot() });
    await session.append("contract", { is: "phase-done", applied: outcome.applied.map((m) => m.version) });
    await session.close("contract", { result: "released", serves: session.release.id });
    return result(session, "done", outcome.applied, rest);
  });
}
__name(contract2, "contract");
async function refuseStopped(session, ready) {
  await refuseFrozen(session, "contract");
  const [notDone] = NOTHING.notDone;
  await refuseHeldByHand(session, notDone);
  await refuseRejected(session, "contract", notDone);
  const others = new Set(ready.map(({ releaseId }) => releaseId).filter((id) => id !== session.release.id));
  for (const releaseId of others) await refuseRejectedRelease(session, releaseId, "contract", notDone);
}
__name(refuseStopped, "refuseStopped");
async function stillWaiting(context) {
  const waiting = await waitingIn(context);
  const versions = new Set(waiting.map(({ version }) => version));
  const pending = await context.migrations?.pending({ refuse: false, waiting: versions });
  return pending ? stillThere(waiting, pending) : [];
}
__name(stillWaiting, "stillWaiting");
async function requireServing(session) {
  const serving = await session.record.serving(session.context.environment.name);
  if (session.state.closed?.result === "released" && serving?.id === session.release.id) return;
  throw failure({
    code: "SHIPLOCK_CONTRACT_NOT_SERVING",
    what: `release ${session.release.id} does not serve ${session.context.environment.name} (${serving?.id ?? "nothing"} does)`,
    ...NOTHING,
    next: "Run this on the live commit."
  });
}
__name(requireServing, "requireServing");
function soaking(left, soakHours) {
  const files = left.map(
    (file) => `${file.file} of release ${file.releaseId} until ${soakEnds(file, soakHours).toISOString()}`
  );
  return failure({
    code: "SHIPLOCK_CONTRACT_SOAKING",
    what: `every contract file is still in its soak time of ${soakHours} h: ${files.join("; ")}`,
    ...NOTHING,
    next: "Run it again after that time: until then a rollback must stay possible. To continue now, set force: true with a reason."
  });
}
__name(soaking, "soaking");
async function requireUnneeded(session, ready) {
  const { context } = session;
  const rehearsal = await context.rehearse?.(
    context.say,
    [],
    ready.map(({ version }) => version)
  );
  const verdict = rehearsal?.after ? await context.verdict(await session.record.snapshotOf(session.release.id), rehearsal.after) : void 0;
  if (verdict?.answer === "safe") return;
  const why = verdict ? verdict.reasons.slice(0, 5).map((reason) => `${reason.object}: ${reason.why}`) : [rehearsal?.detail ?? "rehearsal-database-url is not set"];
  throw failure({
    code: "SHIPLOCK_CONTRACT_STILL_NEEDED",
    what: verdict ? `the live release still needs what the contract migrations remove: ${why.join("; ")}` : `could not prove that the live release no longer needs what the contract migrations remove: ${why.join("; ")}`,
    ...NOTHING,
    next: "Ship a release that no longer uses it and declares that in supabase/usage.json. To continue without the proof, set force: true with a reason."
  });
}
__name(requireUnneeded, "requireUnneeded");
function result(session, state, applied, left) {
  return {
    phase: "contract",
    state,
    summary: contractMarkdown(state, applied, left),
    outputs: { "release-id": session.release.id, applied: applied.map((m) => m.version).join(",") }
  };
}
__name(result, "result");
export {
  contract2 as contract
};
