import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/sql.ts
var PASSED_OVER = `kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')`;
var isOver = /* @__PURE__ */ __name((releaseId) => `exists (select from shiplock.event e where e.release_id = ${releaseId} and e.kind = 'closed')`, "isOver");

export {
  PASSED_OVER,
  isOver
};
