import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  ident
} from "./chunk-GWXVWR6U.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/grants.ts
var RIGHTS = {
  table: ["select", ""],
  view: ["select", ""],
  "materialized view": ["select", ""],
  "foreign table": ["select", ""],
  schema: ["usage", "schema "],
  function: ["execute", "function "],
  aggregate: ["execute", "function "],
  procedure: ["execute", "procedure "],
  sequence: ["usage, select", "sequence "],
  type: ["usage", "type "],
  language: ["usage", "language "],
  "foreign server": ["usage", "foreign server "],
  database: ["create", "database "]
};
var DENIED = new RegExp(`permission denied for (${Object.keys(RIGHTS).join("|")}) (.+)$`, "s");
var ROLE = /permission denied to set role "(.+)"/s;
function lacking(message) {
  const [said = "", kind = "", name = ""] = DENIED.exec(message) ?? [];
  const rights = RIGHTS[kind];
  if (rights) return { kind, right: rights[0], on: `on ${rights[1]}${ident(name)}`, said };
  const [denied = "", role = ""] = ROLE.exec(message) ?? [];
  return role ? { kind: "role", right: ident(role), on: "", said: denied } : void 0;
}
__name(lacking, "lacking");

export {
  lacking
};
