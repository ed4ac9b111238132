import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  heldBack,
  waitingLine
} from "./chunk-UUOM7QQR.js";
import {
  code,
  fenced,
  link,
  text
} from "./chunk-FDPGNXJU.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/phases.ts
function section(title, body) {
  return `### ${title}

${body.trimEnd()}
`;
}
__name(section, "section");
var deployMarkdown = /* @__PURE__ */ __name((staged) => section(
  "deploy",
  staged ? `Staged as ${link(staged.id, staged.url)}; no domain was moved.` : "Dry run: nothing was uploaded."
), "deployMarkdown");
var buildLogMarkdown = /* @__PURE__ */ __name((log) => fenced(log.join("\n"), "text").join("\n"), "buildLogMarkdown");
function migrateMarkdown(state, applied, wanted, held) {
  const waiting = held ? heldBack(held) : "";
  const table = applied.length > 0 ? [
    "| migration | time | lock retries |",
    "| --- | --- | --- |",
    ...applied.map((m) => `| ${code(m.file)} | ${Math.round(m.milliseconds)} ms | ${m.retries} |`)
  ].join("\n") : state === "planned" ? `Dry run: ${count(wanted, "migration")} would be applied.` : state === "already" ? "Already applied by this release." : waiting ? "No expand migration was pending; the waiting contract files are listed below." : "No migration was pending.";
  return section("migrate", `${table}
${waiting ? `
${waiting}` : ""}`);
}
__name(migrateMarkdown, "migrateMarkdown");
function contractMarkdown(state, applied, left) {
  const said = {
    already: "No contract migration waits.",
    waiting: "",
    planned: "Dry run: nothing was applied.",
    done: `Applied ${applied.map((m) => code(m.file)).join(", ")}. The rollback window has ended.`
  };
  const rest = left.map((file) => `- ${waitingLine(file)}`).join("\n");
  return section("contract", `${said[state]}
${rest ? `
Still waiting:

${rest}` : ""}`);
}
__name(contractMarkdown, "contractMarkdown");
function promoteMarkdown(outcome, deploymentId, confirmedBy) {
  const id = code(deploymentId);
  const said = {
    noop: `${id} already served.`,
    planned: `Dry run: ${id} would be promoted.`,
    done: `${id} serves now, confirmed by ${text(confirmedBy.join(", ") || "the record")}.`
  };
  return section("promote", said[outcome]);
}
__name(promoteMarkdown, "promoteMarkdown");
function finalizeMarkdown(release) {
  const { id, commit, environment, state, head } = release;
  const said = `Release ${code(id)} of ${code(commit.slice(0, 12))} ${state === "planned" ? "would be closed" : "is closed"} as released on ${text(environment)}.`;
  const record = head ? `

Record head: ${code(head)} (\`record verify --head\` compares with it)` : "";
  return section("finalize", `${said}${record}`);
}
__name(finalizeMarkdown, "finalizeMarkdown");
function exceptionMarkdown(told) {
  return [
    `### \u26A0\uFE0F ${text(told.title)}`,
    "",
    text(told.what),
    "",
    `> ${text(told.reason)}`,
    "",
    `A second person with write access must confirm that it was justified, with a comment that has \`/confirm ${told.releaseId}\` as a separate paragraph. Until then \`shiplock status\` and every plan say so.`,
    "",
    `<sub>plan \`${told.planHash.slice(0, 12)}\`</sub>`
  ].join("\n");
}
__name(exceptionMarkdown, "exceptionMarkdown");
function splitMarkdown(file, parts) {
  return [
    "",
    `**${text(file)}, split:**`,
    ...parts.flatMap((part) => ["", code(part.file), "", ...fenced(part.sql.trimEnd(), "sql")]),
    ""
  ].join("\n");
}
__name(splitMarkdown, "splitMarkdown");
function refusedFilesMarkdown(lines) {
  return ["#### Files that must not be uploaded", "", ...fenced(lines.join("\n"), "text")].join("\n");
}
__name(refusedFilesMarkdown, "refusedFilesMarkdown");
var approvalsMarkdown = /* @__PURE__ */ __name((environment, project, decision) => `### Approvals for ${code(environment)}${project ? ` of ${text(project)}` : ""}

${decision}
`, "approvalsMarkdown");
var sentryDryRunMarkdown = /* @__PURE__ */ __name((version, calls) => section("Sentry", `Dry run: ${calls.join(", ")} for ${code(version)}.`), "sentryDryRunMarkdown");

export {
  section,
  deployMarkdown,
  buildLogMarkdown,
  migrateMarkdown,
  contractMarkdown,
  promoteMarkdown,
  finalizeMarkdown,
  exceptionMarkdown,
  splitMarkdown,
  refusedFilesMarkdown,
  approvalsMarkdown,
  sentryDryRunMarkdown
};
