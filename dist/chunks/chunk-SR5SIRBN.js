import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  rejectionOf
} from "./chunk-BQJO6LBP.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/signals.ts
var SHORTEST_PREFIX = 12;
function sift(signals, remembered, standard) {
  const approvals = [];
  const noes = [];
  const seen = [];
  const ignored = [];
  for (const signal of signals) {
    const why = signal.state === "rejected" ? notANo(signal, standard) : notAYes(signal, standard);
    if (signal.state === "rejected" && notEntitled(signal, standard) === void 0)
      seen.push(rejectionOf(signal));
    if (why !== void 0) ignored.push({ signal, why });
    else if (signal.state === "approved") approvals.push(signal);
    else noes.push(rejectionOf(signal));
  }
  const current = new Set(noes.map(key));
  for (const old of remembered)
    if (!current.has(key(old)) && meant(old, standard) !== "other") noes.push(old);
  const rejections = noes.filter((no) => !signals.some((signal) => withdraws(signal, no, standard)));
  return { approvals, rejections: rejections.toSorted(byTime), seen: seen.toSorted(byTime), ignored };
}
__name(sift, "sift");
function standingNoes(signals, remembered, plan) {
  const { rejections, seen } = sift(signals, remembered, {
    ...plan,
    otherPlans: plan.otherPlans.filter((hash) => hash !== plan.planHash),
    ...{ own: /* @__PURE__ */ new Map(), allowSelf: true, bareReviews: void 0, since: void 0, reviewsSince: void 0 }
  });
  return { standing: rejections, seen };
}
__name(standingNoes, "standingNoes");
function byTime(one, two) {
  const text = /* @__PURE__ */ __name((no) => JSON.stringify([no.at, no.by, no.via, no.id, no.planHash, no.reason]), "text");
  return text(one) < text(two) ? -1 : 1;
}
__name(byTime, "byTime");
function whyUnheard(signal) {
  if (signal.invalid !== void 0) return signal.invalid;
  if (signal.by.trim() === "") return "it is not known who gave it";
  if (fold(signal.by).endsWith("[bot]")) return "a bot gave it";
  return signal.access ? void 0 : `the permissions of ${signal.by} in the repository are unknown`;
}
__name(whyUnheard, "whyUnheard");
function notANo(signal, standard) {
  const other = digits(signal)[0]?.slice(0, 12);
  return notEntitled(signal, standard) ?? (meant(signal, standard) === "other" ? `it names another plan, ${other}` : void 0);
}
__name(notANo, "notANo");
function notEntitled(signal, standard) {
  const unheard = whyUnheard(signal);
  if (unheard !== void 0) return unheard;
  const may = meets(signal.access, "write") || meets(signal.access, standard.role);
  return may ? void 0 : lacks(signal, "write");
}
__name(notEntitled, "notEntitled");
function notAYes(signal, standard) {
  const unheard = whyUnheard(signal);
  if (unheard !== void 0) return unheard;
  if (signal.planHash !== void 0 && signal.planHash.length < SHORTEST_PREFIX)
    return `it names only ${count(signal.planHash.length, "digit")} of a plan hash; at least ${SHORTEST_PREFIX} are needed`;
  const plan = meant(signal, standard);
  if (plan === "other" || plan === "unknown" && signal.planHash !== void 0)
    return `it names another plan, ${(signal.planHash ?? digits(signal)[0] ?? "").slice(0, 12)}`;
  if (!meets(signal.access, standard.role)) return lacks(signal, standard.role);
  const bare = plan !== "this";
  if (bare && signal.via === "comment") return "it names no plan hash";
  if (bare && standard.bareReviews !== void 0) return standard.bareReviews;
  const did = standard.own.get(fold(signal.by));
  if (!standard.allowSelf && did !== void 0) return `${signal.by} ${did}`;
  return tooOld(signal, standard);
}
__name(notAYes, "notAYes");
function tooOld(signal, standard) {
  if (standard.since === void 0) return void 0;
  const at = Date.parse(signal.at ?? (signal.via === "review" ? standard.reviewsSince ?? "" : ""));
  if (at >= Date.parse(standard.since)) return void 0;
  return signal.via === "review" ? "it might have expired: a review has no time, and its run is older than an approval can be" : `it expired: it was given at ${signal.at ?? "an unknown time"}`;
}
__name(tooOld, "tooOld");
function withdraws(signal, no, standard) {
  return signal.state === "approved" && fold(signal.by) === fold(no.by) && whyUnheard(signal) === void 0 && meant(signal, standard) === "this" && Date.parse(signal.at ?? "") > Date.parse(no.at ?? "");
}
__name(withdraws, "withdraws");
function meant(signal, standard) {
  const named = digits(signal);
  if (named.some((hash) => namesPlan(hash, standard.planHash))) return "this";
  return named.some((hash) => known(hash, standard.otherPlans)) ? "other" : "unknown";
}
__name(meant, "meant");
function isAdministrator(signal, standard) {
  return signal.access?.permission === "admin" && digits(signal).length > 0 && meant(signal, standard) === "this" && !standard.own.has(fold(signal.by));
}
__name(isAdministrator, "isAdministrator");
var digits = /* @__PURE__ */ __name((signal) => signal.planHash === void 0 ? signal.mentions ?? [] : [signal.planHash], "digits");
var known = /* @__PURE__ */ __name((hash, plans) => plans.some((plan) => namesPlan(hash, plan)), "known");
function namesPlan(named, planHash) {
  const text = named.toLowerCase();
  return text.length >= SHORTEST_PREFIX && planHash.toLowerCase().startsWith(text);
}
__name(namesPlan, "namesPlan");
var RANK = ["none", "read", "triage", "write", "maintain", "admin"];
function meets(access, role) {
  if (fold(access.role) === fold(role)) return true;
  const wanted = RANK.indexOf(fold(role));
  const has = RANK.indexOf(access.permission);
  return wanted === -1 ? access.permission === "admin" : has >= wanted;
}
__name(meets, "meets");
var lacks = /* @__PURE__ */ __name((signal, role) => `${signal.by} is not allowed to: that requires the role ${role}, and theirs is ${signal.access?.role}`, "lacks");
function key(no) {
  return no.id ?? `${no.via}:${fold(no.by)}`;
}
__name(key, "key");
function fold(login) {
  return login.trim().toLowerCase();
}
__name(fold, "fold");

export {
  SHORTEST_PREFIX,
  sift,
  standingNoes,
  isAdministrator,
  namesPlan,
  meets,
  key,
  fold
};
