import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  verify
} from "./chunk-WNZCPETL.js";
import {
  migrate
} from "./chunk-ORMC7W7L.js";
import "./chunk-ZM4ILGWO.js";
import {
  rollback
} from "./chunk-OJ5JMRKH.js";
import "./chunk-53BYP7NI.js";
import {
  promote
} from "./chunk-2BALZU3M.js";
import "./chunk-YKAY5ZEI.js";
import {
  deploy
} from "./chunk-5BXIVSUO.js";
import {
  finalize
} from "./chunk-ZJEOWH7P.js";
import {
  gate,
  watch
} from "./chunk-H6X6EGAC.js";
import "./chunk-BFJWBJKM.js";
import {
  approve
} from "./chunk-KTFKVLJS.js";
import "./chunk-GBMCIPNS.js";
import "./chunk-TSRRIRXG.js";
import "./chunk-B4QM3UPX.js";
import {
  plan
} from "./chunk-JDHQJTPQ.js";
import "./chunk-G2OD6D4K.js";
import "./chunk-MWIFSV45.js";
import "./chunk-743RWBKF.js";
import "./chunk-RWJ4F5LU.js";
import "./chunk-QGFUBSCH.js";
import "./chunk-F2UEPU5Y.js";
import "./chunk-56UCFTGY.js";
import "./chunk-NREMGUFN.js";
import "./chunk-BPP7BXD5.js";
import "./chunk-PQJX4K2U.js";
import "./chunk-M2GS6LV4.js";
import "./chunk-NRTRHC4V.js";
import {
  Session,
  stayFor
} from "./chunk-2M635MC2.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-4MSIQHX2.js";
import "./chunk-NJIHPH4N.js";
import "./chunk-DRBLYL6X.js";
import {
  LEASED_PHASES,
  PHASES
} from "./chunk-KFTSNBGG.js";
import "./chunk-Q5A55XM2.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-XTDSYK6L.js";
import "./chunk-YSEBYVDK.js";
import "./chunk-P7GBMNII.js";
import "./chunk-7DIKCZIJ.js";
import "./chunk-GBN247GH.js";
import "./chunk-7T4UKS5A.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-VTK5KXEX.js";
import "./chunk-PQMOFYZS.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  mayRollbackAnswer
} from "./chunk-ODKBLE67.js";
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
      if (!LEASED_PHASES.has(phase) || !mayRollbackAnswer(error) || context.dryRun) throw error;
      await undo(context, phase, error, options);
      throw error;
    }
  }
  return results;
}
__name(walk, "walk");
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
  ship,
  shipOutputs,
  whereItStands
};
