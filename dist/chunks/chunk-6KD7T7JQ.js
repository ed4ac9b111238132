import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  DEFAULTS,
  LockBudgetSpent,
  SERIALIZATION,
  adoptChecksums,
  adviceFor,
  checkFolder,
  compileAll,
  describeBlocker,
  historyTable,
  literal,
  lockedHistory,
  open,
  orderOf,
  recordSql,
  rememberSql,
  repairCommands,
  where,
  withinBudget
} from "./chunk-TKSXV3DM.js";
import {
  folderProblem,
  migrateProblem
} from "./chunk-FY5STXVI.js";
import {
  connect,
  databaseError,
  poolerProblem
} from "./chunk-G5532VYC.js";
import {
  BETWEEN,
  ScriptError,
  runBehind,
  runScript
} from "./chunk-RGJYDZCI.js";
import {
  cannotRunInTransaction,
  fieldsOf,
  relationOf,
  setsLockTimeout,
  setsSession,
  setsTransaction
} from "./chunk-EIRXDFOO.js";
import {
  byteOffsets
} from "./chunk-NOU2GYAC.js";
import {
  loadParser,
  loadedParser,
  nameList
} from "./chunk-U2BQKBZ7.js";
import {
  qualifiedName,
  quoteName
} from "./chunk-GWXVWR6U.js";
import {
  ShiplockError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/claim.ts
var CLASS = 1936222576;
var SESSIONS = "shiplock.migration_session";
var MISSING = /* @__PURE__ */ new Set(["42P01", "3F000"]);
var TAKEN = /* @__PURE__ */ new Set(["23505", "42P06", "42P07"]);
var TRIES = 20;
var ALIVE = `exists (select from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.pid = s.pid and a.usesysid = s.role
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
    and l.classid = ${CLASS} and l.objid = s.key)`;
var claimSql = /* @__PURE__ */ __name((name) => `begin isolation level read committed read write;
insert into ${SESSIONS} (name) select '${name}' where not exists (select from ${SESSIONS} where name = '${name}')
  on conflict do nothing;
with s as materialized (select * from ${SESSIONS} where name = '${name}' for update skip locked),
  looked as materialized (select s.pid is not null and ${ALIVE} as alive,
    (pg_catalog.random() * 2147483647)::pg_catalog.int4 as key from s),
  locked as materialized (select key from looked where case when alive then false else pg_catalog.pg_try_advisory_lock(${CLASS}, key) end),
  claimed as (update ${SESSIONS} t set pid = pg_catalog.pg_backend_pid(), key = locked.key, since = pg_catalog.clock_timestamp(),
      role = (select a.usesysid from pg_catalog.pg_stat_activity a where a.pid = pg_catalog.pg_backend_pid())
    from locked where t.name = '${name}' returning 1)
select exists (select from claimed) as got, pg_catalog.pg_backend_pid() as pid;
commit`, "claimSql");
var FENCE = `with s as (select key from ${SESSIONS} where name = 'work' and pid = pg_catalog.pg_backend_pid() for update)
select 1 / pg_catalog.count(nullif(pg_catalog.pg_try_advisory_lock(${CLASS}, key), false)) from s`;
function heldSql(pid) {
  return `exists (select from ${SESSIONS} join pg_catalog.pg_locks using (pid) where name = 'mutex' and pid = ${pid} and granted and objid = key)`;
}
__name(heldSql, "heldSql");
async function claim(client, name) {
  for (let made = false; ; made = true) {
    try {
      const result = await client.query(claimSql(name));
      const [row] = [result].flat().flatMap(({ rows: rows2 }) => rows2);
      if (row) return row;
      throw new Error("the server did not answer the request for the migration lock");
    } catch (error) {
      await client.query("rollback").catch(() => void 0);
      if (made || !MISSING.has(error.code)) throw databaseError(error, where(client));
      await make(client);
    }
  }
}
__name(claim, "claim");
async function release(client) {
  const text = `with gone as (update ${SESSIONS} set pid = null, key = null from (select name as gives, key as was from ${SESSIONS}) b
      where name = b.gives and pid = pg_catalog.pg_backend_pid() returning b.was)
    select pg_catalog.pg_advisory_unlock(${CLASS}, was) from gone`;
  await client.query(text).catch(() => void 0);
}
__name(release, "release");
async function holderOf(client, name) {
  try {
    const { rows: rows2 } = await client.query(
      `select s.pid, a.application_name as application,
         coalesce(round(extract(epoch from now() - a.backend_start)), 0)::text as age
       from ${SESSIONS} s join pg_catalog.pg_stat_activity a on a.pid = s.pid
       where s.name = $1 and ${ALIVE}`,
      [name]
    );
    const [row] = rows2;
    return row && `pid ${row.pid} (${row.application || "unnamed"}, connected for ${row.age} s)`;
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
__name(holderOf, "holderOf");
async function make(client) {
  for (let left = TRIES; ; left -= 1) {
    try {
      await runScript(client, [
        "begin",
        "create schema if not exists shiplock",
        `do $make$ begin
          if to_regclass('${SESSIONS}') is null then
            create table ${SESSIONS} (
              name text primary key, pid int4, role oid, key int4, since timestamptz not null default clock_timestamp());
            alter table ${SESSIONS} enable row level security;
            revoke all on ${SESSIONS} from public;
          end if;
        end $make$`,
        "commit"
      ]);
      return;
    } catch (error) {
      await client.query("rollback").catch(() => void 0);
      const known = error instanceof ScriptError;
      if (left === 0 || !known || !TAKEN.has(error.sqlState))
        throw databaseError(known ? error.cause : error, where(client));
    }
  }
}
__name(make, "make");

// src/database/migrations/execute.ts
var RESET = [
  // First, because nothing may have been read yet; a file may have made read-only the default.
  "set transaction read write",
  "set session authorization default",
  "reset role",
  "reset all",
  "close all",
  "deallocate all",
  "unlisten *",
  "discard temp",
  "discard sequences"
];
var AS_OURSELVES = [
  // First: what the file allows its own statements does not apply to the row that says they are done.
  "set local statement_timeout = 0",
  "set local session authorization default",
  "set local role to default"
];
var LOST = /* @__PURE__ */ new Set(["22012", "40001"]);
var SETTINGS = {
  standard_conforming_strings: "on",
  client_encoding: "UTF8",
  transaction_read_only: "off",
  transaction_isolation: "read committed"
};
var IN_ORDER = `pg_catalog.concat_ws(' ', ${Object.keys(SETTINGS).map((name) => `pg_catalog.current_setting('${name}')`).join(", ")}) = '${Object.values(SETTINGS).join(" ")}'`;
var RUNS_CODE = /* @__PURE__ */ new Set(["DoStmt", "CallStmt", "SelectStmt", "ExecuteStmt", "DiscardStmt"]);
function resetSession() {
  return [...RESET, FENCE];
}
__name(resetSession, "resetSession");
async function putInOrder(client, statements = resetSession()) {
  try {
    await runScript(client, statements);
  } catch (error) {
    const fence = error instanceof ScriptError && statements[error.index] === FENCE;
    if (!fence || !LOST.has(error.sqlState)) throw error;
    throw migrateProblem(
      "MUTEX_LOST",
      {
        what: "another session took the lock of the session that migrates",
        next: "Rerun the job once that session is gone. Look for a migration that releases all advisory locks (pg_advisory_unlock_all), and for a pooler in transaction mode in database-url."
      },
      error
    );
  }
}
__name(putInOrder, "putInOrder");
function runRecord(client, record) {
  return runScript(client, asOurselves(record));
}
__name(runRecord, "runRecord");
function asOurselves(record) {
  return [...AS_OURSELVES, ...record];
}
__name(asOurselves, "asOurselves");
async function runTogether(client, unit, options) {
  if (options.before.length > 0) await putInOrder(client, options.before);
  const running = runParts(partsOf(unit, options), (sql) => runScript(client, sql));
  await settle(client, running, options.onSent?.());
}
__name(runTogether, "runTogether");
function runAhead(client, sent, onSent) {
  return settle(client, sent.committed, onSent?.());
}
__name(runAhead, "runAhead");
async function settle(client, running, next) {
  try {
    const result = await running;
    if (result === false) await next?.committed.catch(() => void 0);
    return result;
  } catch (error) {
    await next?.committed.catch(() => void 0);
    await client.query("rollback").catch(() => void 0);
    throw error;
  }
}
__name(settle, "settle");
function sendBehind(client, unit, options) {
  const preamble = [`select 1 / (${IN_ORDER} and ${options.after})::int`, ...options.before];
  const parts = [...preamble.map((sql) => ({ sql })), ...partsOf(unit, options)];
  const committed2 = runParts(parts, (sql) => runBehind(client, sql)).then(
    () => true,
    (error) => {
      if (isRefusal(error, client) && error.index < preamble.length) return false;
      throw error;
    }
  );
  committed2.catch(() => void 0);
  return { committed: committed2 };
}
__name(sendBehind, "sendBehind");
function isRefusal(error, client) {
  if (!(error instanceof ScriptError) || !/^[0-9A-Z]{5}$/.test(error.sqlState ?? "")) return false;
  return databaseError(error.cause, where(client)).code !== "SHIPLOCK_DATABASE_CUT";
}
__name(isRefusal, "isRefusal");
function partsOf(unit, options) {
  return [
    { sql: unit.begin?.text ?? "begin" },
    { sql: `set local lock_timeout = ${options.lockTimeoutMs}` },
    ...options.flush === false ? [{ sql: "set local synchronous_commit = off" }] : [],
    ...unit.statements.flatMap(
      (statement) => mayChangeSettings(statement) ? [{ sql: statement.text, statement }, { sql: keepBudget(options.lockTimeoutMs) }] : [{ sql: statement.text, statement }]
    ),
    ...asOurselves(options.record).map((sql) => ({ sql })),
    { sql: "commit" }
  ];
}
__name(partsOf, "partsOf");
async function runAlone(client, statement, options) {
  await runScript(client, [`set lock_timeout = ${options.lockTimeoutMs}`]);
  await runParts([{ sql: options.instead ?? statement.text, statement }], (sql) => runScript(client, sql));
  if (statement.kind === "DiscardStmt") await putInOrder(client, ["set transaction read write", FENCE]);
}
__name(runAlone, "runAlone");
function keepBudget(lockTimeoutMs) {
  return `select pg_catalog.set_config('lock_timeout', pg_catalog.concat(least(nullif(extract(epoch from pg_catalog.current_setting('lock_timeout')::interval) * 1000, 0), ${lockTimeoutMs})::int, 'ms'), true)`;
}
__name(keepBudget, "keepBudget");
function mayChangeSettings(statement) {
  return RUNS_CODE.has(statement.kind) || setsLockTimeout(statement) !== void 0;
}
__name(mayChangeSettings, "mayChangeSettings");
async function runParts(parts, run) {
  try {
    return await run(parts.map(({ sql }) => sql));
  } catch (error) {
    if (error instanceof ScriptError) located.set(error, locate(parts, error));
    throw error;
  }
}
__name(runParts, "runParts");
var located = /* @__PURE__ */ new WeakMap();
function failureOf(error) {
  return error instanceof ScriptError ? located.get(error) : void 0;
}
__name(failureOf, "failureOf");
function locate(parts, error) {
  const { part, start } = partOf(parts, error);
  const statement = part?.statement;
  if (!part || !statement) return { statement: void 0, place: void 0 };
  const inside = error.position === void 0 || part.sql !== statement.text ? -1 : error.position - start;
  const text = [...statement.text];
  if (inside < 0 || inside >= text.length)
    return { statement, place: { line: statement.line, column: statement.column } };
  const lines = text.slice(0, inside).join("").split("\n");
  const last = lines.at(-1) ?? "";
  const place = lines.length === 1 ? { line: statement.line, column: statement.column + last.length } : { line: statement.line + lines.length - 1, column: last.length + 1 };
  return { statement, place };
}
__name(locate, "locate");
function partOf(parts, error) {
  let start = 0;
  for (const [index, part] of parts.entries()) {
    const end = start + [...part.sql].length;
    const unread = error.index === 0 && error.position !== void 0;
    if (unread ? error.position < end : index === error.index) return { part, start };
    start = end + BETWEEN.length;
  }
  return { start };
}
__name(partOf, "partOf");

// src/database/migrations/explain.ts
import { setTimeout as sleep } from "node:timers/promises";
async function explain(error, situation) {
  const { migration, applied, flushed = true, down = false, rest, place } = situation;
  const state = {
    done: applied.length > 0 ? [
      `${down ? "undone" : "applied"}: ${applied.map(({ version }) => version).join(", ")}${flushed ? "" : " (if the server crashed just now, the last of them might be lost again: check the history table)"}`
    ] : [`no migration was ${down ? "undone" : "applied"} by this run`],
    notDone: [
      isStepwise(migration) ? `the rest of ${migration.file}` : `${migration.file}: rolled back completely`,
      ...rest.length > 0 ? [`not started: ${rest.map(({ version }) => version).join(", ")}`] : []
    ]
  };
  if (error instanceof LockBudgetSpent) {
    const { cause } = error;
    const serialization = cause instanceof ScriptError && cause.sqlState === SERIALIZATION;
    return serialization ? failed(cause, migration, state, down ? void 0 : place.table) : lockTimeout(error, situation, state);
  }
  if (error instanceof ScriptError) {
    const known2 = databaseError(error.cause, where(place.work));
    if (OF_CONNECTION.has(known2.code) && !await answers(place.work)) return cut(known2, situation, state);
    return OF_STATEMENT.has(known2.code) ? at(known2, error, migration, state) : failed(error, migration, state, down ? void 0 : place.table);
  }
  if (error instanceof ShiplockError) {
    const { problem } = error;
    const said = error.kind === "configuration" ? { ...problem, ...state } : { ...state, ...problem };
    return new ShiplockError(said, { cause: error.cause });
  }
  const known = databaseError(error, where(place.work));
  return known.code === "SHIPLOCK_DATABASE_CUT" ? cut(known, situation, state) : new ShiplockError({ ...known.problem, ...state }, { cause: error });
}
__name(explain, "explain");
var OF_CONNECTION = /* @__PURE__ */ new Set(["SHIPLOCK_DATABASE_CUT", "SHIPLOCK_DATABASE_UNREACHABLE"]);
var OF_STATEMENT = /* @__PURE__ */ new Set([
  "SHIPLOCK_DATABASE_PERMISSION",
  "SHIPLOCK_DATABASE_READ_ONLY",
  "SHIPLOCK_DATABASE_DISK_FULL"
]);
function answers(client) {
  return client.query("rollback").then(
    () => true,
    () => false
  );
}
__name(answers, "answers");
function isStepwise(migration) {
  return migration.units.length !== 1 || migration.units[0]?.kind !== "together";
}
__name(isStepwise, "isStepwise");
function lockTimeout(error, { migration, place }, state) {
  const who = error.blockers.length > 0 ? error.blockers.map(describeBlocker).join("; ") : "no session waited for long enough to be named";
  const { place: at2, name } = placeOf(error.cause, migration);
  return migrateProblem(
    "LOCK_TIMEOUT",
    {
      what: `${name} got no lock in ${count(error.tries, "attempt")} within ${place.budget.totalMs / 1e3} s; blocked by: ${who}`,
      ...state,
      next: `${nextFor(error)} The budget is database.lockBudgetSeconds.`,
      places: [at2]
    },
    error.cause
  );
}
__name(lockTimeout, "lockTimeout");
function nextFor({ blockers }) {
  const advice = adviceFor(blockers);
  return advice === "" ? "Wait for these sessions or end them with pg_terminate_backend(pid), then rerun the job." : `${advice.charAt(0).toUpperCase()}${advice.slice(1)}. Then rerun the job.`;
}
__name(nextFor, "nextFor");
var NEXT = {
  "25001": "A migration runs in a transaction, but this statement cannot handle what it names in one (a partitioned table, for example): write REINDEX \u2026 CONCURRENTLY, or name each partition separately.",
  "25P04": "The role or database has a transaction_timeout. Give this migration more time, at the top of its file: set transaction_timeout = 0.",
  "2D000": "A migration runs in a transaction, so nothing that it calls can COMMIT. Call it outside of migrations, or change rows in batches: -- shiplock: batch",
  "55P04": "Put ALTER TYPE \u2026 ADD VALUE into a separate migration, before this one: a new value can be used once it is committed.",
  "57014": "If the role or database has a statement_timeout, give this migration more time, at the top of its file: set statement_timeout = 0. If somebody canceled it, rerun the job."
};
var ALREADY = /* @__PURE__ */ new Set(["42P07", "42701", "42723", "42P06", "42710"]);
function already(table, migration) {
  return ` If the database has everything that ${migration.file} creates, because somebody ran it by hand or with another tool, record it instead of running it. With the connection string in DATABASE_URL:
${repairCommands(table, { applied: [migration] })}`;
}
__name(already, "already");
function failed(error, migration, state, table) {
  const { place, name } = placeOf(error, migration);
  const { detail, hint } = error.cause;
  const known = NEXT[error.sqlState ?? ""];
  return failure(
    {
      code: "SHIPLOCK_MIGRATION_SQL",
      what: `${name}: ${error.message} (${error.sqlState ?? "no SQLSTATE"})${detail ? `. ${withoutValues(detail)}` : ""}`,
      ...state,
      next: `${known ?? `Correct the migration${hint ? ` (the server hints: ${hint})` : ""}, commit, and release again.`} You can edit a file that was not applied.${table && ALREADY.has(error.sqlState ?? "") ? already(table, migration) : ""}`,
      places: [{ ...place, message: error.message }]
    },
    error.cause
  );
}
__name(failed, "failed");
function at(known, error, migration, state) {
  const { place, name } = placeOf(error, migration);
  return new ShiplockError(
    { ...known.problem, ...state, what: `${name}: ${known.problem.what}`, places: [place] },
    { cause: error.cause }
  );
}
__name(at, "at");
function placeOf(error, migration) {
  const found = failureOf(error)?.place;
  const name = found?.line ? `${migration.file}:${found.line}${found.column ? `:${found.column}` : ""}` : migration.file;
  return { place: { file: migration.file, ...found }, name };
}
__name(placeOf, "placeOf");
function withoutValues(detail) {
  return detail.replace(/=\([\s\S]*\)/, "=(\u2026)").replace(/contains \([\s\S]*\)/, "contains (\u2026)");
}
__name(withoutValues, "withoutValues");
var SETTLE_MS = 5e3;
async function cut(known, situation, state) {
  const { migration, behind = [], place } = situation;
  const sent = [migration, ...behind];
  const found = await committed(situation, sent).catch(() => void 0);
  const done = found?.done ?? [];
  const [, ...later] = state.notDone;
  const notBegun = situation.rest.filter((file) => !done.includes(file)).map(({ version }) => version);
  const after = later.length > 0 && notBegun.length > 0 ? [`not started: ${notBegun.join(", ")}`] : [];
  const said = {
    done: [...state.done, ...done.map(({ file }) => `${file} was committed before the connection was lost`)],
    notDone: done.includes(migration) ? after : found?.over ? [...state.notDone.slice(0, 1), ...after] : [`${migration.file}: could not read whether it was committed`, ...after]
  };
  return new ShiplockError(
    {
      ...known.problem,
      ...said,
      what: `${migration.file}: ${known.problem.what}`,
      places: [{ file: migration.file }]
    },
    { cause: known.cause ?? place }
  );
}
__name(cut, "cut");
async function committed({ place, down = false }, sent) {
  const { watcher, pid, table } = place;
  for (const until = performance.now() + SETTLE_MS; ; await sleep(100)) {
    const alive = await watcher.query("select from pg_catalog.pg_stat_activity where pid = $1", [pid]);
    const { rows: rows2 } = await watcher.query(
      `select version from ${table.qualified} where version = any ($1)`,
      [sent.map(({ version }) => version)]
    );
    const versions = new Set(rows2.map(({ version }) => version));
    const done = sent.filter(({ version }) => versions.has(version) !== down);
    const over = alive.rowCount === 0 || done.length === sent.length;
    if (over || performance.now() > until) return { done, over };
  }
}
__name(committed, "committed");

// src/database/migrations/named.ts
import { readdir } from "node:fs/promises";
import path from "node:path";
async function namedChecks(options, db, say) {
  const directory = options.verifyDirectory;
  const names = directory ? await filesOf(path.join(options.workspace, directory)) : [];
  const of = /* @__PURE__ */ __name((version) => names.filter((name) => name === `${version}.sql` || name.startsWith(`${version}_`)), "of");
  return {
    has: /* @__PURE__ */ __name((version) => of(version).length > 0, "has"),
    async run({ version, file }, state) {
      for (const name of of(version)) {
        const { verifyFile } = await import("./verify-sql-MCMWGHNT.js");
        await putInOrder(db.client, RESET);
        const verify = path.posix.join(directory ?? "", name);
        const { checks, failed: failed2, undecided } = await verifyFile(db, verify, options);
        const wrong = [...failed2, ...undecided];
        if (wrong.length > 0) throw refusal(file, verify, wrong, state);
        say(`${file}: ${count(checks, "check")} of ${verify} passed`);
      }
    }
  };
}
__name(namedChecks, "namedChecks");
async function filesOf(folder) {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
__name(filesOf, "filesOf");
function refusal(file, verify, wrong, { applied, rest }) {
  return migrateProblem("VERIFY", {
    what: `${file} is applied, but ${verify} failed: ${wrong.map(({ object, message }) => `${object.replace(`${verify}: `, "")}: ${message}`).join("; ")}`,
    done: applied.length > 0 ? [`applied: ${applied.map(({ version }) => version).join(", ")}`] : ["no migration was applied by this run"],
    notDone: rest.length > 0 ? [`not started: ${rest.join(", ")}`] : [],
    next: "Fix what the check found, or correct the check, and rerun the job: it checks again before it applies the rest.",
    places: wrong.flatMap(({ place }) => place ? [place] : [])
  });
}
__name(refusal, "refusal");

// src/database/migrations/mutex.ts
import { setTimeout as sleep2 } from "node:timers/promises";
var FIRST_POLL_MS = 25;
var SLOWEST_POLL_MS = 1e3;
var SAY_EVERY_MS = 5e3;
async function stayOpen(client) {
  await ask(
    client,
    `select pg_catalog.set_config(name, '0', false) from (values ('idle_session_timeout')) s(name)
       where pg_catalog.current_setting(name, true) is not null`
  );
}
__name(stayOpen, "stayOpen");
async function acquire(client, name, budgetMs, say) {
  const started = performance.now();
  let pause = FIRST_POLL_MS;
  let saidAt = Number.NEGATIVE_INFINITY;
  for (; ; ) {
    const mine = await claim(client, name);
    if (mine.got) return mine.pid;
    const waited = performance.now() - started;
    if (waited - saidAt >= SAY_EVERY_MS || waited >= budgetMs) {
      const who = await describeHolder(client, name);
      if (waited >= budgetMs) throw busy(name, waited, who);
      if (who) {
        say(`waiting for ${who}`);
        saidAt = waited;
      }
    }
    await sleep2(pause * (0.5 + Math.random()));
    pause = Math.min(pause * 1.5, SLOWEST_POLL_MS);
  }
}
__name(acquire, "acquire");
async function describeHolder(client, name) {
  const who = await holderOf(client, name);
  if (who === void 0) return void 0;
  const what = name === "mutex" ? "which is migrating this database" : "a session of an earlier run that the server is still finishing";
  return `${who}, ${what}`;
}
__name(describeHolder, "describeHolder");
function busy(name, waited, who) {
  return migrateProblem("MUTEX_HELD", {
    what: `after ${Math.round(waited / 1e3)} s ${who ?? "another session"} still holds the migration lock`,
    notDone: ["no migration was applied by this run"],
    next: name === "mutex" ? "Wait for the other run, then rerun this job. If that process is gone, end its session with pg_terminate_backend(pid)." : "The server is still executing the statement of the earlier run. Wait, or end it with pg_terminate_backend(pid); then rerun this job."
  });
}
__name(busy, "busy");
function lostMutex() {
  return migrateProblem("MUTEX_LOST", {
    what: "the session that held the migration lock ended",
    next: "Rerun the job: it reads the history table and continues. Look for what ends idle sessions (idle_session_timeout, a firewall)."
  });
}
__name(lostMutex, "lostMutex");
async function ask(client, text) {
  try {
    return await client.query(text);
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
__name(ask, "ask");

// src/database/migrations/progress.ts
async function readProgress(client, migration) {
  const { rows: rows2 } = await client.query(
    "select position, hash, state, detail from shiplock.migration_progress where version = $1 order by position",
    [migration.version]
  );
  const kept = /* @__PURE__ */ new Map();
  const abandoned = [];
  for (const step of rows2) {
    const unit = migration.units[step.position];
    const batched = step.state === "started" && Array.isArray(step.detail["after"]);
    if (unit?.hash === step.hash || batched && unit?.kind === "batch") kept.set(step.position, step);
    else if (batched) throw batchChanged(migration, unit?.statements[0], Number(step.detail["rows"] ?? 0));
    else if (step.state !== "started") throw changed(migration, step.position);
    else abandoned.push(step);
  }
  return { kept, abandoned };
}
__name(readProgress, "readProgress");
function changed(migration, position) {
  return resumeChanged(migration, migration.units[position]?.statements[0], {
    what: `part ${position + 1} of this migration has already run, but the file now has a different statement in its place`,
    next: `Restore the first ${count(position + 1, "statement")}; you can correct later ones. If you undid by hand what was run`
  });
}
__name(changed, "changed");
function begunAndGone(version) {
  return migrateProblem("RESUME_CHANGED", {
    what: `an earlier run started migration ${version} but did not finish it, and the folder no longer has the file`,
    notDone: ["no migration was applied by this run"],
    next: `Restore the file under its version, and correct what was not run yet. If you undid by hand what was run: delete from shiplock.migration_progress where version = '${version}'`
  });
}
__name(begunAndGone, "begunAndGone");
function batchChanged(migration, statement, rows2) {
  return resumeChanged(migration, statement, {
    what: `an earlier run changed ${count(rows2, "row")} in batches, but the file now has different batches or none in this place`,
    next: "Restore the directive, its key and its table; you can correct what the statement does to the rows that are left. If all rows can be changed again"
  });
}
__name(batchChanged, "batchChanged");
function resumeChanged({ file, version }, statement, { what, next }) {
  return migrateProblem("RESUME_CHANGED", {
    what: `${statement ? `${file}:${statement.line}` : file}: ${what}`,
    notDone: ["the rest of this migration and the ones after it"],
    next: `${next}: delete from shiplock.migration_progress where version = '${version}'`,
    ...statement ? { places: [{ file, line: statement.line, column: statement.column }] } : {}
  });
}
__name(resumeChanged, "resumeChanged");
function stepSql(migration, position, state, detail = {}) {
  const hash = migration.units[position]?.hash ?? "";
  return `insert into shiplock.migration_progress (version, position, hash, state, detail)
    values (${literal(migration.version)}, ${position}, ${literal(hash)}, '${state}', ${literal(JSON.stringify(detail))}::pg_catalog.jsonb)
    on conflict (version, position) do update set hash = excluded.hash, state = excluded.state, detail = excluded.detail, at = pg_catalog.now()`;
}
__name(stepSql, "stepSql");
function forgetSql(version) {
  return `delete from shiplock.migration_progress where version = ${literal(version)}`;
}
__name(forgetSql, "forgetSql");
async function versionsBegun(client, table) {
  const { begun, over } = await readBegun(client, table);
  for (const version of over) await ask(client, forgetSql(version));
  return begun;
}
__name(versionsBegun, "versionsBegun");
async function versionsBegunIfAny(client, table) {
  const there = "select to_regclass('shiplock.migration_progress') is not null as there";
  const [known] = (await ask(client, there)).rows;
  return known?.there ? (await readBegun(client, table)).begun : /* @__PURE__ */ new Set();
}
__name(versionsBegunIfAny, "versionsBegunIfAny");
async function readBegun(client, table) {
  const { rows: rows2 } = await ask(
    client,
    `select p.version, h.version is not null as over from (select distinct version from shiplock.migration_progress) p
       left join ${table.qualified} h on h.version = p.version`
  );
  const versions = /* @__PURE__ */ __name((over) => new Set(rows2.filter((row) => row.over === over).map(({ version }) => version)), "versions");
  return { begun: versions(false), over: versions(true) };
}
__name(readBegun, "readBegun");

// src/database/migrations/progress-lines.ts
var SAY_EVERY_MS2 = 15e3;
var TOGETHER_MS = 200;
var ProgressLines = class {
  static {
    __name(this, "ProgressLines");
  }
  #say;
  #waiting = [];
  #timer;
  constructor(say) {
    this.#say = say;
  }
  /** Says something else, behind what waits. */
  say = /* @__PURE__ */ __name((line) => {
    this.flush();
    this.#say(line);
  }, "say");
  /** A file may run for an hour: that it still does is said now and then. */
  async during(file, work) {
    const started = performance.now();
    const timer = setInterval(
      () => this.say(`${file}: running for ${Math.round((performance.now() - started) / 1e3)} s`),
      SAY_EVERY_MS2
    );
    try {
      const done = await work();
      this.#waiting.push(`${file}: applied in ${Math.round(done.milliseconds)} ms`);
      this.#timer ??= setTimeout(() => this.flush(), TOGETHER_MS);
      return done;
    } finally {
      clearInterval(timer);
    }
  }
  /** Says what waits. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    if (this.#waiting.length > 0) this.#say(this.#waiting.splice(0).join("\n"));
  }
};

// src/database/backfill/rewrite.ts
function targetOf(statement) {
  const { schema, name = "", alias } = relationOf(fieldsOf(statement)["relation"]);
  return { table: qualifiedName(schema, name), alias: quoteName(alias ?? name) };
}
__name(targetOf, "targetOf");
function changedColumns(statement) {
  const { targetList = [] } = statement.node.UpdateStmt ?? {};
  return targetList.flatMap(({ ResTarget: { name, val } = {} }) => {
    const [only, more] = nameList(val?.ColumnRef?.fields);
    return name === void 0 || only === name && more === void 0 ? [] : name;
  });
}
__name(changedColumns, "changedColumns");
function withCondition(text, condition) {
  const toUnit = byteOffsets(text);
  let depth = 0;
  let whereEnd;
  let end = text.length;
  for (const token of loadedParser().scan(text)) {
    if (token.text === "(" || token.text === "[") depth += 1;
    else if (token.text === ")" || token.text === "]") depth -= 1;
    else if (depth === 0 && token.text.toLowerCase() === "where") whereEnd = toUnit(token.end);
    else if (depth === 0 && token.text.toLowerCase() === "returning") {
      end = toUnit(token.start);
      break;
    }
  }
  const [head, tail] = [text.slice(0, end), text.slice(end)];
  if (whereEnd === void 0) return `${head}
 where ${condition}
${tail}`;
  return `${text.slice(0, whereEnd)} (${text.slice(whereEnd, end)}
) and ${condition}
${tail}`;
}
__name(withCondition, "withCondition");

// src/database/backfill/key.ts
async function boundary(client, { target, statement }, key, range2, lockTimeoutMs) {
  const { after, size } = range2;
  const names = key.columns.map(({ name }) => quoteName(name));
  const texts = names.map((name) => `${name}::text`).join(", ");
  const from = after ? `where (${names.join(", ")}) > (${typed(key, after)})` : "";
  const sql = `select ${texts} from (select ${names.join(", ")} from ${target.table} ${from} order by ${names.join(", ")} limit ${size}) s
      order by ${names.map((name) => `s.${name} desc`).join(", ")} limit 1`;
  let found;
  await runParts([{ sql, statement }], async () => {
    await runScript(client, [`set lock_timeout = ${lockTimeoutMs}`]);
    try {
      [found] = (await client.query({ text: sql, rowMode: "array" })).rows;
    } catch (error) {
      throw new ScriptError(error, 0);
    }
    return [];
  });
  return found;
}
__name(boundary, "boundary");
function range(target, key, after, to) {
  const names = key.columns.map(({ name }) => `${target.alias}.${quoteName(name)}`).join(", ");
  const lower = after ? `(${names}) > (${typed(key, after)}) and ` : "";
  return `${lower}(${names}) <= (${typed(key, to)})`;
}
__name(range, "range");
function typed(key, values) {
  return key.columns.map(({ type }, index) => `${literal(values[index] ?? "")}::${type}`).join(", ");
}
__name(typed, "typed");
async function keyOf(client, { target, statement, file }, spec) {
  const { rows: rows2 } = await client.query(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull and i.indisunique and i.indisvalid and i.indpred is null as usable
     from pg_catalog.pg_index i cross join unnest(i.indkey) with ordinality k(attnum, position)
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = to_regclass($1) and k.position <= i.indnkeyatts
       and (($2::text is null and i.indisprimary) or ($2::text is not null and i.indnkeyatts = 1 and a.attname = $2 and i.indisunique))
     order by i.indisprimary desc, i.indexrelid, k.position`,
    [target.table, spec.key ?? null]
  );
  const columns = spec.key ? rows2.slice(0, 1) : rows2;
  const refuse = /* @__PURE__ */ __name((why, next) => folderProblem("BATCH", {
    what: `${file}:${statement.line} cannot process ${target.table} in batches: ${why}`,
    next,
    places: [{ file, line: statement.line, column: statement.column }]
  }), "refuse");
  if (columns.length === 0 || !columns.every(({ usable }) => usable))
    throw refuse(
      spec.key ? `${spec.key} is not a unique NOT NULL column of it` : "it has no primary key",
      "Name a unique NOT NULL column: -- shiplock: batch key=<column>"
    );
  const moved = columns.find(({ name }) => changedColumns(statement).includes(name));
  if (moved)
    throw refuse(
      `the statement changes ${moved.name}, the key of its batches, so it would process the same rows again`,
      "Use another unique NOT NULL column: -- shiplock: batch key=<column>"
    );
  return { columns };
}
__name(keyOf, "keyOf");

// src/database/backfill/throttle.ts
import { setTimeout as sleep3 } from "node:timers/promises";
var LAG_POLL_MS = 500;
var SAY_EVERY_MS3 = 3e4;
var SMALLEST = 10;
var GROWTH = 10;
function nextSize(size, tookMs, spec) {
  if (spec.targetMs === 0) return size;
  if (tookMs > spec.targetMs) return Math.max(Math.min(SMALLEST, spec.size), Math.floor(size / 2));
  if (tookMs < spec.targetMs / 2) return Math.min(spec.size * GROWTH, Math.ceil(size * 1.5));
  return size;
}
__name(nextSize, "nextSize");
async function breathe({ client, say, what }, spec, pollMs = LAG_POLL_MS) {
  if (spec.pauseMs > 0) await sleep3(spec.pauseMs);
  let saidAt = Number.NEGATIVE_INFINITY;
  for (; ; ) {
    const lag = await lagMs(client);
    if (lag <= spec.maxLagMs) return;
    if (performance.now() - saidAt >= SAY_EVERY_MS3) {
      saidAt = performance.now();
      say(`${what}: waiting for a replica that is ${Math.round(lag)} ms behind`);
    }
    await sleep3(pollMs);
  }
}
__name(breathe, "breathe");
async function sayIfLagIsHidden({ client, say, what }) {
  const { rows: rows2 } = await client.query(
    "select count(*) > 0 and bool_and(state is null) as hidden from pg_catalog.pg_stat_replication"
  );
  if (rows2[0]?.hidden)
    say(
      `${what}: Shiplock does not wait for replicas, because it cannot see their lag (missing grant: pg_read_all_stats)`
    );
}
__name(sayIfLagIsHidden, "sayIfLagIsHidden");
async function lagMs(client) {
  const { rows: rows2 } = await client.query(
    "select (max(extract(epoch from replay_lag)) * 1000)::text as lag from pg_catalog.pg_stat_replication"
  );
  return Number(rows2[0]?.lag ?? 0);
}
__name(lagMs, "lagMs");

// src/database/backfill/run.ts
var SAY_EVERY_MS4 = 5e3;
async function runBatches(place, run) {
  const [statement] = run.unit.statements;
  if (!statement) return 0;
  const { spec } = run.unit;
  const { file } = run.migration;
  const target = targetOf(statement);
  const key = await keyOf(place.work, { target, statement, file }, spec);
  const along = [target.table, ...key.columns.map(({ name }) => name)];
  let { after, rows: rows2 = 0 } = run.earlier ?? {};
  if (after && String(run.earlier?.along ?? along) !== String(along))
    throw batchChanged(run.migration, statement, rows2);
  const total = await estimate(place.work, target);
  const what = `${file}:${statement.line}`;
  let retries = 0;
  const within = /* @__PURE__ */ __name(async (work) => {
    let result;
    retries += await withinBudget({ ...place, what }, async ({ lockTimeoutMs }) => {
      result = await work(lockTimeoutMs);
    });
    return result;
  }, "within");
  let size = spec.size;
  let saidAt = performance.now();
  await sayIfLagIsHidden({ client: place.work, say: place.say, what });
  if (after) place.say(`${what}: continuing after ${count(rows2, "row")}`);
  for (; ; ) {
    const from = { after, size };
    const to = await within((timeout) => boundary(place.work, { target, statement }, key, from, timeout));
    if (!to) break;
    const sql = withCondition(statement.text, range(target, key, after, to));
    const started = performance.now();
    const before = rows2;
    const touched = await within(
      (timeout) => oneBatch(
        place.work,
        { sql, statement },
        timeout,
        (more) => run.remember("started", { after: to, rows: before + more, along })
      )
    );
    rows2 += touched ?? 0;
    after = to;
    const took = performance.now() - started;
    size = nextSize(size, took, spec);
    if (performance.now() - saidAt > SAY_EVERY_MS4) {
      place.say(
        `${what}: ${count(rows2, "row")}${total > 0 ? ` of about ${total} in the table` : ""}, ${size} per batch`
      );
      saidAt = performance.now();
    }
    await breathe({ client: place.work, say: place.say, what }, spec);
  }
  await runRecord(place.work, [run.remember("done", { rows: rows2, ...after ? { after, along } : {} })]);
  place.say(`${what}: ${count(rows2, "row")} in batches`);
  return retries;
}
__name(runBatches, "runBatches");
async function oneBatch(client, batch, lockTimeoutMs, remember2) {
  try {
    const [, , touched = 0] = await runParts(
      [{ sql: "begin" }, { sql: `set local lock_timeout = ${lockTimeoutMs}` }, batch],
      (sql) => runScript(client, sql)
    );
    const record = asOurselves([remember2(touched)]).map((sql) => ({ sql }));
    const end = { sql: "commit", statement: batch.statement };
    await runParts([...record, end], (sql) => runScript(client, sql));
    return touched;
  } catch (error) {
    await client.query("rollback").catch(() => void 0);
    throw error;
  }
}
__name(oneBatch, "oneBatch");
async function estimate(client, target) {
  const { rows: rows2 } = await client.query(
    "select greatest(reltuples, 0)::bigint::text as rows from pg_catalog.pg_class where oid = to_regclass($1)",
    [target.table]
  );
  return Number(rows2[0]?.rows ?? 0);
}
__name(estimate, "estimate");

// src/database/migrations/concurrently.ts
function indexTarget(statement) {
  const fields = fieldsOf(statement);
  if (statement.kind !== "IndexStmt" || !fields["concurrent"]) return void 0;
  const { schema, name } = relationOf(fields["relation"]);
  return { schema, table: name, index: fields["idxname"] };
}
__name(indexTarget, "indexTarget");
async function lookBefore(client, statement) {
  const target = indexTarget(statement);
  if (!target) return { indexes: [], found: await isDone(client, statement, { indexes: [] }) };
  const [table] = await rows(client, "select to_regclass($1)::oid::text as oid", [
    qualifiedName(target.schema, target.table)
  ]);
  const indexes = (await indexesOf(client, target)).map(({ oid }) => oid);
  return { indexes, ...table?.oid ? { table: table.oid } : {} };
}
__name(lookBefore, "lookBefore");
async function isDone(client, statement, before) {
  if (before.found) return false;
  const fields = fieldsOf(statement);
  const target = indexTarget(statement);
  if (target) {
    const made = (await indexesOf(client, target)).filter(({ oid }) => !before.indexes.includes(oid));
    return made.some(({ valid, name }) => valid && (!target.index || name === target.index));
  }
  if (statement.kind === "DropStmt") return allGone(client, droppedNames(fields));
  if (statement.kind === "AlterTableStmt") return await detaching(client, statement) === "done";
  const [query, value] = existence(statement, fields) ?? [];
  if (!query || value === void 0) return false;
  const [row] = await rows(client, query, [value]);
  return row?.done === true;
}
__name(isDone, "isDone");
async function finishSql(client, statement) {
  const names = detachNames(statement);
  if (!names || await detaching(client, statement) !== "pending") return void 0;
  return `alter table ${names.parent} detach partition ${names.child} finalize`;
}
__name(finishSql, "finishSql");
async function detaching(client, statement) {
  const names = detachNames(statement);
  if (!names) return void 0;
  const [row] = await rows(
    client,
    "select inhdetachpending as pending from pg_catalog.pg_inherits where inhparent = to_regclass($1) and inhrelid = to_regclass($2)",
    [names.parent, names.child]
  );
  if (!row) return "done";
  return row.pending ? "pending" : "attached";
}
__name(detaching, "detaching");
function detachNames(statement) {
  const fields = fieldsOf(statement);
  const command = fields.cmds?.map((each) => each.AlterTableCmd?.def?.PartitionCmd).find((each) => each?.concurrent);
  if (!command) return void 0;
  return {
    parent: qualify(relationOf(fieldsOf(statement)["relation"])),
    child: qualify(relationOf(command.name))
  };
}
__name(detachNames, "detachNames");
function existence(statement, fields) {
  const exists = /* @__PURE__ */ __name((catalog, column) => `select exists (select from pg_catalog.${catalog} where ${column} = $1) as done`, "exists");
  const gone = /* @__PURE__ */ __name((catalog, column) => `select not exists (select from pg_catalog.${catalog} where ${column} = $1) as done`, "gone");
  switch (statement.kind) {
    case "CreatedbStmt":
      return [exists("pg_database", "datname"), String(fields["dbname"])];
    case "DropdbStmt":
      return [gone("pg_database", "datname"), String(fields["dbname"])];
    case "CreateTableSpaceStmt":
      return [exists("pg_tablespace", "spcname"), String(fields["tablespacename"])];
    case "DropTableSpaceStmt":
      return [gone("pg_tablespace", "spcname"), String(fields["tablespacename"])];
    case "CreateSubscriptionStmt":
      return [exists("pg_subscription", "subname"), String(fields["subname"])];
    case "DropSubscriptionStmt":
      return [gone("pg_subscription", "subname"), String(fields["subname"])];
  }
  return void 0;
}
__name(existence, "existence");
var qualify = /* @__PURE__ */ __name(({ schema, name }) => qualifiedName(schema, name), "qualify");
function droppedNames(fields) {
  const objects = fields["objects"] ?? [];
  return objects.map(
    ({ List }) => qualifiedName(...(List?.items ?? []).map((item) => item.String?.sval ?? ""))
  );
}
__name(droppedNames, "droppedNames");
async function allGone(client, names) {
  const [row] = await rows(
    client,
    "select bool_and(to_regclass(name) is null) as done from unnest($1::text[]) n(name)",
    [names]
  );
  return row?.done === true;
}
__name(allGone, "allGone");
async function dropInvalid(client, statement, before, lockTimeoutMs) {
  const target = indexTarget(statement);
  const reindexed = statement.kind === "ReindexStmt" ? await leftByReindex(client, statement) : [];
  const left = target ? (await indexesOf(client, target)).filter(
    ({ valid, building, name, oid }) => !valid && !building && (name === target.index || !before.indexes.includes(oid))
  ) : reindexed;
  return drop(client, left, lockTimeoutMs);
}
__name(dropInvalid, "dropInvalid");
async function dropAbandoned(client, { table, indexes }, lockTimeoutMs) {
  if (table === void 0) return [];
  const all = await rows(client, `${INDEXES} where i.indrelid = $1::oid`, [table]);
  const left = all.filter(({ valid, building, oid }) => !valid && !building && !indexes.includes(oid));
  return drop(client, left, lockTimeoutMs);
}
__name(dropAbandoned, "dropAbandoned");
async function drop(client, left, lockTimeoutMs) {
  for (const { qualified } of left) {
    await runScript(client, [`set lock_timeout = ${lockTimeoutMs}`]);
    await runScript(client, [`drop index concurrently if exists ${qualified}`]);
  }
  return left.map(({ qualified }) => qualified);
}
__name(drop, "drop");
var INDEXES = `select i.indexrelid::text as oid, c.relname as name, format('%I.%I', n.nspname, c.relname) as qualified,
    i.indisvalid and i.indisready as valid,
    exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid) as building
  from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace`;
async function indexesOf(client, target) {
  const table = qualifiedName(target.schema, target.table);
  return rows(client, `${INDEXES} where i.indrelid = to_regclass($1)`, [table]);
}
__name(indexesOf, "indexesOf");
async function leftByReindex(client, statement) {
  const { schema, name } = relationOf(fieldsOf(statement)["relation"]);
  if (!name) return [];
  const qualified = qualifiedName(schema, name);
  return rows(
    client,
    `${INDEXES} where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'
       and i.indrelid = coalesce((select indrelid from pg_catalog.pg_index where indexrelid = to_regclass($1)), to_regclass($1))`,
    [qualified]
  );
}
__name(leftByReindex, "leftByReindex");
async function rows(client, text, values) {
  try {
    return (await client.query(text, values)).rows;
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
__name(rows, "rows");

// src/database/migrations/run.ts
async function runMigration(place, migration, turn) {
  const started = performance.now();
  const unit = turn.begun ? void 0 : wholeOf(migration);
  if (!unit) turn.check();
  const retries = unit ? await whole(place, migration, unit, turn) : await stepwise(place, migration);
  return {
    version: migration.version,
    file: migration.file,
    milliseconds: performance.now() - started,
    retries
  };
}
__name(runMigration, "runMigration");
function wholeOf({ units: [only, ...more] }) {
  return only?.kind === "together" && more.length === 0 ? only : void 0;
}
__name(wholeOf, "wholeOf");
function whole(place, migration, unit, { ahead, onSent, followed, check }) {
  let sent = ahead;
  return withinBudget({ ...place, what: migration.file }, async ({ lockTimeoutMs }) => {
    const first = sent;
    sent = void 0;
    if (first && await runAhead(place.work, first, onSent)) return;
    check();
    const around = { ...recorded(place, migration), flush: !followed };
    await runTogether(place.work, unit, { lockTimeoutMs, ...around, onSent });
  });
}
__name(whole, "whole");
function recorded(place, migration) {
  return { before: resetSession(), record: recordSql(place.table, migration, migration.pieces) };
}
__name(recorded, "recorded");
function sendNext(place, before, migration, followed) {
  const unit = wholeOf(migration);
  if (!unit || unit.begin || unit.statements.some(setsTransaction)) return void 0;
  return sendBehind(place.work, unit, {
    ...recorded(place, migration),
    lockTimeoutMs: Math.min(place.budget.timeoutMs, place.budget.totalMs),
    flush: !followed,
    after: `exists (select from ${place.table.qualified} where version = ${literal(before.version)}) and ${heldSql(place.watcherPid)}`
  });
}
__name(sendNext, "sendNext");
async function stepwise(place, migration) {
  await putInOrder(place.work);
  const { kept: progress, abandoned } = await readProgress(place.work, migration);
  await dropLeft(place, migration, abandoned);
  if (progress.size > 0)
    place.say(
      `${migration.file}: continuing after ${doneCount(progress)} of ${count(migration.units.length, "part")}`
    );
  let retries = 0;
  const settings = [];
  for (const [position, unit] of migration.units.entries()) {
    const step = progress.get(position);
    if (step?.state === "done") {
      noteSettings(unit, settings);
      continue;
    }
    if (settings.length > 0) await runScript(place.work, settings.splice(0));
    retries += await runUnit(place, migration, { unit, position, step });
  }
  await putInOrder(place.work);
  await runScript(place.work, [
    "begin",
    ...recordSql(place.table, migration, migration.pieces),
    forgetSql(migration.version),
    "commit"
  ]);
  return retries;
}
__name(stepwise, "stepwise");
async function dropLeft(place, { file }, abandoned) {
  for (const { detail } of abandoned) {
    const before = detail["before"];
    if (!before) continue;
    await withinBudget({ ...place, what: file, patient: true }, async ({ lockTimeoutMs }) => {
      for (const name of await dropAbandoned(place.work, before, lockTimeoutMs))
        place.say(`${file}: dropped the INVALID index ${name} of an unfinished attempt`);
    });
  }
}
__name(dropLeft, "dropLeft");
function noteSettings({ statements }, settings) {
  for (const statement of statements) {
    if (setsSession(statement)) settings.push(statement.text);
    else if (statement.kind === "DiscardStmt" && cannotRunInTransaction(statement)) settings.length = 0;
  }
}
__name(noteSettings, "noteSettings");
function runUnit(place, migration, at2) {
  const { unit, position } = at2;
  if (unit.kind === "together") {
    const record = [stepSql(migration, position, "done")];
    return withinBudget(
      { ...place, what: migration.file },
      ({ lockTimeoutMs }) => runTogether(place.work, unit, { lockTimeoutMs, before: [], record })
    );
  }
  if (unit.kind === "batch") {
    return runBatches(place, {
      unit,
      migration,
      earlier: at2.step?.detail,
      remember: /* @__PURE__ */ __name((state, detail) => stepSql(migration, position, state, detail), "remember")
    });
  }
  return alone(place, migration, { ...at2, unit });
}
__name(runUnit, "runUnit");
async function alone(place, migration, { unit, position, step }) {
  const { work, say } = place;
  const [statement] = unit.statements;
  if (!statement) return 0;
  const before = step?.detail["before"] ?? await lookBefore(work, statement);
  if (step && await isDone(work, statement, before)) {
    say(`${migration.file}:${statement.line}: ${unit.why} was already done by the interrupted run`);
    await runRecord(work, [stepSql(migration, position, "done")]);
    return 0;
  }
  await runRecord(work, [stepSql(migration, position, "started", { before })]);
  const what = `${migration.file}:${statement.line}`;
  const cleanUp = /* @__PURE__ */ __name(async (lockTimeoutMs) => {
    for (const name of await dropInvalid(work, statement, before, lockTimeoutMs)) {
      say(`${what}: dropped the INVALID index ${name} of an unfinished attempt`);
    }
  }, "cleanUp");
  try {
    const patient = unit.why.includes("CONCURRENTLY") && statement.kind !== "AlterTableStmt";
    const retries = await withinBudget({ ...place, what, patient }, async ({ lockTimeoutMs }) => {
      await cleanUp(lockTimeoutMs);
      await runAlone(work, statement, { lockTimeoutMs, instead: await finishSql(work, statement) });
    });
    await runRecord(work, [stepSql(migration, position, "done")]);
    return retries;
  } catch (error) {
    await cleanUp(place.budget.timeoutMs).catch(
      () => say(`${what}: an INVALID index might be left; the next run drops it first`)
    );
    throw error;
  }
}
__name(alone, "alone");
function doneCount(progress) {
  return [...progress.values()].filter(({ state }) => state === "done").length;
}
__name(doneCount, "doneCount");

// src/database/migrations/tables.ts
async function ensureTables(client, table, waiting) {
  try {
    if (await areThere(client, table)) return;
    await withinBudget({ ...waiting, what: table.qualified }, async ({ lockTimeoutMs }) => {
      await make2(client, table, lockTimeoutMs);
    });
  } catch (error) {
    if (error instanceof LockBudgetSpent) throw lockedHistory(table, error);
    throw databaseError(error instanceof ScriptError ? error.cause : error, where(client));
  }
}
__name(ensureTables, "ensureTables");
async function areThere(client, table) {
  const { rows: rows2 } = await client.query(
    `select count(*) = 5 as ready from pg_catalog.pg_attribute where not attisdropped and (
       (attrelid = to_regclass($1) and attname in ('version', 'name', 'statements'))
       or (attrelid = to_regclass('shiplock.migration_checksum') and attname = 'checksum')
       or (attrelid = to_regclass('shiplock.migration_progress') and attname = 'hash'))`,
    [table.qualified]
  );
  return rows2[0]?.ready === true;
}
__name(areThere, "areThere");
var TAKEN2 = /* @__PURE__ */ new Set(["23505", "42P06", "42P07"]);
var TRIES2 = 20;
async function make2(client, table, lockTimeoutMs) {
  for (let left = TRIES2; ; left -= 1) {
    try {
      await makeOnce(client, table, lockTimeoutMs);
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof ScriptError) || !TAKEN2.has(error.sqlState)) throw error;
    }
  }
}
__name(make2, "make");
async function makeOnce(client, table, lockTimeoutMs) {
  try {
    await runScript(client, [
      `begin; set local lock_timeout = ${lockTimeoutMs};
      create schema if not exists ${table.schema};
      create table if not exists ${table.qualified} (version text not null primary key);
      alter table ${table.qualified} add column if not exists statements text[];
      alter table ${table.qualified} add column if not exists name text;
      create schema if not exists shiplock;
      revoke all on schema shiplock from public;
      create table if not exists shiplock.migration_checksum (
        version text primary key, checksum text not null, recorded_at timestamptz not null default now());
      create table if not exists shiplock.migration_progress (
        version text not null, position int not null, hash text not null,
        state text not null check (state in ('started', 'done')), detail jsonb not null default '{}',
        at timestamptz not null default now(), primary key (version, position));
      alter table shiplock.migration_checksum enable row level security;
      alter table shiplock.migration_progress enable row level security;
      drop policy if exists readers on shiplock.migration_checksum;
      create policy readers on shiplock.migration_checksum for select using (true);
      revoke all on shiplock.migration_checksum, shiplock.migration_progress from public;
      -- The planning role was admitted to the tables that were there: it plans with these too.
      do $admit$ begin
        if to_regprocedure('shiplock.admit_roles()') is not null then perform shiplock.admit_roles(); end if;
      exception when insufficient_privilege then
        raise warning 'run docs/sql/plan-role.sql again as the owner of schema shiplock';
      end $admit$;
      commit`
    ]);
  } catch (error) {
    await client.query("rollback").catch(() => void 0);
    throw error;
  }
}
__name(makeOnce, "makeOnce");

// src/database/migrations/apply.ts
async function apply(options, request) {
  if (request.migrations.length === 0) return [];
  const asked = new Set(request.migrations.map(({ version }) => version));
  const choose = /* @__PURE__ */ __name((folder, checked) => requested(request, folder, checked), "choose");
  const waiting = new Set(request.waiting);
  return applyChosen(options, request.say, choose, { asked, waiting, notAfter: request.notAfter });
}
__name(apply, "apply");
async function applyPending(options, say) {
  return applyChosen(options, say, (_, { pending }) => pending);
}
__name(applyPending, "applyPending");
async function applyChosen(options, say, choose, {
  asked = /* @__PURE__ */ new Set(),
  waiting,
  notAfter
} = {}) {
  const { database, folder, digest } = await open(options, false);
  try {
    const table = historyTable(options.historyTable);
    const order = orderOf(options, waiting);
    const before = await checkFolder(database.client, table, folder, { digest, order });
    const wanted = choose(folder, before);
    const checks = await namedChecks(options, database, say);
    if (wanted.length === 0 && before.adoptable.length === 0) {
      await checkEarlier(checks, asked, before);
      if (before.pending.length === 0 && before.waiting.length === 0 && !before.remembered)
        await remember(database.client, folder);
      return [];
    }
    const compiling = readAll(wanted);
    return await locked(options, { database, say, meanwhile: compiling }, async (place) => {
      const now = await checkFolder(place.work, table, folder, { order });
      const left = new Set(choose(folder, now).map(({ version }) => version));
      const begun = await versionsBegun(place.work, table);
      const gone = [...begun].find((version) => !folder.files.some((file) => file.version === version));
      if (gone !== void 0) throw begunAndGone(gone);
      await adoptChecksums(place.work, now.adoptable);
      await checkEarlier(checks, asked, now);
      const compiled = (await compiling).filter(({ version }) => left.has(version));
      const applied = await runAll(place, compiled, { checks, begun, notAfter });
      if (applied.length === now.pending.length && now.waiting.length === 0)
        await remember(place.work, folder);
      return applied;
    });
  } finally {
    await database.close();
  }
}
__name(applyChosen, "applyChosen");
async function remember(client, folder) {
  await runRecord(client, rememberSql(folder)).catch(() => void 0);
}
__name(remember, "remember");
function readAll(files) {
  if (files.length > 0) void loadParser().catch(() => void 0);
  const compiling = compileAll(files);
  compiling.catch(() => void 0);
  return compiling;
}
__name(readAll, "readAll");
async function checkEarlier(checks, asked, now) {
  if (asked.size === 0) return;
  const earlier = now.applied.filter(({ version }) => asked.has(version));
  const rest = now.pending.map(({ version }) => version).filter((version) => asked.has(version));
  for (const migration of earlier) await checks.run(migration, { applied: [], rest });
}
__name(checkEarlier, "checkEarlier");
async function runAll(place, compiled, { checks, begun, notAfter }) {
  const applied = [];
  const check = /* @__PURE__ */ __name(() => {
    if (place.lost()) throw lostMutex();
    notAfter?.check("database.migrate");
  }, "check");
  const over = /* @__PURE__ */ __name(() => notAfter !== void 0 && notAfter.remainingMs() <= 0, "over");
  const lines = new ProgressLines(place.say);
  const told = { ...place, say: lines.say };
  let ahead;
  for (const [index, migration] of compiled.entries()) {
    const rest = compiled.slice(index + 1);
    const [next] = rest;
    const mine = ahead;
    ahead = void 0;
    const goesOn = next && !begun.has(next.version) && !checks.has(migration.version);
    const onSent = /* @__PURE__ */ __name(() => {
      ahead = goesOn && !over() ? sendNext(place, migration, next, rest.length > 1) : void 0;
      return ahead;
    }, "onSent");
    try {
      const turn = {
        begun: begun.has(migration.version),
        followed: rest.length > 0,
        ahead: mine,
        check,
        onSent
      };
      applied.push(await lines.during(migration.file, () => runMigration(told, migration, turn)));
      if (checks.has(migration.version)) lines.flush();
      await checks.run(migration, { applied, rest: rest.map(({ version }) => version) });
    } catch (error) {
      lines.flush();
      const flushed = await flush(place, applied);
      const behind = ahead && next ? [next] : [];
      throw await explain(error, { migration, applied, flushed, behind, rest, place });
    }
  }
  lines.flush();
  return applied;
}
__name(runAll, "runAll");
async function flush(place, applied) {
  const last = applied.at(-1);
  if (!last) return true;
  const touch = "update shiplock.migration_checksum set checksum = checksum where version = $1";
  return place.watcher.query(touch, [last.version]).then(
    () => true,
    () => false
  );
}
__name(flush, "flush");
async function locked(options, with_, work) {
  const { database, say } = with_;
  const table = historyTable(options.historyTable);
  const mutexBudgetMs = options.mutexBudgetMs ?? DEFAULTS.mutexBudgetMs;
  const watcher = await connect(options.url, { applicationName: "shiplock mutex" });
  let lost = false;
  watcher.client.on("end", () => {
    lost = true;
  });
  try {
    const both = /* @__PURE__ */ __name(async () => {
      const watcherPid = await acquire(watcher.client, "mutex", mutexBudgetMs, say);
      const [pid] = await Promise.all([
        acquire(database.client, "work", mutexBudgetMs, say),
        stayOpen(watcher.client)
      ]);
      if (pid !== watcherPid) return { watcherPid, pid };
      await release(database.client);
      throw poolerProblem(
        `${database.where}, where two of Shiplock's sessions share one server session: a pooler in transaction mode`
      );
    }, "both");
    const [, pids] = await Promise.all([with_.meanwhile, both()]);
    const budget = {
      timeoutMs: options.lockTimeoutMs ?? DEFAULTS.lockTimeoutMs,
      totalMs: options.lockBudgetMs ?? DEFAULTS.lockBudgetMs
    };
    await ensureTables(database.client, table, { budget, watcher: watcher.client, pid: pids.pid, say });
    return await work({
      work: database.client,
      watcher: watcher.client,
      ...pids,
      table,
      budget,
      say,
      lost: /* @__PURE__ */ __name(() => lost, "lost")
    });
  } finally {
    await watcher.close();
  }
}
__name(locked, "locked");
function requested(request, folder, checked) {
  const files = new Map(folder.files.map((file) => [file.version, file]));
  for (const { version, checksum } of request.migrations) {
    const file = files.get(version);
    if (file?.checksum === checksum) continue;
    throw folderProblem("CHANGED", {
      what: file ? `${file.file} differs from the file that was planned` : `version ${version} was planned, but the folder has no such file`,
      next: "Plan again from this commit, and have the new plan approved.",
      ...file ? { places: [{ file: file.file }] } : {}
    });
  }
  const versions = new Set(request.migrations.map(({ version }) => version));
  const waiting = checked.waiting.filter(({ version }) => versions.has(version));
  const wanted = checked.pending.filter(({ version }) => versions.has(version));
  const skipped = checked.pending.slice(0, wanted.length).find(({ version }) => !versions.has(version));
  if (!skipped) return [...waiting, ...wanted].sort((a, b) => a.version < b.version ? -1 : 1);
  throw folderProblem("OUT_OF_ORDER", {
    what: `${skipped.file} is pending and comes before ${wanted.at(-1)?.file}, but was not requested`,
    next: "Apply pending files in order.",
    places: [{ file: skipped.file }]
  });
}
__name(requested, "requested");

export {
  resetSession,
  runTogether,
  explain,
  namedChecks,
  forgetSql,
  versionsBegun,
  versionsBegunIfAny,
  apply,
  applyPending,
  locked,
  requested
};
