import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  isTeam,
  teamName
} from "./chunk-4BVWUWMU.js";
import {
  fold,
  meets
} from "./chunk-SR5SIRBN.js";
import {
  count,
  plural
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/reach.ts
function wantedPeople(requirements) {
  const asked = requirements.filter((one) => one.required > 0);
  const named2 = [...new Set(asked.flatMap((one) => one.approvers ?? []))];
  return {
    logins: named2.filter((one) => !isTeam(one)),
    teams: named2.filter(isTeam).map(teamName),
    everybody: asked.some((one) => one.approvers === void 0)
  };
}
__name(wantedPeople, "wantedPeople");
function shortfalls(question) {
  return question.requirements.flatMap((requirement) => shortfall(requirement, question) ?? []);
}
__name(shortfalls, "shortfalls");
function shortfall(requirement, question) {
  const { people: people2, role, own, allowSelf } = question;
  const { required, approvers } = requirement;
  if (required === 0 || ["none", "read"].includes(fold(role))) return void 0;
  const gone = [];
  const pool = approvers === void 0 ? people2.everybody ?? [] : approvers.flatMap((name) => named(name, people2, role, gone));
  const can = pool.filter(({ person, access }) => person && meets(access, role));
  const able = [...new Map(can.map(({ login }) => [fold(login), login])).values()].sort();
  const left = allowSelf ? able : able.filter((login) => !own.has(fold(login)));
  if (left.length >= required) return void 0;
  const never = required > able.length - alwaysAuthors(requirement, question);
  return { requirement, able, left, never, gone };
}
__name(shortfall, "shortfall");
function alwaysAuthors({ approvers }, { role, allowSelf }) {
  return approvers === void 0 && !allowSelf && ["write", "triage"].includes(fold(role)) ? 1 : 0;
}
__name(alwaysAuthors, "alwaysAuthors");
function named(name, people2, role, gone) {
  if (!isTeam(name)) {
    const found = people2.named.filter(({ login }) => fold(login) === fold(name));
    for (const { login, access } of found)
      if (!meets(access, role)) gone.push(`${login} has the role ${access.role}`);
    return found;
  }
  const members = people2.teams.get(teamName(name));
  if (members === "gone") gone.push(`${name} does not exist`);
  if (members === void 0 || members === "gone") return [];
  if (!members.some(({ access, person }) => person && meets(access, role)))
    gone.push(`${name} has no member with the role ${role}`);
  return members;
}
__name(named, "named");
function shortfallSentence({ requirement, able, left, never, gone }) {
  const { required, approvers, because } = requirement;
  const needs = `${count(required, "approval")} ${plural(required, "is", "are")} needed${approvers ? ` from ${approvers.join(", ")}` : ""}${because ? ` because ${because}` : ""}`;
  const why = gone.length > 0 ? `: ${gone.join("; ")}` : "";
  if (able.length < required)
    return `${needs}, but ${able.length === 0 ? "" : "only "}${people(able)} can approve${why}`;
  if (never)
    return `${needs}, but of ${people(able)} who can approve, one always merges or starts the release${why}`;
  return `${needs}, but of ${people(able)} who can approve, ${left.length === 0 ? "nobody is" : `only ${left.join(", ")} ${plural(left.length, "is", "are")}`} left: the others wrote, opened, pushed or merged a part of this release, or started its run${why}`;
}
__name(shortfallSentence, "shortfallSentence");
function people(able) {
  if (able.length === 0) return "nobody";
  return `${count(able.length, "person", "people")} (${able.join(", ")})`;
}
__name(people, "people");

export {
  wantedPeople,
  shortfalls,
  shortfallSentence
};
