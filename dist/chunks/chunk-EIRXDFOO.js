import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  byteOffsets,
  codePointOffset,
  positions
} from "./chunk-NOU2GYAC.js";
import {
  ParserError,
  constant,
  isComment,
  lastName,
  loadParser,
  loadedParser,
  walk
} from "./chunk-U2BQKBZ7.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/sql/directives.ts
var DIRECTIVE = /^shiplock(?:\s*(:)|(?=\s+(?:allow|batch|irreversible|out-of-order|phase)\b))\s*(.*)$/is;
var DOWN = /^(?:migrate:down|\+goose\s+down|\+migrate\s+down)\b/i;
async function directives(sql, file = "SQL") {
  if (!/shiplock|migrate:|\+goose|\+migrate/i.test(sql)) return [];
  const parser = await loadParser();
  const text2 = sql.startsWith("\uFEFF") ? ` ${sql.slice(1)}` : sql;
  const toUnit = byteOffsets(text2);
  const toPosition = positions(text2);
  const found = [];
  for (const token of parser.scan(text2)) {
    if (!isComment(token)) continue;
    const body = commentBody(token.text);
    const match = DIRECTIVE.exec(body);
    const down = DOWN.exec(body);
    if (!match && !down) continue;
    const at = toPosition(toUnit(token.start));
    const place = { ...at, end: at.offset + token.text.length };
    if (!match) throw downPart(place, file, body);
    if (!match[1]) throw refused(place, file, "the colon is missing", body.replace(/^\S+\s*/, ""));
    found.push(read(match[2] ?? "", place, file));
  }
  return found;
}
__name(directives, "directives");
function directivesOf(sql, statements, all) {
  const owned = /* @__PURE__ */ new Map();
  for (const directive of all) {
    const owner = ownerOf(sql, statements, directive);
    if (owner) owned.set(owner, [...owned.get(owner) ?? [], directive]);
  }
  return owned;
}
__name(directivesOf, "directivesOf");
function ownerOf(sql, statements, directive) {
  const next = statements.findIndex((statement) => statement.offset > directive.offset);
  const before = next === -1 ? statements.at(-1) : statements[next - 1];
  if (before) {
    const end = before.offset + before.text.length;
    if (directive.offset < end || !sql.slice(end, directive.offset).includes("\n")) return before;
  }
  return next === -1 ? void 0 : statements[next];
}
__name(ownerOf, "ownerOf");
function commentBody(comment) {
  return comment.startsWith("--") ? comment.slice(2).trim() : comment.slice(2, -2).trim();
}
__name(commentBody, "commentBody");
function read(body, place, file) {
  const words = parseWords(body);
  const [head] = words;
  const option = /* @__PURE__ */ __name((name) => words.find((word) => word.name === name)?.value, "option");
  const reason = option("reason");
  switch (head?.name) {
    case "allow":
      if (!head.value || !reason)
        throw refused(place, file, "allow needs a rule and a reason", 'allow=<rule> reason="\u2026"');
      return { ...place, kind: "allow", rule: head.value, reason };
    case "irreversible":
      if (!reason) throw refused(place, file, "irreversible needs a reason", 'irreversible reason="\u2026"');
      return { ...place, kind: "irreversible", reason };
    case "out-of-order":
      if (!reason) throw refused(place, file, "out-of-order needs a reason", 'out-of-order reason="\u2026"');
      return { ...place, kind: "out-of-order", reason };
    case "phase":
      if (head.value !== "contract" && head.value !== "expand") break;
      return { ...place, kind: "phase", phase: head.value };
    case "batch":
      return {
        ...place,
        kind: "batch",
        options: Object.fromEntries(words.slice(1).map((word) => [word.name, word.value]))
      };
  }
  throw refused(
    place,
    file,
    `"${body.trim()}" is unknown`,
    "allow=<rule>, batch, irreversible, out-of-order or phase=contract"
  );
}
__name(read, "read");
function parseWords(body) {
  const words = [...body.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|(\S+)))?/g)];
  return words.map(([, name = "", quoted, bare]) => ({ name, value: (quoted ?? bare ?? "").trim() }));
}
__name(parseWords, "parseWords");
function downPart(place, file, comment) {
  const what = `"${comment}" starts the part that undoes this file, but that part would run like the rest of the file`;
  return configurationError({
    code: "SHIPLOCK_MIGRATION_DIRECTIVE",
    what: `${file}:${place.line}:${place.column} ${what}`,
    next: "Move that part to rollbacks/<version>.sql, next to the migrations folder.",
    notDone: ["Nothing was sent to the database."],
    places: [{ file, line: place.line, column: place.column, message: what }]
  });
}
__name(downPart, "downPart");
function refused(place, file, what, form) {
  return configurationError({
    code: "SHIPLOCK_MIGRATION_DIRECTIVE",
    what: `${file}:${place.line}:${place.column} has an invalid directive: ${what}`,
    next: `Write it as: -- shiplock: ${form}`,
    notDone: ["Nothing was sent to the database."],
    places: [{ file, line: place.line, column: place.column, message: what }]
  });
}
__name(refused, "refused");

