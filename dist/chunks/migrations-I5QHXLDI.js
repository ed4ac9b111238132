import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  apply,
  applyPending
} from "./chunk-6KD7T7JQ.js";
import {
  look,
  plan
} from "./chunk-TKSXV3DM.js";
import "./chunk-M3TT6DPO.js";
import "./chunk-Q7FKY43Q.js";
import "./chunk-XQVBSQ4W.js";
import "./chunk-FY5STXVI.js";
import "./chunk-G5532VYC.js";
import "./chunk-5C23QCQT.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-RGJYDZCI.js";
import "./chunk-GPMABSAE.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-GQCODBKJ.js";
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
      const { applyWithCli } = await import("./supabase-cli-UVOPLAPO.js");
      return applyWithCli(options, request);
    },
    migrate: /* @__PURE__ */ __name(({ say }) => applyPending(options, say), "migrate"),
    async checkDown(request) {
      const { checkDown } = await import("./down-XS3Q4QPI.js");
      return checkDown(options, request);
    },
    async down(request) {
      const { down } = await import("./down-XS3Q4QPI.js");
      return down(options, request);
    }
  };
}
__name(migrationEngine, "migrationEngine");
export {
  migrationEngine
};
