import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  describe,
  withRelease
} from "./chunk-5DKMI7WQ.js";
import {
  defineAction
} from "./chunk-TURE6QBG.js";
import {
  ERROR_TRACKER_INPUTS,
  NOTICE_INPUTS,
  RELEASE_INPUTS
} from "./chunk-LZSHMPLZ.js";
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
    result: "`released`."
  },
  undo: true,
  run: /* @__PURE__ */ __name(async (door) => {
    const { finalize } = await import("./finalize-MEOUGHRY.js");
    return withRelease(door, finalize);
  }, "run"),
  describe
});
export {
  action
};
