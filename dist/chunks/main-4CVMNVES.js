import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  describe,
  withRelease
} from "./chunk-JU67GRE3.js";
import {
  defineAction
} from "./chunk-CAXZZ4XM.js";
import {
  RELEASE_INPUTS
} from "./chunk-T73DP7Z5.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// actions/migrate/main.ts
var action = defineAction({
  name: "migrate",
  title: "Shiplock migrate",
  description: "Apply the plan\u2019s expand migrations under the environment\u2019s lease and the lock budget.",
  inputs: [
    ...RELEASE_INPUTS,
    "vercel-protection-bypass",
    "staging-database-url",
    "lease-wait-minutes",
    "accept-pin",
    "contract",
    "force",
    "reason",
    "rehearsal-database-url",
    "rehearsal-template"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "release-id": "Id of the release, `rel_\u2026`.",
    applied: "Versions that this step applied, separated by commas."
  },
  undo: true,
  run: /* @__PURE__ */ __name(async (door) => {
    const { contract: contracts, force, reason } = door.inputs;
    if (!contracts) {
      const { migrate } = await import("./migrate-4OGCNAJ7.js");
      return withRelease(door, migrate);
    }
    const { contract } = await import("./contract-COVMTB7Y.js");
    return withRelease(door, (context) => contract(context, { force, reason }));
  }, "run"),
  describe
});
export {
  action
};
