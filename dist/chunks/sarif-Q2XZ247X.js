import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  RULES
} from "./chunk-5ERT3XXZ.js";
import "./chunk-7DIKCZIJ.js";
import "./chunk-YQXTQX3M.js";
import "./chunk-SU3H5PD6.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-AOW2UBHG.js";
import "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/report/sarif.ts
import { createHash } from "node:crypto";
var LEVEL = { info: "note", warning: "warning", refused: "error" };
function planSarif(plan, version) {
  const ids = [...RULES.keys()];
  const report = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Shiplock",
            version,
            rules: rules()
          }
        },
        columnKind: "utf16CodeUnits",
        results: plan.pending.flatMap(
          (migration) => migration.statements.flatMap(
            (statement) => statement.hazards.map((hazard) => result(ids, migration, statement, hazard))
          )
        )
      }
    ]
  };
  return `${JSON.stringify(report, void 0, 2)}
`;
}
__name(planSarif, "planSarif");
function rules() {
  return [...RULES.values()].map(({ id, title, severity, instead }) => ({
    id,
    shortDescription: { text: title },
    ...instead ? { help: { text: `Instead: ${instead}` } } : {},
    defaultConfiguration: { level: LEVEL[severity] }
  }));
}
__name(rules, "rules");
function result(ids, migration, statement, hazard) {
  return {
    ruleId: hazard.rule,
    ruleIndex: ids.indexOf(hazard.rule),
    level: LEVEL[hazard.severity],
    message: { text: hazard.instead ? `${hazard.message}. Instead: ${hazard.instead}` : hazard.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: migration.file.split("/").map(encodeURIComponent).join("/"),
            uriBaseId: "%SRCROOT%"
          },
          region: { startLine: statement.line, startColumn: statement.column }
        }
      }
    ],
    // The same hazard stays the same alert when lines above it move.
    partialFingerprints: { "shiplockHazard/v1": fingerprint(migration, statement, hazard) },
    ...hazard.allowed ? { suppressions: [{ kind: "inSource", justification: hazard.allowed.reason }] } : {}
  };
}
__name(result, "result");
function fingerprint(migration, statement, hazard) {
  return createHash("sha256").update([migration.version, hazard.rule, hazard.message, statement.summary].join("\0")).digest("hex");
}
__name(fingerprint, "fingerprint");
export {
  planSarif
};
