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

// actions/finalize/main.ts
var action = defineAction({
  name: "finalize",
  title: "Shiplock finalize",
  description: "Close the release: schema snapshot, error-tracker deploy, deployment status, notice, lease.",
  inputs: [...RELEASE_INPUTS, ...ERROR_TRACKER_INPUTS, ...NOTICE_INPUTS, "lease-wait-minutes"],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    result: "`released`, or `overtaken`."
  },
  // A release whose watch has passed is a good one, whatever keeps it from being closed.
  undo: "never",
  run: /* @__PURE__ */ __name(async (door) => {
    const { finalize } = await import("./finalize-ZIAHVVPC.js");
    return withRelease(door, finalize);
  }, "run"),
  describe
});
export {
  action
};
