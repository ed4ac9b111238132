import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCall
} from "./chunk-P4MBYWRH.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/calls/code-host.ts
var nothing = external_exports.object({});
var openDeployment = defineCall({
  verb: "open-deployment",
  port: "codeHost",
  method: "openDeployment",
  does: "Creates the deployment object of the release, with the end of the record\u2019s chain in its payload.",
  projection: true,
  request: external_exports.strictObject({ environment: external_exports.string(), commit: external_exports.string() }),
  result: external_exports.object({ id: external_exports.string() }),
  lost: { how: "finds-first", says: "Looks for a deployment that has the release id in its payload." },
  run: /* @__PURE__ */ __name(async (codeHost, input) => ({
    id: await codeHost.openDeployment(await input())
  }), "run")
});
var deploymentStatus = defineCall({
  verb: "deployment-status",
  port: "codeHost",
  method: "setDeploymentStatus",
  does: "Adds a status to the deployment object.",
  projection: true,
  request: external_exports.strictObject({ state: external_exports.enum(["in_progress", "success", "failure", "inactive"]) }),
  result: nothing,
  lost: {
    how: "finds-first",
    says: "Sets it again: the newest status counts, and a second one says the same."
  },
  run: /* @__PURE__ */ __name(async (codeHost, input) => {
    await codeHost.setDeploymentStatus(await input());
    return {};
  }, "run")
});
var comment = defineCall({
  verb: "comment",
  port: "codeHost",
  method: "upsertComment",
  does: "Writes a comment on the pull request or the commit, or edits the one that it wrote before.",
  projection: true,
  request: external_exports.union([
    external_exports.strictObject({ commit: external_exports.string(), plan: external_exports.string() }),
    external_exports.strictObject({ commit: external_exports.string(), release: external_exports.string() }),
    external_exports.strictObject({ commit: external_exports.string(), reply: external_exports.string() })
  ]),
  result: external_exports.object({ url: external_exports.string() }),
  lost: { how: "finds-first", says: "Looks for its own comment by the key in it, and edits that one." },
  run: /* @__PURE__ */ __name(async (codeHost, input) => codeHost.upsertComment(await input()), "run")
});
var rerunJob = defineCall({
  verb: "rerun-job",
  port: "jobReruns",
  method: "rerunJob",
  does: "Starts the job again that ended because approvals were missing.",
  request: external_exports.strictObject({ run: external_exports.number(), job: external_exports.number() }),
  result: nothing,
  lost: {
    how: "finds-first",
    says: "The next comment looks for jobs that still wait: one that was started again is not among them."
  },
  run: /* @__PURE__ */ __name(async (reruns, { job }) => {
    await reruns.rerunJob(job);
    return {};
  }, "run")
});

export {
  openDeployment,
  deploymentStatus,
  comment,
  rerunJob
};
