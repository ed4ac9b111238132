import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  shortfallSentence
} from "./chunk-DQWHDDH4.js";
import {
  fold
} from "./chunk-SR5SIRBN.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/approval/stand-in.ts
function wayOut(facts) {
  const { shortfalls, changed, differs, next, gaps } = facts;
  const [still] = next.filter(({ never }) => never);
  if (!shortfalls.some(({ never }) => never))
    return { shut: "a release of other people\u2019s work can get them" };
  if (!changed) return { shut: "this release does not change who must approve" };
  if (differs) return { shut: "this commit does not have the change that the protected branch has" };
  if (still) return { shut: `the new rules cannot be met either: ${shortfallSentence(still)}` };
  if (gaps.length > 0) return { shut: `the authors of the release are not all known: ${gaps.join("; ")}` };
  return { shut: void 0 };
}
__name(wayOut, "wayOut");
function standIn(facts) {
  const { shortfalls, unmet, approvers, administrators } = facts;
  const [by] = administrators;
  if (!facts.wayOut || facts.wayOut.shut !== void 0 || by === void 0) return void 0;
  const short = unmet.map((one) => shortfalls.find(({ requirement, never }) => never && requirement === one));
  const impossible = short.filter((one) => one !== void 0);
  if (impossible.length < unmet.length) return void 0;
  if (impossible.some(({ left }) => left.some((login) => !approvers.has(fold(login))))) return void 0;
  return { by, reason: impossible.map(shortfallSentence).join("; ") };
}
__name(standIn, "standIn");
function wayOutAdvice(shortfalls, out, shortHash) {
  if (!shortfalls.some(({ never }) => never))
    return "Let somebody else start the run, or let other people write, open and merge a part of this release: whoever did any of that cannot approve it.";
  const left = [...new Set(shortfalls.flatMap((one) => one.never ? one.left : []))];
  if (out.shut === void 0)
    return `A repository administrator who did none of the work in this release can stand in, because it changes the rules: a comment \`/approve ${shortHash}\`${left.length > 0 ? `, in addition to ${left.join(", ")}` : ""}. Shiplock announces it, and a second person confirms it afterwards.`;
  return `No release can be approved under these rules. Give access back to somebody whom they name, or merge a change of \`approvals\` to the protected branch and ship it: a repository administrator who wrote, opened, pushed and merged none of that release can then stand in. Now that is not possible, because ${out.shut}.`;
}
__name(wayOutAdvice, "wayOutAdvice");

export {
  wayOut,
  standIn,
  wayOutAdvice
};
