import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  firstIssue
} from "./chunk-XQVBSQ4W.js";
import {
  functionNamesOf,
  namesOf,
  signatureOf
} from "./chunk-4DOZPKNJ.js";
import {
  loadParser
} from "./chunk-U2BQKBZ7.js";
import {
  qualifiedIdent
} from "./chunk-GWXVWR6U.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/usage/load.ts
import { readFile } from "node:fs/promises";
import path from "node:path";
var USAGE_FILE = "supabase/usage.json";
var OLD_FILE = "supabase/contract.json";
var columns = external_exports.array(external_exports.string().min(1));
var usageSchema = external_exports.strictObject({
  $schema: external_exports.string().optional(),
  version: external_exports.literal(1),
  uses: external_exports.strictObject({
    relations: external_exports.record(
      external_exports.string().refine((name) => namesOf(name)?.length === 2, "must be schema.name, as SQL writes it"),
      external_exports.strictObject({
        select: columns.optional(),
        insert: columns.optional(),
        update: columns.optional(),
        delete: external_exports.boolean().optional()
      })
    ).default({}),
    functions: external_exports.array(
      external_exports.string().refine(
        (name) => functionNamesOf(name)?.length === 2,
        "must be schema.name(types), as SQL writes it"
      )
    ).default([])
  })
});
async function loadUsage(workspace, file) {
  const [source, old] = await Promise.all([
    sourceOf(workspace, file),
    file === USAGE_FILE ? sourceOf(workspace, OLD_FILE) : void 0
  ]);
  if (source !== void 0 && old !== void 0)
    throw configurationError({
      code: "SHIPLOCK_SCHEMA_CONTRACT",
      what: `${OLD_FILE} and ${USAGE_FILE} both say what the app uses`,
      notDone: ["Nothing was changed."],
      next: `Keep ${USAGE_FILE}: ${OLD_FILE} is its old name. git rm ${OLD_FILE}`,
      places: [{ file: OLD_FILE }]
    });
  if (source !== void 0) return { file, uses: await parseUsage(source, file) };
  if (old === void 0) return { file, uses: void 0 };
  return {
    file: OLD_FILE,
    uses: await parseUsage(old, OLD_FILE),
    notice: `${OLD_FILE} is now called ${USAGE_FILE}; the old name is still read. Rename it: git mv ${OLD_FILE} ${USAGE_FILE}`
  };
}
__name(loadUsage, "loadUsage");
async function sourceOf(workspace, file) {
  return readFile(path.join(workspace, file), "utf8").catch((error) => {
    if (error.code === "ENOENT") return void 0;
    throw error;
  });
}
__name(sourceOf, "sourceOf");
async function parseUsage(source, file) {
  let json;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw invalid(file, `it is not JSON: ${error.message}`);
  }
  await loadParser();
  const result = usageSchema.safeParse(json);
  if (!result.success) throw invalid(file, firstIssue(result.error));
  const { version, uses } = result.data;
  const relations = Object.entries(uses.relations).map(([name, use]) => [printed(name), use]);
  return {
    version,
    uses: {
      relations: Object.fromEntries(relations),
      functions: uses.functions.map((name) => signatureOf(name) ?? name)
    }
  };
}
__name(parseUsage, "parseUsage");
var printed = /* @__PURE__ */ __name((name) => qualifiedIdent(...namesOf(name) ?? [name]), "printed");
var invalid = /* @__PURE__ */ __name((file, why) => configurationError({
  code: "SHIPLOCK_SCHEMA_CONTRACT",
  what: `${file} does not say what the app uses: ${why}`,
  notDone: ["Nothing was changed."],
  next: "Correct it; docs/schema-checks.md describes the format.",
  places: [{ file }]
}), "invalid");

export {
  USAGE_FILE,
  loadUsage
};
