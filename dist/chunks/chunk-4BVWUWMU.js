import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  fold
} from "./chunk-SR5SIRBN.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/requirements.ts
var NO_RISK = { contract: false, dataLoss: false, hazards: false, files: 0 };
function requirementsFor(settings, risk) {
  const { required, approvers, rules } = settings;
  const added = rules.flatMap((rule) => {
    const reasons = reasonsOf(rule.when, risk);
    if (reasons === void 0) return [];
    return [
      {
        required: rule.required ?? required,
        approvers: rule.approvers ?? approvers,
        because: reasons.join(" and ")
      }
    ];
  });
  return [{ required, approvers, because: void 0 }, ...added];
}
__name(requirementsFor, "requirementsFor");
function reasonsOf(when, risk) {
  const reasons = [];
  if (when.contract) reasons.push(risk.contract && "it contains a contract migration");
  if (when.dataLoss) reasons.push(risk.dataLoss && "it loses data");
  if (when.hazards) reasons.push(risk.hazards && "it contains hazards");
  if (when.filesOver !== void 0) {
    const over = risk.files === void 0 || risk.files > when.filesOver;
    const count = risk.files === void 0 ? "an unknown number of files" : `${risk.files} files`;
    reasons.push(over && `it changes ${count}`);
  }
  const held = reasons.filter((reason) => reason !== false);
  return held.length === reasons.length ? held : void 0;
}
__name(reasonsOf, "reasonsOf");
function teamsOf(settings) {
  const named = [settings.approvers, ...settings.rules.map((rule) => rule.approvers)].flat();
  return [...new Set(named.flatMap((one) => one !== void 0 && isTeam(one) ? [teamName(one)] : []))];
}
__name(teamsOf, "teamsOf");
function isAsked(requirement, person) {
  if (requirement.approvers === void 0) return true;
  const is = /* @__PURE__ */ new Set([fold(person.by), ...person.teams.map((team) => `${TEAM}${fold(team)}`)]);
  return requirement.approvers.some((one) => is.has(fold(one)));
}
__name(isAsked, "isAsked");
var TEAM = "team:";
var isTeam = /* @__PURE__ */ __name((approver) => approver.startsWith(TEAM), "isTeam");
var teamName = /* @__PURE__ */ __name((approver) => approver.slice(TEAM.length), "teamName");

export {
  NO_RISK,
  requirementsFor,
  teamsOf,
  isAsked,
  isTeam,
  teamName
};
