import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  codeOf
} from "./chunk-YQXTQX3M.js";
import {
  nested
} from "./chunk-SU3H5PD6.js";
import {
  loadedParser,
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/hazards/mentions.ts
var NAME_FIELDS = ["object", "objects", "typeName", "domainname", "funcname"];
function mentions(statements) {
  const found = {
    relations: /* @__PURE__ */ new Set(),
    functions: /* @__PURE__ */ new Set(),
    types: /* @__PURE__ */ new Set(),
    schemas: /* @__PURE__ */ new Set(),
    granted: /* @__PURE__ */ new Set()
  };
  for (const statement of statements) {
    walk(
      [statement.node, ...nested(statement).nodes.map(({ node }) => node), ...codeOf(statement)],
      (tag, node) => {
        if (typeof node["relname"] === "string") found.relations.add(node["relname"]);
        if (typeof node["indexname"] === "string") found.relations.add(node["indexname"]);
        if (tag === "DropStmt" && node["removeType"] === "OBJECT_SCHEMA")
          last(node["objects"], found.schemas, found.granted);
        if (tag === "GrantStmt" && node["targtype"] === "ACL_TARGET_ALL_IN_SCHEMA")
          last(node["objects"], found.schemas);
        if (tag === "CreateSchemaStmt" && typeof node["schemaname"] === "string")
          found.granted.add(node["schemaname"]);
        const ofSchema = node["targtype"] === "ACL_TARGET_ALL_IN_SCHEMA" || node["objtype"] === "OBJECT_SCHEMA" || node["objectType"] === "OBJECT_SCHEMA";
        if (ofSchema) for (const name of schemasOf(node)) found.granted.add(name);
        if (tag === "FuncCall") last(node["funcname"], found.functions);
        if (tag === "CreateFunctionStmt") last(node["funcname"], found.functions);
        if (tag === "TypeName") last(node["names"], found.types);
        if (tag === "List") last(node["items"], found.relations, found.types);
        if (tag === "ObjectWithArgs") last(node["objname"], found.functions);
        for (const field of NAME_FIELDS) last(node[field], found.types, found.relations);
        for (const value of Object.values(node)) untagged(value, found);
      }
    );
  }
  return found;
}
__name(mentions, "mentions");
function schemasOf(node) {
  const objects = Array.isArray(node["objects"]) ? node["objects"] : [node["object"]];
  return nameList(objects.filter((object) => object !== void 0));
}
__name(schemasOf, "schemasOf");
function untagged(value, found) {
  if (typeof value !== "object" || value === null) return;
  if ("relname" in value && typeof value.relname === "string") found.relations.add(value.relname);
  if ("names" in value) last(value.names, found.types);
  if ("typeName" in value) untagged(value.typeName, found);
  if ("relation" in value) untagged(value.relation, found);
  if ("pktable" in value) untagged(value.pktable, found);
}
__name(untagged, "untagged");
function last(names, ...sets) {
  for (const name of nameList(names).slice(-2)) {
    for (const set of sets) set.add(name);
  }
}
__name(last, "last");

// src/database/hazards/source.ts
var SECRET_KINDS = /* @__PURE__ */ new Set([
  "CreateRoleStmt",
  "AlterRoleStmt",
  "CreateSubscriptionStmt",
  "AlterSubscriptionStmt",
  "CreateUserMappingStmt",
  "AlterUserMappingStmt",
  "CreateForeignServerStmt",
  "AlterForeignServerStmt"
]);
var SECRET_WORDS = /secret|password|token|api_?key|credential|bearer/i;
function summary(statement) {
  const start = statement.text.slice(0, 1e3);
  const folded = hideStrings(statement, start).replace(/\s+/g, " ").trim();
  return cut(folded, 120);
}
__name(summary, "summary");
function hideStrings(statement, text) {
  if (!SECRET_KINDS.has(statement.kind) && !SECRET_WORDS.test(text)) return text;
  const words = loadedParser().scan(statement.text).map((token) => token.tokenName === "SCONST" ? "'\u2026'" : token.text);
  return words.join(" ");
}
__name(hideStrings, "hideStrings");
function longIdentifiers(statement) {
  if (!/[^\s'"();,.]{32}/.test(statement.text)) return [];
  const tokens = loadedParser().scan(statement.text).filter((token) => token.tokenName === "IDENT");
  return tokens.map((token) => token.text.replace(/^"|"$/g, "")).filter((name) => Buffer.byteLength(name) > 63);
}
__name(longIdentifiers, "longIdentifiers");

export {
  summary,
  longIdentifiers,
  mentions
};
