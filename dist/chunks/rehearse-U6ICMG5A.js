import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  absentExtensions,
  differences,
  dump,
  firstBeyond,
  reason,
  replay,
  runFile,
  some,
  withThrowaway
} from "./chunk-2X6X3VIR.js";
import {
  LEFT_OUT,
  schemaSnapshot
} from "./chunk-BJEJBUK6.js";
import {
  lockName
} from "./chunk-YSEBYVDK.js";
import "./chunk-TDMNUXVL.js";
import "./chunk-G5532VYC.js";
import "./chunk-5C23QCQT.js";
import "./chunk-HWE4CUXX.js";
import {
  mentions
} from "./chunk-ZOAJ2OWH.js";
import "./chunk-GPMABSAE.js";
import "./chunk-YQXTQX3M.js";
import "./chunk-SU3H5PD6.js";
import {
  directives,
  parseSql
} from "./chunk-EIRXDFOO.js";
import {
  blockedBy,
  stronger
} from "./chunk-AOW2UBHG.js";
import "./chunk-NOU2GYAC.js";
import {
  walk
} from "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/rehearsal/platform.ts
var BROUGHT = LEFT_OUT.filter((schema) => !["information_schema", "shiplock"].includes(schema));
var PLATFORM = `
select format('%s.%s', n.nspname, c.relname) as name, c.relname::text as bare from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
union select format('%s.%s()', n.nspname, p.proname), p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any($1)
union select format('%s.%s', n.nspname, t.typname), t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = any($1) and t.typtype in ('e', 'd')
union select format('extension %s', name), name from pg_available_extensions
union select format('role %s', rolname), rolname from pg_roles where rolname !~ '^pg_'
order by 1`;
var ABSENT = /* @__PURE__ */ new Set(["42P01", "42883", "42704", "3F000", "0A000", "58P01"]);
async function missingPlatform(live, throwaway, source, code) {
  if (!ABSENT.has(code ?? "")) return [];
  const named = namesIn(source.statements ?? await parseSql(source.sql, source.file));
  const [wanted, found] = await Promise.all(
    [live, throwaway].map((db) => db.query(PLATFORM, [BROUGHT]))
  );
  const has = new Set(found?.map(({ name }) => name));
  return (wanted ?? []).filter(({ name, bare }) => !has.has(name) && named.has(bare)).map(({ name }) => name);
}
__name(missingPlatform, "missingPlatform");
function namesIn(statements) {
  const { relations, functions, types } = mentions(statements);
  const names = /* @__PURE__ */ new Set([...relations, ...functions, ...types]);
  walk(
    statements.map(({ node }) => node),
    (_tag, { extname, rolename }) => {
      for (const name of [extname, rolename]) if (typeof name === "string") names.add(name);
    }
  );
  return names;
}
__name(namesIn, "namesIn");

// src/database/rehearsal/surprises.ts
function surprises(migrations, planned) {
  return migrations.flatMap((migration) => {
    const plan = planned.find(({ version }) => version === migration.version);
    return plan ? migration.statements.flatMap((statement) => unplanned(migration, plan, statement)) : [];
  });
}
__name(surprises, "surprises");
function unplanned({ file }, plan, { line, locks }) {
  const claims = /* @__PURE__ */ new Map();
  for (const statement of plan.statements) {
    if (statement.line > line) continue;
    for (const { relation, level } of statement.locks)
      claims.set(relation, stronger(level, claims.get(relation) ?? level));
  }
  return locks.filter(({ relation, level }) => {
    const claimed = claims.get(relation);
    return blockedBy(level) !== "nothing" && (!claimed || stronger(level, claimed) !== claimed);
  }).map(({ relation, level }) => ({
    object: relation,
    message: `is locked ${lockName(level)}, which the plan does not mention`,
    place: { file, line }
  }));
}
__name(unplanned, "unplanned");

