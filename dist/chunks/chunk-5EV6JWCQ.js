import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  byteOffsets,
  codePointOffset,
  positions
} from "./chunk-NOU2GYAC.js";
import {
  ParserError,
  loadParser,
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/read-only/tree.ts
var ACTS = `dblink lo_ loread lowrite nextval setval set_config pg_terminate_backend pg_cancel_backend pg_notify pg_reload_conf
    pg_rotate_logfile pg_switch_wal pg_promote pg_create_ pg_drop_ pg_copy_ pg_replication_ pg_logical_ pg_log_
    pg_export_snapshot pg_import_ pg_advisory_ pg_try_advisory_ pg_backup_ pg_start_backup pg_stop_backup pg_stat_reset
    pg_stat_file pg_read_ pg_ls_ pg_file_ pg_sleep pg_wal_replay pg_prewarm query_to_ cursor_to_ table_to_xml
    schema_to_xml database_to_xml crosstab connectby ts_stat ts_rewrite xpath_table txid_current pg_current_xact_id http_`.split(
  /\s+/
);
var acts = /* @__PURE__ */ __name((name) => ACTS.some((begin) => name.at(-1)?.toLowerCase().startsWith(begin)), "acts");
var WRITES = {
  InsertStmt: "INSERT",
  UpdateStmt: "UPDATE",
  DeleteStmt: "DELETE",
  MergeStmt: "MERGE",
  IntoClause: "SELECT INTO",
  LockingClause: "FOR UPDATE or FOR SHARE, which lock rows"
};
async function readsOnly(sql, place) {
  const parser = await loadParser();
  if (sql.includes("\0")) throw refused(place, sql, sql.indexOf("\0"), "it contains a NUL byte");
  let statements;
  try {
    statements = parser.parse(sql);
  } catch (error) {
    if (!(error instanceof ParserError)) throw error;
    throw refused(place, sql, codePointOffset(sql, error.position), `it is not valid SQL: ${error.message}`);
  }
  const [only, second] = statements;
  if (!only?.stmt) throw refused(place, sql, 0, "it contains no statement");
  if (second)
    throw refused(place, sql, byteOffsets(sql)(second.stmt_location ?? 0), "it contains a second statement");
  if (!("SelectStmt" in only.stmt))
    throw refused(place, sql, 0, `it is not a SELECT (${Object.keys(only.stmt)[0]})`);
  const found = named(only.stmt);
  if (found.writes) throw refused(place, sql, 0, `it has ${found.writes}`);
  const acting = found.functions.find(acts);
  if (acting)
    throw refused(
      place,
      sql,
      Math.max(0, sql.indexOf(acting.at(-1) ?? "")),
      `it calls ${acting.join(".")}(), which does more than read`
    );
  return found;
}
__name(readsOnly, "readsOnly");
function named(statement) {
  const functions = [];
  const operators = [];
  const relations = [];
  let writes;
  walk(statement, (tag, node) => {
    if (Object.hasOwn(WRITES, tag)) writes ??= WRITES[tag];
    if ("intoClause" in node) writes ??= WRITES["IntoClause"];
    if (tag === "FuncCall") functions.push(nameList(node["funcname"]));
    if (tag === "A_Expr" || tag === "SubLink") operators.push(nameList(node["name"] ?? node["operName"]));
    if (tag === "RangeVar")
      relations.push(
        [node["schemaname"], node["relname"]].filter((part) => typeof part === "string")
      );
  });
  return { functions, operators: operators.filter((name) => name.length > 0), relations, writes };
}
__name(named, "named");
function refused(place, sql, offset, why) {
  const { line, column } = positions(sql)(Math.min(offset, sql.length));
  return configurationError({
    code: "SHIPLOCK_GATE_SQL",
    what: `a gate cannot run ${place} (line ${line}, column ${column}): ${why}`,
    notDone: ["the query was not sent to the database"],
    next: "Write exactly one SELECT that only reads and returns one row (good, total); put computations into a view."
  });
}
__name(refused, "refused");

export {
  readsOnly,
  named,
  refused
};
