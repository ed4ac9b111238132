import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  code,
  link,
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

// src/present/approval.ts
var MARK = {
  approved: "\u2705 Approved",
  pending: "\u23F3 Waiting for approval",
  rejected: "\u26D4 Rejected",
  frozen: "\u{1F9CA} Frozen",
  unmeetable: "\u{1F6A7} Nobody can approve"
};
var LONGEST = 300;
function approvalMarkdown(decision, about) {
  const short = about.planHash.slice(0, 12);
  const lines = [`**${MARK[decision.state]}** for ${code(about.environment)}: ${text(decision.reason)}`, ""];
  lines.push("| | |", "| --- | --- |", `| plan | \`${about.planHash}\` |`);
  const who = decision.approvers.map(code).join(", ");
  const most = Math.max(0, ...about.requirements.map((one) => one.required));
  lines.push(`| approvals | ${decision.approvers.length} of ${most}${who ? `: ${who}` : ""} |`);
  for (const { required, approvers, because } of about.requirements) {
    if (required === 0 || approvers === void 0 && because === void 0) continue;
    const from = approvers ? ` of ${approvers.map(code).join(", ")}` : "";
    lines.push(`| needed | ${required}${from}${because ? `, because ${text(because)}` : ""} |`);
  }
  for (const no of decision.rejections) {
    const when = [
      no.at && `at ${text(no.at)}`,
      no.reason && `\u201C${text(cut(no.reason, LONGEST))}\u201D${no.reason.length > LONGEST ? " (their comment has the rest)" : ""}`
    ];
    const said = when.filter(Boolean).join(", ");
    lines.push(`| rejected by | ${code(no.by)}${said ? ` ${said}` : ""} |`);
  }
  for (const blocker of decision.blockers) lines.push(`| held by | ${text(blocker)} |`);
  if (decision.frozen) {
    lines.push(`| frozen until | ${text(decision.frozen.until)}: ${text(decision.frozen.reason)} |`);
  }
  if (decision.brokenGlass) {
    lines.push(
      `| broke the glass | ${code(decision.brokenGlass.by)}: ${text(decision.brokenGlass.reason)} |`
    );
  }
  if (decision.standIn)
    lines.push(`| stood in | ${code(decision.standIn.by)}: ${text(decision.standIn.reason)} |`);
  for (const note of about.notes ?? []) lines.push(`| note | ${text(note)} |`);
  if (decision.state === "rejected")
    lines.push("", `Each of them can withdraw it with a new comment: \`/approve ${short}\`.`);
  if (decision.state === "pending") {
    lines.push(
      "",
      `To approve, comment \`/approve ${short}\` on the pull request or the commit; \`/reject ${short}\` stops it.`
    );
  }
  if (about.advice && decision.state !== "approved") lines.push("", text(about.advice));
  if (decision.ignored.length > 0) {
    lines.push(
      "",
      `<details><summary>${count(decision.ignored.length, "signal")} did not count</summary>`,
      ""
    );
    for (const { signal, why } of decision.ignored) {
      const what = `${signal.state} by ${signal.via}`;
      lines.push(`- ${code(signal.by)}, ${signal.url ? link(what, signal.url) : text(what)}: ${text(why)}`);
    }
    lines.push("", "</details>");
  }
  return lines.join("\n");
}
__name(approvalMarkdown, "approvalMarkdown");
export {
  approvalMarkdown
};
