import type { Database } from '../../release/ports.ts';

/**
 * Schemas that a project has before anybody writes a migration: PostgreSQL's, Supabase's and ours.
 * https://supabase.com/docs/guides/database/overview
 */
const NOT_OWN = [
  'pg_catalog',
  'information_schema',
  'pg_toast',
  'auth',
  'storage',
  'realtime',
  '_realtime',
  'vault',
  'supabase_functions',
  'supabase_migrations',
  'graphql',
  'graphql_public',
  'pgsodium',
  'pgsodium_masks',
  'pgbouncer',
  'extensions',
  'net',
  'cron',
  '_analytics',
  'shiplock',
];

/** Whether the database holds tables, views, functions or types of an app: what no platform and no extension made. */
export async function hasOwnObjects(db: Database): Promise<boolean> {
  const [row] = await db.query<{ own: boolean }>(
    `with foreign_to_it as (select oid from pg_namespace where nspname = any($1) or nspname like 'pg\\_temp%' or nspname like 'pg\\_toast%'),
      made as (
        select oid, 'pg_class'::regclass as kind from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relnamespace not in (table foreign_to_it)
        union all select oid, 'pg_proc'::regclass from pg_proc where pronamespace not in (table foreign_to_it)
        union all select oid, 'pg_type'::regclass from pg_type where typtype in ('e', 'd', 'r') and typnamespace not in (table foreign_to_it))
    select exists (select from made where not exists (
      select from pg_depend d where d.classid = made.kind and d.objid = made.oid and d.deptype = 'e')) as own`,
    [NOT_OWN],
  );
  return row?.own === true;
}
