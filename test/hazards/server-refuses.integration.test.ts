import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { PROJECT } from './project-cases.ts';

let database: FreshDatabase;
let db: PgDatabase;
beforeAll(async () => {
  database = await freshDatabase({ supabase: true });
  db = await connect(database.url);
  await db.client.query(PROJECT);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

const SLUG = 'function slugify(value text) returns text language sql as $$ select value $$';

/** Applied by hand or with another tool, most of the time. */
const THERE: readonly string[] = [
  'alter table orgs add column name text',
  'create policy see on profiles for select using (true)',
  'create table orgs (id int)',
  'create view orgs as select 1 as a',
  "create type app_role as enum ('a')",
  'create domain percent as int',
  'create index orgs_pkey on orgs (id)',
  'create trigger stamp before update on projects for each row execute function stamp()',
  'alter table projects add constraint projects_status check (true)',
  `create ${SLUG}`,
  'create schema inside',
  'create extension citext',
  "alter type app_role add value 'owner'",
  'alter publication supabase_realtime add table todos',
  'set search_path = inside; create table public.orgs (id int)',
];
const REPLACED: readonly string[] = [
  'create or replace function slugify(word text) returns text language sql as $$ select word $$',
  'create or replace function slugify(value text) returns int language sql as $$ select 1 $$',
  'create or replace function slugify(value text) returns setof text language sql as $$ select value $$',
  'create or replace function search(q text, most int) returns setof projects language sql as $$ select * from projects $$',
  'create or replace function search(q text, most int default 10) returns table (id bigint) language sql as $$ select id from projects $$',
  'create or replace view active as select id, status, title from projects',
  'create or replace view active as select id, title from projects',
];
const TAKEN: readonly string[] = [
  'drop policy see on profiles; create policy see on profiles for select using (true)',
  'alter policy see on profiles rename to seen; create policy see on profiles for select using (true)',
  "do $$ declare p text; begin for p in select policyname from pg_policies where tablename = 'profiles' loop execute format('drop policy %I on profiles', p); end loop; end $$; create policy see on profiles for select using (true)",
  'alter table hooks rename to webhooks; create table hooks (id int)',
  'alter table hooks rename column url to address; alter table hooks add column url text',
  'alter table hooks drop column url, add column url text',
  "do $$ begin if exists (select from information_schema.columns where table_name = 'hooks' and column_name = 'url') then alter table hooks drop column url; end if; end $$; alter table hooks add column url text",
  "alter type app_role rename to app_role_old; create type app_role as enum ('owner')",
  'drop schema inside cascade; create schema inside',
  'alter trigger stamp on projects rename to stamped; create trigger stamp before update on projects for each row execute function stamp()',
  'create index shown on projects (status); alter index shown rename to seen; create index shown on projects (title)',
  'alter table projects rename constraint projects_status to known; alter table projects add constraint projects_status check (true)',
  `drop function slugify(text); create ${SLUG}`,
  `drop function if exists slugify; create ${SLUG}`,
  `alter function slugify(text) set schema storage_of_old; create ${SLUG}`,
  `set search_path = inside; create table orgs (id int); create type app_role as enum ('a')`,
  'create temp table orgs (id int)',
  'create table if not exists orgs (id int); create extension if not exists citext',
  'drop extension citext; create extension citext',
  'alter publication supabase_realtime drop table todos; alter publication supabase_realtime add table todos',
  'create or replace function search(q text, most int default 20) returns setof public.projects language sql as $$ select * from projects $$',
  "create or replace function slugify(value character varying) returns text language sql as $$ select 'x' $$",
  'create or replace view active as select id, title, status, place, org_id from projects',
  'drop view active; create view active as select title from projects',
];

const found = async (sql: string) => {
  const [plan] = (
    await planMigrations([{ version: '1', name: 'x', file: '1_x.sql', checksum: '', sql }], db, {
      serves: false,
    })
  ).pending;
  return (plan?.statements ?? []).flatMap(({ hazards }) =>
    hazards.flatMap(({ rule, severity }) =>
      rule === 'already-exists' || rule === 'cannot-replace' ? `${severity} ${rule}` : [],
    ),
  );
};
const ran = async (sql: string) => {
  await db.client.query('begin');
  const error = await db.client.query(sql).then(
    () => '',
    (reason: Error) => reason.message,
  );
  await db.client.query('rollback');
  return error;
};

describe('what the server refuses is refused at plan', () => {
  it.each(sample(THERE, 4))('exists already: %s', async (sql) => {
    expect(await ran(sql)).toMatch(/already (?:exists|member)/);
    expect(await found(sql)).toEqual(['refused already-exists']);
  });

  it.each(sample(REPLACED, 3))('cannot be replaced: %s', async (sql) => {
    expect(await ran(sql)).toMatch(/^cannot /);
    expect(await found(sql)).toEqual(['refused cannot-replace']);
  });
});

it.each(sample(TAKEN, 5))('is no longer there, or something else: %s', async (sql) => {
  expect(await found(sql)).toEqual([]);
  if (!sql.includes('storage_of_old')) expect(await ran(sql)).toBe('');
});
