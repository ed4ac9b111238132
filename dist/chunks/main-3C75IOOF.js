import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/sentry-release/main.ts
var action = defineAction({
  name: "sentry-release",
  title: "Shiplock Sentry release",
  description: "Open a release in Sentry with its commits, inject and upload source maps, and record the deploy. Reuses what already exists.",
  inputs: [
    "environment",
    "environment-kind",
    "settings",
    "commit",
    "version",
    "directory",
    "url",
    "dry-run",
    "sentry-token",
    "sentry-org",
    "sentry-project"
  ],
  required: ["environment", "sentry-token"],
  outputs: {
    version: "Release name in Sentry.",
    url: "URL of the release in Sentry.",
    files: "Number of uploaded files."
  },
  run: /* @__PURE__ */ __name(async (door) => {
    const { sentryRelease } = await import("./sentry-release-F34RE47X.js");
    return sentryRelease(door);
  }, "run")
});
export {
  action
};
