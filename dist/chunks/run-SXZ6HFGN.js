import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  named,
  readsOnly,
  refused
} from "./chunk-5EV6JWCQ.js";
import "./chunk-NOU2GYAC.js";
import {
  loadParser
} from "./chunk-U2BQKBZ7.js";
import "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/read-only/run.ts
var ROLE = "shiplock_verify";
var TIMEOUT_MS = 1e4;
var MOST_VIEWS = 200;
var HARMLESS = [
  "random",
  "random_normal",
  "clock_timestamp",
  "timeofday",
  "gen_random_uuid",
  "uuidv4",
  "uuidv7",
  "pg_relation_size",
  "pg_table_size",
  "pg_indexes_size",
  "pg_total_relation_size",
  "pg_database_size"
];
async function readOnlyQuery(sql, place) {
  const names = await readsOnly(sql, place);
  let checked = false;
  return {
    hasParameter: await takesParameter(sql),
    run: /* @__PURE__ */ __name((db, values) => db.transaction(async (tx) => {
      await tx.query("set transaction read only");
      await tx.query(
        `select set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true),
             set_config('idle_in_transaction_session_timeout', $2, true), set_config('row_security', 'off', true)`,
        [`${TIMEOUT_MS}ms`, `${TIMEOUT_MS * 2}ms`]
      );
      if (!checked) await mustNotAct(tx, sql, place, names);
      checked = true;
      if (await mayBecome(tx)) await tx.query(`set local role ${ROLE}`);
      return tx.query(sql, values);
    }), "run")
  };
}
__name(readOnlyQuery, "readOnlyQuery");
async function takesParameter(sql) {
  const parser = await loadParser();
  return parser.scan(sql).some(({ tokenName }) => tokenName === "PARAM");
}
__name(takesParameter, "takesParameter");
async function mayBecome(tx) {
  const [row] = await tx.query(
    `select exists (select from pg_catalog.pg_roles where rolname = '${ROLE}' and not rolsuper
       and pg_catalog.pg_has_role(current_user, oid, 'MEMBER')) as may`
  );
  return row?.may === true;
}
__name(mayBecome, "mayBecome");
var VOLATILE = `
with called as (
  select p.oid, p.proname, n.nspname from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.proname = any ($1::text[]) and (pg_catalog.pg_function_is_visible(p.oid) or n.nspname = any ($2::text[]))
  union
  select p.oid, p.proname, n.nspname from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where o.oprname = any ($3::text[]) and o.oprnamespace <> 'pg_catalog'::regnamespace)
select nspname || '.' || proname as name from called join pg_catalog.pg_proc using (oid, proname)
where provolatile = 'v' and not (nspname = 'pg_catalog' and proname = any ($4::text[])) order by 1 limit 1`;
var VIEWS = `
select c.oid::text as id, pg_catalog.pg_get_viewdef(c.oid) as definition
from unnest($1::text[]) as wanted (name)
join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(wanted.name)
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname not in ('pg_catalog', 'information_schema')
  and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
async function mustNotAct(tx, sql, place, names) {
  const parser = await loadParser();
  const seen = /* @__PURE__ */ new Set();
  let waiting = [names];
  while (waiting.length > 0) {
    const functions = waiting.flatMap((each) => each.functions);
    const operators = waiting.flatMap((each) => each.operators);
    const [volatile] = await tx.query(VOLATILE, [
      functions.map((name) => name.at(-1) ?? ""),
      functions.flatMap((name) => name.at(-2) ?? []),
      operators.map((name) => name.at(-1) ?? ""),
      HARMLESS
    ]);
    if (volatile)
      throw refused(
        place,
        sql,
        0,
        `it calls ${volatile.name}(), which is volatile: it might do more than read`
      );
    const views = await tx.query(VIEWS, [
      waiting.flatMap((each) => each.relations).map((name) => name.map(quoted).join("."))
    ]);
    const fresh = views.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    if (seen.size > MOST_VIEWS) throw refused(place, sql, 0, `it reads more than ${MOST_VIEWS} views`);
    waiting = fresh.map(({ definition }) => named(parser.parse(definition)));
    await Promise.all(fresh.map(({ definition }) => readsOnly(definition, `a view that ${place} reads`)));
  }
}
__name(mustNotAct, "mustNotAct");
var quoted = /* @__PURE__ */ __name((name) => `"${name.replaceAll('"', '""')}"`, "quoted");
export {
  readOnlyQuery
};
