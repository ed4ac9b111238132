import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  schemaSnapshot
} from "./chunk-BJEJBUK6.js";
import {
  connect
} from "./chunk-G5532VYC.js";
import {
  forArguments
} from "./chunk-HWE4CUXX.js";
import {
  summary
} from "./chunk-ZOAJ2OWH.js";
import {
  nested
} from "./chunk-SU3H5PD6.js";
import {
  cannotRunInTransaction,
  parseSql,
  transactionControl
} from "./chunk-EIRXDFOO.js";
import {
  stronger
} from "./chunk-AOW2UBHG.js";
import {
  quoteName
} from "./chunk-GWXVWR6U.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/rehearsal/beyond.ts
var BEYOND = /* @__PURE__ */ new Set([
  "CreateRoleStmt",
  "AlterRoleStmt",
  "AlterRoleSetStmt",
  "DropRoleStmt",
  "GrantRoleStmt",
  "AlterSystemStmt",
  "CreatedbStmt",
  "DropdbStmt",
  "AlterDatabaseStmt",
  "AlterDatabaseSetStmt",
  "CreateTableSpaceStmt",
  "DropTableSpaceStmt",
  "CreateSubscriptionStmt",
  "AlterSubscriptionStmt",
  "DropSubscriptionStmt",
  "DropOwnedStmt",
  "ReassignOwnedStmt"
]);
async function firstBeyond(sources) {
  for (const source of sources) {
    const found = await reachesBeyond(source);
    if (found)
      return `${found} affects more than the database and would change the server that the rehearsal runs on`;
  }
  return void 0;
}
__name(firstBeyond, "firstBeyond");
async function reachesBeyond(source) {
  for (const statement of source.statements ?? await parseSql(source.sql, source.file)) {
    const kinds = [statement.kind, ...nested(statement).nodes.map(({ node }) => Object.keys(node)[0] ?? "")];
    const kind = kinds.find((each) => BEYOND.has(each));
    if (kind) return `${source.file}:${statement.line} (${kind.replace(/Stmt$/, "")})`;
  }
  return void 0;
}
__name(reachesBeyond, "reachesBeyond");

// src/database/rehearsal/compare.ts
import { isDeepStrictEqual } from "node:util";
var SHOWN = 8;
function differences(expected, actual) {
  const found = [];
  for (const [id, object] of Object.entries(expected.objects)) {
    const now = actual.objects[id];
    if (!now) found.push(`${id} is missing`);
    else if (!isDeepStrictEqual(now, object))
      found.push(`${id} differs (${changedProperties(object.properties, now.properties)})`);
  }
  for (const id of Object.keys(actual.objects)) if (!expected.objects[id]) found.push(`${id} is left over`);
  for (const { what, why } of [...expected.unreadable, ...actual.unreadable])
    found.push(`could not read ${what}: ${why}`);
  return found;
}
__name(differences, "differences");
function changedProperties(before, after) {
  const keys = /* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
  return changed.join(", ") || "kind";
}
__name(changedProperties, "changedProperties");
function some(list) {
  const more = list.length - SHOWN;
  return `${list.slice(0, SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
__name(some, "some");

// src/database/rehearsal/observe.ts
var RELATIONS = `
select c.oid::text as oid, format('%s.%s', n.nspname, c.relname) as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
var LOCKS = `
select relation::text as oid, mode from pg_locks
where pid = coalesce($1::int, pg_backend_pid()) and locktype = 'relation' and mode <> 'AccessShareLock'
  and database = (select oid from pg_database where datname = current_database())`;
async function relationsNow(db) {
  const rows = await db.query(RELATIONS);
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}
__name(relationsNow, "relationsNow");
async function locksOf(db, known, pid) {
  const locks = /* @__PURE__ */ new Map();
  for (const { oid, mode } of await db.query(LOCKS, [pid ?? null])) {
    const name = known.get(oid);
    if (name) locks.set(name, stronger(mode, locks.get(name) ?? mode));
  }
  return locks;
}
__name(locksOf, "locksOf");
function taken(before, after) {
  return [...after].filter(([relation, level]) => before.get(relation) !== level).map(([relation, level]) => ({ relation, level })).sort((a, b) => a.relation < b.relation ? -1 : 1);
}
__name(taken, "taken");
async function watched(observer, pid, known, work) {
  const seen = /* @__PURE__ */ new Map();
  let isRunning = true;
  const done = work().finally(() => {
    isRunning = false;
  });
  const watch = /* @__PURE__ */ __name(async () => {
    while (isRunning) {
      for (const [name, level] of await locksOf(observer, known, pid))
        seen.set(name, stronger(level, seen.get(name) ?? level));
    }
  }, "watch");
  await Promise.all([done, watch().catch(() => void 0)]);
  return taken(/* @__PURE__ */ new Map(), seen);
}
__name(watched, "watched");

