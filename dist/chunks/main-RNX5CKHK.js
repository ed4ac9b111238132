import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  describe,
  withRelease
} from "./chunk-JU67GRE3.js";
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  NOTICE_INPUTS,
  RELEASE_INPUTS
} from "./chunk-T73DP7Z5.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/rollback/main.ts
var action = defineAction({
  name: "rollback",
  title: "Shiplock rollback",
  description: "Route traffic back to the previous release, or to a named one, if its code still works with the live schema.",
  inputs: [
    ...RELEASE_INPUTS,
    ...NOTICE_INPUTS,
    "vercel-protection-bypass",
    "lease-wait-minutes",
    "promote-deadline-seconds",
    "to",
    "accept-pin",
    "reason",
    "force",
    "down",
    "down-consent"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    outcome: "`done`, or `noop` if this release did not serve.",
    verdict: "`safe`, `unsafe` or `unknown`; empty if no traffic had to move.",
    "serving-release": "Release that production serves now.",
    milliseconds: "Time from the decision until every domain answered as that release; empty if no traffic moved."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { rollback } = await import("./rollback-AGLV7QKH.js");
    const { reason = "requested by the workflow", force, to, down = [] } = door.inputs;
    const { "down-consent": downConsent = [] } = door.inputs;
    return withRelease(
      door,
      (context) => rollback(context, { reason, force, to, down, downConsent }),
      "if-known"
    );
  }, "run"),
  describe
});
export {
  action
};
