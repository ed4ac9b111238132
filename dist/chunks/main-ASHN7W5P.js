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

// actions/deploy/main.ts
var action = defineAction({
  name: "deploy",
  title: "Shiplock deploy",
  description: "Upload and build a commit staged on Vercel: no domain moves.",
  inputs: [
    ...RELEASE_INPUTS,
    ...ERROR_TRACKER_INPUTS,
    ...NOTICE_INPUTS,
    "vercel-protection-bypass",
    "working-directory"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    "deployment-id": "Vercel deployment id, `dpl_\u2026`.",
    "deployment-url": "URL of the staged deployment."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { deploy } = await import("./deploy-RZ64M2WA.js");
    return withRelease(door, deploy);
  }, "run"),
  describe
});
export {
  action
};
