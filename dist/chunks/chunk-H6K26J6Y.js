import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  missingGrant
} from "./chunk-TDMNUXVL.js";
import {
  parseSql
} from "./chunk-EIRXDFOO.js";
import {
  codePointOffset
} from "./chunk-NOU2GYAC.js";
import {
  ShiplockError
} from "./chunk-GQCODBKJ.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/checks/verify-sql.ts
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
async function verifySql(db, options) {
  const folder = path.join(options.workspace, options.directory);
  const names = await readdir(folder).catch((error) => {
    if (error.code === "ENOENT") return void 0;
    throw error;
  });
  const files = names?.filter((name) => name.endsWith(".sql")).sort() ?? [];
  if (files.length === 0) {
    const detail = names ? `${options.directory} has no .sql file` : `there is no folder ${options.directory}`;
    return { check: "verify-sql", outcome: "skipped", detail, findings: [] };
  }
  const results = [];
  for (const name of files)
    results.push(await verifyFile(db, path.posix.join(options.directory, name), options));
  const failed = results.flatMap((r) => r.failed);
  const undecided2 = results.flatMap((r) => r.undecided);
  const checks = results.reduce((sum, r) => sum + r.checks, 0);
  return {
    check: "verify-sql",
    outcome: failed.length > 0 ? "fail" : undecided2.length > 0 ? "unknown" : "pass",
    detail: `${count(checks, "check")} in ${count(files.length, "file")}${undecided2.length > 0 ? `, ${undecided2.length} undecided` : ""}`,
    findings: [...failed, ...undecided2]
  };
}
__name(verifySql, "verifySql");
async function verifyFile(db, file, options) {
  let current;
  const rows = [];
  try {
    const statements = await parseSql(await readFile(path.join(options.workspace, file), "utf8"), file);
    const wrong = statements.find((statement) => statement.kind !== "SelectStmt");
    if (wrong) return undecided(file, "only SELECT statements can verify", wrong.line);
    await db.transaction(async (tx) => {
      await tx.query("set transaction read only");
      await tx.query(
        `select set_config('row_security', 'off', true), set_config('statement_timeout', $1, true)`,
        [`${options.timeoutMs ?? 6e4}ms`]
      );
      for (const statement of statements) {
        current = statement;
        for (const row of await tx.query(statement.text, []))
          rows.push({ row, line: statement.line });
      }
    });
    return judge(file, rows);
  } catch (error) {
    const rest = undecided(file, missingGrant(error), lineOf(error, current));
    if (rows.length === 0) return rest;
    const found = judge(file, rows);
    return { ...found, undecided: [...found.undecided, ...rest.undecided] };
  }
}
__name(verifyFile, "verifyFile");
function judge(file, rows) {
  if (rows.length === 0) return undecided(file, "it returned no rows, so it checked nothing", void 0);
  const failed = [];
  const strange = [];
  for (const { row, line } of rows) {
    const { check_name: name, bad } = row;
    const place = { file, line };
    if (typeof name !== "string" || typeof bad === "object" || !/^-?\d+$/.test(String(bad))) {
      strange.push({
        object: file,
        message: `rows must be (check_name text, bad bigint), but this one has (${Object.keys(row).join(", ")}) or a null${"bad" in row ? `: bad is ${typeof bad === "number" ? bad : JSON.stringify(bad)}` : ""}`,
        place
      });
    } else if (BigInt(String(bad)) !== 0n) {
      failed.push({ object: `${file}: ${name}`, message: `${String(bad)} bad`, place });
    }
  }
  return { checks: rows.length, failed, undecided: strange };
}
__name(judge, "judge");
var undecided = /* @__PURE__ */ __name((file, message, line) => ({
  checks: 0,
  failed: [],
  undecided: [{ object: file, message, place: { file, ...line ? { line } : {} } }]
}), "undecided");
function lineOf(error, statement) {
  if (!statement) return error instanceof ShiplockError ? error.problem.places?.[0]?.line : void 0;
  const cause = error instanceof ShiplockError ? error.cause : void 0;
  const position = Number(cause?.position ?? 0);
  if (position <= 0) return statement.line;
  const before = statement.text.slice(0, codePointOffset(statement.text, position - 1));
  return statement.line + before.split("\n").length - 1;
}
__name(lineOf, "lineOf");

export {
  verifySql,
  verifyFile
};
