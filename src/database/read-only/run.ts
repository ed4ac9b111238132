import type { Database } from '../../release/ports.ts';
import { loadParser } from '../sql/parser.ts';
import { type Named, named, readsOnly, refused } from './tree.ts';

/** A role that may only read, where the project has made one (docs/sql/verify-role.sql). */
const ROLE = 'shiplock_verify';
const TIMEOUT_MS = 10_000;
/** Views in views. */
const MOST_VIEWS = 200;

/** Volatile by name only: the clock, chance, and sizes on disk. */
const HARMLESS = [
  'random',
  'random_normal',
  'clock_timestamp',
  'timeofday',
  'gen_random_uuid',
  'uuidv4',
  'uuidv7',
  'pg_relation_size',
  'pg_table_size',
  'pg_indexes_size',
  'pg_total_relation_size',
  'pg_database_size',
];

export interface ReadOnlyQuery {
  /** `values` are its parameters. @throws SHIPLOCK_GATE_SQL where the catalog knows that it does more than read */
  run<Row extends object>(db: Database, values: readonly unknown[]): Promise<Row[]>;
  /** Whether it takes `$1`. */
  readonly hasParameter: boolean;
}

/**
 * A query from a settings file, which the author of a change may have written. It is one SELECT by the syntax tree; it is
 * sent by the extended protocol, which takes one statement; it runs in a read-only transaction that a statement cannot
 * leave, as a role that may only read where there is one, with a deadline; and it calls no function that the catalog
 * holds for volatile, nor do the views that it reads.
 * @throws SHIPLOCK_GATE_SQL with the place
 */
export async function readOnlyQuery(sql: string, place: string): Promise<ReadOnlyQuery> {
  const names = await readsOnly(sql, place);
  let checked = false;
  return {
    hasParameter: await takesParameter(sql),
    run: (db, values) =>
      db.transaction(async (tx) => {
        await tx.query('set transaction read only');
        // Off: a query that policies would hide rows from raises an error instead of counting too few.
        await tx.query(
          `select set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true),
             set_config('idle_in_transaction_session_timeout', $2, true), set_config('row_security', 'off', true)`,
          [`${TIMEOUT_MS}ms`, `${TIMEOUT_MS * 2}ms`],
        );
        if (!checked) await mustNotAct(tx, sql, place, names);
        checked = true;
        if (await mayBecome(tx)) await tx.query(`set local role ${ROLE}`);
        return tx.query(sql, values);
      }),
  };
}

async function takesParameter(sql: string): Promise<boolean> {
  const parser = await loadParser();
  return parser.scan(sql).some(({ tokenName }) => tokenName === 'PARAM');
}

async function mayBecome(tx: Database): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>(
    `select exists (select from pg_catalog.pg_roles where rolname = '${ROLE}' and not rolsuper
       and pg_catalog.pg_has_role(current_user, oid, 'MEMBER')) as may`,
  );
  return row?.may === true;
}

const VOLATILE = `
with called as (
  select p.oid, p.proname, n.nspname from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.proname = any ($1::text[]) and (pg_catalog.pg_function_is_visible(p.oid) or n.nspname = any ($2::text[]))
  union
  select p.oid, p.proname, n.nspname from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where o.oprname = any ($3::text[]) and o.oprnamespace <> 'pg_catalog'::regnamespace)
select nspname || '.' || proname as name from called join pg_catalog.pg_proc using (oid, proname)
where provolatile = 'v' and not (nspname = 'pg_catalog' and proname = any ($4::text[])) order by 1 limit 1`;

const VIEWS = `
select c.oid::text as id, pg_catalog.pg_get_viewdef(c.oid) as definition
from unnest($1::text[]) as wanted (name)
join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(wanted.name)
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname not in ('pg_catalog', 'information_schema')
  and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Looks at what the query calls, and at the views that it reads, down to the tables. */
async function mustNotAct(tx: Database, sql: string, place: string, names: Named): Promise<void> {
  const parser = await loadParser();
  const seen = new Set<string>();
  let waiting: readonly Named[] = [names];
  while (waiting.length > 0) {
    const functions = waiting.flatMap((each) => each.functions);
    const operators = waiting.flatMap((each) => each.operators);
    const [volatile] = await tx.query<{ name: string }>(VOLATILE, [
      functions.map((name) => name.at(-1) ?? ''),
      functions.flatMap((name) => name.at(-2) ?? []),
      operators.map((name) => name.at(-1) ?? ''),
      HARMLESS,
    ]);
    if (volatile)
      throw refused(
        place,
        sql,
        0,
        `it calls ${volatile.name}(), which is volatile: it might do more than read`,
      );
    const views = await tx.query<{ id: string; definition: string }>(VIEWS, [
      waiting.flatMap((each) => each.relations).map((name) => name.map(quoted).join('.')),
    ]);
    const fresh = views.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    if (seen.size > MOST_VIEWS) throw refused(place, sql, 0, `it reads more than ${MOST_VIEWS} views`);
    waiting = fresh.map(({ definition }) => named(parser.parse(definition)));
    await Promise.all(fresh.map(({ definition }) => readsOnly(definition, `a view that ${place} reads`)));
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
