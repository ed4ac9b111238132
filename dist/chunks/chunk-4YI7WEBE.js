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

// src/release/calls/notices.ts
var ref = external_exports.object({ channel: external_exports.string(), ts: external_exports.string() });
var publish = defineCall({
  verb: "publish",
  port: "notices",
  method: "publish",
  does: "Posts the notice of the release, or updates the one that is there, and replies in its thread.",
  projection: true,
  request: external_exports.strictObject({ state: external_exports.string(), phase: external_exports.string() }),
  result: ref,
  lost: {
    how: "finds-first",
    says: "Looks for its own message by the release id in it, and updates that one."
  },
  run: /* @__PURE__ */ __name((notices, input) => notices.publish(input.notice, input.previous), "run")
});

export {
  publish
};