// src/database/rehearsal/run.ts
async function runFile(stage, source) {
  const all = source.statements ?? await parseSql(source.sql, source.file);
  const control = transactionControl(all);
  const statements = control.kind === "wraps-whole-file" ? control.inner : all;
  const known = await relationsNow(stage.worker);
  const apart = statements.some(cannotRunInTransaction) || control.kind === "outside-statements" || control.kind === "multiple";
  try {
    return apart ? await runApart(stage, statements, known) : await runTogether(stage, statements, known);
  } finally {
    await stage.worker.client.query("reset all; reset session authorization");
  }
}
__name(runFile, "runFile");
async function runTogether({ worker, absent }, statements, known) {
  return worker.transaction(async (tx) => {
    const results = [];
    let before = /* @__PURE__ */ new Map();
    for (const statement of statements) {
      const milliseconds = await timed(() => tx.query(absent?.instead(statement) ?? statement.text));
      const after = await locksOf(tx, known);
      results.push({
        line: statement.line,
        summary: summary(statement),
        milliseconds,
        locks: taken(before, after),
        sampled: false
      });
      before = after;
    }
    return results;
  });
}
__name(runTogether, "runTogether");
async function runApart({ worker, observer, absent }, statements, known) {
  const [session] = await worker.query("select pg_backend_pid() as pid");
  const results = [];
  for (const statement of statements) {
    let milliseconds = 0;
    const locks = await watched(observer, session?.pid ?? 0, known, async () => {
      milliseconds = await timed(() => worker.query(absent?.instead(statement) ?? statement.text));
    });
    results.push({ line: statement.line, summary: summary(statement), milliseconds, locks, sampled: true });
  }
  return results;
}
__name(runApart, "runApart");
async function timed(work) {
  const started = performance.now();
  await work();
  return Math.round((performance.now() - started) * 10) / 10;
}
__name(timed, "timed");

// src/database/rehearsal/base.ts
import { execFile } from "node:child_process";
import { promisify } from "node:util";
var MAX_DUMP = 256 * 1024 * 1024;
async function replay(stage, options, live) {
  if (!options.applied) return { how: "none", why: "files of applied migrations are missing" };
  const beyond = options.serverIsDisposable ? void 0 : await firstBeyond(options.applied);
  if (beyond) return { how: "none", why: `the applied files cannot be replayed: ${beyond}` };
  for (const source of options.applied) {
    try {
      await runFile(stage, source);
    } catch (error) {
      return { how: "none", why: `${source.file} cannot be replayed: ${reason(error)}` };
    }
  }
  return compared("replayed", stage, live, "replaying the applied files does not produce the live schema");
}
__name(replay, "replay");
async function dump(stage, sourceUrl, live) {
  if (!sourceUrl) return { how: "none", why: "there is no connection string for pg_dump" };
  let sql;
  try {
    sql = await pgDump(sourceUrl);
  } catch (error) {
    return { how: "none", why: `pg_dump failed: ${complaint(error)}` };
  }
  try {
    for (const statement of await parseSql(withoutPsql(sql), "the dump"))
      await stage.worker.client.query(stage.absent?.instead(statement) ?? statement.text);
    await stage.worker.client.query("reset all");
  } catch (error) {
    return { how: "none", why: `the dump cannot be restored: ${reason(error)}` };
  }
  return compared("dumped", stage, live, "restoring the dump does not produce the live schema");
}
__name(dump, "dump");
async function compared(how, stage, live, why) {
  const snapshot = await schemaSnapshot(stage.observer);
  const found = differences(stage.absent?.comparable(live) ?? live, snapshot);
  return found.length === 0 ? { how, snapshot } : { how: "none", why: `${why}: ${some(found)}` };
}
__name(compared, "compared");
async function pgDump(url) {
  const { address, env: secrets } = forArguments(url);
  const { hostname, port, username, pathname, searchParams } = new URL(address);
  const env = {
    PATH: process.env["PATH"],
    PGHOST: hostname,
    PGPORT: port || "5432",
    PGUSER: decodeURIComponent(username),
    ...secrets,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get("sslmode") ?? "prefer",
    ...searchParams.get("sslrootcert") ? { PGSSLROOTCERT: searchParams.get("sslrootcert") ?? "" } : {}
  };
  const { stdout } = await promisify(execFile)("pg_dump", ["--schema-only", "--no-subscriptions"], {
    env,
    maxBuffer: MAX_DUMP
  });
  return stdout;
}
__name(pgDump, "pgDump");
function complaint(error) {
  const written = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return written ? written.replaceAll(/\s*\n\s*/g, "; ") : reason(error);
}
__name(complaint, "complaint");
function withoutPsql(sql) {
  return sql.split("\n").filter((text) => !/^\\(un)?restrict /.test(text)).join("\n");
}
__name(withoutPsql, "withoutPsql");
function reason(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n", 1)[0] ?? text;
}
__name(reason, "reason");

