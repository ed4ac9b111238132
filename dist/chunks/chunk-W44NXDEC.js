import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  shortHash
} from "./chunk-E3CAOJSN.js";
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  rejectionOf
} from "./chunk-BQJO6LBP.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/approval-memory.ts
var LONGEST_REASON = 500;
async function approvalMemory(session, { environment, commit } = session.release) {
  const seen = session.unrecorded ? [] : await session.record.approvalsSeen(environment, commit);
  return {
    rejections: seen.flatMap(({ rejections }) => rejections.map(rejectionOf)),
    asked: seen.flatMap(({ asked }) => asked ? [asked] : [])
  };
}
__name(approvalMemory, "approvalMemory");
async function remember(session, phase, memory, look) {
  const known = new Set(memory.rejections.map(nameOf));
  const fresh = look.seen.map(shortened).filter((no) => !known.has(nameOf(no)));
  const { asked } = look;
  const askedBefore = !asked || memory.asked.some(
    (one) => one.runId === asked.runId && one.attempt === asked.attempt && one.planHash === asked.planHash
  );
  if (fresh.length === 0 && askedBefore) return memory;
  await session.append(phase, {
    is: "approvals-seen",
    rejections: fresh,
    ...askedBefore ? {} : { asked }
  });
  return {
    rejections: [...memory.rejections, ...fresh],
    asked: askedBefore ? memory.asked : [...memory.asked, asked]
  };
}
__name(remember, "remember");
var nameOf = /* @__PURE__ */ __name((no) => JSON.stringify([no.id, no.by, no.via, no.planHash, no.at]), "nameOf");
function shortened(no) {
  return no.reason === void 0 ? no : { ...no, reason: cut(no.reason, LONGEST_REASON) };
}
__name(shortened, "shortened");

// src/release/steps/freeze.ts
var DONE = {
  migrate: "the plan stays approved until its approval expires",
  promote: "the expand migrations are applied; the live version tolerates them",
  contract: "the release is live, and its contract files wait"
};
var NOT_DONE = {
  migrate: "no more migrations were applied, no traffic was moved",
  promote: "no traffic was moved, and nothing was rolled back",
  contract: "no contract migration was applied"
};
async function refuseFrozen(session, phase) {
  const frozen = await heldByFreeze(session);
  if (!frozen) return;
  const { plan } = session.requirePlan();
  throw failure({
    code: "SHIPLOCK_RELEASE_FROZEN",
    what: `${plan.environment} is frozen until ${frozen.until}: ${frozen.reason}`,
    done: [DONE[phase]],
    notDone: [NOT_DONE[phase]],
    next: `Rerun this job after ${frozen.until}: it continues from here with plan ${shortHash(session.requirePlan().hash)}. In an emergency, somebody whom approvals.breakGlass.people names runs approval-gate with break-glass-reason first. A rollback is not frozen.`
  });
}
__name(refuseFrozen, "refuseFrozen");
async function caughtByFreeze(session) {
  if (session.state.donePhases.has("promote")) return false;
  return await heldByFreeze(session) !== void 0;
}
__name(caughtByFreeze, "caughtByFreeze");
async function heldByFreeze(session) {
  if (session.state.approval?.brokenGlass) return void 0;
  return session.context.policy.frozen(/* @__PURE__ */ new Date());
}
__name(heldByFreeze, "heldByFreeze");

export {
  approvalMemory,
  remember,
  refuseFrozen,
  caughtByFreeze
};
