import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  lacking
} from "./chunk-5C23QCQT.js";
import {
  ShiplockError
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/permission.ts
var isPermission = /* @__PURE__ */ __name((error) => error instanceof ShiplockError && error.code === "SHIPLOCK_DATABASE_PERMISSION", "isPermission");
function missingGrant(error) {
  const message = error instanceof ShiplockError ? error.problem.what : String(error);
  const hidden = /affected by row-level security policy for table "(.+)"/s.exec(message);
  if (hidden) return `rows of ${hidden[1]} might be hidden from this role: it needs BYPASSRLS (${hidden[0]})`;
  const grant = lacking(message);
  if (!grant) return message;
  const what = [grant.right, grant.on].filter(Boolean).join(" ");
  return `missing grant: grant ${what} to the role in database-url (${grant.said})`;
}
__name(missingGrant, "missingGrant");

export {
  isPermission,
  missingGrant
};
