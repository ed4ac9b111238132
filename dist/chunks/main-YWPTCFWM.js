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

// actions/promote/main.ts
var action = defineAction({
  name: "promote",
  title: "Shiplock promote",
  description: "Move production traffic to the staged deployment: one write, never repeated, then confirmed by alias and by a request.",
  inputs: [
    ...RELEASE_INPUTS,
    ...NOTICE_INPUTS,
    "vercel-protection-bypass",
    "lease-wait-minutes",
    "promote-deadline-seconds"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    outcome: "`done`, or `noop` if production already served it.",
    "deployment-id": "Deployment that production serves now."
  },
  undo: true,
  run: /* @__PURE__ */ __name(async (door) => {
    const { promote } = await import("./promote-WEO4YQW3.js");
    return withRelease(door, promote);
  }, "run"),
  describe
});
export {
  action
};
