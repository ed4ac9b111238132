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

// actions/approval-gate/main.ts
var action = defineAction({
  name: "approval-gate",
  title: "Shiplock approval gate",
  description: "Wait until the required people have approved this exact plan. Fails if anything the plan hash covers has changed.",
  inputs: [
    ...RELEASE_INPUTS,
    "vercel-protection-bypass",
    ...NOTICE_INPUTS,
    "staging-database-url",
    "rehearsal-database-url",
    "rehearsal-template",
    "wait-minutes",
    "shown-plan-hash",
    "break-glass-reason",
    "accept-pin"
  ],
  required: ["environment", "database-url", "vercel-token"],
  outputs: {
    "plan-hash": "Hash of the approved plan.",
    approvers: "Logins of the people who approved, separated by commas."
  },
  overtaken: true,
  run: /* @__PURE__ */ __name(async (door) => {
    const { approve } = await import("./approve-Q47ZXBBR.js");
    return withRelease(door, (context) => approve(context, { waitMs: door.inputs["wait-minutes"] * 6e4 }));
  }, "run"),
  describe
});
export {
  action
};