// src/database/rehearsal/rollbacks.ts
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
async function readRollbacks(directory, asKnown = directory) {
  const names = await readdir(directory).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = /* @__PURE__ */ new Map();
  for (const name of names.sort()) {
    const version = /^(\d+)(?:_.*)?\.sql$/.exec(name)?.[1];
    if (!version) continue;
    const sql = await readFile(path.join(directory, name), "utf8");
    found.set(version, { version, file: path.posix.join(asKnown, name), sql });
  }
  return found;
}
__name(readRollbacks, "readRollbacks");

// src/database/rehearsal/rehearse.ts
async function rehearseMigrations(options) {
  if (options.pending.length === 0) return { ...NOTHING, outcome: "pass", detail: "nothing is pending" };
  const downs = options.pending.flatMap(({ version }) => options.rollbacks.get(version) ?? []);
  const beyond = options.serverIsDisposable ? void 0 : await firstBeyond([...options.pending, ...downs]);
  if (beyond) return unknown(beyond);
  const live = await schemaSnapshot(options.source);
  if (live.unreadable.length > 0)
    return unknown(
      `could not read the live schema: ${some(live.unreadable.map(({ what, why }) => `${what}: ${why}`))}`
    );
  try {
    const played = await attempt(options, live, (stage) => replay(stage, options, live));
    if ("outcome" in played) return played;
    const restored = await attempt(
      { ...options, template: "template0" },
      live,
      (stage) => dump(stage, options.sourceUrl, live)
    );
    return "outcome" in restored ? restored : unknown(`${played.why}; ${restored.why}`);
  } catch (error) {
    return unknown(`the database of rehearsal-database-url failed: ${reason(error)}`);
  }
}
__name(rehearseMigrations, "rehearseMigrations");
var NOTHING = { base: "none", migrations: [], findings: [], surprises: [] };
var unknown = /* @__PURE__ */ __name((detail) => ({ ...NOTHING, outcome: "unknown", detail }), "unknown");
async function attempt(options, live, build) {
  return withThrowaway(options.adminUrl, options.template ?? "template1", async (bare) => {
    const stage = { ...bare, absent: await absentExtensions(bare.worker, live) };
    const base = await build(stage);
    if (base.how === "none") return base;
    options.say?.(`rehearsal: the live schema was ${base.how}`);
    return upDownUp(stage, options, base.how, base.snapshot);
  });
}
__name(attempt, "attempt");
async function upDownUp(stage, options, base, before) {
  const migrations = [];
  let current = before;
  for (const source of options.pending) {
    const { migration, after, code } = await rehearseOne(
      stage,
      source,
      options.rollbacks.get(source.version),
      current
    );
    migrations.push(migration);
    const missing = after ? [] : await missingPlatform(options.source, stage.observer, source, code);
    if (missing.length > 0) return lacking(migration, missing);
    options.say?.(
      `rehearsal: ${source.file} up ${Math.round(migration.milliseconds)} ms, down ${migration.down}`
    );
    if (!after) break;
    current = after;
  }
  const findings = migrations.flatMap((migration) => migration.findings);
  const done = migrations.length === options.pending.length;
  if (done && findings.length === 0)
    findings.push(...await wholeWay(stage, options, migrations, before, current));
  const asLive = /* @__PURE__ */ __name((seen) => stage.absent?.asLive(seen) ?? seen, "asLive");
  const outcome = findings.length > 0 || !done ? "fail" : "pass";
  const remarks = stage.absent?.remarks() ?? [];
  const detail = `${migrations.length} of ${count(options.pending.length, "migration")} rehearsed on the live schema (${base})${remarks.map((remark) => `; ${remark}`).join("")}`;
  return {
    outcome,
    detail,
    base,
    migrations,
    findings,
    surprises: surprises(migrations, options.planned ?? []),
    before: asLive(before),
    ...done ? { after: asLive(current) } : {}
  };
}
__name(upDownUp, "upDownUp");
function lacking({ findings }, missing) {
  const failed = findings.map(({ object, message }) => `${object} ${message}`).join("; ");
  return unknown(
    `${failed}; but the throw-away database lacks what the platform provides in the live one (${some(missing)}): start the rehearsal from a database that has it (rehearsal-template)`
  );
}
__name(lacking, "lacking");
async function rehearseOne(stage, source, rollback, before) {
  const result = /* @__PURE__ */ __name((down, findings2, statements = []) => ({
    version: source.version,
    file: source.file,
    milliseconds: statements.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    statements,
    down,
    findings: findings2
  }), "result");
  const up = await tryFile(stage, source);
  if ("failed" in up)
    return {
      migration: result("not-tried", [finding(source.file, `fails on the live schema: ${up.failed}`)]),
      after: void 0,
      code: up.code
    };
  const after = await schemaSnapshot(stage.observer);
  const declared = (await directives(source.sql, source.file)).find((each) => each.kind === "irreversible");
  if (!rollback) return { migration: withoutDown(result, source, declared, up.statements), after };
  const findings = declared ? [finding(source.file, `is declared irreversible, but ${rollback.file} exists: remove one of them`)] : [];
  const back = await downAndUp(stage, source, rollback, before, after);
  findings.push(...back.findings);
  return {
    migration: result(back.findings.length > 0 ? "failed" : "restored", findings, up.statements),
    after: back.isUp ? after : void 0
  };
}
__name(rehearseOne, "rehearseOne");
function withoutDown(result, source, declared, statements) {
  if (declared) return result("irreversible", [], statements);
  const message = `it must be declared irreversible: there is neither rollbacks/${source.version}.sql nor -- shiplock: irreversible reason="\u2026"`;
  return result("undeclared", [finding(source.file, message)], statements);
}
__name(withoutDown, "withoutDown");
async function downAndUp(stage, source, rollback, before, after) {
  const down = await tryFile(stage, rollback);
  if ("failed" in down) return { isUp: true, findings: [finding(rollback.file, `fails: ${down.failed}`)] };
  const left = differences(before, await schemaSnapshot(stage.observer));
  const findings = left.length > 0 ? [finding(rollback.file, `does not restore the schema: ${some(left)}`)] : [];
  const again = await tryFile(stage, source);
  if ("failed" in again)
    return {
      isUp: false,
      findings: [...findings, finding(source.file, `fails after its rollback: ${again.failed}`)]
    };
  const changed = differences(after, await schemaSnapshot(stage.observer));
  if (changed.length > 0)
    findings.push(finding(source.file, `produces a different schema after its rollback: ${some(changed)}`));
  return { isUp: true, findings };
}
__name(downAndUp, "downAndUp");
async function wholeWay(stage, options, migrations, before, after) {
  if (migrations.length < 2 || migrations.some(({ down }) => down !== "restored")) return [];
  for (const { version } of [...options.pending].reverse()) {
    const rollback = options.rollbacks.get(version);
    const down = rollback && await tryFile(stage, rollback);
    if (down && "failed" in down)
      return [finding(rollback.file, `fails when all are rolled back in reverse: ${down.failed}`)];
  }
  const left = differences(before, await schemaSnapshot(stage.observer));
  if (left.length > 0)
    return [finding("rollbacks", `all of them together do not restore the schema: ${some(left)}`)];
  for (const source of options.pending) {
    const up = await tryFile(stage, source);
    if ("failed" in up) return [finding(source.file, `fails after all were rolled back: ${up.failed}`)];
  }
  const changed = differences(after, await schemaSnapshot(stage.observer));
  return changed.length > 0 ? [finding("migrations", `produce a different schema after all were rolled back: ${some(changed)}`)] : [];
}
__name(wholeWay, "wholeWay");
async function tryFile(stage, source) {
  try {
    return { statements: await runFile(stage, source) };
  } catch (error) {
    return { failed: reason(error), code: sqlState(error) };
  }
}
__name(tryFile, "tryFile");
function sqlState(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : void 0;
}
__name(sqlState, "sqlState");
function finding(file, message) {
  return { object: file, message, place: { file } };
}
__name(finding, "finding");
export {
  readRollbacks,
  rehearseMigrations
};
