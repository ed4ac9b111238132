import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  text
} from "./chunk-FDPGNXJU.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/gate.ts
var SAYS = { pass: "\u2705 pass", fail: "\u274C fail", inconclusive: "\u26A0\uFE0F inconclusive" };
function gateMarkdown(result) {
  const { decision, reason, evidence } = result;
  const lines = [
    `**${SAYS[decision]}**: ${text(reason)}`,
    "",
    ...table(evidence),
    "",
    ...chart(evidence),
    `Log likelihood ratio ${evidence.logLikelihoodRatio} (pass at \u2264 ${evidence.acceptBound}, fail at \u2265 ${evidence.rejectBound}), between a failure rate of ${percent(evidence.baselineFailureRate)} (healthy) and ${percent(evidence.worstFailureRate)} (not tolerable), ${(evidence.milliseconds / 1e3).toFixed(1)} s from ${evidence.startedAt}.`
  ];
  for (const { name, decision: would, reason: why } of result.observed ?? [])
    lines.push("", `Observed, not decided by: ${text(name)} would have said ${SAYS[would]}: ${text(why)}`);
  const examples = evidence.sources.flatMap(
    (s) => s.examples.map((example) => `- ${text(s.name)}: ${text(example)}`)
  );
  if (examples.length > 0) {
    lines.push(
      "",
      `<details><summary>${count(examples.length, "failed sample")}</summary>`,
      "",
      ...examples,
      "",
      "</details>"
    );
  }
  return lines.join("\n");
}
__name(gateMarkdown, "gateMarkdown");
function table({ sources }) {
  const slow = sources.some(({ timed }) => timed !== void 0);
  const control = sources.some((source) => source.control !== void 0);
  const columns = /* @__PURE__ */ __name((cells) => `| ${cells.filter((cell) => cell !== false).join(" | ")} |`, "columns");
  return [
    columns([
      "source",
      "samples",
      "failed",
      control && "failed of what serves",
      slow && "slow",
      "median",
      "p95"
    ]),
    columns(["---", "---:", "---:", control && "---:", slow && "---:", "---:", "---:"]),
    ...sources.map(
      (s) => columns([
        text(s.name),
        String(s.samples),
        `${s.failures}${share(s)}`,
        control && (s.control ? `${s.control.failures} of ${s.control.samples}${share(s.control)}` : "\u2013"),
        slow && (s.timed === void 0 ? "\u2013" : `${s.slow ?? 0}${share({ samples: s.timed, failures: s.slow ?? 0 })}`),
        ms(s.medianMs),
        ms(s.p95Ms)
      ])
    )
  ];
}
__name(table, "table");
function chart({ course = [], acceptBound, rejectBound }) {
  if (course.length < 3) return [];
  const [low, high] = [acceptBound - 1, rejectBound + 1];
  const line = /* @__PURE__ */ __name((values) => `  line [${values.map((value) => value.toFixed(2)).join(", ")}]`, "line");
  const clipped = course.map(({ logLikelihoodRatio }) => Math.min(high, Math.max(low, logLikelihoodRatio)));
  return [
    "```mermaid",
    "xychart-beta",
    '  title "evidence: fails at the upper line, passes at the lower one"',
    `  x-axis "seconds" 0 --> ${Math.max(1, Math.ceil(course.at(-1)?.seconds ?? 1))}`,
    `  y-axis "log likelihood ratio" ${low.toFixed(2)} --> ${high.toFixed(2)}`,
    line(clipped),
    line(course.map(() => rejectBound)),
    line(course.map(() => acceptBound)),
    "```",
    ""
  ];
}
__name(chart, "chart");
var BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
function sparkline({
  course = [],
  acceptBound,
  rejectBound
}) {
  const bar = /* @__PURE__ */ __name((ratio) => {
    const share2 = (ratio - acceptBound) / (rejectBound - acceptBound);
    return BARS[Math.min(BARS.length - 1, Math.max(0, Math.floor(share2 * BARS.length)))] ?? "";
  }, "bar");
  return course.map(({ logLikelihoodRatio }) => bar(logLikelihoodRatio)).join("");
}
__name(sparkline, "sparkline");
function share({ samples, failures }) {
  return samples > 0 ? ` (${percent(failures / samples)})` : "";
}
__name(share, "share");
function percent(rate) {
  return `${Number((rate * 100).toFixed(2))} %`;
}
__name(percent, "percent");
function ms(value) {
  return value === void 0 ? "\u2013" : `${value} ms`;
}
__name(ms, "ms");

export {
  gateMarkdown,
  sparkline
};
