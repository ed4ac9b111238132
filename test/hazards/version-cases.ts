import type { PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';

/** Runs on any server from `since` on, and on none before. */
export interface VersionCase {
  readonly since: 15 | 16 | 17 | 18;
  readonly sql: string;
  /** Named in the message. */
  readonly says?: string;
  /** The server takes it, and the code fails when somebody calls it. */
  readonly fails?: 'later';
  /** What stands in the way here besides the version (a program to run, a publisher to reach). */
  readonly notRun?: true;
}

export const VERSION_SCHEMA = `
  create table goods (id int primary key, name text, price int, doc jsonb);
  create table parts (id int, day date) partition by range (day);
  insert into goods values (1, 'a', 1, '{}');
  create role version_reader nologin;`;

export const VERSION_CASES: readonly VersionCase[] = [
  // Grammar
  {
    since: 18,
    sql: 'alter table goods add column twice int generated always as (price * 2) virtual',
    says: 'virtual',
  },
  { since: 18, sql: 'alter table goods add constraint c check (price > 0) not enforced' },
  { since: 18, sql: 'alter table goods add constraint n not null name' },
  { since: 18, sql: 'update goods set price = 2 returning with (old as o) o.price' },
  {
    since: 18,
    sql: 'create table booked (room int, during int4range, unique (room, during without overlaps))',
    notRun: true,
  },
  { since: 17, sql: "select * from json_table('[1]'::jsonb, '$[*]' columns (n int path '$')) t" },
  {
    since: 17,
    sql: 'merge into goods g using (select 1 as id) s on g.id = s.id when matched then delete returning g.id',
  },
  {
    since: 17,
    sql: 'merge into goods g using (select 9 as id) s on g.id = s.id when not matched by source then delete',
  },
  { since: 17, sql: 'alter table goods alter price set expression as (1)', notRun: true },
  { since: 17, sql: 'select now() at local' },
  { since: 16, sql: 'select * from (select 1)' },
  { since: 16, sql: 'select 1_000' },
  { since: 16, sql: "select '{}' is json" },
  { since: 16, sql: "select json_object('a': 1)" },
  { since: 16, sql: 'create table kept (body text storage external)' },
  { since: 16, sql: 'create statistics on id, price from goods' },
  // Grammar in code that the server reads with the statement
  { since: 18, sql: 'do $$ begin alter table goods add constraint c check (price > 0) not enforced; end $$' },
  {
    since: 17,
    sql: "create function f() returns bigint language sql as $$ select count(*) from json_table('[1]'::jsonb, '$[*]' columns (n int path '$')) t $$",
  },
  {
    since: 16,
    sql: "create function f() returns boolean language plpgsql as $$ begin return (select '{}' is json); end $$",
  },
  { since: 16, sql: "do $$ begin execute 'create statistics on id, price from goods'; end $$" },
  // Functions
  { since: 18, sql: 'alter table goods add column key uuid default uuidv7()', says: 'uuidv7' },
  { since: 18, sql: "select casefold('A')", says: 'which PostgreSQL 18 introduced' },
  { since: 18, sql: 'create function f() returns uuid language sql as $$ select uuidv7() $$' },
  {
    since: 18,
    sql: 'create function f() returns uuid language plpgsql as $$ begin return uuidv7(); end $$',
    fails: 'later',
  },
  { since: 17, sql: 'select random(1, 6)', says: 'random with 2 arguments' },
  { since: 17, sql: 'create view binary_prices as select to_bin(price) from goods' },
  { since: 17, sql: "select json_value('{}'::jsonb, '$.a')", says: 'json_value' },
  { since: 16, sql: 'select any_value(name) from goods' },
  { since: 16, sql: 'create index on goods (json_array(name))', notRun: true },
  { since: 16, sql: 'select system_user' },
  { since: 16, sql: 'select random_normal()' },
  // Settings, rights, roles, options, the catalog
  { since: 17, sql: "set transaction_timeout = '1min'", says: 'transaction_timeout' },
  { since: 17, sql: "select set_config('event_triggers', 'on', true)", notRun: true },
  { since: 17, sql: 'alter role version_reader set transaction_timeout = 1000' },
  {
    since: 18,
    sql: 'create function f() returns int language sql set enable_self_join_elimination = off as $$ select 1 $$',
  },
  { since: 18, sql: 'alter table goods set (autovacuum_vacuum_max_threshold = 1000)' },
  { since: 17, sql: 'grant maintain on goods to version_reader', says: 'MAINTAIN' },
  { since: 17, sql: 'grant pg_maintain to version_reader', says: 'pg_maintain' },
  { since: 16, sql: 'grant pg_create_subscription to version_reader' },
  { since: 16, sql: 'create view io as select * from pg_stat_io' },
  { since: 16, sql: 'explain (generic_plan) select * from goods' },
  { since: 17, sql: "copy goods from program 'true' with (on_error ignore)", notRun: true },
  { since: 18, sql: 'update goods set price = 3 returning old.price, new.price' },
  { since: 18, sql: 'insert into goods values (7) returning old.id' },
  {
    since: 17,
    sql: 'create function g() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e on login execute function g()',
  },
  // On every server
  { since: 15, sql: 'create function mine(int) returns int language sql as $$ select 1 $$; select mine(2)' },
  { since: 15, sql: 'create table old (id int); update old set id = 1 returning old.id' },
  {
    since: 15,
    sql: 'create function uuidv7() returns uuid language sql as $$ select gen_random_uuid() $$; select public.uuidv7()',
  },
  {
    since: 15,
    sql: "do $$ begin if current_setting('server_version_num')::int >= 180000 then perform uuidv7(); end if; end $$",
  },
  {
    since: 15,
    sql: "select percentile_cont(0.5) within group (order by price), string_agg(name, ',' order by id), count(*) from goods",
  },
  {
    since: 15,
    sql: "select format('%s %s', variadic array['a', 'b']), coalesce(name, ''), name(name::name) from goods",
  },
  {
    since: 15,
    sql: "create extension if not exists pgcrypto; select gen_salt('bf'); set search_path = public; reset role",
  },
  {
    since: 15,
    sql: "set local lock_timeout = '1s'; set session characteristics as transaction read write; set time zone 'UTC'; set names 'UTF8'",
  },
  {
    since: 15,
    sql: 'grant pg_read_all_data to version_reader; create type pair as (a int); create view v as select * from pg_stat_activity',
  },
];

/** What a plan says of a file, as `rule at line: message`. */
export async function said(db: PgDatabase, sql: string): Promise<string[]> {
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
    db,
  );
  return pending.flatMap(({ statements }) =>
    statements.flatMap(({ line, hazards }) =>
      hazards.map(({ rule, message }) => `${rule} at ${line}: ${message}`),
    ),
  );
}
