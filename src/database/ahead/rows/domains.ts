import type { TypeName } from 'libpg-query';
import type { Database } from '../../../release/ports.ts';
import { qualifiedName, quoteName } from '../../sql/names.ts';
import { constant, nameList } from '../../sql/walk.ts';

/** A domain with the rules of those that it stands on, as the catalog has it or a pending file makes it. */
export interface Domain {
  /** The type below all of them, as SQL. */
  readonly base: string;
  readonly notNull: boolean;
  readonly checks: readonly DomainCheck[];
  /** Columns of tables and materialized views; partitions are read through the table above them. */
  readonly columns: readonly DomainColumn[];
}

export interface DomainCheck {
  readonly name: string;
  /** Over VALUE. */
  readonly expression: string;
  readonly valid: boolean;
  readonly fromFile: boolean;
}

export interface DomainColumn {
  /** `public.orders`. */
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
  readonly rows: number;
}

interface Row {
  name: string;
  base: string;
  not_null: boolean;
  checks: Omit<DomainCheck, 'fromFile'>[];
  columns: DomainColumn[];
}
/** A constraint of a domain reads the columns of every domain that stands on it: https://www.postgresql.org/docs/current/sql-alterdomain.html */
const DOMAINS = `
with recursive wanted as (
  select name, to_regtype(name)::oid as oid from unnest($1::text[]) name
), up(name, oid) as (
  select w.name, w.oid from wanted w join pg_type t on t.oid = w.oid and t.typtype = 'd'
  union select up.name, t.typbasetype from up join pg_type t on t.oid = up.oid and t.typtype = 'd'
), down(name, oid) as (
  select w.name, w.oid from wanted w join pg_type t on t.oid = w.oid and t.typtype = 'd'
  union select down.name, t.oid from down join pg_type t on t.typbasetype = down.oid and t.typtype = 'd'
)
select up.name, max(format_type(t.oid, null)) filter (where t.typtype <> 'd') as base, bool_or(t.typnotnull) as not_null,
  (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0), 'valid', k.convalidated)), '[]')
    from pg_constraint k where k.contype = 'c' and k.contypid in (select u.oid from up u where u.name = up.name)) as checks,
  (select coalesce(jsonb_agg(jsonb_build_object('table', format('%s.%s', n.nspname, c.relname), 'column', a.attname, 'rows', greatest(c.reltuples, 0),
      'key', array(select ka.attname from pg_index i cross join unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality u(num, ord)
        join pg_attribute ka on ka.attrelid = c.oid and ka.attnum = u.num where i.indrelid = c.oid and i.indisprimary order by u.ord))
      order by n.nspname, c.relname, a.attnum), '[]')
    from down d join pg_attribute a on a.atttypid = d.oid and a.attnum > 0 and not a.attisdropped
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm') and not c.relispartition
    join pg_namespace n on n.oid = c.relnamespace where d.name = up.name) as columns
from up join pg_type t on t.oid = up.oid group by up.name`;

/** Those of these names that are domains. @param names as `domainName` writes them */
export async function readDomains(
  db: Database,
  names: readonly string[],
): Promise<ReadonlyMap<string, Domain>> {
  if (names.length === 0) return new Map();
  const rows = await db.query<Row>(DOMAINS, [names]);
  return new Map(
    rows.map(({ name, base, not_null: notNull, checks, columns }) => [
      name,
      { base, notNull, columns, checks: checks.map((check) => ({ ...check, fromFile: false })) },
    ]),
  );
}

/** A type's name as SQL: `"public"."email"`. */
export const domainName = (parts: readonly string[]): string => qualifiedName(...parts);

/** A type of the syntax tree as SQL that means the same. */
export function typeSql(type: TypeName | undefined): string {
  const limits = (type?.typmods ?? []).map((each) => constant(each));
  const mods = limits.length > 0 && limits.every((each) => /^\d+$/.test(each ?? '')) ? `(${limits})` : '';
  const parts = nameList(type?.names);
  // Types of a grammar of their own take no limits in quotes: "pg_catalog"."timestamptz"(3) is fine, "interval" with fields is not.
  return `${parts.map(quoteName).join('.')}${mods}${type?.arrayBounds?.length ? '[]' : ''}`;
}
