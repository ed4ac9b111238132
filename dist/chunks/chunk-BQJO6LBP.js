import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/rejection.ts
function rejectionOf(no) {
  const { by, via, id, planHash, mentions, reason, url, at } = no;
  return {
    by,
    via,
    ...id === void 0 ? {} : { id },
    ...planHash === void 0 ? {} : { planHash },
    ...mentions === void 0 ? {} : { mentions },
    ...reason === void 0 ? {} : { reason },
    ...url === void 0 ? {} : { url },
    ...at === void 0 ? {} : { at }
  };
}
__name(rejectionOf, "rejectionOf");

export {
  rejectionOf
};
