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

// actions/verify-schema/main.ts
var action = defineAction({
  name: "verify-schema",
  title: "Shiplock verify schema",
  description: "Run verify SQL, and check the schema contract, the RLS matrix and drift. A check that cannot run fails.",
  inputs: [...RELEASE_INPUTS, "lease-wait-minutes", "standalone", "supabase-url", "supabase-key"],
  required: ["environment", "database-url"],
  outputs: {
    outcome: "`pass`, or `unchecked` if every check was skipped; anything else fails the step."
  },
  undo: true,
  alsoRequired: /* @__PURE__ */ __name(({ standalone }) => standalone ? [] : ["vercel-token"], "alsoRequired"),
  run: /* @__PURE__ */ __name(async (door) => {
    const { checkEnvironment, verify } = await import("./verify-HC3OTPHR.js");
    return withRelease(door, door.inputs.standalone ? checkEnvironment : verify);
  }, "run"),
  describe
});
export {
  action
};
