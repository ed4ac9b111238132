import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/settings.ts
var WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
function weekdayNumber(day) {
  return WEEKDAYS.indexOf(day) + 1;
}
__name(weekdayNumber, "weekdayNumber");
function isTimeZone(zone) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}
__name(isTimeZone, "isTimeZone");
function isLocalTime(text) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return false;
  const date = /* @__PURE__ */ new Date(`${text.length === 16 ? `${text}:00` : text}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
__name(isLocalTime, "isLocalTime");
var timezone = external_exports.string().refine((zone) => isTimeZone(zone), {
  error: "is not an IANA time zone (expected one like Europe/Berlin)"
}).describe("IANA time zone of the times, for example Europe/Berlin.");
var localTime = external_exports.string().refine((text) => isLocalTime(text), {
  error: "must be a local time like 2026-12-24T18:00, without offset: the time zone is a separate key"
});
var clock = /* @__PURE__ */ __name((latest) => external_exports.string().regex(latest, { error: "must be a time of day like 17:00" }), "clock");
var reason = external_exports.string().min(3).describe("Shown to the people whom it stops.");
var once = external_exports.strictObject({
  from: localTime.describe("First moment, local time: 2026-12-24T00:00."),
  to: localTime.describe("First moment after it, local time."),
  timezone,
  reason
}).refine((window) => window.from < window.to, { error: "`to` must come after `from`", path: ["to"] });
var weekly = external_exports.strictObject({
  weekdays: external_exports.array(external_exports.enum(WEEKDAYS)).min(1).describe("Days on which the window begins."),
  from: clock(/^([01]\d|2[0-3]):[0-5]\d$/).describe("Begins at this time of day."),
  to: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/).describe(
    "Ends at this time; on the next day if it is not later than `from`."
  ),
  timezone,
  reason
});
var freezeSettings = external_exports.array(external_exports.union([once, weekly]));
var approvers = external_exports.array(
  external_exports.string().regex(/^(?:[a-z\d](?:[a-z\d_-]*[a-z\d])?|team:[\w.-]+\/[\w.-]+)$/i, {
    error: "must be a login, or a team written team:organization/slug"
  })
).min(1);
var rule = external_exports.strictObject({
  when: external_exports.strictObject({
    contract: external_exports.literal(true).optional().describe("The plan contains a contract migration."),
    dataLoss: external_exports.literal(true).optional().describe("A statement of the plan loses data."),
    hazards: external_exports.literal(true).optional().describe("The plan contains a hazard, allowed or a warning."),
    filesOver: external_exports.int().min(0).optional().describe("More files than this changed since the live release.")
  }).refine((when) => Object.keys(when).length > 0, { error: "must name at least one condition" }).describe("Conditions of the plan. The rule applies if all of them are met."),
  required: external_exports.int().min(1).max(20).optional().describe("How many people must approve then. Default: `required` of the environment."),
  approvers: approvers.optional().describe("Who must approve then. Default: `approvers` of the environment.")
});
var approvalSettings = external_exports.strictObject({
  required: external_exports.int().min(0).max(20).default(1).describe("How many people must approve a plan. 0: nobody."),
  approvers: approvers.optional().describe(
    "Who can approve: logins, and teams as `team:organization/slug`. Default: everybody with the role."
  ),
  role: external_exports.string().min(1).default("write").describe(
    "Role in the repository that an approver needs: one of GitHub\u2019s, or a custom role of your organization."
  ),
  rules: external_exports.array(rule).default([]).describe("Approvals that a risky plan needs in addition to `required`."),
  expireHours: external_exports.number().positive().max(8760).default(72).describe("How long an approval is valid, in hours: from the approval to the start of the migration."),
  allowSelf: external_exports.boolean().default(false).describe("Whether the authors of the released work, and whoever started the run, can approve."),
  unlinkedAuthors: external_exports.enum(["independent", "refuse"]).default("independent").describe(
    "What to do if an author\u2019s address belongs to no account: accept approvers who opened, pushed and merged none of the work, or refuse."
  ),
  openThreads: external_exports.enum(["ignore", "block"]).default("ignore").describe("Whether an unresolved review thread on a released pull request blocks the release."),
  bareReviews: external_exports.enum(["count", "ignore"]).default("count").describe(
    "Whether an environment review without a plan hash in its comment counts. It counts only for the plan that was shown when GitHub asked for the review."
  ),
  breakGlass: external_exports.strictObject({
    allowed: external_exports.boolean().default(true).describe("Whether somebody can override approvals and freeze windows."),
    people: external_exports.array(external_exports.string().min(1)).default([]).describe("Logins that can do so. Without one, nobody can: breaking the glass is off."),
    authors: external_exports.boolean().default(false).describe("Whether one of them can do so for their own work.")
  }).prefault({}).describe("Shipping without approvals in an emergency, for a recorded reason.")
});

export {
  weekdayNumber,
  freezeSettings,
  approvalSettings
};
