/**
 * What a hosted Supabase database has before the first migration: its roles, the `auth` and `extensions` schemas and
 * the default privileges that make new tables in `public` visible to the API roles.
 * Source: https://supabase.com/docs/guides/database/postgres/roles and
 * https://github.com/supabase/postgres/blob/develop/migrations/db/init-scripts/00000000000000-initial-schema.sql
 *
 * As on the hosted platform, `postgres` is not a superuser: SQL that works here by accident of superuser rights would
 * fail a real release.
 */
export const CLUSTER_ROLES_SQL = `
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
create role supabase_auth_admin nologin noinherit createrole;
create role postgres login createdb createrole bypassrls replication;
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_signal_backend, pg_read_all_data to postgres;
grant pg_create_subscription to postgres;
`;

/**
 * What new objects in `public` begin with. `all`: a project from before 30 May 2026 that has kept its default
 * privileges. `none`: a newer one, and since 30 October 2026 every one that did not opt out: rows of new tables, new
 * sequences and functions are out of reach until they are granted, while TRUNCATE, REFERENCES and TRIGGER are left.
 * Source: https://supabase.com/changelog/45329-breaking-change-tables-not-exposed-to-data-and-graphql-api-automatically
 * and https://supabase.com/docs/guides/database/data-api
 */
export type DefaultGrants = 'all' | 'none';

const API = 'anon, authenticated, service_role';

/** Default privileges of what these roles make in `public`; `current_user` is the one that runs this. */
export function defaultGrantsSql(grants: DefaultGrants, roles: readonly string[] = ['current_user']): string {
  return roles
    .flatMap((role) => {
      const begin = `alter default privileges for role ${role} in schema public`;
      const given = ['tables', 'functions', 'sequences'].map(
        (kind) => `${begin} grant all on ${kind} to ${API};`,
      );
      const taken = [
        `${begin} revoke select, insert, update, delete on tables from ${API};`,
        `${begin} revoke usage, select on sequences from ${API};`,
        `${begin} revoke execute on functions from ${API};`,
      ];
      return grants === 'all' ? given : [...given, ...taken];
    })
    .join('\n');
}

/** Run in template1, so that every database made on this server starts as Supabase's do. */
export const databaseSql = (grants: DefaultGrants): string => `
alter schema public owner to postgres;
grant usage on schema public to anon, authenticated, service_role;
create schema if not exists extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to postgres;
alter default privileges in schema public grant all on functions to postgres;
alter default privileges in schema public grant all on sequences to postgres;
${defaultGrantsSql(grants, ['current_user', 'postgres'])}
`;

/**
 * Run after the auth server made its tables: on Supabase `postgres` may reference and put triggers on `auth.users`
 * (https://supabase.com/docs/guides/auth/managing-user-data), and the API roles may call `auth.uid()` and its kin,
 * which read the claims from either setting (`request.jwt.claims` is what SQL tests set). The history schema goes
 * again: on Supabase it does not exist before the first migration, and whoever applies that one owns it.
 */
export const AUTH_SQL = `
drop schema if exists supabase_migrations cascade;
create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                  nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')::text
$$;
create or replace function auth.email() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')::text
$$;
grant usage on schema auth to postgres, anon, authenticated, service_role;
grant all on all tables in schema auth to postgres;
grant all on all sequences in schema auth to postgres;
grant execute on all functions in schema auth to postgres, anon, authenticated, service_role;
`;
