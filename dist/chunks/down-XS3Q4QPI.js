import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  explain,
  forgetSql,
  locked,
  resetSession,
  runTogether,
  versionsBegun,
  versionsBegunIfAny
} from "./chunk-6KD7T7JQ.js";
import {
  compile,
  historyTable,
  literal,
  readHistory,
  where,
  withinBudget
} from "./chunk-TKSXV3DM.js";
import "./chunk-M3TT6DPO.js";
import "./chunk-Q7FKY43Q.js";
import "./chunk-XQVBSQ4W.js";
import {
  downProblem
} from "./chunk-FY5STXVI.js";
import {
  connect,
  databaseError
} from "./chunk-G5532VYC.js";
import "./chunk-5C23QCQT.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-RGJYDZCI.js";
import "./chunk-GPMABSAE.js";
import {
  inner
} from "./chunk-SU3H5PD6.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import {
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/down.ts
import { existsSync } from "node:fs";
import path from "node:path";

// src/database/migrations/loss.ts
var HOLD_ROWS = /* @__PURE__ */ new Set([
  "OBJECT_TABLE",
  "OBJECT_SCHEMA",
  "OBJECT_MATVIEW",
  "OBJECT_SEQUENCE",
  "OBJECT_COLUMN",
  "OBJECT_TYPE",
  "OBJECT_DOMAIN",
  "OBJECT_EXTENSION",
  "OBJECT_FOREIGN_TABLE"
]);
var CODE = /* @__PURE__ */ new Set(["DoStmt", "CallStmt", "ExecuteStmt"]);
var OPAQUE = "runs code with effects that Shiplock cannot analyze";
var RUN = /* @__PURE__ */ new Set([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "CreateTableAsStmt",
  "DeclareCursorStmt",
  "ExplainStmt",
  "CopyStmt"
]);
var REMOVES = /* @__PURE__ */ new Set(["lo_unlink", "lo_put", "lo_truncate", "lo_truncate64", "lowrite"]);
async function losesDataOf(client, statements) {
  const own = await ownFunctions(client, statements.flatMap(called));
  for (const statement of statements) {
    const what = lossOf(statement) ?? (called(statement).some((name) => own.has(name)) ? OPAQUE : void 0);
    if (what) return { line: statement.line, what };
  }
  return void 0;
}
__name(losesDataOf, "losesDataOf");
function lossOf(statement) {
  const { kind, node } = statement;
  if (RUN.has(kind)) return rowsLost(statement);
  if ("DropStmt" in node) return lostByDrop(node.DropStmt);
  if ("DropOwnedStmt" in node) return "drops everything that a role owns";
  if ("TruncateStmt" in node) return "empties a table";
  if ("AlterTableStmt" in node) return lostByAlter(node.AlterTableStmt);
  return CODE.has(kind) ? OPAQUE : void 0;
}
__name(lossOf, "lossOf");
function lostByDrop({ removeType = "OBJECT_TABLE", behavior }) {
  const what = removeType.replace("OBJECT_", "").toLowerCase();
  if (HOLD_ROWS.has(removeType)) return `drops a ${what}`;
  return behavior === "DROP_CASCADE" ? `drops a ${what} with everything that depends on it` : void 0;
}
__name(lostByDrop, "lostByDrop");
function lostByAlter({ cmds = [], relation }) {
  const commands = cmds.flatMap((each) => "AlterTableCmd" in each ? each.AlterTableCmd : []);
  const column = commands.find(({ subtype }) => subtype === "AT_DropColumn");
  if (column) return `drops the column ${relation?.relname}.${column.name}`;
  const retyped = commands.find(({ subtype }) => subtype === "AT_AlterColumnType");
  return retyped ? `changes the type of ${relation?.relname}.${retyped.name}` : void 0;
}
__name(lostByAlter, "lostByAlter");
function ran({ node }) {
  return "ExplainStmt" in node ? inner(node) : node;
}
__name(ran, "ran");
function rowsLost(statement) {
  let found;
  let merged;
  walk(ran(statement), (tag, node) => {
    const { relation, onConflictClause, commandType } = node;
    const of = relation?.relname;
    if (tag === "DeleteStmt") found ??= `deletes rows of ${of}`;
    if (tag === "UpdateStmt") found ??= `overwrites values of ${of}`;
    if (tag === "MergeStmt") merged = of;
    if (tag === "MergeWhenClause" && /UPDATE|DELETE/.test(commandType ?? ""))
      found ??= `changes or deletes rows of ${merged}`;
    if (tag === "InsertStmt" && onConflictClause?.action === "ONCONFLICT_UPDATE")
      found ??= `overwrites values of ${of}`;
    if (tag === "ExecuteStmt") found ??= OPAQUE;
  });
  return found;
}
__name(rowsLost, "rowsLost");
function called(statement) {
  const names = [];
  if (RUN.has(statement.kind))
    walk(ran(statement), (tag, node) => {
      if (tag === "FuncCall") names.push(nameList(node["funcname"]).join("."));
    });
  return names;
}
__name(called, "called");
async function ownFunctions(client, names) {
  const bare = /* @__PURE__ */ __name((name) => name.split(".").at(-1) ?? "", "bare");
  if (names.length === 0) return /* @__PURE__ */ new Set();
  const text = `select proname as name from pg_catalog.pg_proc where proname = any ($1)
    group by proname having bool_and(pronamespace = 'pg_catalog'::regnamespace)`;
  try {
    const { rows } = await client.query(text, [names.map(bare)]);
    const builtIn = new Set(rows.map(({ name }) => name).filter((name) => !REMOVES.has(name)));
    return new Set(names.filter((name) => !builtIn.has(bare(name))));
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
__name(ownFunctions, "ownFunctions");

// src/database/migrations/down.ts
function rollbacksFolder(options) {
  return options.rollbacks ?? path.posix.join(path.posix.dirname(options.directory), "rollbacks");
}
__name(rollbacksFolder, "rollbacksFolder");
async function down(options, request) {
  const compiled = await prepare(options, request);
  const database = await connect(options.url, { applicationName: "shiplock down" });
  try {
    await refuseUnasked(database.client, compiled, request);
    return await locked(options, { database, say: request.say }, async (place) => {
      const pending = stillApplied(compiled, await readHistory(place.work, place.table));
      if (pending.length > 0) refuseBegun(await versionsBegun(place.work, place.table));
      const undone = [];
      for (const migration of pending) {
        request.notAfter?.check("database.down");
        const started = performance.now();
        const [unit] = migration.units;
        if (unit?.kind !== "together") continue;
        const record = [
          `delete from ${place.table.qualified} where version = ${literal(migration.version)}`,
          `delete from shiplock.migration_checksum where version = ${literal(migration.version)}`,
          forgetSql(migration.version)
        ];
        try {
          await withinBudget(
            { ...place, what: migration.file },
            ({ lockTimeoutMs }) => runTogether(place.work, unit, { lockTimeoutMs, before: resetSession(), record })
          );
        } catch (error) {
          throw await explain(error, {
            migration,
            applied: undone,
            down: true,
            rest: pending.slice(undone.length + 1),
            place
          });
        }
        request.say(`${migration.file}: undone`);
        undone.push({
          version: migration.version,
          file: migration.file,
          milliseconds: performance.now() - started
        });
      }
      return undone;
    });
  } finally {
    await database.close();
  }
}
__name(down, "down");
async function checkDown(options, request) {
  const compiled = await prepare(options, request);
  const database = await connect(options.url, { applicationName: "shiplock down", readOnly: true });
  try {
    await refuseUnasked(database.client, compiled, request);
    const table = historyTable(options.historyTable);
    const pending = stillApplied(compiled, await readHistory(database.client, table));
    if (pending.length > 0) refuseBegun(await versionsBegunIfAny(database.client, table));
  } finally {
    await database.close();
  }
}
__name(checkDown, "checkDown");
async function prepare(options, request) {
  const files = [...request.versions].sort().reverse().map((version) => downFile(options, version));
  const compiled = [];
  for (const file of files) compiled.push(await compileDown(file));
  return compiled;
}
__name(prepare, "prepare");
function stillApplied(compiled, history) {
  const newest = history.map(({ version }) => version).reverse();
  const pending = compiled.filter(({ version }) => newest.includes(version));
  refuseNotNewest(pending, newest);
  return pending;
}
__name(stillApplied, "stillApplied");
function downFile(options, version) {
  const directory = rollbacksFolder(options);
  const file = `${directory}/${version}.sql`;
  const where2 = path.resolve(options.workspace, directory, `${version}.sql`);
  if (!/^\d+$/.test(version) || !existsSync(where2)) {
    throw downProblem("MISSING", {
      what: `migration ${version} has no down file ${file}`,
      next: "Roll forward with a new migration, restore a backup, or write and rehearse the down file first."
    });
  }
  return { version, name: "down", file, path: where2, checksum: "" };
}
__name(downFile, "downFile");
async function compileDown(file) {
  const compiled = await compile(file);
  const [unit, more] = compiled.units;
  if (unit?.kind === "together" && !more) return compiled;
  const statement = compiled.units.find(({ kind }) => kind !== "together")?.statements[0];
  throw downProblem("ORDER", {
    what: `${file.file} cannot run in one transaction with the removal of its history row`,
    next: "Write the down file without CONCURRENTLY, batches and its own transactions.",
    places: [{ file: file.file, ...statement ? { line: statement.line } : {} }]
  });
}
__name(compileDown, "compileDown");
async function refuseUnasked(client, compiled, request) {
  const consent = new Set(request.consent ?? []);
  const lossy = [];
  for (const migration of compiled.filter(({ version }) => !consent.has(version))) {
    const lost = await losesDataOf(client, migration.statements);
    if (lost) lossy.push({ migration, lost });
  }
  if (lossy.length === 0) return;
  throw downProblem("CONSENT", {
    what: `undoing ${lossy.map(({ migration }) => migration.version).join(", ")} loses data (${lossy[0]?.migration.file}:${lossy[0]?.lost.line}: ${lossy[0]?.lost.what})`,
    next: `If the data is expendable, name each version in down-consent: ${lossy.map(({ migration }) => migration.version).join(", ")}.`,
    places: lossy.map(({ migration, lost }) => ({
      file: migration.file,
      line: lost.line,
      message: `loses data: ${lost.what}`
    }))
  });
}
__name(refuseUnasked, "refuseUnasked");
function refuseBegun(begun) {
  const [version] = begun;
  if (version === void 0) return;
  throw downProblem("ORDER", {
    what: `migration ${version} started but did not finish: parts of it are in the database`,
    next: `Finish it first (run migrate again), or undo by hand what was run, and then: delete from shiplock.migration_progress where version = '${version}'`
  });
}
__name(refuseBegun, "refuseBegun");
function refuseNotNewest(pending, newest) {
  const wrong = pending.find((migration, index) => migration.version !== newest[index]);
  if (!wrong) return;
  throw downProblem("ORDER", {
    what: `migration ${wrong.version} is not among the newest applied ones (${newest.slice(0, pending.length).join(", ")})`,
    next: "Undo the newer ones too, or roll forward with a new migration."
  });
}
__name(refuseNotNewest, "refuseNotNewest");
export {
  checkDown,
  down,
  rollbacksFolder
};
