import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  describe,
  withRelease
} from "./chunk-JU67GRE3.js";
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  ERROR_TRACKER_INPUTS,
  RELEASE_INPUTS
} from "./chunk-T73DP7Z5.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/health-gate/main.ts
var action = defineAction({
  name: "health-gate",
  title: "Shiplock health gate",
  description: "Probe the staged deployment (`gate`) or the live domains and the error tracker (`watch`), and decide with a sequential test: pass, fail or inconclusive.",
  inputs: [
    ...RELEASE_INPUTS,
    ...ERROR_TRACKER_INPUTS,
    "phase",
    "url",
    "vercel-protection-bypass",
    "sentry-issues-token",
    "lease-wait-minutes"
  ],
  required: ["environment"],
  outputs: {
    decision: "`pass`, `fail` or `inconclusive`.",
    reason: "The reason, in one sentence.",
    evidence: "Counts, likelihood and samples, as JSON."
  },
  undo: true,
  alsoRequired: /* @__PURE__ */ __name(({ url }) => url ? [] : ["database-url", "vercel-token"], "alsoRequired"),
  run: /* @__PURE__ */ __name(async (door) => {
    const { phase, url } = door.inputs;
    if (url) {
      const { probeOnly } = await import("./compose-gate-FT65KYPM.js");
      return probeOnly(door, phase, url);
    }
    const { gate, watch } = await import("./gate-GIR5UFW6.js");
    return withRelease(door, phase === "gate" ? gate : watch);
  }, "run"),
  describe
});
export {
  action
};
