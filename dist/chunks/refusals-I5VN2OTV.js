import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  RULES
} from "./chunk-5ERT3XXZ.js";
import "./chunk-7DIKCZIJ.js";
import "./chunk-YQXTQX3M.js";
import "./chunk-SU3H5PD6.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-AOW2UBHG.js";
import "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import {
  splitMarkdown
} from "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  ShiplockError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/hazards/split.ts
function splitOf(file, pieces, pending) {
  const { statements } = file;
  if (pieces.length < statements.length || statements.some(({ kind }) => kind === "TransactionStmt"))
    return void 0;
  if (needsOrder(file)) return void 0;
  const written = pieces.map((piece) => `${piece};`);
  const now = written.filter((_, index) => statements[index]?.phase === "expand");
  const later = written.filter((_, index) => statements[index]?.phase === "contract");
  if (now.length === 0 || later.length === 0) return void 0;
  const folder = file.file.slice(0, file.file.lastIndexOf("/") + 1);
  const version = nextVersion(file.version, pending);
  const expand = { file: file.file, sql: `${now.join("\n\n")}
` };
  const contract = {
    file: `${folder}${version}_${file.name || "migration"}_contract.sql`,
    sql: `${later.join("\n\n")}
`
  };
  return { file: file.file, expand, contract };
}
__name(splitOf, "splitOf");
function needsOrder({ statements }) {
  const gone = [];
  for (const { phase, breaks, adds } of statements) {
    if (phase === "contract") gone.push(...breaks ?? []);
    if (gone.some((why) => why.includes(" becomes "))) return true;
    const names = (adds ?? []).map((what) => what.split(" ").at(-1) ?? "");
    if (names.some((name) => gone.some((why) => why.split(/[\s:,]+/).includes(name)))) return true;
  }
  return false;
}
__name(needsOrder, "needsOrder");
function nextVersion(version, pending) {
  const last = pending.at(-1)?.version ?? version;
  const next = String(BigInt(last) + 1n);
  return next.padStart(last.length, "0");
}
__name(nextVersion, "nextVersion");

