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
  NOTICE_INPUTS,
  RELEASE_INPUTS
} from "./chunk-T73DP7Z5.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/ship/main.ts
var action = defineAction({
  name: "ship",
  title: "Shiplock",
  description: "Ship one environment through all phases in one step: deploy, plan, approve, migrate, verify, gate, promote, watch, finalize; roll back on failure. When it runs again, it resumes.",
  inputs: [
    ...RELEASE_INPUTS,
    ...ERROR_TRACKER_INPUTS,
    ...NOTICE_INPUTS,
    "working-directory",
    "staging-database-url",
    "vercel-protection-bypass",
    "sentry-issues-token",
    "supabase-url",
    "supabase-key",
    "lease-wait-minutes",
    "promote-deadline-seconds",
    "wait-minutes",
    "accept-pin",
    "rehearsal-database-url",
    "rehearsal-template",
    "report-directory",
    "break-glass-reason"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    "plan-hash": "SHA-256 of the plan\u2019s canonical JSON.",
    "deployment-id": "Vercel deployment id.",
    "deployment-url": "URL of the staged deployment.",
    outcome: "`done`, or `noop` if production already served it.",
    result: "`released`, or `overtaken`; anything else fails the step."
  },
  overtaken: true,
  run: /* @__PURE__ */ __name(async (door) => {
    const { ship, shipOutputs } = await import("./ship-LDGGBY6V.js");
    return withRelease(door, async (context) => {
      const results = await ship(context, {
        approvalWaitMs: door.inputs["wait-minutes"] * 6e4,
        onPhase: /* @__PURE__ */ __name((result) => door.summarize(result.summary), "onPhase")
      });
      return { outputs: shipOutputs(results), summary: "" };
    });
  }, "run"),
  describe
});
export {
  action
};
