import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  apply,
  applyPending
} from "./chunk-KPJV43JC.js";
import {
  look,
  plan
} from "./chunk-RS7JQA4M.js";
import "./chunk-GJNG3VMJ.js";
import "./chunk-Z7KLDLK4.js";
import "./chunk-XQVBSQ4W.js";
import "./chunk-XU5RZHXH.js";
import "./chunk-6EGQYVWC.js";
import "./chunk-JRUMLVHA.js";
import "./chunk-MWMXHPT5.js";
import "./chunk-L6QN4EFZ.js";
import "./chunk-RGJYDZCI.js";
import "./chunk-GPMABSAE.js";
import "./chunk-PYON4J3U.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-PP74UPLI.js";
import "./chunk-ODKBLE67.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/index.ts
function migrationEngine(options) {
  return {
    async status() {
      const { checked } = await look(options);
      return { applied: checked.appliedCount, pending: checked.pending };
    },
    pending: /* @__PURE__ */ __name((pendingOptions = {}) => plan(options, pendingOptions), "pending"),
    async apply(request) {
      if (options.engine !== "supabase-cli") return apply(options, request);
      const { applyWithCli } = await import("./supabase-cli-LT46PYTP.js");
      return applyWithCli(options, request);
    },
    migrate: /* @__PURE__ */ __name(({ say }) => applyPending(options, say), "migrate"),
    async checkDown(request) {
      const { checkDown } = await import("./down-HYR5RNJ2.js");
      return checkDown(options, request);
    },
    async down(request) {
      const { down } = await import("./down-HYR5RNJ2.js");
      return down(options, request);
    }
  };
}
__name(migrationEngine, "migrationEngine");
export {
  migrationEngine
};
