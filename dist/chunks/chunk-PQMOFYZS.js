import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  code,
  fenced,
  text
} from "./chunk-FDPGNXJU.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/checks.ts
var MARK = {
  pass: "\u2705 pass",
  fail: "\u274C **fail**",
  unknown: "\u2753 **could not verify**",
  skipped: "\u23ED\uFE0F skipped"
};
var NAMES = {
  "verify-sql": "Verify SQL",
  contract: "App contract",
  rls: "Row-level security",
  drift: "Drift",
  advisors: "Supabase advisors",
  api: "Data API",
  performance: "Performance",
  pgtap: "pgTAP"
};
function reportsMarkdown(reports) {
  const lines = [
    "| check | outcome | details |",
    "| --- | --- | --- |",
    ...reports.map((r) => `| ${NAMES[r.check]} | ${MARK[r.outcome]} | ${text(r.detail)} |`),
    ...reports.filter((r) => r.findings.length > 0).flatMap(findings)
  ];
  return `${lines.join("\n")}
`;
}
__name(reportsMarkdown, "reportsMarkdown");
function findings(report) {
  return [
    "",
    `#### ${NAMES[report.check]}`,
    "",
    ...report.findings.flatMap((f) => [
      findingLine(f),
      ...f.mend ? ["", ...fenced(f.mend, "sql", "  "), ""] : []
    ])
  ];
}
__name(findings, "findings");
function listed(lines, brief) {
  const shown = lines.slice(0, brief?.most ?? lines.length);
  const left = lines.length - shown.length;
  return left > 0 && brief ? [...shown, `- \u2026 and ${left} more: see ${brief.whole}`] : shown;
}
__name(listed, "listed");
function findingLine({ object, message, place }, brief) {
  const at = place ? ` (${text(`${place.file}${place.line ? `:${place.line}` : ""}`)})` : "";
  const [name, words] = [short(object, brief), short(message, brief)];
  const rest = brief && (name !== object || words !== message) ? ` (the rest: see ${brief.whole})` : "";
  return `- ${code(name)}: ${text(words)}${at}${rest}`;
}
__name(findingLine, "findingLine");
var short = /* @__PURE__ */ __name((words, brief) => brief ? cut(words, brief.longest) : words, "short");
var ANSWERS = {
  safe: /* @__PURE__ */ __name(({ release, schema }) => `\u2705 **safe**: ${release} works with ${schema}.`, "safe"),
  unsafe: /* @__PURE__ */ __name(({ release, schema }) => `\u274C **unsafe**: ${release} does not work with ${schema}: **rolling back traffic will not work**.`, "unsafe"),
  unknown: /* @__PURE__ */ __name(({ release, schema }) => `\u2753 **unknown**: Shiplock cannot tell whether ${release} works with ${schema}.`, "unknown")
};
function verdictMarkdown(verdict, asked, brief) {
  const shown = verdict.reasons.slice(0, brief?.most ?? verdict.reasons.length);
  const left = verdict.reasons.length - shown.length;
  const lines = [
    ANSWERS[verdict.answer](asked),
    ...shown.length > 0 ? ["", "| | object | why |", "| --- | --- | --- |"] : [],
    ...shown.map((r) => `| ${r.answer} | ${code(short(r.object, brief))} | ${reason(r.why, brief)} |`),
    ...left > 0 && brief ? ["", `\u2026 and ${count(left, "more reason")}: see ${brief.whole}.`] : []
  ];
  return `${lines.join("\n")}
`;
}
__name(verdictMarkdown, "verdictMarkdown");
function reason(why, brief) {
  const words = short(why, brief);
  return `${text(words)}${brief && words !== why ? ` (the rest: see ${brief.whole})` : ""}`;
}
__name(reason, "reason");

export {
  reportsMarkdown,
  listed,
  findingLine,
  verdictMarkdown
};
