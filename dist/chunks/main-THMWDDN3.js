import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/approval-rerun/main.ts
var action = defineAction({
  name: "approval-rerun",
  title: "Shiplock approval rerun",
  description: "Rerun a release\u2019s job that ended because approvals were missing. For comments on its pull request.",
  inputs: ["pull-request", "approval-job", "approval-step", "dry-run", "github-token"],
  required: ["pull-request", "github-token"],
  outputs: {
    runs: "Ids of the runs with a rerun job, separated by commas."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { approvalRerun } = await import("./approval-rerun-TXVNXZQZ.js");
    return approvalRerun(door);
  }, "run")
});
export {
  action
};