// src/database/rehearsal/one-database.ts
var ONE_DATABASE = ["pg_cron"];
var STAND_INS = {
  pg_cron: {
    schema: "cron",
    sql: `create schema if not exists cron;
      create table if not exists cron.job (jobid bigint generated by default as identity primary key, schedule text not null,
        command text not null, nodename text not null default 'localhost', nodeport int not null default 5432,
        database text not null default current_database(), username text not null default current_user,
        active boolean not null default true, jobname text);
      create unique index if not exists jobname_username_uniq on cron.job (jobname, username);
      create table if not exists cron.job_run_details (jobid bigint, runid bigint generated by default as identity primary key,
        job_pid int, database text, username text, command text, status text, return_message text, start_time timestamptz, end_time timestamptz);
      create or replace function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
        insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
        on conflict (jobname, username) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
      create or replace function cron.schedule(schedule text, command text) returns bigint language sql as $$
        insert into cron.job (schedule, command) values (schedule, command) returning jobid $$;
      create or replace function cron.schedule_in_database(job_name text, schedule text, command text, database text,
        username text default null, active boolean default true) returns bigint language sql as $$
        insert into cron.job (jobname, schedule, command, database, active) values (job_name, schedule, command, database, active)
        on conflict (jobname, username) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
      create or replace function cron.alter_job(job_id bigint, schedule text default null, command text default null,
        database text default null, username text default null, active boolean default null) returns void language sql as $$
        update cron.job set schedule = coalesce(alter_job.schedule, job.schedule), command = coalesce(alter_job.command, job.command),
          active = coalesce(alter_job.active, job.active) where jobid = job_id $$;
      create or replace function cron.unschedule(job_id bigint) returns boolean language plpgsql as $$ begin
        delete from cron.job where jobid = job_id;
        if not found then raise exception 'could not find valid entry for job %', job_id; end if; return true; end $$;
      create or replace function cron.unschedule(job_name text) returns boolean language plpgsql as $$ begin
        delete from cron.job where jobname = job_name;
        if not found then raise exception 'could not find valid entry for job ''%''', job_name; end if; return true; end $$`
  },
  pg_net: {
    schema: "net",
    sql: `create schema if not exists net;
      create or replace function net.http_get(url text, params jsonb default '{}', headers jsonb default '{}',
        timeout_milliseconds int default 5000) returns bigint language sql as 'select 0::bigint';
      create or replace function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}',
        timeout_milliseconds int default 5000) returns bigint language sql as 'select 0::bigint';
      create or replace function net.http_delete(url text, params jsonb default '{}', headers jsonb default '{}',
        timeout_milliseconds int default 5000, body jsonb default null) returns bigint language sql as 'select 0::bigint'`
  }
};
async function absentExtensions(throwaway, live) {
  const rows = await throwaway.query("select name::text from pg_available_extensions");
  const available = new Set(rows.map(({ name }) => name).filter((name) => !ONE_DATABASE.includes(name)));
  const has = /* @__PURE__ */ __name((name) => !available.has(name), "has");
  const met = /* @__PURE__ */ new Set();
  const dropped = /* @__PURE__ */ new Set();
  const id = /* @__PURE__ */ __name((name) => `extension ${quotedIfNeeded(name)}`, "id");
  const inLive = [...Object.keys(live.objects)].filter((each) => each.startsWith("extension ")).map((each) => each.slice("extension ".length).replaceAll('"', ""));
  for (const name of inLive.filter(has)) {
    met.add(name);
    for (const sql of standIn(name, "create")) await throwaway.query(sql);
  }
  return {
    has,
    instead(statement) {
      const asked = extensionsOf(statement);
      const without = asked.names.filter(has);
      if (without.length === 0) return void 0;
      for (const name of without) {
        met.add(name);
        if (asked.verb === "drop") dropped.add(name);
        else dropped.delete(name);
      }
      const rest = asked.names.filter((name) => available.has(name));
      return [
        ...without.flatMap((name) => standIn(name, asked.verb)),
        ...rest.length > 0 ? [`drop extension if exists ${rest.map(quoteName).join(", ")} cascade`] : []
      ].join("; ") || "select";
    },
    remarks: /* @__PURE__ */ __name(() => [...met].map(
      (name) => Object.hasOwn(STAND_INS, name) ? `${name} cannot be installed in a throw-away database: substitutes for its functions do nothing` : `${name} is not on the rehearsal's server: the statements that create it were skipped`
    ), "remarks"),
    comparable: /* @__PURE__ */ __name((seen) => ({
      ...seen,
      objects: Object.fromEntries(
        Object.entries(seen.objects).filter(
          ([each, { kind }]) => kind !== "extension" || !inLive.filter(has).some((name) => id(name) === each)
        )
      )
    }), "comparable"),
    asLive: /* @__PURE__ */ __name((seen) => ({
      ...seen,
      objects: {
        ...seen.objects,
        ...Object.fromEntries(
          inLive.filter((name) => has(name) && !dropped.has(name)).flatMap((name) => live.objects[id(name)] ? [[id(name), live.objects[id(name)]]] : [])
        )
      }
    }), "asLive")
  };
}
__name(absentExtensions, "absentExtensions");
var quotedIfNeeded = /* @__PURE__ */ __name((name) => /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteName(name), "quotedIfNeeded");
function standIn(name, verb) {
  const found = Object.hasOwn(STAND_INS, name) ? STAND_INS[name] : void 0;
  if (!found) return [];
  if (verb === "create") return [found.sql];
  return verb === "drop" ? [`drop schema if exists ${found.schema} cascade`] : [];
}
__name(standIn, "standIn");
function extensionsOf({ node }) {
  const {
    CreateExtensionStmt: create,
    AlterExtensionStmt: alter,
    CommentStmt: comment,
    DropStmt: drop
  } = node;
  const some2 = /* @__PURE__ */ __name((name) => name === void 0 ? [] : [name], "some");
  if (create) return { verb: "create", names: some2(create.extname) };
  if (alter) return { verb: "other", names: some2(alter.extname) };
  if (comment?.objtype === "OBJECT_EXTENSION")
    return { verb: "other", names: some2(comment.object?.String?.sval) };
  if (drop?.removeType === "OBJECT_EXTENSION")
    return { verb: "drop", names: (drop.objects ?? []).flatMap(({ String: name }) => some2(name?.sval)) };
  return { verb: "other", names: [] };
}
__name(extensionsOf, "extensionsOf");

// src/database/rehearsal/throwaway.ts
import { randomBytes } from "node:crypto";
var PREFIX = "shiplock_rehearsal_";
async function withThrowaway(adminUrl, template, work) {
  const admin = await connect(adminUrl, {
    applicationName: "shiplock rehearsal",
    input: "rehearsal-database-url"
  });
  const name = `${PREFIX}${randomBytes(6).toString("hex")}`;
  try {
    await admin.query(`create database ${name} template ${quoteName(template)}`);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    const open = [];
    try {
      const worker = await connect(url.href, { applicationName: "shiplock rehearsal" });
      open.push(worker);
      const observer = await connect(url.href, { applicationName: "shiplock rehearsal observer" });
      open.push(observer);
      return await work({ worker, observer });
    } finally {
      for (const each of open) await each.close();
      await admin.query(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await admin.close();
  }
}
__name(withThrowaway, "withThrowaway");

export {
  firstBeyond,
  differences,
  some,
  runFile,
  replay,
  dump,
  reason,
  absentExtensions,
  withThrowaway
};