// src/database/hazards/refusals.ts
var NOTHING = ["Nothing was applied."];
function refusalsOf(pending, pieces) {
  return [contractFirst(pending), mixed(pending, pieces), hazards(pending)].filter(
    (refusal) => refusal !== void 0
  );
}
__name(refusalsOf, "refusalsOf");
function refusedBy(refusals, evidence) {
  const [first, ...more] = refusals;
  if (!first) return void 0;
  const also = more.map(({ what }) => what);
  return new ShiplockError({
    ...first,
    what: [first.what, ...also].join(". Also: "),
    next: [first.next, ...more.map(({ next }) => next)].join("\n"),
    places: refusals.flatMap(({ places }) => places ?? []),
    ...evidence ?? first.evidence ? { evidence: evidence ?? first.evidence ?? "" } : {}
  });
}
__name(refusedBy, "refusedBy");
function contractFirst(pending) {
  const lastExpand = pending.findLastIndex(({ phase }) => phase === "expand");
  const early = pending.slice(0, Math.max(lastExpand, 0)).filter(({ phase }) => phase === "contract");
  const [first] = early;
  const behind = first ? pending.slice(pending.indexOf(first)).find(({ phase }) => phase === "expand") : void 0;
  if (!first || !behind) return void 0;
  const list = early.map((file) => `${file.file} (${whyContract(file)})`).join("; ");
  const one = early.length === 1;
  return {
    code: "SHIPLOCK_PLAN_CONTRACT_FIRST",
    what: `${list} ${one ? "is a contract migration and comes" : "are contract migrations and come"} before the expand migration ${behind.file}`,
    next: [
      `If a file is not applied anywhere yet: give ${one ? "it" : "them"} a version after ${pending.at(-1)?.version}, or keep ${one ? "it" : "them"} for the next release.`,
      `If a file is applied elsewhere (on staging, for example), do not change its name and text, and ship in two steps: first the commit that ends with ${first.file}, then this one; a waiting contract file does not block later releases.`,
      "If the running version tolerates it, say so: -- shiplock: phase=expand in the file, or database.files in the settings if the file is applied elsewhere and must not be edited."
    ].join("\n"),
    notDone: NOTHING,
    places: early.flatMap((file) => contractPlaces(file))
  };
}
__name(contractFirst, "contractFirst");
function whyContract({ statements }) {
  const found = statements.filter(({ phase }) => phase === "contract");
  const [first] = found;
  if (!first) return "declared so";
  const why = first.breaks?.[0] ?? first.summary;
  return found.length > 1 ? `${why}, and ${found.length - 1} more` : why;
}
__name(whyContract, "whyContract");
var contractPlaces = /* @__PURE__ */ __name(({ file, statements }) => statements.filter(({ phase }) => phase === "contract").map(({ line, column, summary, breaks }) => ({
  file,
  line,
  column,
  message: `contract: ${breaks?.join("; ") ?? summary}`
})), "contractPlaces");
function holdsBack(file) {
  if (file.phase !== "contract" || file.declared) return [];
  return [...new Set(file.statements.flatMap(({ adds }) => adds ?? []))];
}
__name(holdsBack, "holdsBack");
function mixed(pending, pieces) {
  const files = pending.filter((file) => holdsBack(file).length > 0);
  if (files.length === 0) return void 0;
  const said = files.map((file) => {
    const adds = holdsBack(file);
    const shown = adds.slice(0, 5).join(", ");
    return `${file.file} waits as a contract migration (${whyContract(file)}), so the release would go live without what it adds: ${shown}${adds.length > 5 ? ` and ${adds.length - 5} more` : ""}`;
  });
  const splits = files.flatMap((file) => {
    const split = splitOf(file, pieces.get(file.file) ?? [], pending);
    return split ? [split] : [];
  });
  const whole = files.length - splits.length;
  return {
    code: "SHIPLOCK_PLAN_MIXED_FILE",
    what: said.join("; "),
    next: [
      ...splits.length > 0 ? [
        `Split ${splits.map(({ file }) => file).join(", ")} into the two files shown below, if it is not applied anywhere yet: the first goes with this release, the second waits.`
      ] : [],
      ...whole > 0 || splits.length === 0 ? [
        "If a statement needs one that removes something (a function recreated with a different result), create the new one under another name, or:"
      ] : [],
      "If the running version tolerates all of it: -- shiplock: phase=expand in the file. If the new code can do without it until later: -- shiplock: phase=contract."
    ].join("\n"),
    notDone: NOTHING,
    places: files.flatMap((file) => contractPlaces(file)),
    ...splits.length > 0 ? { evidence: splits.map((one) => splitMarkdown(one.file, [one.expand, one.contract])).join("\n") } : {}
  };
}
__name(mixed, "mixed");
function hazards(pending) {
  const found = pending.flatMap(
    ({ file, statements }) => statements.flatMap(
      ({ line, column, hazards: all }) => all.filter((hazard2) => hazard2.severity === "refused" && !hazard2.allowed).map((hazard2) => ({ file, line, column, hazard: hazard2 }))
    )
  );
  const [first] = found;
  if (!first) return void 0;
  const { hazard } = first;
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : "";
  return {
    code: "SHIPLOCK_PLAN_HAZARD",
    what: `${first.file}:${first.line} is refused by ${hazard.rule}: ${hazard.message}${more}`,
    next: RULES.get(hazard.rule)?.onlyByPolicy ? `${hazard.instead} The list is read from the protected branch, with a reason for each table: merge it there first, for example database: { openTables: [{ table: public.notices, reason: "\u2026" }] }.` : `${hazard.instead ? `${hazard.instead} Or allow it` : "Allow it"} above the statement: -- shiplock: allow=${hazard.rule} reason="\u2026" (if the file is applied elsewhere and must not be edited: database.files in the settings)`,
    notDone: NOTHING,
    places: found.map((each) => ({
      file: each.file,
      line: each.line,
      column: each.column,
      message: `${each.hazard.rule}: ${each.hazard.message}`
    }))
  };
}
__name(hazards, "hazards");
export {
  holdsBack,
  refusalsOf,
  refusedBy
};
