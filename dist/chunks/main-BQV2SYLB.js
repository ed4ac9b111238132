import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  describe,
  withRelease
} from "./chunk-5DKMI7WQ.js";
import {
  defineAction
} from "./chunk-TURE6QBG.js";
import {
  NOTICE_INPUTS,
  RELEASE_INPUTS
} from "./chunk-LZSHMPLZ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/rollback/main.ts
var action = defineAction({
  name: "rollback",
  title: "Shiplock rollback",
  description: "Route traffic back to the previous release, if its code still works with the live schema.",
  inputs: [
    ...RELEASE_INPUTS,
    ...NOTICE_INPUTS,
    "vercel-protection-bypass",
    "lease-wait-minutes",
    "promote-deadline-seconds",
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
    "serving-release": "Release that production serves now."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { rollback } = await import("./rollback-OZDBMK6D.js");
    const { reason = "requested by the workflow", force, down = [] } = door.inputs;
    const { "down-consent": downConsent = [] } = door.inputs;
    return withRelease(
      door,
      (context) => rollback(context, { reason, force, down, downConsent }),
      "if-known"
    );
  }, "run"),
  describe
});
export {
  action
};
