import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/sql/names.ts
function quoteName(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
__name(quoteName, "quoteName");
function qualifiedName(...parts) {
  return parts.filter((part) => part !== void 0).map(quoteName).join(".");
}
__name(qualifiedName, "qualifiedName");

// src/database/sql/ident.ts
var RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
  from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`.split(/\s+/)
);
var ident = /* @__PURE__ */ __name((name) => /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : quoteName(name), "ident");
var qualifiedIdent = /* @__PURE__ */ __name((...names) => names.map(ident).join("."), "qualifiedIdent");

export {
  quoteName,
  qualifiedName,
  ident,
  qualifiedIdent
};