// src/database/sql/nodes.ts
function isFields(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
__name(isFields, "isFields");
function fieldsOf({ node }) {
  const fields = Object.values(node)[0];
  return isFields(fields) ? fields : {};
}
__name(fieldsOf, "fieldsOf");
function relationOf(range) {
  const given = isFields(range) ? range["RangeVar"] ?? range : void 0;
  const { schemaname, relname, alias } = isFields(given) ? given : {};
  return {
    schema: text(schemaname),
    name: text(relname),
    alias: isFields(alias) ? text(alias["aliasname"]) : void 0
  };
}
__name(relationOf, "relationOf");
function text(value) {
  return typeof value === "string" ? value : void 0;
}
__name(text, "text");

// src/database/sql/transaction.ts
var OPENS = /* @__PURE__ */ new Set(["TRANS_STMT_BEGIN", "TRANS_STMT_START"]);
var THROWS_AWAY = /* @__PURE__ */ new Set([
  "TRANS_STMT_ROLLBACK",
  "TRANS_STMT_PREPARE",
  "TRANS_STMT_ROLLBACK_PREPARED",
  "TRANS_STMT_COMMIT_PREPARED"
]);
function transactionOf(statement) {
  return "TransactionStmt" in statement.node ? statement.node.TransactionStmt : void 0;
}
__name(transactionOf, "transactionOf");
function transactionControl(statements) {
  const thrownAway = statements.find((each) => THROWS_AWAY.has(transactionOf(each)?.kind ?? ""));
  if (thrownAway) return { kind: "rolls-back", end: thrownAway };
  const begins = [];
  const commits = [];
  let open = false;
  for (const statement of statements) {
    const transaction = transactionOf(statement);
    const kind = transaction?.kind ?? "";
    if (OPENS.has(kind)) {
      begins.push(statement);
      if (begins.length > 1) return { kind: "multiple", blocks: countBlocks(statements), second: statement };
      open = true;
    } else if (kind === "TRANS_STMT_COMMIT") {
      if (!open) return { kind: "unopened", end: statement };
      if (transaction?.chain) return { kind: "multiple", blocks: 2, second: statement };
      commits.push(statement);
      open = false;
    }
  }
  const [begin] = begins;
  const [commit] = commits;
  if (!begin) return { kind: "none" };
  if (!commit) return { kind: "unclosed", begin };
  const first = statements.indexOf(begin);
  const last = statements.indexOf(commit);
  const outside = [...statements.slice(0, first), ...statements.slice(last + 1)];
  if (outside.length > 0) return { kind: "outside-statements", begin, commit, outside };
  return { kind: "wraps-whole-file", begin, commit, inner: statements.slice(first + 1, last) };
}
__name(transactionControl, "transactionControl");
function countBlocks(statements) {
  return statements.filter((statement) => OPENS.has(transactionOf(statement)?.kind ?? "")).length;
}
__name(countBlocks, "countBlocks");
var OUTSIDE_ONLY = {
  IndexStmt: /* @__PURE__ */ __name((fields) => fields["concurrent"] ? "CREATE INDEX CONCURRENTLY" : void 0, "IndexStmt"),
  DropStmt: /* @__PURE__ */ __name((fields) => fields["concurrent"] ? "DROP INDEX CONCURRENTLY" : void 0, "DropStmt"),
  ReindexStmt: /* @__PURE__ */ __name((fields) => {
    if (options(fields["params"]).has("concurrently")) return "REINDEX CONCURRENTLY";
    const kind = String(fields["kind"] ?? "").replace("REINDEX_OBJECT_", "");
    return ["SCHEMA", "SYSTEM", "DATABASE"].includes(kind) ? `REINDEX ${kind}` : void 0;
  }, "ReindexStmt"),
  VacuumStmt: /* @__PURE__ */ __name((fields) => fields["is_vacuumcmd"] ? "VACUUM" : void 0, "VacuumStmt"),
  ClusterStmt: /* @__PURE__ */ __name((fields) => fields["relation"] ? void 0 : "CLUSTER of every table", "ClusterStmt"),
  AlterSystemStmt: /* @__PURE__ */ __name(() => "ALTER SYSTEM", "AlterSystemStmt"),
  CreatedbStmt: /* @__PURE__ */ __name(() => "CREATE DATABASE", "CreatedbStmt"),
  DropdbStmt: /* @__PURE__ */ __name(() => "DROP DATABASE", "DropdbStmt"),
  AlterDatabaseStmt: /* @__PURE__ */ __name((fields) => options(fields["options"]).has("tablespace") ? "ALTER DATABASE SET TABLESPACE" : void 0, "AlterDatabaseStmt"),
  CreateTableSpaceStmt: /* @__PURE__ */ __name(() => "CREATE TABLESPACE", "CreateTableSpaceStmt"),
  DropTableSpaceStmt: /* @__PURE__ */ __name(() => "DROP TABLESPACE", "DropTableSpaceStmt"),
  CreateSubscriptionStmt: /* @__PURE__ */ __name((fields) => {
    const given = options(fields["options"]);
    const makesSlot = off(given.get("connect")) || off(given.get("create_slot")) ? void 0 : "CREATE SUBSCRIPTION";
    return makesSlot && `${makesSlot} with a replication slot`;
  }, "CreateSubscriptionStmt"),
  DropSubscriptionStmt: /* @__PURE__ */ __name(() => "DROP SUBSCRIPTION", "DropSubscriptionStmt"),
  AlterSubscriptionStmt: /* @__PURE__ */ __name((fields) => {
    const given = options(fields["options"]);
    const slot = ["failover", "two_phase"].find((name) => given.has(name));
    if (slot) return `ALTER SUBSCRIPTION SET (${slot})`;
    return /PUBLICATION|REFRESH/.test(String(fields["kind"])) && !off(given.get("refresh")) ? "ALTER SUBSCRIPTION with a refresh" : void 0;
  }, "AlterSubscriptionStmt"),
  DiscardStmt: /* @__PURE__ */ __name((fields) => fields["target"] === "DISCARD_ALL" ? "DISCARD ALL" : void 0, "DiscardStmt"),
  AlterTableStmt: /* @__PURE__ */ __name((fields) => {
    let found;
    walk(fields["cmds"], (tag, node) => {
      if (tag === "PartitionCmd" && node["concurrent"]) found = "DETACH PARTITION CONCURRENTLY";
    });
    return found;
  }, "AlterTableStmt")
};
function cannotRunInTransaction(statement) {
  return OUTSIDE_ONLY[statement.kind]?.(fieldsOf(statement));
}
__name(cannotRunInTransaction, "cannotRunInTransaction");
function setsLockTimeout(statement) {
  if ("DiscardStmt" in statement.node) return { value: "default", local: false };
  if ("VariableSetStmt" in statement.node) {
    const set = statement.node.VariableSetStmt;
    if (set.kind === "VAR_RESET_ALL") return { value: "default", local: false };
    if (set.name?.toLowerCase() !== "lock_timeout") return void 0;
    return { value: constant(set.args?.[0]) ?? "default", local: set.is_local === true };
  }
  let found;
  walk(statement.node, (tag, node) => {
    if (tag !== "FuncCall" || lastName(node["funcname"]) !== "set_config") return;
    const [name, value, local] = Array.isArray(node["args"]) ? node["args"] : [];
    if (constant(name)?.toLowerCase() !== "lock_timeout") return;
    found = { value: constant(value) ?? "default", local: constant(local) === "true" };
  });
  return found;
}
__name(setsLockTimeout, "setsLockTimeout");
function setsSession({ node }) {
  if ("VariableSetStmt" in node) {
    const { is_local, name } = node.VariableSetStmt;
    return !is_local && !/^transaction/i.test(name ?? "");
  }
  return onlySetsConfig(node, "false");
}
__name(setsSession, "setsSession");
function onlySetsConfig(node, local) {
  if (!("SelectStmt" in node)) return false;
  const { targetList = [], fromClause } = node.SelectStmt;
  const setsConfig = /* @__PURE__ */ __name((target) => {
    const call = target["ResTarget"]?.["val"]?.["FuncCall"];
    const args = Array.isArray(call?.["args"]) ? call["args"] : [];
    return lastName(call?.["funcname"]) === "set_config" && constant(args[2]) === local;
  }, "setsConfig");
  return !fromClause && targetList.length > 0 && targetList.every(setsConfig);
}
__name(onlySetsConfig, "onlySetsConfig");
function setsTransaction({ node }) {
  return "VariableSetStmt" in node && /^transaction/i.test(node.VariableSetStmt.name ?? "");
}
__name(setsTransaction, "setsTransaction");
function options(list) {
  const found = /* @__PURE__ */ new Map();
  if (!Array.isArray(list)) return found;
  for (const item of list) {
    const { defname, arg } = item.DefElem ?? {};
    if (!defname) continue;
    const value = arg?.["String"]?.["sval"] ?? arg?.["Boolean"]?.["boolval"] ?? arg?.["Integer"]?.["ival"] ?? "true";
    found.set(defname.toLowerCase(), String(value));
  }
  return found;
}
__name(options, "options");
function off(value) {
  return value !== void 0 && ["false", "off", "0", "no"].includes(value.toLowerCase());
}
__name(off, "off");

// src/database/sql/refusals.ts
var MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)/m;
var ALL_MARKERS = [/^<{7}(?=\s|$)/m, /^={7}(?=\s|$)/m, /^>{7}(?=\s|$)/m];
var UNSEEN = /[\u00A0\u2028\u2029\u202F\u2060\u3000\uFEFF]|[\u200B-\u200F]/;
function syntaxProblem(parser, text2, file, error) {
  const at = positions(text2)(codePointOffset(text2, error.position));
  if (ALL_MARKERS.every((marker) => marker.test(text2))) return mergeMarkers(text2, text2.search(MARKER), file);
  const copy = copyBefore(parser, text2, at.offset);
  if (copy) return copyFromStdinProblem(copy, file);
  const found = text2[at.offset];
  if (found === "\\" || found === ":" && /^:['"]?\w/.test(text2.slice(at.offset)))
    return psql(text2, at, file);
  const [unseen] = UNSEEN.exec(/^[^ \t\r\n;]*/.exec(text2.slice(at.offset))?.[0] ?? "") ?? [];
  return problem(
    "SYNTAX",
    file,
    at,
    `is not valid SQL: ${error.message}`,
    unseen ? `Remove the invisible character U+${unseen.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")} at this position.` : "Correct the statement at this position."
  );
}
__name(syntaxProblem, "syntaxProblem");
function nulByte(text2, offset, file) {
  const next = "Save the file as UTF-8 text; NUL bytes often come from UTF-16.";
  return problem("SYNTAX", file, positions(text2)(offset), "contains a NUL byte", next);
}
__name(nulByte, "nulByte");
function copyFromStdinProblem(at, file) {
  const next = "Write the rows as INSERT statements, or load them outside migrations.";
  return problem("COPY_STDIN", file, at, "uses COPY \u2026 FROM STDIN, but only psql can send its rows", next);
}
__name(copyFromStdinProblem, "copyFromStdinProblem");
function mergeMarkerInBody(parser, text2, file) {
  if (!text2.includes("<<<<<<<") || !ALL_MARKERS.every((marker) => marker.test(text2))) return void 0;
  const toUnit = byteOffsets(text2);
  for (const token of parser.scan(text2)) {
    if (token.tokenName !== "SCONST" || !token.text.startsWith("$")) continue;
    const inside = token.text.search(MARKER);
    if (inside !== -1) return mergeMarkers(text2, toUnit(token.start) + inside, file);
  }
  return void 0;
}
__name(mergeMarkerInBody, "mergeMarkerInBody");
function mergeMarkers(text2, offset, file) {
  const next = "Resolve the merge conflict and remove its markers.";
  return problem("MERGE_MARKERS", file, positions(text2)(offset), "still has merge markers", next);
}
__name(mergeMarkers, "mergeMarkers");
function psql(text2, at, file) {
  const command = /^\S+/.exec(text2.slice(at.offset))?.[0] ?? "\\";
  const next = "Remove it, or write what it does as SQL: only psql understands it, not the server.";
  return problem("PSQL", file, at, `uses the psql command or variable ${command}`, next);
}
__name(psql, "psql");
function copyBefore(parser, text2, offset) {
  const before = text2.slice(0, offset);
  if (!/copy/i.test(before)) return void 0;
  try {
    const lastEnd = parser.scan(before).findLast((token) => token.text === ";");
    if (!lastEnd) return void 0;
    const toUnit = byteOffsets(before);
    const complete = before.slice(0, toUnit(lastEnd.end));
    const copy = parser.parse(complete).findLast((raw) => raw.stmt && readsStdin(raw.stmt));
    return copy && positions(text2)(byteOffsets(complete)(copy.stmt_location ?? 0));
  } catch {
    return void 0;
  }
}
__name(copyBefore, "copyBefore");
function readsStdin(node) {
  if (!("CopyStmt" in node)) return false;
  const copy = node.CopyStmt;
  return copy.is_from === true && !copy.is_program && !copy.filename;
}
__name(readsStdin, "readsStdin");
function problem(kind, file, at, what, next) {
  const place = { file, line: at.line, column: at.column, message: what };
  return configurationError({
    code: `SHIPLOCK_MIGRATION_${kind}`,
    what: `${file}:${at.line}:${at.column} ${what}`,
    next,
    notDone: ["Nothing was sent to the database."],
    places: [place]
  });
}
__name(problem, "problem");

// src/database/sql/statement.ts
import { createHash } from "node:crypto";
function makeStatement(parser, text2, node, position) {
  let hash;
  return {
    ...position,
    text: text2,
    kind: Object.keys(node)[0] ?? "Unknown",
    node,
    get hash() {
      hash ??= tokenHash(parser, text2);
      return hash;
    }
  };
}
__name(makeStatement, "makeStatement");
function tokenHash(parser, text2) {
  const digest = createHash("sha256");
  for (const token of parser.scan(text2)) {
    if (!isComment(token)) digest.update(token.text).update("\0");
  }
  return digest.digest("hex");
}
__name(tokenHash, "tokenHash");

// src/database/sql/inside-only.ts
var SAVEPOINTS = /* @__PURE__ */ new Set(["TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"]);
var HOLD = 32;
function meansNothingAlone(statement) {
  const fields = fieldsOf(statement);
  switch (statement.kind) {
    case "VariableSetStmt":
      if (setsTransaction(statement)) return "SET TRANSACTION";
      return fields["is_local"] ? "SET LOCAL" : void 0;
    case "SelectStmt":
      return onlySetsConfig(statement.node, "true") ? "set_config(\u2026, true)" : void 0;
    case "LockStmt":
      return "LOCK TABLE";
    case "ConstraintsSetStmt":
      return "SET CONSTRAINTS";
    case "DeclareCursorStmt":
      return Number(fields["options"] ?? 0) & HOLD ? void 0 : "DECLARE CURSOR";
    case "TransactionStmt":
      return isSavepoint(statement) ? "SAVEPOINT" : void 0;
  }
  return void 0;
}
__name(meansNothingAlone, "meansNothingAlone");
function isSavepoint(statement) {
  return statement.kind === "TransactionStmt" && SAVEPOINTS.has(String(fieldsOf(statement)["kind"]));
}
__name(isSavepoint, "isSavepoint");
function makesReadOnly(statement) {
  const fields = fieldsOf(statement);
  const given = statement.kind === "TransactionStmt" ? fields["options"] : setOptions(statement, fields);
  let found = false;
  walk(given, (tag, node) => {
    if (tag === "DefElem" && node["defname"] === "transaction_read_only")
      found = constant(node["arg"]) === "1";
  });
  return found;
}
__name(makesReadOnly, "makesReadOnly");
function setOptions(statement, fields) {
  return statement.kind === "VariableSetStmt" && fields["name"] === "TRANSACTION" ? fields["args"] : void 0;
}
__name(setOptions, "setOptions");
function endsTransactionInside(statement) {
  if (statement.kind !== "DoStmt" || !/commit|rollback/i.test(statement.text)) return false;
  let found = false;
  try {
    walk(loadedParser().plpgsql(statement.text), (tag) => {
      found ||= tag === "PLpgSQL_stmt_commit" || tag === "PLpgSQL_stmt_rollback";
    });
  } catch {
  }
  return found;
}
__name(endsTransactionInside, "endsTransactionInside");

// src/database/sql/parse.ts
async function parseSql(sql, file) {
  const parser = await loadParser();
  const text2 = sql.startsWith("\uFEFF") ? ` ${sql.slice(1)}` : sql;
  const nul = text2.indexOf("\0");
  if (nul !== -1) throw nulByte(text2, nul, file);
  let raw;
  try {
    raw = parser.parse(text2);
  } catch (error) {
    if (error instanceof ParserError) throw syntaxProblem(parser, text2, file, error);
    throw error;
  }
  const statements = locate(parser, text2, raw);
  const refused2 = mergeMarkerInBody(parser, text2, file) ?? copyFromStdin(statements, file);
  if (refused2) throw refused2;
  return statements;
}
__name(parseSql, "parseSql");
function locate(parser, text2, raw) {
  const toUnit = byteOffsets(text2);
  const toPosition = positions(text2);
  const statements = [];
  for (const { stmt, stmt_location: start = 0, stmt_len: length } of raw) {
    if (!stmt) continue;
    const from = toUnit(start);
    const to = length ? toUnit(start + length) : text2.length;
    const source = text2.slice(from, to);
    const skipped = leadingBlank(parser, source);
    statements.push(makeStatement(parser, source.slice(skipped).trimEnd(), stmt, toPosition(from + skipped)));
  }
  return statements;
}
__name(locate, "locate");
function leadingBlank(parser, source) {
  if (/^[A-Za-z(]/.test(source)) return 0;
  for (const token of parser.scan(source)) {
    if (!isComment(token)) return byteOffsets(source)(token.start);
  }
  return 0;
}
__name(leadingBlank, "leadingBlank");
function copyFromStdin(statements, file) {
  const copy = statements.find((statement) => readsStdin(statement.node));
  return copy && copyFromStdinProblem(copy, file);
}
__name(copyFromStdin, "copyFromStdin");

export {
  directives,
  directivesOf,
  fieldsOf,
  relationOf,
  transactionControl,
  cannotRunInTransaction,
  setsLockTimeout,
  setsSession,
  setsTransaction,
  meansNothingAlone,
  isSavepoint,
  makesReadOnly,
  endsTransactionInside,
  parseSql
};
