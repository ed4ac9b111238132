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

// src/release/calls/error-tracker.ts
var openRelease = defineCall({
  verb: "open-release",
  port: "errorTracker",
  method: "openRelease",
  does: "Creates the release and binds its commits.",
  projection: true,
  request: external_exports.strictObject({ version: external_exports.string(), commit: external_exports.string() }),
  result: external_exports.object({ url: external_exports.string(), warning: external_exports.string().exactOptional() }),
  lost: {
    how: "finds-first",
    says: "Sends it again: a release is known by its version, and the same one stays one."
  },
  run: /* @__PURE__ */ __name((tracker, input) => tracker.openRelease(input), "run")
});
var uploadSourceMaps = defineCall({
  verb: "upload-source-maps",
  port: "errorTracker",
  method: "uploadSourceMaps",
  does: "Injects debug ids into the built JavaScript and uploads its source maps.",
  request: external_exports.strictObject({ version: external_exports.string(), directory: external_exports.string() }),
  result: external_exports.object({ files: external_exports.number() }),
  lost: { how: "finds-first", says: "Uploads again: a bundle is known by the hash of its content." },
  run: /* @__PURE__ */ __name((tracker, input) => tracker.uploadSourceMaps(input), "run")
});
var finalizeRelease = defineCall({
  verb: "finalize-release",
  port: "errorTracker",
  method: "finalizeRelease",
  does: "Sets the date of the release.",
  projection: true,
  request: external_exports.strictObject({ version: external_exports.string() }),
  result: external_exports.object({}),
  lost: { how: "finds-first", says: "Reads the release first, and leaves a date that it has." },
  run: /* @__PURE__ */ __name(async (tracker, { version }) => {
    await tracker.finalizeRelease(version);
    return {};
  }, "run")
});
var recordDeploy = defineCall({
  verb: "record-deploy",
  port: "errorTracker",
  method: "recordDeploy",
  does: "Adds the deploy of the release to an environment.",
  projection: true,
  request: external_exports.strictObject({ version: external_exports.string(), environment: external_exports.string() }),
  result: external_exports.object({}),
  lost: {
    how: "finds-first",
    says: "Lists the deploys first: the same environment and beginning is the same deploy."
  },
  run: /* @__PURE__ */ __name(async (tracker, input) => {
    await tracker.recordDeploy(input);
    return {};
  }, "run")
});

export {
  openRelease,
  uploadSourceMaps,
  finalizeRelease,
  recordDeploy
};
