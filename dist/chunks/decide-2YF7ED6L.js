import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  standIn
} from "./chunk-WLGA6ZVN.js";
import {
  shortfallSentence
} from "./chunk-DQWHDDH4.js";
import {
  isAsked
} from "./chunk-4BVWUWMU.js";
import {
  fold,
  isAdministrator,
  sift
} from "./chunk-SR5SIRBN.js";
import "./chunk-BQJO6LBP.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  frozenAt
} from "./chunk-CONV253K.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/decide.ts
var SHORTEST_REASON = 20;
function decideApproval(question) {
  const glass = checkedGlass(question);
  const sifted = sift(question.signals, question.remembered ?? [], standardOf(question));
  const { rejections, seen, ignored } = sifted;
  const rejectedBy = distinct(rejections.map((no) => no.by));
  const people = approversOf(sifted);
  const approvers = distinct(people.map((person) => person.by));
  const lacking = question.requirements.map((requirement) => ({
    requirement,
    lacks: requirement.required - people.filter((person) => isAsked(requirement, person)).length
  }));
  const unmet = lacking.filter(({ lacks }) => lacks > 0).map(({ requirement }) => requirement);
  const missing = Math.max(0, ...lacking.map(({ lacks }) => lacks));
  const blockers = question.blockers ?? [];
  const frozen = frozenAt(question.freezeWindows, question.now);
  const validUntil = expiryOf(sifted, question);
  const facts = {
    ...{ approvers, missing, unmet, rejectedBy, rejections, seen, blockers, ignored },
    ...frozen ? { frozen } : {},
    ...validUntil ? { validUntil } : {}
  };
  if (rejectedBy.length > 0) return { ...facts, state: "rejected", reason: rejectedReason(rejections) };
  if (glass && (frozen || missing > 0 || blockers.length > 0)) {
    const over = [
      frozen && "a freeze window",
      missing > 0 && count(missing, "missing approval"),
      blockers.length > 0 && blockers.join(" and ")
    ];
    const reason2 = `${glass.by} broke the glass over ${over.filter(Boolean).join(" and ")}: ${glass.reason}`;
    return { ...facts, state: "approved", brokenGlass: glass, reason: reason2 };
  }
  if (frozen) {
    return {
      ...facts,
      state: "frozen",
      reason: `Releases are frozen until ${frozen.until}: ${frozen.reason}`
    };
  }
  const stands = missing > 0 ? standInOf(question, sifted, unmet) : void 0;
  if (missing > 0 && !stands)
    return { ...facts, ...withoutApprovals(question, unmet, people, ignored.length) };
  if (blockers.length > 0)
    return { ...facts, state: "pending", reason: `The plan is blocked: ${blockers.join("; ")}.` };
  if (stands) {
    const reason2 = `${stands.by}, an administrator of the repository, stood in for approvals that nobody can give: ${stands.reason}`;
    return { ...facts, state: "approved", standIn: stands, reason: reason2 };
  }
  const asked = question.requirements.some((requirement) => requirement.required > 0);
  const reason = asked ? `Approved by ${approvers.join(", ")}.` : "No approval is required.";
  return { ...facts, state: "approved", reason };
}
__name(decideApproval, "decideApproval");
function standardOf(question) {
  const own = new Map([...question.authors].map(([login, did]) => [fold(login), did]));
  for (const login of question.runActors)
    if (!own.has(fold(login))) own.set(fold(login), "started the run or an attempt of it");
  const hours = question.expireHours;
  const since = hours === void 0 ? void 0 : new Date(question.now.getTime() - hours * 36e5).toISOString();
  return {
    planHash: question.planHash,
    otherPlans: (question.otherPlans ?? []).filter((hash) => hash !== question.planHash),
    own,
    allowSelf: question.allowSelf === true,
    bareReviews: question.bareReviews,
    role: question.role ?? "write",
    since,
    reviewsSince: question.runStartedAt
  };
}
__name(standardOf, "standardOf");
function standInOf(question, sifted, unmet) {
  const standard = standardOf(question);
  return standIn({
    shortfalls: question.shortfalls ?? [],
    wayOut: question.wayOut,
    unmet,
    approvers: new Set(sifted.approvals.map((signal) => fold(signal.by))),
    administrators: distinct(
      sifted.approvals.filter((signal) => isAdministrator(signal, standard)).map((signal) => signal.by)
    )
  });
}
__name(standInOf, "standInOf");
function withoutApprovals(question, unmet, people, ignored) {
  const pending = pendingReason(question.planHash, unmet, people, ignored);
  const short = (question.shortfalls ?? []).filter(({ requirement }) => unmet.includes(requirement));
  if (short.length === 0) return { state: "pending", reason: pending };
  const open = question.wayOut !== void 0 && question.wayOut.shut === void 0 && short.every(({ never }) => never);
  return {
    state: open ? "pending" : "unmeetable",
    reason: `${pending.slice(0, -1)}, and nobody can give what is missing: ${short.map(shortfallSentence).join("; ")}.`
  };
}
__name(withoutApprovals, "withoutApprovals");
function expiryOf(sifted, question) {
  if (question.expireHours === void 0) return void 0;
  const given = sifted.approvals.map((signal) => Date.parse(signal.at ?? question.runStartedAt ?? ""));
  const first = Math.min(question.now.getTime(), ...given.filter((at) => !Number.isNaN(at)));
  return new Date(first + question.expireHours * 36e5).toISOString();
}
__name(expiryOf, "expiryOf");
function approversOf(sifted) {
  return [...Map.groupBy(sifted.approvals, (signal) => fold(signal.by)).values()].map((own) => ({
    by: distinct(own.map((signal) => signal.by))[0] ?? "",
    teams: own.flatMap((signal) => signal.access?.teams ?? [])
  }));
}
__name(approversOf, "approversOf");
function checkedGlass(question) {
  const { breakGlass: glass, breakGlassRules: rules, authors } = question;
  if (!glass) return void 0;
  const by = fold(glass.by);
  const people = rules?.people ?? [];
  const own = rules?.authors === true ? void 0 : [...authors].find(([login]) => fold(login) === by);
  if (!rules?.allowed || people.length === 0) throw glassForbidden(glass.by, "it is off here", SWITCH_ON);
  if (!people.map(fold).includes(by))
    throw glassForbidden(
      glass.by,
      `approvals.breakGlass.people names ${people.join(", ")}`,
      "Remove the break-glass reason and get the approvals, or let one of them start the run."
    );
  if (own)
    throw glassForbidden(
      glass.by,
      `${glass.by} ${own[1]}`,
      "Let somebody else in approvals.breakGlass.people start the run. approvals.breakGlass.authors: true lets people do so for their own work."
    );
  const reason = glass.reason.trim().replace(/\s+/g, " ");
  if (reason.length < SHORTEST_REASON || glass.by.trim() === "") {
    throw configurationError({
      code: "SHIPLOCK_APPROVAL_BREAK_GLASS_REASON",
      what: `break-glass needs the name of a person and a reason of at least ${SHORTEST_REASON} characters; the reason has ${reason.length}.`,
      notDone: ["nothing was approved"],
      next: "Say in one sentence what is broken and why it cannot wait; the record keeps the sentence."
    });
  }
  return { reason, by: glass.by.trim() };
}
__name(checkedGlass, "checkedGlass");
var SWITCH_ON = "Get the approvals. For emergencies, name people in approvals.breakGlass.people in the settings; that applies from the release after the one that introduces it.";
function glassForbidden(by, why, next) {
  return configurationError({
    code: "SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN",
    what: `${by || "an unknown person"} is not allowed to break the glass: ${why}.`,
    notDone: ["nothing was approved"],
    next
  });
}
__name(glassForbidden, "glassForbidden");
function rejectedReason(rejections) {
  const told = rejections.map(({ by, at, reason }) => {
    const when = at ? ` at ${at}` : "";
    return `${by}${when}${reason ? ` (${cut(reason, 200)})` : ""}`;
  });
  return `The plan was rejected by ${[...new Set(told)].join(", ")}.`;
}
__name(rejectedReason, "rejectedReason");
function pendingReason(planHash, unmet, people, ignored) {
  const needs = unmet.map((requirement) => {
    const { required, approvers, because } = requirement;
    const has = people.filter((person) => isAsked(requirement, person)).map((person) => person.by);
    const so = has.length > 0 ? ` (so far ${has.sort().join(", ")})` : "";
    const from = approvers ? ` from ${approvers.join(", ")}` : "";
    return `${has.length} of ${count(required, "approval")}${from}${so}${because ? ` because ${because}` : ""}`;
  });
  const dropped = ignored > 0 ? `; ${count(ignored, "signal")} did not count` : "";
  return `Plan ${planHash.slice(0, 12)} has ${needs.join(" and ")}${dropped}.`;
}
__name(pendingReason, "pendingReason");
function distinct(logins) {
  const found = /* @__PURE__ */ new Map();
  for (const login of [...logins].sort()) if (!found.has(fold(login))) found.set(fold(login), login);
  return [...found.values()];
}
__name(distinct, "distinct");
export {
  SHORTEST_REASON,
  decideApproval
};
