/**
 * Schemas that a snapshot leaves out: Shiplock's own, the migration history, and those that Supabase manages and
 * upgrades by itself (https://supabase.com/docs/guides/platform/permissions). What migrations put *into* a managed
 * schema is not looked at, with two exceptions that releases depend on: triggers that call a function of ours (a
 * trigger on `auth.users`), and policies on `storage` and `realtime`, where every policy is the project's own.
 */
export const LEFT_OUT: readonly string[] = [
  'information_schema',
  'shiplock',
  'supabase_migrations',
  '_analytics',
  '_realtime',
  '_supavisor',
  'auth',
  'cron',
  'extensions',
  'graphql',
  'graphql_public',
  'net',
  'pgbouncer',
  'pgmq',
  'pgsodium',
  'pgsodium_masks',
  'pgtle',
  'realtime',
  'repack',
  'storage',
  'supabase_functions',
  'tiger',
  'tiger_data',
  'topology',
  'vault',
];

/** Managed schemas whose policies are the project's own. */
export const POLICIES_LOOKED_AT: readonly string[] = ['realtime', 'storage'];

export const SCHEMAS = `
select nspname::text as name from pg_namespace
 where nspname !~ '^pg_' and nspname <> all ($1::text[])
 order by nspname collate "C"`;
