import type { Database } from '../../release/ports.ts';
import { LEFT_OUT } from '../../schema/snapshot/schemas.ts';
import { mentions } from '../hazards/mentions.ts';
import type { MigrationSource } from '../hazards/plan.ts';
import { parseSql, type Statement } from '../sql/parse.ts';
import { walk } from '../sql/walk.ts';

/** In these two stand PostgreSQL's and our own things. */
const BROUGHT = LEFT_OUT.filter((schema) => !['information_schema', 'shiplock'].includes(schema));

const PLATFORM = `
select format('%s.%s', n.nspname, c.relname) as name, c.relname::text as bare from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
union select format('%s.%s()', n.nspname, p.proname), p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any($1)
union select format('%s.%s', n.nspname, t.typname), t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = any($1) and t.typtype in ('e', 'd')
union select format('extension %s', name), name from pg_available_extensions
union select format('role %s', rolname), rolname from pg_roles where rolname !~ '^pg_'
order by 1`;

/** Something that a statement names is not there, or a feature is not. */
const ABSENT = new Set(['42P01', '42883', '42704', '3F000', '0A000', '58P01']);

/**
 * What a file names, the platform brings to the live database (auth, storage, extensions, roles) and the throw-away one
 * has not. The comparison of catalogs leaves it out, so the file fails here, and would not there.
 */
export async function missingPlatform(
  live: Database,
  throwaway: Database,
  source: Pick<MigrationSource, 'sql' | 'file' | 'statements'>,
  code: string | undefined,
): Promise<string[]> {
  if (!ABSENT.has(code ?? '')) return [];
  const named = namesIn(source.statements ?? (await parseSql(source.sql, source.file)));
  const [wanted, found] = await Promise.all(
    [live, throwaway].map((db) => db.query<{ name: string; bare: string }>(PLATFORM, [BROUGHT])),
  );
  const has = new Set(found?.map(({ name }) => name));
  return (wanted ?? []).filter(({ name, bare }) => !has.has(name) && named.has(bare)).map(({ name }) => name);
}

function namesIn(statements: readonly Statement[]): Set<string> {
  const { relations, functions, types } = mentions(statements);
  const names = new Set([...relations, ...functions, ...types]);
  walk(
    statements.map(({ node }) => node),
    (_tag, { extname, rolename }) => {
      for (const name of [extname, rolename]) if (typeof name === 'string') names.add(name);
    },
  );
  return names;
}
