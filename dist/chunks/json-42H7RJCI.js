import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  LOCK_LEVELS
} from "./chunk-AOW2UBHG.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/report/json.ts
var lockLevel = external_exports.enum(LOCK_LEVELS);
var phase = external_exports.enum(["expand", "contract"]).describe("contract: the running version does not tolerate it");
var hazard = external_exports.object({
  rule: external_exports.string().describe("stable id; see docs/hazards.md"),
  severity: external_exports.enum(["info", "warning", "refused"]),
  message: external_exports.string(),
  instead: external_exports.string().optional().describe("how to reach the same goal without the hazard"),
  allowed: external_exports.object({ reason: external_exports.string() }).optional().describe('from `-- shiplock: allow=<rule> reason="\u2026"`'),
  passing: external_exports.literal(true).optional().describe("it can change without a decision, as rows do, and is not part of the plan\u2019s hash")
});
var statement = external_exports.object({
  line: external_exports.int().positive(),
  column: external_exports.int().positive(),
  summary: external_exports.string().max(120),
  kind: external_exports.string().describe("PostgreSQL's syntax node, for example CreateStmt"),
  locks: external_exports.array(external_exports.object({ relation: external_exports.string(), level: lockLevel })),
  rewrites: external_exports.boolean(),
  scans: external_exports.boolean(),
  losesData: external_exports.boolean(),
  blocks: external_exports.enum(["nothing", "writes", "reads-and-writes"]),
  phase,
  breaks: external_exports.array(external_exports.string()).optional().describe("what the running version might not tolerate, in words"),
  adds: external_exports.array(external_exports.string()).optional().describe("what the code of the release might need"),
  hazards: external_exports.array(hazard)
});
var planSchema = external_exports.object({
  format: external_exports.literal(1),
  pending: external_exports.array(
    external_exports.object({
      version: external_exports.string(),
      name: external_exports.string(),
      file: external_exports.string(),
      checksum: external_exports.string().describe("SHA-256 of the file's bytes, hex"),
      phase,
      declared: external_exports.boolean().optional().describe("the file itself says which phase it belongs to"),
      late: external_exports.string().optional().describe("why it is applied after later versions"),
      transactional: external_exports.boolean().describe("false: runs statement by statement"),
      statements: external_exports.array(statement)
    })
  ),
  appliedCount: external_exports.int().nonnegative(),
  ignored: external_exports.array(external_exports.object({ file: external_exports.string(), why: external_exports.string() })),
  waiting: external_exports.array(
    external_exports.object({
      version: external_exports.string(),
      name: external_exports.string(),
      file: external_exports.string(),
      checksum: external_exports.string(),
      statements: external_exports.array(statement).optional().describe("what they do when they are applied")
    })
  ).optional().describe("waiting contract files of earlier releases, which this release skips"),
  refusals: external_exports.array(external_exports.object({ code: external_exports.string(), what: external_exports.string(), next: external_exports.string() })).optional().describe("what prevents the files from being applied as they are"),
  facts: external_exports.array(
    external_exports.object({
      relation: external_exports.string(),
      rows: external_exports.number().describe("the planner's estimate"),
      bytes: external_exports.number(),
      empty: external_exports.boolean().optional().describe("nothing is stored in it")
    })
  )
}).meta({ title: "Pending migrations, as Shiplock plans them" });
function planJson(plan) {
  return `${JSON.stringify(planSchema.parse({ format: 1, ...plan }), void 0, 2)}
`;
}
__name(planJson, "planJson");
function planJsonSchema() {
  return `${JSON.stringify(external_exports.toJSONSchema(planSchema), void 0, 2)}
`;
}
__name(planJsonSchema, "planJsonSchema");
export {
  planJson,
  planJsonSchema,
  planSchema
};
