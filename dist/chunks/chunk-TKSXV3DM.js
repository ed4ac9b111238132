import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  loadUsage
} from "./chunk-M3TT6DPO.js";
import {
  readProject
} from "./chunk-Q7FKY43Q.js";
import {
  folderProblem,
  migrateProblem,
  readFolder,
  readMigration
} from "./chunk-FY5STXVI.js";
import {
  connect,
  databaseError
} from "./chunk-G5532VYC.js";
import {
  BETWEEN,
  ScriptError
} from "./chunk-RGJYDZCI.js";
import {
  cannotRunInTransaction,
  directives,
  directivesOf,
  endsTransactionInside,
  isSavepoint,
  makesReadOnly,
  meansNothingAlone,
  parseSql,
  transactionControl
} from "./chunk-EIRXDFOO.js";
import {
  isComment,
  loadParser
} from "./chunk-U2BQKBZ7.js";
import {
  qualifiedName,
  quoteName
} from "./chunk-GWXVWR6U.js";
import {
  ShiplockError,
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  count,
  plural
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/history.ts
import { hash } from "node:crypto";

// src/database/migrations/lock-budget.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/database/sql/shape.ts
var STRINGS = /* @__PURE__ */ new Set(["SCONST", "USCONST", "BCONST", "XCONST"]);
var NUMBERS = /* @__PURE__ */ new Set(["ICONST", "FCONST"]);
var LONGEST = 120;
async function withoutValues() {
  const parser = await loadParser();
  return (sql) => {
    const shape = shapeOf(parser, sql);
    return cut(shape, LONGEST);
  };
}
__name(withoutValues, "withoutValues");
function shapeOf(parser, sql) {
  try {
    let end = 0;
    let shape = "";
    for (const token of parser.scan(sql)) {
      if (isComment(token)) continue;
      shape += `${token.start > end ? " " : ""}${shown(token)}`;
      end = token.end;
    }
    return shape.trim();
  } catch {
    const [known = ""] = /^[^'"$\d/-]*/.exec(sql) ?? [];
    return `${known.replace(/\s+/g, " ").trim()} \u2026`;
  }
}
__name(shapeOf, "shapeOf");
function shown({ tokenName, text }) {
  if (STRINGS.has(tokenName)) return "'\u2026'";
  return NUMBERS.has(tokenName) ? "\u2026" : text;
}
__name(shown, "shown");

// src/database/migrations/lock-budget.ts
var LockBudgetSpent = class extends Error {
  static {
    __name(this, "LockBudgetSpent");
  }
  blockers;
  tries;
  constructor(cause, blockers, tries) {
    super(cause.message, { cause });
    this.name = "LockBudgetSpent";
    this.blockers = blockers;
    this.tries = tries;
  }
};
var LOCK_NOT_AVAILABLE = "55P03";
var DEADLOCK = "40P01";
var SERIALIZATION = "40001";
var CANCELED = "57014";
var FIRST_PAUSE_MS = 100;
var LONGEST_PAUSE_MS = 5e3;
var SHORTEST_TRY_MS = 50;
var FASTEST_LOOK_MS = 20;
var SLOWEST_LOOK_MS = 1e3;
var TELL_AGAIN_MS = 3e4;
var OVERDUE = 1.2;
async function withinBudget(request, work) {
  const { budget, say } = request;
  const started = performance.now();
  const left = /* @__PURE__ */ __name(() => budget.totalMs - (performance.now() - started), "left");
  for (let tries = 1; ; tries += 1) {
    const longest = request.patient ? budget.totalMs : budget.timeoutMs;
    const lockTimeoutMs = Math.max(SHORTEST_TRY_MS, Math.floor(Math.min(longest, left())));
    const watch = watchWaiting(request, lockTimeoutMs);
    try {
      await work({ lockTimeoutMs });
      return tries - 1;
    } catch (error) {
      const { cancelled, ...seen } = await watch.end();
      if (!isRetryable(error, cancelled)) throw error;
      const blockers = seen.blockers.length > 0 ? seen.blockers : await holdersOf(request, error);
      const pause = pauseBefore(tries);
      if (left() <= pause) throw new LockBudgetSpent(error, blockers, tries);
      say(
        `${request.what}: ${reason(error, lockTimeoutMs)}${blockers.length > 0 ? `, blocked by ${blockers.map(describeBlocker).join("; ")}` : ""}; trying again in ${Math.round(pause)} ms`
      );
      await sleep(pause);
    } finally {
      await watch.end();
    }
  }
}
__name(withinBudget, "withinBudget");
function reason(error, lockTimeoutMs) {
  switch (error.sqlState) {
    case DEADLOCK:
      return "deadlock";
    case SERIALIZATION:
      return "serialization failed";
    default:
      return `no lock within ${lockTimeoutMs} ms`;
  }
}
__name(reason, "reason");
function isRetryable(error, cancelled) {
  if (!(error instanceof ScriptError)) return false;
  return [LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION, ...cancelled ? [CANCELED] : []].includes(
    error.sqlState ?? ""
  );
}
__name(isRetryable, "isRetryable");
function pauseBefore(tries) {
  return Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random());
}
__name(pauseBefore, "pauseBefore");
function watchWaiting({ watcher: client, pid, patient, say, what }, lockTimeoutMs) {
  let told;
  const tell = /* @__PURE__ */ __name((found) => {
    const who = found.map(({ pid: pid2 }) => pid2).join();
    if (told?.who === who && performance.now() - told.at < TELL_AGAIN_MS) return;
    told = { who, at: performance.now() };
    const advice = adviceFor(found);
    say(`${what}: waits for ${found.map(describeBlocker).join("; ")}${advice && `. ${advice}`}`);
  }, "tell");
  let blockers = [];
  let cancelled = false;
  let running = Promise.resolve();
  const look2 = /* @__PURE__ */ __name(async () => {
    const found = await blockersOf(client, pid);
    if (found.length === 0) return;
    blockers = found;
    if (patient) tell(found);
    cancelled = await cancelOverdue(client, pid, lockTimeoutMs * OVERDUE) || cancelled;
  }, "look");
  const timer = setInterval(
    () => {
      running = running.then(look2).catch(() => void 0);
    },
    Math.max(Math.min(lockTimeoutMs / 2, SLOWEST_LOOK_MS), FASTEST_LOOK_MS)
  );
  return {
    async end() {
      clearInterval(timer);
      await running;
      return { blockers, cancelled };
    }
  };
}
__name(watchWaiting, "watchWaiting");
async function cancelOverdue(client, pid, overdueMs) {
  const { rowCount } = await client.query(
    `select pg_catalog.pg_cancel_backend(pid) from pg_catalog.pg_locks
     where pid = $1 and not granted and waitstart < clock_timestamp() - $2 * interval '1 millisecond'`,
    [pid, overdueMs]
  );
  return (rowCount ?? 0) > 0;
}
__name(cancelOverdue, "cancelOverdue");
function blockersOf(client, pid) {
  return sessions(client, "select unnest(pg_catalog.pg_blocking_pids($1))", [pid]);
}
__name(blockersOf, "blockersOf");
async function holdersOf({ watcher, pid }, error) {
  const [, name] = /"(.+)"/.exec(error.message) ?? [];
  if (error.sqlState !== LOCK_NOT_AVAILABLE || name === void 0) return [];
  const holders = `select l.pid from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation
    where l.granted and l.pid <> $1 and c.relname = $2
      and l.database = (select oid from pg_catalog.pg_database where datname = current_database())`;
  return sessions(watcher, holders, [pid, name]).catch(() => []);
}
__name(holdersOf, "holdersOf");
async function sessions(client, pids, values) {
  const { rows } = await client.query(
    // https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
    `select a.pid, a.application_name as application, a.state,
       coalesce(a.query like 'autovacuum: %(to prevent wraparound)', false) as wraparound,
       round(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start)))::text as age,
       coalesce(a.query, '') as query
     from pg_catalog.pg_stat_activity a where a.pid in (${pids}) order by a.xact_start`,
    values
  );
  const shape = await withoutValues();
  return rows.map((row) => ({
    pid: row.pid,
    application: row.application,
    ageSeconds: row.age === null ? void 0 : Number(row.age),
    state: row.state ?? "unknown",
    query: shape(row.query),
    wraparound: row.wraparound
  }));
}
__name(sessions, "sessions");
function describeBlocker({ pid, application, state, ageSeconds, query }) {
  const name = application ? ` (${application})` : "";
  if (ageSeconds === void 0)
    return `pid ${pid}${name}, whose statement is hidden (missing grant: pg_read_all_stats)`;
  return `pid ${pid}${name}, ${state} for ${ageSeconds} s: ${query || "no query shown"}`;
}
__name(describeBlocker, "describeBlocker");
function adviceFor(blockers) {
  const vacuum = blockers.find(({ wraparound }) => wraparound);
  return vacuum ? `pid ${vacuum.pid} is a vacuum that prevents transaction ids from wrapping around: it does not give way as other vacuums do, and starts again if you end it. Let it finish (select * from pg_stat_progress_vacuum where pid = ${vacuum.pid}), or run VACUUM (FREEZE) on the table before the next release` : "";
}
__name(adviceFor, "adviceFor");

// src/database/migrations/history.ts
var SUPABASE_HISTORY = "supabase_migrations.schema_migrations";
var UNDEFINED = /* @__PURE__ */ new Set(["42P01", "42703", "3F000"]);
function historyTable(name = SUPABASE_HISTORY) {
  const [schema, table, more] = name.split(".");
  if (!schema || !table || more !== void 0) {
    throw folderProblem("HISTORY", {
      what: `"${name}" is not the name of a history table`,
      next: `Write it as schema.table, for example ${SUPABASE_HISTORY}.`
    });
  }
  return { schema: quoteName(schema), qualified: qualifiedName(schema, table) };
}
__name(historyTable, "historyTable");
var WHOLE = "";
async function readDigest(client, table, patienceMs) {
  const text = `select count(*)::int as total, count(c.checksum)::int as known,
      encode(sha256(convert_to(coalesce(string_agg(h.version || ' ' || c.checksum, ',' order by h.version collate "C"), ''), 'UTF8')), 'hex') as digest,
      (select checksum from shiplock.migration_checksum where version = ${literal(WHOLE)}) as whole
    from ${table.qualified} h left join shiplock.migration_checksum c on c.version = h.version`;
  const patience = patienceMs === void 0 ? "" : `set lock_timeout = ${patienceMs};
`;
  const [row] = await rowsOf(client, table, patience + text) ?? [];
  return row;
}
__name(readDigest, "readDigest");
function isExactly(history, folder) {
  if (history?.total !== folder.count || history.known !== folder.count) return false;
  return isRemembered(history, folder) || history.digest === digestOf(folder);
}
__name(isExactly, "isExactly");
function isRemembered(history, folder) {
  return history !== void 0 && history.whole === wholeOf(history.digest, folder);
}
__name(isRemembered, "isRemembered");
function digestOf({ files }) {
  return hash("sha256", files.map((file) => `${file.version} ${file.checksum}`).join(","));
}
__name(digestOf, "digestOf");
function wholeOf(digest, { fingerprint }) {
  return hash("sha256", `${digest} ${fingerprint}`);
}
__name(wholeOf, "wholeOf");
function rememberSql(folder) {
  return [
    "set local synchronous_commit = off",
    `insert into shiplock.migration_checksum (version, checksum) values (${literal(WHOLE)}, ${literal(wholeOf(digestOf(folder), folder))})
      on conflict (version) do update set checksum = excluded.checksum, recorded_at = pg_catalog.now()`
  ];
}
__name(rememberSql, "rememberSql");
async function readHistory(client, table) {
  const withChecksums = `select h.version, c.checksum from ${table.qualified} h
    left join shiplock.migration_checksum c on c.version = h.version order by h.version collate "C"`;
  const without = `select version, null as checksum from ${table.qualified} order by version collate "C"`;
  const rows = await rowsOf(client, table, withChecksums) ?? await rowsOf(client, table, without) ?? [];
  return rows.map(({ version, checksum }) => ({ version, checksum: checksum ?? void 0 }));
}
__name(readHistory, "readHistory");
async function readStatements(client, table, versions) {
  if (versions.length === 0) return /* @__PURE__ */ new Map();
  const found = await rowsOf(
    client,
    table,
    `select version, statements from ${table.qualified} where version = any($1)`,
    [versions]
  );
  return new Map((found ?? []).map(({ version, statements }) => [version, statements]));
}
__name(readStatements, "readStatements");
async function readRecorded(client, table, versions) {
  const found = await rowsOf(
    client,
    table,
    `select version, coalesce(name, '') as name, statements from ${table.qualified}
      where version = any($1) order by version collate "C"`,
    [[...versions]]
  );
  return found ?? [];
}
__name(readRecorded, "readRecorded");
async function rowsOf(client, table, text, values) {
  try {
    const result = await (values ? client.query(text, values) : client.query(text));
    return (Array.isArray(result) ? result.at(-1) : result).rows;
  } catch (error) {
    const { code = "" } = error;
    if (UNDEFINED.has(code)) return void 0;
    if (code === LOCK_NOT_AVAILABLE) throw lockedHistory(table, error);
    throw databaseError(error, where(client));
  }
}
__name(rowsOf, "rowsOf");
function lockedHistory({ qualified }, cause) {
  const blockers = cause instanceof LockBudgetSpent ? cause.blockers.map(describeBlocker) : [];
  return migrateProblem(
    "LOCK_TIMEOUT",
    {
      what: `the history table ${qualified} is locked by ${blockers.join("; ") || "another session"}`,
      notDone: ["no migration was applied by this run"],
      next: "Wait for that session or end it with pg_terminate_backend(pid); pg_locks names it. Then rerun the job."
    },
    cause
  );
}
__name(lockedHistory, "lockedHistory");
function where(client) {
  return `${client.host}:${client.port}/${client.database ?? ""}`;
}
__name(where, "where");
async function adoptChecksums(client, files) {
  if (files.length === 0) return;
  const text = `insert into shiplock.migration_checksum (version, checksum) select * from unnest($1::text[], $2::text[])
     on conflict (version) do update set checksum = excluded.checksum`;
  const values = [files.map((file) => file.version), files.map((file) => file.checksum)];
  try {
    await client.query(text, values);
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
__name(adoptChecksums, "adoptChecksums");
function recordSql(table, file, pieces) {
  return [
    `with recorded as (insert into ${table.qualified} (version, name, statements)
        values (${literal(file.version)}, ${literal(file.name)}, array[${pieces.map(literal).join(", ")}]::pg_catalog.text[]))
      insert into shiplock.migration_checksum (version, checksum) values (${literal(file.version)}, ${literal(file.checksum)})
      on conflict (version) do update set checksum = excluded.checksum`
  ];
}
__name(recordSql, "recordSql");
function literal(text) {
  const quoted = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
}
__name(literal, "literal");

// src/database/migrations/elsewhere.ts
async function appliedElsewhere(client, table, absent, pending) {
  if (absent.length === 0 || pending.length === 0) return [];
  const rows = await readRecorded(client, table, absent);
  const recorded = await Promise.all(
    rows.map(async (row) => ({ ...row, hashes: await hashes(row.statements?.join(BETWEEN)) }))
  );
  const files = await Promise.all(
    pending.map(async (file) => ({ file, hashes: await hashes(readMigration(file), file.file) }))
  );
  const found = [];
  const taken = /* @__PURE__ */ new Set();
  const note = /* @__PURE__ */ __name((some, its, by) => {
    for (const each of [...some, ...its]) taken.add(each);
    found.push({ recorded: some.map(({ version }) => version), files: its.map(({ file }) => file), by });
  }, "note");
  for (const file of files) {
    const run = runOf(
      recorded.filter((each) => !taken.has(each)),
      file.hashes
    );
    if (run) note(run, [file], "statements");
  }
  for (const one of recorded.filter((each) => !taken.has(each))) {
    const run = runOf(
      files.filter((each) => !taken.has(each)),
      one.hashes
    );
    if (run) note([one], run, "statements");
  }
  for (const one of recorded.filter((each) => !taken.has(each) && each.statements === null)) {
    const same = files.filter((each) => !taken.has(each) && one.name !== "" && each.file.name === one.name);
    if (same.length === 1) note([one], same, "name");
  }
  return found;
}
__name(appliedElsewhere, "appliedElsewhere");
function runOf(items, wanted) {
  if (!wanted?.length) return void 0;
  for (let from = 0; from < items.length; from += 1) {
    let at = 0;
    for (let to = from; to < items.length; to += 1) {
      const its = items[to]?.hashes ?? [];
      if (its.length === 0 || its.some((hash3, index) => hash3 !== wanted[at + index])) break;
      at += its.length;
      if (at === wanted.length) return items.slice(from, to + 1);
    }
  }
  return void 0;
}
__name(runOf, "runOf");
async function hashes(text, file = "history") {
  if (text === void 0) return void 0;
  try {
    return (await parseSql(text, file)).map(({ hash: hash3 }) => hash3);
  } catch {
    return void 0;
  }
}
__name(hashes, "hashes");

// src/database/migrations/recorded.ts
function recordedPieces(text, statements) {
  const pieces = [];
  let from = 0;
  for (const statement of statements) {
    const end = statement.offset + statement.text.length;
    pieces.push(text.slice(from, end));
    from = skipSemicolon(text, end);
  }
  pieces.push(text.slice(from));
  return pieces.map(trimPiece).filter((piece) => piece !== "");
}
__name(recordedPieces, "recordedPieces");
function skipSemicolon(text, from) {
  let at = from;
  for (; ; ) {
    if (text[at] === ";") return at + 1;
    if (/\s/.test(text[at] ?? "")) at += 1;
    else if (text.startsWith("--", at)) at = endOr(text, text.indexOf("\n", at));
    else if (text.startsWith("/*", at)) at = endOr(text, text.indexOf("*/", at) + 2);
    else return from;
  }
}
__name(skipSemicolon, "skipSemicolon");
function endOr(text, at) {
  return at < 2 ? text.length : at;
}
__name(endOr, "endOr");
function trimPiece(piece) {
  return piece.replace(/^[\s;\uFEFF]+/, "").replace(/[\s;]+$/, "");
}
__name(trimPiece, "trimPiece");
async function compareRecorded(text, recorded, file) {
  if (recorded === null || sameText(text, recorded)) return { result: "same" };
  try {
    const now = await parseSql(text, file);
    const then = await parseSql(recorded.join(BETWEEN), file);
    const differs = now.findIndex((statement, index) => statement.hash !== then[index]?.hash);
    if (differs === -1 && now.length === then.length)
      return { result: "edited", line: void 0, onlyComments: true };
    const line = now[differs]?.line;
    if (differs === then.length && line !== void 0) return { result: "gap", line };
    return { result: "edited", line, onlyComments: false };
  } catch {
    return { result: "edited", line: void 0, onlyComments: false };
  }
}
__name(compareRecorded, "compareRecorded");
function sameText(text, recorded) {
  const file = text.replaceAll("\r", "");
  let at = skipBlank(file, 0);
  for (const statement of recorded) {
    const piece = trimPiece(statement.replaceAll("\r", ""));
    if (!file.startsWith(piece, at)) return false;
    at = skipBlank(file, at + piece.length);
  }
  return at === file.length;
}
__name(sameText, "sameText");
function skipBlank(text, from) {
  let at = from;
  while (at < text.length && /[\s;\uFEFF]/.test(text[at])) at += 1;
  return at;
}
__name(skipBlank, "skipBlank");

// src/database/migrations/repair.ts
var FOLDER = /^(?:(.*)\/)?supabase\/migrations\/[^/]+$/;
function repairCommands(table, repair) {
  const { applied = [], reverted = [] } = repair;
  const places = applied.map(({ file }) => FOLDER.exec(file));
  const standard = table.qualified === historyTable(SUPABASE_HISTORY).qualified;
  if (!standard || places.some((place) => !place)) return bySql(table, repair);
  const [root] = places.map((place) => place?.[1]).filter((each) => each !== void 0);
  const cli = /* @__PURE__ */ __name((status, versions) => `supabase migration repair --status ${status} ${versions.join(" ")} --yes --remote="$DATABASE_URL"${root === void 0 ? "" : ` --workdir=${root}`}`, "cli");
  return [
    ...applied.length > 0 ? [
      cli(
        "applied",
        applied.map(({ version }) => version)
      )
    ] : [],
    ...reverted.length > 0 ? [cli("reverted", reverted)] : []
  ].join("\n");
}
__name(repairCommands, "repairCommands");
function bySql({ qualified }, { applied = [], reverted = [], hasChecksum = false }) {
  const rows = applied.map(({ version, name }) => `(${literal(version)}, ${literal(name)})`).join(", ");
  const versions = `(${applied.map(({ version }) => literal(version)).join(", ")})`;
  const statements = [
    ...applied.length > 0 ? [
      `delete from ${qualified} where version in ${versions}`,
      ...hasChecksum ? [`delete from shiplock.migration_checksum where version in ${versions}`] : [],
      `insert into ${qualified} (version, name) values ${rows}`
    ] : [],
    ...reverted.length > 0 ? [
      `delete from ${qualified} where version in (${reverted.map((version) => literal(version)).join(", ")})`
    ] : []
  ];
  return `psql "$DATABASE_URL" --single-transaction${statements.map((sql) => ` -c ${inShell(`${sql};`)}`).join("")}`;
}
__name(bySql, "bySql");
var inShell = /* @__PURE__ */ __name((text) => `'${text.replaceAll("'", `'\\''`)}'`, "inShell");

// src/database/migrations/check.ts
async function checkFolder(client, table, folder, {
  digest = readDigest(client, table),
  order = {}
} = {}) {
  const found = await digest;
  if (isExactly(found, folder)) return nothingToDo(folder, isRemembered(found, folder));
  const { files } = folder;
  const history = await readHistory(client, table);
  const byVersion = new Map(files.map((file) => [file.version, file]));
  const recorded = new Set(history.map(({ version }) => version));
  const unapplied = files.filter((file) => !recorded.has(file.version));
  const waiting = unapplied.filter(({ version }) => order.waiting?.has(version));
  const pending = unapplied.filter((file) => !waiting.includes(file));
  const applied = files.filter((file) => recorded.has(file.version));
  const absent = history.filter(({ version }) => !byVersion.has(version)).map(({ version }) => version);
  const elsewhere = await appliedElsewhere(client, table, absent, pending);
  const known = new Set(elsewhere.flatMap(({ files: same }) => same));
  const { late, problem } = await lateFiles(
    pending.filter((file) => !known.has(file)),
    applied,
    order
  );
  const { adoptable, problems } = await verifyApplied(client, table, history, byVersion);
  const all = [
    ...elsewhere.length > 0 ? [underOther(table, elsewhere)] : [],
    ...missing(
      table,
      absent.filter((version) => !elsewhere.some(({ recorded: its }) => its.includes(version))),
      folder
    ),
    ...problem ? [problem] : [],
    ...problems
  ];
  if (all.length > 0) throw together(all);
  return { pending, applied, waiting, late, adoptable, appliedCount: applied.length, remembered: false };
}
__name(checkFolder, "checkFolder");
function together(problems) {
  const [first] = problems;
  const [only] = problems.length === 1 ? problems : [];
  if (only || !first) return only ?? first;
  const all = problems.map(({ problem }) => problem);
  return new ShiplockError({
    ...first.problem,
    what: `the folder and the history differ in ${count(all.length, "point")}: ${all.map(({ what }) => what).join("; ")}`,
    next: [...new Set(all.map(({ next }) => next))].join("\n"),
    places: all.flatMap(({ places }) => places ?? [])
  });
}
__name(together, "together");
function nothingToDo(folder, remembered) {
  return {
    pending: [],
    get applied() {
      return folder.files;
    },
    waiting: [],
    late: /* @__PURE__ */ new Map(),
    adoptable: [],
    appliedCount: folder.count,
    remembered
  };
}
__name(nothingToDo, "nothingToDo");
function underOther(table, elsewhere) {
  const said = elsewhere.map(({ recorded, files: files2, by }) => {
    const under = `${plural(recorded.length, "version", "versions")} ${recorded.join(", ")}`;
    const names = files2.map(({ file }) => file).join(", ");
    return by === "statements" ? `${names} ${plural(files2.length, "was", "were")} applied under ${under}, with the same statements` : `${names} has the name that the history has under ${under}, for which no statements were recorded`;
  });
  const files = elsewhere.flatMap((each) => each.files);
  const sure = elsewhere.every(({ by }) => by === "statements");
  return folderProblem("FILE_MISSING", {
    what: said.join("; "),
    next: `${sure ? "Adopt" : "If the database has what the file creates, adopt"} ${files.length === 1 ? "the file under its own version: this runs none of its statements" : "the files under their own versions: this runs none of their statements"}. With the connection string in DATABASE_URL:
${repairCommands(table, { applied: files, reverted: elsewhere.flatMap(({ recorded }) => recorded) })}`,
    places: files.map(({ file }) => ({ file }))
  });
}
__name(underOther, "underOther");
function missing(table, absent, folder) {
  if (absent.length === 0) return [];
  const ignored = folder.ignored.find(({ file }) => absent.some((version) => file.includes(`/${version}_`)));
  const problem = folderProblem("FILE_MISSING", {
    what: `the database has ${count(absent.length, "migration")} that the folder does not have: ${absent.join(", ")}${ignored ? ` (${ignored.file} is ignored: ${ignored.why})` : ""}`,
    next: `Deploy from a commit that has the files, or restore them from the history: supabase migration fetch --remote="$DATABASE_URL"
If something is recorded but is not in the database, remove it from the history with:
${repairCommands(table, { reverted: absent })}`
  });
  return [problem];
}
__name(missing, "missing");
async function lateFiles(pending, applied, order) {
  const last = applied.at(-1);
  const late = last ? pending.filter((file) => file.version < last.version) : [];
  if (!last || late.length === 0) return { late: /* @__PURE__ */ new Map() };
  const reasons = /* @__PURE__ */ new Map();
  for (const file of late) {
    const reason2 = order.files?.[file.version]?.outOfOrder ?? order.outOfOrder ?? await reasonIn(file);
    if (reason2 !== void 0) reasons.set(file.version, reason2);
  }
  const refused2 = late.filter(({ version }) => !reasons.has(version));
  if (refused2.length === 0) return { late: reasons };
  const padded = refused2.some((file) => BigInt(file.version) > BigInt(last.version));
  const problem = folderProblem("OUT_OF_ORDER", {
    what: `${refused2.map(({ file }) => file).join(", ")} would have to run before ${last.file}, which is already applied`,
    next: padded ? "Versions are compared as text, as the Supabase CLI does: pad them with zeros to the same length." : `Give it a version after ${last.version}: other databases must run the files in the same order. If the order does not matter, say why: -- shiplock: out-of-order reason="\u2026" in the file, or database.outOfOrder in the settings.`,
    places: refused2.map(({ file }) => ({ file }))
  });
  return { late: reasons, problem };
}
__name(lateFiles, "lateFiles");
async function reasonIn(file) {
  const found = await directives(readMigration(file), file.file);
  return found.find((directive) => directive.kind === "out-of-order")?.reason;
}
__name(reasonIn, "reasonIn");
async function verifyApplied(client, table, history, files) {
  const problems = [];
  const doubtful = history.flatMap(({ version, checksum }) => {
    const file = files.get(version);
    return file && file.checksum !== checksum ? [file] : [];
  });
  const statements = await readStatements(
    client,
    table,
    doubtful.map(({ version }) => version)
  );
  const checksums = new Map(history.map(({ version, checksum }) => [version, checksum]));
  for (const file of doubtful) {
    const recorded = statements.get(file.version) ?? null;
    const unvouched = recorded === null && checksums.get(file.version) !== void 0;
    const found = unvouched ? { result: "edited", line: void 0, onlyComments: false } : await compareRecorded(readMigration(file), recorded, file.file);
    if (found.result !== "same")
      problems.push(edited(table, file, found, checksums.get(file.version) !== void 0));
  }
  return { adoptable: doubtful, problems };
}
__name(verifyApplied, "verifyApplied");
function edited(table, file, found, hasChecksum) {
  const place = { file: file.file, ...found.line ? { line: found.line } : {} };
  const at = found.line ? `${file.file}:${found.line}` : file.file;
  if (found.result === "gap") {
    return folderProblem("GAP", {
      what: `${file.file} is recorded as applied, but none of its statements from line ${found.line} on is`,
      next: `Check whether the database has what these statements create. If it has all of it, record the whole file:
${repairCommands(table, { applied: [file], hasChecksum })}
If not, put what is missing into a new migration and remove it from this file; or undo what was done, and run:
${repairCommands(table, { reverted: [file.version] })}`,
      places: [{ ...place, message: "never recorded as run" }]
    });
  }
  return folderProblem("EDITED", {
    what: `${at} was edited after it was applied${found.result === "edited" && found.onlyComments ? " (only comments or white space differ)" : ""}`,
    next: `Restore the applied text and put the change into a new migration. If the database really has the new text:
${repairCommands(table, { applied: [file], hasChecksum })}`,
    places: [{ ...place, message: "differs from what was applied" }]
  });
}
__name(edited, "edited");

// src/database/migrations/own-objects.ts
var NOT_OWN = [
  "pg_catalog",
  "information_schema",
  "pg_toast",
  "auth",
  "storage",
  "realtime",
  "_realtime",
  "vault",
  "supabase_functions",
  "supabase_migrations",
  "graphql",
  "graphql_public",
  "pgsodium",
  "pgsodium_masks",
  "pgbouncer",
  "extensions",
  "net",
  "cron",
  "_analytics",
  "shiplock"
];
async function hasOwnObjects(db) {
  const [row] = await db.query(
    `with foreign_to_it as (select oid from pg_namespace where nspname = any($1) or nspname like 'pg\\_temp%' or nspname like 'pg\\_toast%'),
      made as (
        select oid, 'pg_class'::regclass as kind from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relnamespace not in (table foreign_to_it)
        union all select oid, 'pg_proc'::regclass from pg_proc where pronamespace not in (table foreign_to_it)
        union all select oid, 'pg_type'::regclass from pg_type where typtype in ('e', 'd', 'r') and typnamespace not in (table foreign_to_it))
    select exists (select from made where not exists (
      select from pg_depend d where d.classid = made.kind and d.objid = made.oid and d.deptype = 'e')) as own`,
    [NOT_OWN]
  );
  return row?.own === true;
}
__name(hasOwnObjects, "hasOwnObjects");

// src/database/migrations/types.ts
var DEFAULTS = { lockTimeoutMs: 4e3, lockBudgetMs: 12e4, mutexBudgetMs: 6e5 };

// src/database/migrations/units.ts
import { hash as hash2 } from "node:crypto";
import { setImmediate } from "node:timers/promises";

// src/database/backfill/spec.ts
var DEFAULTS2 = { size: 1e3, "target-ms": 500, "max-lag-ms": 5e3, "pause-ms": 0 };
async function batchOf(text, statements, file) {
  const found = /* @__PURE__ */ new Map();
  const all = (await directives(text, file)).filter((each) => each.kind === "batch");
  const owned = directivesOf(text, statements, all);
  for (const directive of all) {
    const statement = statements.find((each) => owned.get(each)?.includes(directive));
    const taken = statement && found.has(statement);
    if (!statement || taken) {
      const what = taken ? "requests batches for one statement twice" : "requests batches, but no statement follows";
      throw folderProblem("BATCH", {
        what: `${file}:${directive.line} ${what}`,
        next: "Write the directive once, above the UPDATE or DELETE that it is for.",
        places: [{ file, line: directive.line, column: directive.column, message: what }]
      });
    }
    found.set(statement, read(statement, directive.options, file));
  }
  return found;
}
__name(batchOf, "batchOf");
function read(statement, options, file) {
  const refuse = /* @__PURE__ */ __name((what, next) => folderProblem("BATCH", {
    what: `${file}:${statement.line} ${what}`,
    next,
    places: [{ file, line: statement.line, column: statement.column, message: what }]
  }), "refuse");
  if (statement.kind !== "UpdateStmt" && statement.kind !== "DeleteStmt") {
    throw refuse(
      "requests batches for a statement that is neither UPDATE nor DELETE",
      "Only these two can run in batches by key."
    );
  }
  const unknown = Object.keys(options).find((name) => name !== "key" && !(name in DEFAULTS2));
  if (unknown)
    throw refuse(
      `has the unknown batch option ${unknown}`,
      `Known options: key, ${Object.keys(DEFAULTS2).join(", ")}.`
    );
  const number = /* @__PURE__ */ __name((name) => {
    const value = options[name] === void 0 ? DEFAULTS2[name] : Number(options[name]);
    if (!Number.isInteger(value) || value < (name === "size" ? 1 : 0))
      throw refuse(`has ${name}=${options[name]}`, "Write a whole number.");
    return value;
  }, "number");
  return {
    size: number("size"),
    key: options["key"],
    targetMs: number("target-ms"),
    maxLagMs: number("max-lag-ms"),
    pauseMs: number("pause-ms")
  };
}
__name(read, "read");

// src/database/migrations/units.ts
var SLICE = 10;
async function compile(file) {
  const text = readMigration(file);
  const statements = await parseSql(text, file.file);
  const batches = await batchOf(text, statements, file.file);
  refuseUnfit(statements, file);
  const blocks2 = split(statements, file);
  const units = blocks2.flatMap((block) => byStatement(block, batches, file));
  refuseLost(blocks2, units, file);
  return { ...file, text, statements, pieces: recordedPieces(text, statements), units };
}
__name(compile, "compile");
async function compileAll(files) {
  const compiled = [];
  for (const file of files) {
    compiled.push(await compile(file));
    if (compiled.length % SLICE === 0) await setImmediate();
  }
  return compiled;
}
__name(compileAll, "compileAll");
function refuseUnfit(statements, file) {
  for (const statement of statements) {
    if (makesReadOnly(statement))
      throw refused(
        file,
        statement,
        "makes its transaction read-only, so nothing can be recorded in it",
        "Remove READ ONLY."
      );
    if (endsTransactionInside(statement))
      throw refused(
        file,
        statement,
        "is a DO block with COMMIT or ROLLBACK, which the server refuses inside a transaction",
        `Remove it; to change many rows in batches, use the directive: -- shiplock: batch. If other databases have the file and it must not change, run the whole file here by hand, and then record it. With the connection string in DATABASE_URL:
${repairCommands(historyTable(), { applied: [file] })}`
      );
  }
}
__name(refuseUnfit, "refuseUnfit");
function refuseLost(blocks2, units, file) {
  if (units.length < 2) return;
  const own = new Set(blocks2.flatMap(({ begin, statements }) => begin ? statements : []));
  for (const statement of units.flatMap(({ statements }) => statements)) {
    const what = own.has(statement) ? void 0 : meansNothingAlone(statement);
    if (!what) continue;
    throw refused(
      file,
      statement,
      `has ${what} outside a transaction, where it has no effect: this file runs statement by statement`,
      "Put BEGIN \u2026 COMMIT around it and the statements it is for. For the whole file, write SET without LOCAL."
    );
  }
}
__name(refuseLost, "refuseLost");
function split(statements, file) {
  const control = transactionControl(statements);
  if (control.kind === "none") return [{ statements }];
  if (control.kind === "wraps-whole-file") return [{ begin: control.begin, statements: control.inner }];
  if (control.kind === "unclosed")
    throw refused(
      file,
      control.begin,
      "opens a transaction and never commits it: everything in it would be lost",
      "Add COMMIT, or remove BEGIN: each file runs in a transaction anyway."
    );
  if (control.kind === "unopened")
    throw refused(
      file,
      control.end,
      "commits a transaction that it did not open",
      "Remove COMMIT: each file runs in a transaction anyway."
    );
  if (control.kind === "rolls-back")
    throw refused(
      file,
      control.end,
      "rolls back or prepares its own transaction, so the history could not say what was done",
      "Remove the statement; a migration should not contain what must not happen."
    );
  return blocks(statements, file);
}
__name(split, "split");
function blocks(statements, file) {
  const found = [];
  let open2;
  let loose = [];
  for (const statement of statements) {
    const transaction = transactionOf(statement);
    if (transaction === void 0 || isSavepoint(statement)) {
      (open2 ? open2.statements : loose).push(statement);
      continue;
    }
    if (transaction.chain) throw refused(file, statement, "uses COMMIT AND CHAIN", "Write COMMIT and BEGIN.");
    if (transaction.kind === "TRANS_STMT_COMMIT") {
      if (!open2)
        throw refused(file, statement, "commits a transaction that it did not open", "Remove this COMMIT.");
      found.push(open2);
      open2 = void 0;
      continue;
    }
    if (open2)
      throw refused(file, statement, "opens a transaction inside its own transaction", "Remove this BEGIN.");
    found.push(...loose.map((each) => ({ statements: [each] })));
    loose = [];
    open2 = { begin: statement, statements: [] };
  }
  if (open2) throw refused(file, open2.begin, "opens a transaction and never commits it", "Add COMMIT.");
  return [...found, ...loose.map((each) => ({ statements: [each] }))];
}
__name(blocks, "blocks");
function transactionOf(statement) {
  return "TransactionStmt" in statement.node ? statement.node.TransactionStmt : void 0;
}
__name(transactionOf, "transactionOf");
function byStatement(block, batches, file) {
  const special = block.statements.find((each) => batches.has(each) || cannotRunInTransaction(each));
  if (!special) return [together2(block.statements, block.begin)];
  if (block.begin) {
    const why = cannotRunInTransaction(special) ?? "a batched statement, which commits in between,";
    throw refused(
      file,
      special,
      `has ${why} inside its own transaction`,
      "Move it out of BEGIN \u2026 COMMIT, or into a separate file."
    );
  }
  return block.statements.map((statement) => {
    const spec = batches.get(statement);
    const why = cannotRunInTransaction(statement);
    if (spec) return { kind: "batch", spec, statements: [statement], hash: statement.hash };
    if (why) return { kind: "alone", why, statements: [statement], hash: statement.hash };
    return together2([statement], void 0);
  });
}
__name(byStatement, "byStatement");
function together2(statements, begin) {
  let known;
  return {
    kind: "together",
    statements,
    ...begin ? { begin } : {},
    get hash() {
      known ??= hash2("sha256", statements.map((each) => each.hash).join(" "));
      return known;
    }
  };
}
__name(together2, "together");
function refused(file, at, what, next) {
  return folderProblem("TRANSACTION", {
    what: `${file.file}:${at.line}:${at.column} ${what}`,
    next,
    places: [{ file: file.file, line: at.line, column: at.column, message: what }]
  });
}
__name(refused, "refused");

// src/database/migrations/engine.ts
async function look(options, waiting) {
  const { database, folder, digest } = await open(options, true);
  try {
    return {
      folder,
      checked: await checkFolder(database.client, historyTable(options.historyTable), folder, {
        digest,
        order: orderOf(options, waiting)
      })
    };
  } finally {
    await database.close();
  }
}
__name(look, "look");
function orderOf(options, waiting) {
  const { outOfOrder, files } = options;
  return {
    ...waiting ? { waiting } : {},
    ...outOfOrder === void 0 ? {} : { outOfOrder },
    ...files ? { files } : {}
  };
}
__name(orderOf, "orderOf");
async function open(options, readOnly) {
  const table = historyTable(options.historyTable);
  let digest = Promise.resolve(void 0);
  const connecting = connect(options.url, { applicationName: "shiplock migrate", readOnly }).then(
    (opened) => {
      digest = readDigest(opened.client, table, options.lockBudgetMs ?? DEFAULTS.lockBudgetMs);
      digest.catch(() => void 0);
      return opened;
    }
  );
  const [database, folder] = await together3(connecting, readFolder(options.workspace, options.directory));
  return { database, folder, digest };
}
__name(open, "open");
async function together3(database, other) {
  const [opened, value] = await Promise.allSettled([database, other]);
  if (opened.status === "rejected") throw opened.reason;
  if (value.status === "rejected") {
    await opened.value.close();
    throw value.reason;
  }
  return [opened.value, value.value];
}
__name(together3, "together");
function emptyFolder(directory, { ignored }) {
  return configurationError({
    code: "SHIPLOCK_MIGRATIONS_EMPTY",
    what: `the migrations folder ${directory} has no migrations${ignored.length > 0 ? `; ignored: ${ignored.map(({ file, why }) => `${file} (${why})`).join(", ")}` : ""}`,
    notDone: ["nothing was changed"],
    next: "Set the right folder in the settings (database.migrations); files there are named <version>_<name>.sql."
  });
}
__name(emptyFolder, "emptyFolder");
async function plan(options, { refuse = true, serves = true, waiting, judgeWaiting = false }) {
  const { database, folder, digest } = await open(options, true);
  try {
    if (folder.count === 0) throw emptyFolder(options.directory, folder);
    const checked = await checkFolder(database.client, historyTable(options.historyTable), folder, {
      digest,
      order: orderOf(options, waiting)
    });
    const known = {
      appliedCount: checked.appliedCount,
      ignored: folder.ignored,
      ...checked.waiting.length > 0 ? {
        waiting: checked.waiting.map(({ version, name, file, checksum }) => ({
          version,
          name,
          file,
          checksum
        }))
      } : {}
    };
    const earlier = judgeWaiting ? await compileAll(checked.waiting) : [];
    if (checked.pending.length + earlier.length === 0) return { pending: [], facts: [], ...known };
    const compiled = await compileAll(checked.pending);
    const { planMigrations } = await import("./plan-B5PPBEXU.js");
    const fresh = checked.appliedCount === 0 && !await hasOwnObjects(database);
    const sourceOf = /* @__PURE__ */ __name((file) => ({
      ...file,
      sql: file.text,
      ...options.files?.[file.version] ? { said: options.files[file.version] } : {},
      ...checked.late.has(file.version) ? { late: checked.late.get(file.version) } : {}
    }), "sourceOf");
    const { waiting: judged, ...planned } = await planMigrations(
      compiled.map(sourceOf),
      database,
      {
        serves: serves && !fresh,
        fresh,
        exposed: (await readProject(options.workspace, options.directory)).exposed,
        uses: options.usage ? (await loadUsage(options.workspace, options.usage)).uses : void 0,
        openTables: new Map(options.openTables?.map(({ table, reason: reason2 }) => [table, reason2]))
      },
      earlier.map(sourceOf)
    );
    const { refusalsOf, refusedBy } = await import("./refusals-I5VN2OTV.js");
    const pieces = new Map(compiled.map((file) => [file.file, file.pieces]));
    const refusals = refusalsOf(planned.pending, pieces);
    if (refuse) {
      const refused2 = refusedBy(refusals);
      if (refused2) throw refused2;
    }
    const statements = new Map(judged?.map((file) => [file.version, file.statements]));
    const left = known.waiting?.map((file) => {
      const read2 = statements.get(file.version);
      return read2 ? { ...file, statements: read2 } : file;
    });
    return {
      ...planned,
      ...known,
      ...left ? { waiting: left } : {},
      ...refusals.length > 0 ? { refusals } : {}
    };
  } finally {
    await database.close();
  }
}
__name(plan, "plan");

export {
  LockBudgetSpent,
  SERIALIZATION,
  withinBudget,
  describeBlocker,
  adviceFor,
  SUPABASE_HISTORY,
  historyTable,
  rememberSql,
  readHistory,
  lockedHistory,
  where,
  adoptChecksums,
  recordSql,
  literal,
  repairCommands,
  checkFolder,
  DEFAULTS,
  compile,
  compileAll,
  look,
  orderOf,
  open,
  plan
};
