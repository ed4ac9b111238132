import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/approval-validity.ts
function expired(session, now = Date.now()) {
  return Date.parse(session.state.approval?.validUntil ?? "") <= now;
}
__name(expired, "expired");
function requireFresh(session) {
  if (!expired(session)) return;
  throw failure({
    code: "SHIPLOCK_APPROVAL_EXPIRED",
    what: `the approval of release ${session.release.id} expired at ${session.state.approval?.validUntil}`,
    notDone: ["no migration was applied, no traffic was moved"],
    next: "Have the plan approved again: new comments, then rerun the approval gate and this job. approvals.expireHours says how long approvals are valid."
  });
}
__name(requireFresh, "requireFresh");

export {
  expired,
  requireFresh
};
