import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  findingLine,
  listed,
  verdictMarkdown
} from "./chunk-PQMOFYZS.js";
import {
  COMMENT
} from "./chunk-XTDSYK6L.js";
import {
  line,
  lockName
} from "./chunk-YSEBYVDK.js";
import {
  size
} from "./chunk-7DIKCZIJ.js";
import {
  heldBack
} from "./chunk-UUOM7QQR.js";
import {
  code,
  link,
  text
} from "./chunk-FDPGNXJU.js";
import {
  cut,
  oneLine
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/commits.ts
var NAMED = 20;
function commitsMarkdown(commits, serving) {
  if (!commits) return [];
  const since = serving ? ` since ${code(serving.slice(0, 12))}` : "";
  if (commits.length === 0) return [`No commits${since}: this release brings no new code.`, ""];
  const left = commits.length - NAMED;
  return [
    `<details><summary>${count(commits.length, "commit")}</summary>`,
    "",
    ...commits.slice(0, NAMED).map(({ sha, subject, author }) => `- ${code(sha.slice(0, 12))} ${text(subject)}${by(author, text)}`),
    ...left > 0 ? [`- and ${count(left, "more commit")}`] : [],
    "",
    "</details>",
    ""
  ];
}
__name(commitsMarkdown, "commitsMarkdown");
function commitsReply(commits) {
  if (commits.length === 0) return "No commits: this release brings no new code.";
  return [
    `${count(commits.length, "commit")}:`,
    ...commits.map(
      ({ sha, subject, author }) => `\u2022 ${sha.slice(0, 12)} ${oneLine(subject)}${by(author, (words) => words)}`
    )
  ].join("\n");
}
__name(commitsReply, "commitsReply");
var by = /* @__PURE__ */ __name((author, shown) => author ? `, by ${shown(author)}` : "", "by");

// src/present/migrations.ts
var MOST = 10;
var SIGN = { refused: "\u26D4", allowed: "\u{1F513}", warning: "\u26A0\uFE0F", clear: "\u2705" };
function migrationsMarkdown(plan, room) {
  const rest = `${waiting(plan, room)}${ignored(plan, room)}`;
  if (plan.pending.length === 0) return `No pending migrations (${plan.appliedCount} applied).
${rest}`;
  const { limit, whole } = room ?? { limit: Number.POSITIVE_INFINITY, whole: "" };
  const empty = new Set(plan.facts.flatMap((fact) => fact.empty ? [fact.relation] : []));
  const lines = plan.pending.map((migration) => line(migration, empty));
  const head = `${sentence(lines)}

`;
  const tail = `${facts(plan, room)}${late(plan)}${rest}`;
  const table = migrationTable(lines, Math.floor((limit - head.length - tail.length) * 0.6), whole);
  const details2 = detailBlocks(lines, limit - head.length - tail.length - table.length - 200, whole);
  return `${head}${table}${details2}${tail}`;
}
__name(migrationsMarkdown, "migrationsMarkdown");
function sentence(lines) {
  const contract = lines.filter(({ migration }) => migration.phase === "contract").length;
  const refused = lines.filter(({ state }) => state === "refused").length;
  const parts = [`**${count(lines.length, "pending migration")}**`];
  if (contract > 0)
    parts.push(`${contract} of them contract (after the soak time, ends the rollback window)`);
  if (refused > 0) parts.push(`**${refused} refused**`);
  if (lines.some(({ losesData }) => losesData)) parts.push("**data is lost**");
  const stops = lines.some(({ blocks }) => blocks === "reads-and-writes");
  parts.push(
    stops ? "reads and writes of some tables wait" : lines.some(({ blocks }) => blocks === "writes") ? "writes to some tables wait" : "nothing waits"
  );
  return `${parts.join(", ")}.`;
}
__name(sentence, "sentence");
function migrationTable(lines, budget, whole) {
  const head = "| | migration | phase | who waits | cost | check |\n| --- | --- | --- | --- | --- | --- |\n";
  const rows = lines.map(row);
  let used = head.length;
  const kept = rows.filter((each) => {
    used += each.length;
    return used <= budget;
  });
  const left = rows.length - kept.length;
  return `${head}${kept.join("")}${left > 0 ? `
\u2026and ${count(left, "migration")} more: see ${whole}.
` : ""}
`;
}
__name(migrationTable, "migrationTable");
function row(each) {
  const { migration, waiting: waiting2, blocks } = each;
  const names = waiting2.length > 3 ? [...waiting2.slice(0, 3), `${waiting2.length - 3} more`] : waiting2;
  const who = blocks === "nothing" ? "nobody" : `${blocks === "writes" ? "writers" : "readers and writers"} of ${names.map(text).join(", ")}${each.scans || each.rewrites ? "" : ", briefly"}`;
  const cost = [
    each.rewrites && "rewrites",
    each.scans && !each.rewrites && "scans",
    each.losesData && "**loses data**",
    !migration.transactional && "no transaction"
  ];
  const rules = [
    ...new Set(each.hazards.map(({ rule, allowed }) => `${rule}${allowed ? " (allowed)" : ""}`))
  ];
  const cells = [
    SIGN[each.state],
    `${code(migration.version)} ${text(migration.name)}`,
    phase(migration),
    who,
    cost.filter(Boolean).join(", ") || "\u2013",
    rules.map(code).join(" ") || "\u2013"
  ];
  return `| ${cells.join(" | ")} |
`;
}
__name(row, "row");
function phase({ phase: said, statements }) {
  const found = statements.some((each) => each.phase === "contract") ? "contract" : "expand";
  return said === found ? said : `${said}, declared (found: ${found})`;
}
__name(phase, "phase");
function detailBlocks(lines, budget, whole) {
  let used = 0;
  let left = 0;
  const blocks = [];
  const order = ["refused", "allowed", "warning", "clear"];
  const sorted = [...lines].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  for (const each of sorted) {
    const isFirst = each.state === "refused" || each.state === "allowed";
    const full = details(each, budget - used, whole);
    const block = isFirst && used + full.length > budget ? decisions(each) : full;
    if (used + block.length > budget) {
      left += 1;
      continue;
    }
    used += block.length;
    blocks.push(block);
  }
  const note = left > 0 ? `
Details of ${count(left, "migration")} omitted: see ${whole}.
` : "";
  return `${blocks.join("")}${note}`;
}
__name(detailBlocks, "detailBlocks");
function details({ migration, state }, room, whole) {
  const title = `${SIGN[state]} ${text(migration.file)}: ${count(migration.statements.length, "statement")}`;
  const shown = migration.statements.filter(
    (each) => each.hazards.length > 0 || each.blocks !== "nothing" || each.losesData || each.breaks
  );
  const decided = shown.filter(isDecided);
  const groups = /* @__PURE__ */ new Map();
  for (const each of shown.filter((statement) => !isDecided(statement))) {
    const key = each.hazards.map(({ rule }) => rule).join(" ") || `line ${each.line}`;
    groups.set(key, [...groups.get(key) ?? [], each]);
  }
  let used = title.length + 120;
  let left = 0;
  const kept = [];
  const add = /* @__PURE__ */ __name((line2, row3, always, statements) => {
    if (!always && used + row3.length > room) {
      left += statements;
      return;
    }
    used += row3.length;
    kept.push({ line: line2, row: row3 });
  }, "add");
  for (const same of decidedGroups(decided)) {
    if (same.length > MANY_DECIDED) add(same[0]?.line ?? 0, groupRow(same), true, same.length);
    else for (const each of same) add(each.line, statementRow(each), true, 1);
  }
  const first2 = kept.splice(0).sort((a, b) => a.line - b.line);
  for (const same of groups.values()) {
    if (same.length > MANY) add(same[0]?.line ?? 0, groupRow(same), false, same.length);
    else for (const each of same) add(each.line, statementRow(each), false, 1);
  }
  const rest = kept.sort((a, b) => a.line - b.line);
  const rows = [...first2, ...rest].map(({ row: cells }) => cells).join("");
  const table = rows && `| line | statement | locks | hazards |
| --- | --- | --- | --- |
${rows}`;
  const quiet = migration.statements.length - shown.length;
  const notes = [
    left > 0 && `${count(left, "statement")} with remarks omitted: see ${whole}.`,
    quiet > 0 && `${count(quiet, "statement")} without a remark.`
  ].filter(Boolean);
  const note = notes.length > 0 ? `
${notes.join(" ")}
` : "";
  return `<details><summary>${title}</summary>

${table}${note}
</details>
`;
}
__name(details, "details");
function decisions({ migration, state }) {
  const found = /* @__PURE__ */ new Map();
  for (const { line: at, hazards } of migration.statements) {
    for (const { rule, severity, allowed } of hazards) {
      if (severity !== "refused" && !allowed) continue;
      const key = allowed ? `${code(rule)} *allowed: ${text(allowed.reason)}*` : `\u26D4 ${code(rule)}`;
      found.set(key, [...found.get(key) ?? [], at]);
    }
  }
  const parts = [...found].map(
    ([what, lines]) => `${what} (${lines.length > 1 ? `\xD7${lines.length}, from ` : ""}line ${lines[0]})`
  );
  return `${SIGN[state]} ${text(migration.file)}: ${parts.join("; ")}

`;
}
__name(decisions, "decisions");
var MANY = 4;
var isDecided = /* @__PURE__ */ __name(({ hazards, breaks }) => breaks !== void 0 || hazards.some(({ severity, allowed }) => severity === "refused" || allowed), "isDecided");
var MANY_DECIDED = 20;
function decidedGroups(decided) {
  const groups = /* @__PURE__ */ new Map();
  for (const each of decided) {
    const key = each.hazards.map(({ rule, allowed }) => `${rule} ${allowed?.reason ?? ""}`).join("\n");
    groups.set(key, [...groups.get(key) ?? [], each]);
  }
  return [...groups.values()];
}
__name(decidedGroups, "decidedGroups");
function groupRow(same) {
  const [first2] = same;
  if (!first2) return "";
  const where = same.map(({ line: at }) => at).join(", ");
  const relations = new Set(
    same.flatMap(({ locks: locks2 }) => locks2.map(({ relation, level }) => `${relation} ${lockName(level)}`))
  );
  const locks = relations.size > 2 ? `${count(relations.size, "lock")}` : [...relations].map(text).join("<br>") || "\u2013";
  const hazards = first2.hazards.map(
    ({ rule, message, severity, allowed }) => `${severity === "refused" && !allowed ? "\u26D4 " : ""}${code(rule)} \xD7${same.length}: ${text(message)}, and so on.${allowed ? ` *Allowed: ${text(allowed.reason)}*` : ""}`
  );
  return `| ${where} | ${code(first2.summary)} | ${locks} | ${hazards.join("<br>") || "\u2013"} |
`;
}
__name(groupRow, "groupRow");
function statementRow(each) {
  const locks = each.locks.map(({ relation, level }) => `${text(relation)} ${lockName(level)}`).join("<br>") || "\u2013";
  const hazards = each.hazards.map(({ rule, severity, message, instead, allowed }) => {
    const why2 = allowed ? ` *Allowed: ${text(allowed.reason)}*` : instead && severity === "refused" ? ` *Instead: ${text(instead)}*` : "";
    return `${severity === "refused" && !allowed ? "\u26D4 " : ""}${code(rule)} ${text(message)}.${why2}`;
  });
  const said = new Set(each.hazards.map(({ message }) => message));
  const why = (each.breaks ?? []).filter((reason) => !said.has(reason)).map((reason) => `contract: ${text(reason)}.`);
  const contract = each.phase === "contract" ? " (contract)" : "";
  return `| ${each.line} | ${code(each.summary)}${contract} | ${locks} | ${[...hazards, ...why].join("<br>") || "\u2013"} |
`;
}
__name(statementRow, "statementRow");
function facts(plan, room) {
  if (plan.facts.length === 0) return "";
  const tables = plan.facts.map((fact) => `${text(fact.relation)} ${size(fact)}`);
  return `
Tables it touches: ${first(tables, " \xB7 ", room)}.
`;
}
__name(facts, "facts");
function late(plan) {
  const files = plan.pending.flatMap(
    ({ file, late: reason }) => reason === void 0 ? [] : [`${code(file)} (*${text(reason)}*)`]
  );
  return files.length > 0 ? `
Out of order, after later versions: ${files.join(", ")}.
` : "";
}
__name(late, "late");
function waiting(plan, room) {
  const found = (plan.waiting ?? []).flatMap(
    ({ file, statements = [] }) => statements.flatMap(
      ({ line: at, hazards }) => hazards.filter(({ severity }) => severity !== "info").map(({ rule, message, allowed }) => ({ file, at, rule, message, allowed }))
    )
  );
  if (found.length === 0) return "";
  const lines = found.map(({ file, at, rule, message, allowed }) => {
    const why = allowed ? ` *Allowed: ${text(allowed.reason)}*` : "";
    return `- ${SIGN.warning} ${code(file)} line ${at}: ${code(rule)} ${text(message)}.${why}`;
  });
  return `
Waiting contract files of earlier releases, and what they risk when they are applied:

${first(lines, "\n", room, "- ")}
`;
}
__name(waiting, "waiting");
function ignored(plan, room) {
  if (plan.ignored.length === 0) return "";
  const files = plan.ignored.map(({ file, why }) => `${code(file)} (${text(why)})`);
  return `
Ignored: ${first(files, ", ", room)}.
`;
}
__name(ignored, "ignored");
function first(items, between, room, begin = "") {
  const shown = room ? items.slice(0, MOST) : items;
  const more = items.length - shown.length;
  return [...shown, ...more > 0 && room ? [`${begin}and ${more} more (see ${room.whole})`] : []].join(
    between
  );
}
__name(first, "first");

// src/present/outlook.ts
function outlookLines(outlook, brief) {
  const { drift, rehearsal, reversible, hasPending } = outlook;
  return [
    ...driftLines(drift, brief),
    ...rehearsal?.outcome === "fail" ? ["> [!WARNING]", "> The migrations failed in their rehearsal. What went wrong is listed below.", ""] : [],
    ...rehearsal ? rehearsalLines(rehearsal, brief) : hasPending ? [
      "Not rehearsed: `rehearsal-database-url` is not set, so the plan does not predict whether this release can be rolled back.",
      ""
    ] : [],
    ...reversible ? [`**Reversible**: ${verdictMarkdown(reversible, ASKED, brief)}`] : []
  ];
}
__name(outlookLines, "outlookLines");
var ASKED = { release: "the live release", schema: "the schema after the migrations" };
function rehearsalLines({ outcome, detail, migrations, findings, surprises }, brief) {
  const times = migrations.map(
    (m) => `- ${code(m.file)}: ${Math.round(m.milliseconds)} ms, down ${text(m.down)}`
  );
  const found = /* @__PURE__ */ __name((list) => listed(
    list.map((each) => findingLine(each, brief)),
    brief
  ), "found");
  return [
    `**Rehearsal** on a throw-away database: ${outcome} (${text(detail)}).`,
    "",
    ...found(findings),
    ...found(surprises),
    ...listed(times, brief),
    ""
  ];
}
__name(rehearsalLines, "rehearsalLines");
function driftLines(drift, brief) {
  if (!drift || drift.outcome === "pass") return [];
  const shown = listed(
    drift.findings.map((each) => findingLine(each, brief)),
    brief
  );
  return [
    "> [!WARNING]",
    `> The schema is not the one that the live release left (${text(drift.detail)}).`,
    ...shown.map((line2) => `> ${line2}`),
    ""
  ];
}
__name(driftLines, "driftLines");

// src/present/policy.ts
var MOST_ROWS = 40;
var LONGEST = 300;
var TAKES = {
  now: "immediately",
  next: "to the next release; the old one decides this release",
  never: "not at all: only the commit says so, not the protected branch"
};
function policyMarkdown(input) {
  const { policy, sources, warnings } = input;
  const { changes } = policy;
  return [
    ...warnings.flatMap((warning) => ["> [!WARNING]", `> ${text(warning)}`, ""]),
    ...changes.some(({ takes }) => takes !== "never") ? ["> [!IMPORTANT]", "> This release changes the rules. The old ones apply to it.", ""] : [],
    ...changes.length > 0 ? [
      "| rule | old | new | applies |",
      "| --- | --- | --- | --- |",
      ...changes.slice(0, MOST_ROWS).map(row2),
      ""
    ] : [],
    ...changes.length > MOST_ROWS ? [`\u2026 and ${count(changes.length - MOST_ROWS, "more change")}: see the output \`plan-json\`.`, ""] : [],
    ...sources.length > 0 ? [`Rules: ${sources.map((source) => code(source)).join(", ")}.`, ""] : []
  ];
}
__name(policyMarkdown, "policyMarkdown");
function row2({ key, from, to, takes }) {
  return `| ${code(key)} | ${value(from)} | ${value(to)} | ${TAKES[takes]} |`;
}
__name(row2, "row");
function value(json) {
  if (json === null) return "not set";
  const whole = JSON.stringify(json);
  const shown = cut(whole, LONGEST);
  return `${code(shown)}${shown === whole ? "" : " (the rest: see `plan-json`)"}`;
}
__name(value, "value");

// src/present/plan.ts
var BRIEF = {
  comment: { most: 10, longest: 300, whole: "the job summary" },
  summary: void 0
};
var ROOM = COMMENT - 500;
function planMarkdown(facts2, surface) {
  const besides = page(facts2, surface, "").length;
  return page(facts2, surface, migrationsOn(surface, facts2.pending, besides));
}
__name(planMarkdown, "planMarkdown");
function migrationsOn(surface, pending, besides) {
  const brief = BRIEF[surface];
  return migrationsMarkdown(pending, brief && { limit: ROOM - besides, whole: brief.whole });
}
__name(migrationsOn, "migrationsOn");
function page(facts2, surface, migrations) {
  const { plan, hash, pending, moved, releaseId, held } = facts2;
  const brief = BRIEF[surface];
  const waiting2 = heldBack(held);
  const serving = facts2.outside ? facts2.outside.commit : plan.replaces?.commit;
  const lines = [
    `### Plan \`${short(hash)}\` for ${text(plan.environment)}${facts2.project ? ` of ${text(facts2.project)}` : ""}`,
    "",
    ...moved.length > 0 ? [
      "> [!IMPORTANT]",
      "> This plan replaces an earlier one:",
      ...listed(
        moved.map((m) => `- ${text(m)}`),
        brief
      ).map((line2) => `> ${line2}`),
      ""
    ] : [],
    ...policyMarkdown({ policy: plan.policy, sources: facts2.sources, warnings: facts2.warnings }),
    ...plan.fastLane ? [fastLaneLine(plan.fastLane), ""] : [],
    "| | now | after |",
    "| --- | --- | --- |",
    `| commit | ${serving ? code(serving.slice(0, 12)) : "\u2014"} | \`${plan.commit.slice(0, 12)}\` |`,
    `| deployment | ${plan.production.deploymentId ? `${code(plan.production.deploymentId)}${plan.production.pinned ? " (pinned by a rollback)" : ""}` : "none"} | ${link(plan.deployment.id, plan.deployment.url)} |`,
    `| files | | ${plan.deployment.digest ? `digest \`${short(plan.deployment.digest)}\`` : "\u2014"} |`,
    `| migrations | ${pending.appliedCount} applied | ${pending.pending.length === 0 ? "none pending" : `+${pending.pending.length}`} |`,
    `| proved on | | ${plan.provedBy ? `${text(plan.provedBy.environment)}, \`${plan.provedBy.releaseId}\`` : "\u2014"} |`,
    "",
    ...commitsMarkdown(facts2.commits, serving),
    waiting2 ? `${migrations}
${waiting2}` : migrations,
    ...outlookLines(facts2.outlook, brief),
    ...facts2.authors.length > 0 ? ["", "#### Authors", "", ...facts2.authors.map((note) => `- \u26A0\uFE0F ${text(note)}`), ""] : [],
    ...plan.kind === "production" ? [
      `Approve with \`/approve ${short(hash)}\`. The approval is bound to this hash: if anything above changes, it is void.`,
      ""
    ] : [],
    `<sub>release \`${releaseId}\` \xB7 schema \`${short(plan.schemaFingerprint)}\` \xB7 plan hash \`${hash}\`</sub>`
  ];
  return `${lines.join("\n")}
`;
}
__name(page, "page");
function fastLaneLine({ because, releaseId, commit }) {
  const why = because === "served-before" ? `this commit served here before, as release ${code(releaseId)}` : `it is a revert: its files are exactly those of ${code(commit.slice(0, 12))}, which served as release ${code(releaseId)}`;
  return `**Fast lane**: ${why}, and no migration is pending. So \`fastLane\` of the settings applies: fewer approvals, shorter gates.`;
}
__name(fastLaneLine, "fastLaneLine");
var short = /* @__PURE__ */ __name((hash) => hash.slice(0, 12), "short");
function refusedMarkdown(environment, refusals, pending, surface) {
  const problems = refusals.flatMap(({ code: id, what, next, evidence }) => [
    `- ${code(id)} ${text(what)}`,
    ...next.split("\n").map((line2) => `  - ${text(line2)}`),
    ...evidence ? ["", evidence.trim(), ""] : []
  ]);
  const head = `### Plan refused for ${text(environment)}

${problems.join("\n")}

`;
  return `${head}${migrationsOn(surface, pending, head.length)}`;
}
__name(refusedMarkdown, "refusedMarkdown");
var pendingMarkdown = /* @__PURE__ */ __name((pending) => migrationsOn("summary", pending, 0), "pendingMarkdown");

export {
  commitsReply,
  planMarkdown,
  refusedMarkdown,
  pendingMarkdown
};
