import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  external_exports
} from "./chunk-WYVSR7YO.js";

// src/release/snapshot.ts
var columns = external_exports.array(external_exports.string());
var OBJECT_KINDS = [
  "schema",
  "relation",
  "column",
  "constraint",
  "index",
  "enum",
  "domain",
  "type",
  "sequence",
  "function",
  "trigger",
  "rule",
  "event-trigger",
  "policy",
  "rls",
  "grant",
  "column-grant",
  "default-privilege",
  "view",
  "extension",
  "publication"
];
var contractSchema = external_exports.object({
  version: external_exports.literal(1),
  uses: external_exports.object({
    relations: external_exports.record(
      external_exports.string(),
      external_exports.object({
        select: columns.optional(),
        insert: columns.optional(),
        update: columns.optional(),
        delete: external_exports.boolean().optional()
      })
    ),
    functions: external_exports.array(external_exports.string())
  })
});
var snapshotSchema = external_exports.object({
  format: external_exports.literal(1),
  server: external_exports.number().exactOptional(),
  schemas: external_exports.array(external_exports.string()),
  objects: external_exports.record(
    external_exports.string(),
    external_exports.object({
      kind: external_exports.enum(OBJECT_KINDS),
      properties: external_exports.record(
        external_exports.string(),
        external_exports.union([external_exports.string(), external_exports.number(), external_exports.boolean(), external_exports.null(), external_exports.array(external_exports.string())])
      )
    })
  ),
  unreadable: external_exports.array(
    external_exports.object({ what: external_exports.string(), why: external_exports.string(), kinds: external_exports.array(external_exports.enum(OBJECT_KINDS)).exactOptional() })
  ),
  contract: contractSchema.exactOptional()
});

export {
  OBJECT_KINDS,
  snapshotSchema
};
