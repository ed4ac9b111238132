-- Two roles for Shiplock, so that only actions that change something need the owner's connection string.
-- Run it once in each environment, as the role that owns the schema (on Supabase: postgres). It may be run again.
-- Then set passwords: alter role shiplock_plan password '…'; alter role shiplock_verify password '…';
--
-- shiplock_plan    reads catalogs, the migration history and the record, no rows of your tables; may propose releases
--                  and plans beside the record, in rows of their own that nobody takes for facts. It writes nothing
--                  else. Enough for deploy (staged) and plan, fingerprint, drift and the RLS matrix.
-- shiplock_verify  may also read every row (verify SQL would count too little otherwise) and act as anon and
--                  authenticated (row visibility probes). It cannot write. Enough for verify-schema with
--                  `standalone: true`.

do $$
begin
  if not exists (select from pg_roles where rolname = 'shiplock_plan') then
    create role shiplock_plan login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'shiplock_verify') then
    create role shiplock_verify login noinherit;
  end if;
end $$;

-- Policies would hide rows from it, and hidden rows look like good ones. Whoever has BYPASSRLS and may create roles
-- may give it (PostgreSQL 16 and later; `postgres` on Supabase is such a role).
do $$
begin
  alter role shiplock_verify bypassrls;
exception when insufficient_privilege then
  raise warning 'shiplock_verify did not get BYPASSRLS: verify SQL over tables with policies will say "could not verify"';
end $$;

-- A runaway query of a check must not hold up the database.
alter role shiplock_plan set statement_timeout = '60s';
alter role shiplock_verify set statement_timeout = '120s';

-- Nor must sessions of these roles use up the server's connections, which a release and the app need.
alter role shiplock_plan connection limit 30;
alter role shiplock_verify connection limit 30;
alter role shiplock_verify set default_transaction_read_only = on;

-- The migration history, as the Supabase CLI lays it out. Made here if no migration was ever applied.
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
grant usage on schema supabase_migrations to shiplock_plan, shiplock_verify;
grant select on supabase_migrations.schema_migrations to shiplock_plan, shiplock_verify;

-- The record. Where it is not there yet, the first job of the owner that installs it gives these roles their rights.
do $$
begin
  if to_regprocedure('shiplock.admit_roles()') is not null then
    perform shiplock.admit_roles();
  elsif to_regnamespace('shiplock') is not null then
    raise notice 'the record is of an older version: the next job of the owner upgrades it and admits these roles';
  end if;
end $$;

-- Rows, for verify SQL. pg_read_all_data reads every table, now and later, and gives no right to write. Where this role
-- may not pass it on (`postgres` on Supabase may not), it gives SELECT on the tables that it owns, and on those that it
-- makes later. Tables of other roles need a grant of their owner.
do $$
declare
  v_object record;
begin
  begin
    if current_setting('server_version_num')::int >= 160000 then
      execute 'grant pg_read_all_data to shiplock_verify with inherit true';
    else
      alter role shiplock_verify inherit;
      grant pg_read_all_data to shiplock_verify;
    end if;
    return;
  exception when insufficient_privilege then
    raise notice 'shiplock_verify gets SELECT on the tables of % instead of pg_read_all_data', current_user;
  end;
  for v_object in
    select nspname from pg_namespace
     where nspname !~ '^pg_' and nspname <> 'information_schema' and pg_has_role(nspowner, 'usage')
  loop
    execute format('grant usage on schema %I to shiplock_verify', v_object.nspname);
  end loop;
  for v_object in
    select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and pg_has_role(c.relowner, 'usage')
  loop
    execute format('grant select on %s to shiplock_verify', v_object.name);
  end loop;
  alter default privileges grant select on tables to shiplock_verify;
  alter default privileges grant usage on schemas to shiplock_verify;
end $$;

-- Row visibility probes act as these roles. Before PostgreSQL 16 membership could not be kept from being inherited,
-- so there they need another role.
do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    execute 'grant anon, authenticated to shiplock_verify with inherit false, set true';
  end if;
end $$;

-- PostgreSQL prefers a function for exactly the types at hand to its own for any type. Whoever may create functions where
-- the owner looks names up could therefore have them run with the owner's rights. Until PostgreSQL 14 everybody could
-- create objects in public, and an upgrade keeps that.
do $$
declare
  v_role name;
  v_schema name;
begin
  select r.rolname, n.nspname into v_role, v_schema from pg_roles r, pg_namespace n
   where r.rolname in ('shiplock_plan', 'shiplock_verify') and n.nspname = any (current_schemas(false))
     and has_schema_privilege(r.oid, n.oid, 'CREATE') limit 1;
  if v_schema is not null then
    raise exception 'the role % could create objects in the schema %', v_role, v_schema
      using hint = format('Run this first: revoke create on schema %I from public;', v_schema);
  end if;
end $$;
