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

// actions/plan/main.ts
var action = defineAction({
  name: "plan",
  title: "Shiplock plan",
  description: "Read the database, hosting and the code host, and print what the release will do, with the hash that approvals are bound to. Changes nothing.",
  inputs: [
    ...RELEASE_INPUTS,
    "vercel-protection-bypass",
    ...NOTICE_INPUTS,
    "staging-database-url",
    "accept-pin",
    "rehearsal-database-url",
    "rehearsal-template",
    "report-directory"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    "plan-hash": "SHA-256 of the plan\u2019s canonical JSON, 64 hex digits.",
    "plan-json": "The plan as JSON.",
    "pending-migrations": "Number of pending migrations.",
    reversible: "`safe`, `unsafe` or `unknown`: whether the previous release would still work after these migrations; empty if they were not rehearsed.",
    reports: "Files written to `report-directory`, separated by commas.",
    changed: "`true` if it replaces an earlier plan of this release."
  },
  overtaken: true,
  run: /* @__PURE__ */ __name(async (door) => {
    const { plan } = await import("./plan-WHBBITVU.js");
    return withRelease(door, plan);
  }, "run"),
  describe
});
export {
  action
};
