import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  text
} from "./chunk-FDPGNXJU.js";
import "./chunk-ZYXXDNOM.js";
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
    "| source | samples | failed | median | p95 |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...evidence.sources.map(
      (s) => `| ${text(s.name)} | ${s.samples} | ${s.failures}${share(s)} | ${ms(s.medianMs)} | ${ms(s.p95Ms)} |`
    ),
    "",
    `Log likelihood ratio ${evidence.logLikelihoodRatio} (pass at \u2264 ${evidence.acceptBound}, fail at \u2265 ${evidence.rejectBound}), between a failure rate of ${percent(evidence.baselineFailureRate)} (healthy) and ${percent(evidence.worstFailureRate)} (not tolerable), ${(evidence.milliseconds / 1e3).toFixed(1)} s from ${evidence.startedAt}.`
  ];
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
  gateMarkdown
};
