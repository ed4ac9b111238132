import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  rollback
} from "./chunk-W2E2JWD2.js";
import {
  verify
} from "./chunk-MANBOZ2U.js";
import {
  migrate
} from "./chunk-5AJ5XZZJ.js";
import "./chunk-ZM4ILGWO.js";
import "./chunk-D6W6UKM5.js";
import {
  promote
} from "./chunk-W6K6EHE7.js";
import "./chunk-SQANDXRL.js";
import {
  deploy
} from "./chunk-CUATKYWH.js";
import {
  finalize
} from "./chunk-LIZHXA7V.js";
import {
  gate,
  watch
} from "./chunk-CZLD7WII.js";
import {
  approve
} from "./chunk-VNIYKTZG.js";
import "./chunk-O7T7YMFA.js";
import "./chunk-W44NXDEC.js";
import "./chunk-UMRSBV22.js";
import {
  plan
} from "./chunk-46EWTAD6.js";
import "./chunk-YCLXYTJM.js";
import "./chunk-4VK7KTR6.js";
import "./chunk-PQMOFYZS.js";
import "./chunk-WZTFVH4X.js";
import "./chunk-DGDVD2HK.js";
import "./chunk-EZUR4JGE.js";
import "./chunk-U7W7OKRG.js";
import "./chunk-2PKHQEJD.js";
import "./chunk-PHHJXQEC.js";
import "./chunk-YVZSIZN3.js";
import "./chunk-5YFMOKQG.js";
import "./chunk-RVISAR34.js";
import "./chunk-QLV4WSCS.js";
import "./chunk-EXC2FD26.js";
import "./chunk-4YI7WEBE.js";
import "./chunk-IE2IBMUA.js";
import "./chunk-P4MBYWRH.js";
import {
  Session,
  stayFor
} from "./chunk-NICL46NP.js";
import "./chunk-I6VJ7LRU.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-3VXJS7XI.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import {
  LEASED_PHASES,
  PHASES
} from "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-XTDSYK6L.js";
import "./chunk-YSEBYVDK.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-7DIKCZIJ.js";
import "./chunk-GGNFRYGQ.js";
import "./chunk-7T4UKS5A.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  mayRollbackAnswer
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-BQJO6LBP.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/ship.ts
var STEPS = {
  deploy,
  plan,
  approve: /* @__PURE__ */ __name((context, options) => approve(context, { waitMs: options.approvalWaitMs }), "approve"),
  migrate,
  verify,
  gate,
  promote,
  watch,
  finalize
};
function ship(context, options) {
  return stayFor(context, () => walk(context, options));
}
__name(ship, "ship");
async function walk(context, options) {
  const results = [];
  for (const phase of PHASES[context.environment.kind]) {
    const started = Date.now();
    try {
      const result = await STEPS[phase](context, options);
      results.push(result);
      context.say(`${phase}: ${result.state} in ${((Date.now() - started) / 1e3).toFixed(1)} s`);
      await options.onPhase?.(result);
    } catch (error) {
      if (!answeredByRollback(phase, error) || context.dryRun) throw error;
      await undo(context, phase, error, options);
      throw error;
    }
  }
  return results;
}
__name(walk, "walk");
function answeredByRollback(phase, error) {
  return LEASED_PHASES.has(phase) && phase !== "finalize" && mayRollbackAnswer(error);
}
__name(answeredByRollback, "answeredByRollback");
function shipOutputs(results) {
  const of = /* @__PURE__ */ __name((phase, name) => results.find((result) => result.phase === phase)?.outputs[name] ?? "", "of");
  return {
    "release-id": of("finalize", "release-id"),
    "plan-hash": of("plan", "plan-hash"),
    "deployment-id": of("deploy", "deployment-id"),
    "deployment-url": of("deploy", "deployment-url"),
    outcome: of("promote", "outcome"),
    result: of("finalize", "result")
  };
}
__name(shipOutputs, "shipOutputs");
async function undo(context, phase, error, options) {
  const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
  context.say(`${phase} failed (${why}); rolling back`);
  try {
    const result = await rollback(context, { reason: `${phase} failed: ${why}`, force: false });
    await options.onPhase?.(result);
  } catch (undoError) {
    context.warn(
      `rollback failed too: ${undoError instanceof Error ? undoError.message : String(undoError)}`
    );
  }
}
__name(undo, "undo");
async function whereItStands(context) {
  const session = await Session.find(context);
  const { donePhases, closed } = session.state;
  const road = PHASES[context.environment.kind].map((phase) => `${donePhases.has(phase) ? "\u2713" : "\xB7"} ${phase}`).join("  ");
  return `${session.release.id}  ${closed ? closed.result : "open"}
${road}`;
}
__name(whereItStands, "whereItStands");
export {
  answeredByRollback,
  ship,
  shipOutputs,
  whereItStands
};
