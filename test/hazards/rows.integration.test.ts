import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryRows } from '../../src/database/ahead/rows/index.ts';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { mentions } from '../../src/database/hazards/mentions.ts';
import { planMigrations as judge } from '../../src/database/hazards/plan.ts';
import { readFacts } from '../../src/database/hazards/read-facts.ts';
import { refusalsOf } from '../../src/database/hazards/refusals.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import { planMigrations } from '../../src/release/plan.ts';
import type { MigrationPlan } from '../../src/release/ports.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
let db: PgDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  db = await connect(database.url);
  await db.client.query(`
    create table people (id int primary key, email text, name text, born date, deleted timestamptz);
    insert into people select i, i || '@example.org', case when i = 7 then null else 'n' end, '2000-01-01' from generate_series(1, 20) i;
    insert into people values (21, '3@example.org', 'twice', '2000-01-01'), (22, '4@EXAMPLE.org', 'case', '1800-01-01'),
      (24, null, 'none', null), (25, null, 'none', null);
    insert into people values (23, '5@example.org', 'gone', '2000-01-01', now());
    create table "Order Lines" (id int primary key, person int, "unit price" numeric, part text, number int);
    insert into "Order Lines" select i, i, i - 2, 'p', i from generate_series(1, 10) i;
    insert into "Order Lines" values (11, 99, 5, null, 1), (12, null, 5, 'p', 12);
    create table heap (a int, b int);
    insert into heap values (1, 1), (1, 1), (null, 2);
    create table parted (id int, day date not null) partition by range (day);
    create table parted_1 partition of parted for values from ('2026-01-01') to ('2027-01-01');
    insert into parted values (1, '2026-01-01'), (1, '2026-01-01');
    create table places (part text, number int, primary key (part, number));
    insert into places select 'p', i from generate_series(1, 12) i;
    alter table people add constraint old_enough check (born > '1900-01-01') not valid;
    create table nothing (id int);
    create table bookings (id int primary key, room int, during tsrange, state text);
    insert into bookings values (1, 1, '[2026-01-01, 2026-01-03)', 'kept'), (2, 1, '[2026-01-02, 2026-01-04)', 'kept'),
      (3, 2, '[2026-01-02, 2026-01-04)', 'kept'), (4, 1, '[2026-01-02, 2026-01-09)', 'gone'), (5, 1, null, 'kept');
    create domain amount as numeric;
    create domain small as amount check (value < 100);
    create domain word as text check (value <> '');
    create domain old_word as text;
    create table wages (id int primary key, paid amount, spare small, said text, note old_word, value int);
    insert into wages values (1, 10, 1, 'a', 'a', 0), (2, -1, 2, '', '', 0), (3, null, 300 - 299, null, null, 0), (4, 5, -7, 'b', 'b', 0);
    alter domain old_word add constraint said check (value <> '') not valid;
    create table heap_ids (id int);
    insert into heap_ids values (1), (2), (3);
    create table base (id int, name text);
    create table heir () inherits (base);
    insert into base values (1, 'a'), (2, 'b');
    insert into heir values (1, 'a'), (3, null);
    create unique index people_there on people (id);
    create schema app;
    create table app.people (id int, name text);
    insert into app.people values (1, 'x'), (2, 'x');
    create materialized view odd as select id, id % 2 = 1 as is_odd from heap_ids;
    create function strict_check(int) returns boolean language sql immutable as 'select $1 > 0';
    create function fix() returns void language sql volatile as 'select 1';
    create table big (id int primary key, v int);
    insert into big select i, case when i % 1000 = 0 then null else i end from generate_series(1, 50000) i;
    analyze;`);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

async function tried(sql: string, limits?: Parameters<typeof tryRows>[3]) {
  const statements = await parseSql(sql, 'x.sql');
  const found = await tryRows(db, [statements], await readFacts(db, mentions(statements)), limits);
  return found.map(({ outcome, message }) => `${outcome}: ${message}`);
}

/** What the server says when it really runs. */
async function runs(sql: string): Promise<boolean> {
  await db.client.query('begin');
  const done = await db.client.query(sql).then(
    () => true,
    () => false,
  );
  await db.client.query('rollback');
  return done;
}

describe('rows that break what a file adds are named by their key', () => {
  it.each([
    ['alter table people alter name set not null', '1 row of public.people has no name: id 7'],
    [
      'alter table people add unique (email)',
      '2 values of (email) in public.people occur in several rows: id 3 and 21; id 5 and 23',
    ],
    [
      'create unique index on people (lower(email))',
      '3 values of (lower(email)) in public.people occur in several rows: id 3 and 21; id 4 and 22; id 5 and 23',
    ],
    [
      'create unique index i on people using btree ((lower(email)) desc nulls last) include (name) where deleted is null',
      '2 values of ((lower(email))) in public.people occur in several rows: id 3 and 21; id 4 and 22',
    ],
    [
      'create unique index on people (email) nulls not distinct where id > 23',
      '1 value of (email) in public.people occurs in several rows: id 24 and 25',
    ],
    [
      "alter table people add constraint adult check (born > '1900-01-01' /* ) */)",
      '1 row of public.people does not satisfy CHECK adult: id 22',
    ],
    [
      'alter table people add check (people.id < 24)',
      '2 rows of public.people do not satisfy CHECK (people.id < 24): id 24; id 25',
    ],
    [
      'alter table people validate constraint old_enough',
      '1 row of public.people does not satisfy CHECK old_enough: id 22',
    ],
    [
      'alter table "Order Lines" add foreign key (person) references people',
      '1 row of public.Order Lines refers by person to no row of public.people: id 11',
    ],
    [
      'alter table "Order Lines" add constraint f foreign key (person) references people (id) not valid; alter table "Order Lines" validate constraint f',
      '1 row of public.Order Lines refers by person to no row of public.people: id 11',
    ],
    [
      'alter table "Order Lines" add foreign key (part, number) references places match full',
      '1 row of public.Order Lines refers by part, number to no row of public.places: id 11',
    ],
    [
      'alter table "Order Lines" add constraint p check ("unit price" >= 0), alter part set not null',
      '1 row of public.Order Lines does not satisfy CHECK p: id 1 | 1 row of public.Order Lines has no part: id 11',
    ],
    [
      'alter table heap add primary key (a)',
      '1 row of public.heap has no a: ctid (0,3) | 1 value of (a) in public.heap occurs in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'alter table parted add unique (id, day)',
      '1 value of (id, day) in public.parted occurs in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'alter table people alter born set not null; alter table people alter born set not null',
      '2 rows of public.people have no born: id 24; id 25 | 2 rows of public.people have no born: id 24; id 25',
    ],
    [
      'alter table heap add constraint once unique nulls not distinct (a, b)',
      '1 value of (a, b) in public.heap occurs in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'create unique index i on heap (b) where a is null or b = 1; alter table heap add primary key using index i',
      '1 value of (b) in public.heap occurs in several rows: ctid (0,1) and (0,2)',
    ],
    // What a DO block does where it is not done yet.
    [
      "do $$ begin if not exists (select from pg_constraint where conname = 'named') then alter table people add constraint named check (name is not null); end if; end $$",
      '1 row of public.people does not satisfy CHECK named: id 7',
    ],
    [
      "do $$ begin execute 'alter table people alter name set not null'; exception when duplicate_object then null; end $$",
      '1 row of public.people has no name: id 7',
    ],
    // Rows that come do not put right those that are there.
    [
      "insert into people values (30, 'x'); alter table people alter name set not null",
      '1 row of public.people has no name: id 7',
    ],
    [
      'alter table people rename to persons; alter table persons rename name to called; alter table persons alter called set not null',
      '1 row of public.people has no called: id 7',
    ],
    [
      'create schema if not exists later; alter table people set schema later; alter table later.people alter name set not null',
      '1 row of public.people has no name: id 7',
    ],
    [
      'create table if not exists people (id int); alter table people alter name set not null',
      '1 row of public.people has no name: id 7',
    ],
  ])('%s', async (sql, expected) => {
    expect(await tried(sql)).toEqual(expected.split(' | ').map((each) => `broken: ${each}`));
    expect(await runs(sql)).toBe(false);
  });
});

describe('names mean what they mean when the file runs', () => {
  it.each([
    [
      'set search_path = app; create unique index on people (name)',
      '1 value of (name) in app.people occurs in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'create unique index on odd (is_odd)',
      '1 value of (is_odd) in public.odd occurs in several rows: ctid (0,1) and (0,3)',
    ],
    [
      'alter table people rename constraint old_enough to older; alter table people validate constraint older',
      '1 row of public.people does not satisfy CHECK old_enough: id 22',
    ],
    [
      'alter table people add constraint a check (name is not null) not valid; alter table people rename constraint a to b; alter table people validate constraint b',
      '1 row of public.people does not satisfy CHECK a: id 7',
    ],
    [
      'alter table heap add c small default 500',
      '3 rows of public.heap do not satisfy CHECK small_check of its domain in c: ctid (0,1); ctid (0,2); ctid (0,3)',
    ],
  ])('%s', async (sql, expected) => {
    expect(await tried(sql)).toEqual([`broken: ${expected}`]);
    expect(await runs(sql)).toBe(false);
  });

  it.each([
    'set search_path = app; alter table people alter name set not null',
    "select set_config('search_path', 'app', false); alter table people alter name set not null",
    'create unique index on odd (id)',
    'alter table wages alter spare type numeric; alter domain small add check (value > 1)',
    'insert into heap values (7, 7); alter table heap add check (a < 10)',
  ])('%s is taken', async (sql) => {
    expect(await tried(sql)).toEqual([]);
    expect(await runs(sql)).toBe(true);
    await db.client.query('reset search_path');
  });
});

describe('columns that the release adds or retypes are looked at as it leaves them', () => {
  it.each([
    [
      'alter table heap add nick text; alter table heap alter nick set not null',
      '3 rows of public.heap have no nick: ctid (0,1); ctid (0,2); ctid (0,3)',
    ],
    [
      "alter table heap add kind text default 'x'; alter table heap add constraint kinds check (kind in ('a', 'b'))",
      '3 rows of public.heap do not satisfy CHECK kinds: ctid (0,1); ctid (0,2); ctid (0,3)',
    ],
    [
      'alter table heap add n int not null default 0 unique',
      '1 value of (n) in public.heap occurs in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'alter table heap add person int default 99 references people',
      '3 rows of public.heap refer by person to no row of public.people: ctid (0,1); ctid (0,2); ctid (0,3)',
    ],
    [
      'alter table heap add c int generated always as (a * 2) stored; alter table heap add check (c > 2)',
      '2 rows of public.heap do not satisfy CHECK (c > 2): ctid (0,1); ctid (0,2)',
    ],
    [
      "alter table people alter born type text using coalesce(born::text, ''), add constraint written check (born <> '')",
      '2 rows of public.people do not satisfy CHECK written: id 24; id 25',
    ],
    [
      'create table kinds (id int primary key); alter table heap add foreign key (a) references kinds',
      '2 rows of public.heap refer by a to no row of public.kinds (new): ctid (0,1); ctid (0,2)',
    ],
    [
      'alter table heap drop column b; alter table heap add b int; alter table heap alter b set not null',
      '3 rows of public.heap have no b: ctid (0,1); ctid (0,2); ctid (0,3)',
    ],
  ])('%s', async (sql, expected) => {
    expect(await tried(sql)).toEqual([`broken: ${expected}`]);
    expect(await runs(sql)).toBe(false);
  });
});

describe('rows that exclude each other are named in pairs', () => {
  it.each([
    [
      "alter table bookings add constraint free exclude using gist (int4range(room, room, '[]') with &&, during with &&)",
      '3 rows of public.bookings conflict with each other under EXCLUDE free: id 1 and 2; id 2 and 4',
    ],
    [
      "alter table bookings add exclude using gist (int4range(room, room, '[]') with operator(pg_catalog.&&), during range_ops with &&) where (state <> 'gone')",
      "2 rows of public.bookings conflict with each other under EXCLUDE (int4range(room, room, '[]') WITH &&, during WITH &&): id 1 and 2",
    ],
    [
      'alter table heap add constraint once exclude using btree (a with =)',
      '2 rows of public.heap conflict with each other under EXCLUDE once: ctid (0,1) and (0,2)',
    ],
    [
      'alter table people add constraint mails exclude using hash (lower(email) collate "C" with =) where (name is not null)',
      '6 rows of public.people conflict with each other under EXCLUDE mails: id 3 and 21; id 4 and 22; id 5 and 23',
    ],
  ])('%s', async (sql, expected) => {
    expect(await tried(sql)).toEqual([`broken: ${expected}`]);
    expect(await runs(sql)).toBe(false);
  });

  it.each([
    'alter table bookings add exclude using gist (during with &&) where (room = 2)',
    "alter table bookings add exclude using gist (int4range(room, room, '[]') with &&, during with &&) where (state = 'gone')",
    'alter table people add exclude using btree (id with =)',
    'alter table bookings add exclude using gist (during with &&) where (during is null)',
  ])('%s is taken', async (sql) => {
    expect(await tried(sql)).toEqual([]);
    expect(await runs(sql)).toBe(true);
  });
});

it('many ranges are held against their neighbours alone, where comparing all takes too long', async () => {
  await db.client.query(`create table shifts (id int primary key, who int, at int4range, area box);
    insert into shifts select i, i % 2, int4range(i, i + 1), box(point(i, i), point(i + 0.5, i + 0.5)) from generate_series(1, 20000) i;
    analyze shifts`);
  const limits = { statementMs: 1000, totalMs: 60_000, sampleRows: 500 };
  const by = (element: string, rest = '') =>
    tried(`alter table shifts add constraint apart exclude using gist (${element} with &&)${rest}`, limits);
  expect(await by('at')).toEqual([]);
  expect(await by('area')).toEqual([
    'not-tried: no row of public.shifts breaks it in a sample of about 500 rows, because reading all of them took too long',
  ]);
  await db.client.query("update shifts set at = '[100, 102)' where id = 100");
  expect(await by('at')).toEqual([
    'broken: 2 rows of public.shifts conflict with each other under EXCLUDE apart: id 100 and 101 (at least: only neighbors were compared, because comparing all took too long)',
  ]);
});

describe('rows that break the rules of a domain are named in each table', () => {
  it.each([
    [
      'alter domain amount add constraint positive check (value >= 0)',
      '1 row of public.wages does not satisfy CHECK positive of its domain in paid: id 2 | 1 row of public.wages does not satisfy CHECK positive of its domain in spare: id 4',
    ],
    ['alter domain amount set not null', '1 row of public.wages has no paid (of domain amount): id 3'],
    [
      'alter domain old_word validate constraint said',
      '1 row of public.wages does not satisfy CHECK said of its domain in note: id 2',
    ],
    [
      'alter domain small add constraint c check (VALUE > 1) not valid; alter domain small validate constraint c',
      '3 rows of public.wages do not satisfy CHECK c of its domain in spare: id 1; id 3; id 4',
    ],
    [
      'alter table wages alter said type word',
      '1 row of public.wages does not satisfy CHECK word_check of its domain in said: id 2',
    ],
    [
      'create domain short as text not null constraint few check (length(value) < 2); alter table wages alter said type public.short using said || said',
      '1 row of public.wages has no said (of a domain that is NOT NULL): id 3 | 2 rows of public.wages do not satisfy CHECK few of its domain in said: id 1; id 4',
    ],
    [
      "alter table heap add w word default ''",
      '3 rows of public.heap do not satisfy CHECK word_check of its domain in w: ctid (0,1); ctid (0,2); ctid (0,3)',
    ],
  ])('%s', async (sql, expected) => {
    expect(await tried(sql)).toEqual(expected.split(' | ').map((each) => `broken: ${each}`));
    expect(await runs(sql)).toBe(false);
  });

  it.each([
    'alter domain amount add check (value > -100)',
    'alter domain amount add check (value > 0) not valid',
    'alter domain small set not null',
    'alter table wages alter paid type small',
    "alter table wages alter said type word using nullif(said, '')",
    'create domain any_text as text; alter table wages alter said type any_text',
    'alter domain word add check (length(value) > 5)',
  ])('%s is taken', async (sql) => {
    expect(await tried(sql)).toEqual([]);
    expect(await runs(sql)).toBe(true);
  });
});

describe('what pending statements change first is said as it stands today', () => {
  const NAME = 'today 1 row of public.people has no name: id 7';
  it.each([
    ["update people set name = '' where name is null; alter table people alter name set not null", NAME],
    [
      "do $$ begin update people set name = '' where name is null; end $$; alter table people alter name set not null",
      NAME,
    ],
    ['delete from people where id = 7; alter table people alter name set not null', NAME],
    [
      "insert into people (id, email, name) select id, email, coalesce(name, '') from people where id = 7 on conflict (id) do update set name = excluded.name; alter table people alter name set not null",
      NAME,
    ],
    [
      'truncate heap; alter table heap add unique (a)',
      'today 1 value of (a) in public.heap occurs in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'with gone as (delete from heap returning a) select * from gone; alter table heap alter a set not null',
      'today 1 row of public.heap has no a: ctid (0,3)',
    ],
    [
      'delete from "Order Lines" where person = 99; alter table "Order Lines" add foreign key (person) references people',
      'today 1 row of public.Order Lines refers by person to no row of public.people: id 11',
    ],
    [
      'insert into people values (99, \'x\'); alter table "Order Lines" add foreign key (person) references people',
      'today 1 row of public.Order Lines refers by person to no row of public.people: id 11',
    ],
    [
      'alter table "Order Lines" add constraint f foreign key (person) references people (id) not valid; insert into people values (99, \'x\'); alter table "Order Lines" validate constraint f',
      'today 1 row of public.Order Lines refers by person to no row of public.people: id 11',
    ],
    [
      'delete from bookings where id in (2, 4); alter table bookings add constraint free exclude using gist (during with &&) where (room = 1)',
      'today 3 rows of public.bookings conflict with each other under EXCLUDE free: id 1 and 2; id 2 and 4',
    ],
    [
      'update wages set paid = 0 where paid < 0; alter domain amount add constraint c check (value >= -7)',
      undefined,
    ],
    [
      'update wages set paid = 0 where paid < 0; update wages set spare = 0; alter domain amount add constraint c check (value >= 0)',
      'today 1 row of public.wages does not satisfy CHECK c of its domain in paid: id 2 | today 1 row of public.wages does not satisfy CHECK c of its domain in spare: id 4',
    ],
    [
      "update heir set name = '' where name is null; alter table base alter name set not null",
      'today 1 row of public.base has no name: ctid (0,2)',
    ],
  ])('%s', async (sql, expected) => {
    const said = (await tried(sql)).map((each) =>
      each.replace(/the server checks this after "[^\n]*"; /, ''),
    );
    expect(said).toEqual(expected?.split(' | ').map((each) => `later: ${each}`) ?? []);
    expect(await runs(sql)).toBe(true);
  });

  it('names the statement that has to run first', async () => {
    expect(await tried('select fix(); alter table people alter name set not null')).toEqual([
      `later: the server checks this after "select fix()"; ${NAME}`,
    ]);
  });

  it('says so where nobody can tell whether it runs', async () => {
    expect(
      await tried(
        "do $$ begin if current_user <> 'me' then alter table people alter name set not null; end if; end $$",
      ),
    ).toEqual(['later: if it runs: 1 row of public.people has no name: id 7']);
  });
});

describe('nothing is said where the server takes it', () => {
  it.each([
    'alter table people add unique (id, email)',
    'create unique index on people (email) where id < 20',
    'alter table people add check (id > 0)',
    "alter table people add check (born > '1700-01-01')",
    'alter table people add constraint c check (id > 99) not valid',
    'alter table "Order Lines" add foreign key (person) references people not valid',
    'alter table "Order Lines" add foreign key (part, number) references places',
    'alter table nothing alter id set not null',
    'alter table people alter id set not null',
    'create unique index if not exists people_there on people (email)',
    "do $$ begin if not exists (select from pg_constraint where conname = 'old_enough') then alter table people add constraint old_enough check (id < 0); end if; end $$",
    'alter table people add token uuid default gen_random_uuid() unique',
    'alter table heap add id bigint generated always as identity primary key',
    'create unique index i on only parted (id, day)',
    'alter table base add constraint once unique (id)',
    'alter table base add check (name is not null) no inherit',
    'create table kinds (id int primary key); alter table nothing add foreign key (id) references kinds',
    'drop table people cascade; create table people (id int, name text); alter table people alter name set not null',
    'alter table people add column nick text; alter table people add unique (nick)',
    'create table people2 (id int); alter table people2 alter id set not null',
    'alter table people rename to persons; create table people (id int, name text); alter table people alter name set not null',
    "alter table people alter name type varchar(20) using coalesce(name, ''); alter table people alter name set not null",
  ])('%s', async (sql) => {
    expect(await tried(sql)).toEqual([]);
    expect(await runs(sql)).toBe(true);
  });
});

describe('what cannot be tried is said, and nothing of it runs', () => {
  it.each([
    [
      'alter table people add check (id > (with s as (select 1 as n) select n from s))',
      'calls user-defined code',
    ],
    ['alter table people add check (strict_check(id))', 'calls user-defined code'],
    ['alter table people add check (pg_sleep(1) is null)', 'calls user-defined code'],
    ['create unique index on people ((random()))', 'calls user-defined code'],
    ['alter table people add check (id > (select 1))', 'calls user-defined code'],
    ['alter table heap add exclude using btree (strict_check(a) with =)', 'calls user-defined code'],
    ['alter domain amount add check (strict_check(value::int))', 'calls user-defined code'],
    [
      'alter table heap alter a type bigint using pg_sleep(1)::text::bigint, alter a set not null',
      'calls user-defined code',
    ],
    ['alter table people add check (1 / (id - 1) >= 0)', 'division by zero'],
    [
      "create type mood as enum ('a'); alter table people alter name type mood using 'a'::mood, alter name set not null",
      'type "mood" does not exist',
    ],
    [
      'create table kinds as select 1 as id; alter table kinds add primary key (id); alter table heap add foreign key (a) references kinds',
      'pending files create and fill',
    ],
    ['alter table heap add n bigserial, add check (n > 0)', 'gets its values when the file runs'],
  ])('%s', async (sql, why) => {
    const [said, ...more] = await tried(sql);
    expect(more).toEqual([]);
    expect(said).toMatch(/^not-tried: /);
    expect(said).toContain(why);
  });

  it('is the rows that a role may not read', async () => {
    const role = `reader_${database.name}`;
    await db.query(`create role ${role} login password 'x'`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'x';
    const reader = await connect(url.href);
    try {
      const statements = await parseSql('alter table people alter name set not null', 'x.sql');
      const found = await tryRows(reader, [statements], await readFacts(reader, mentions(statements)));
      expect(found).toMatchObject([
        { outcome: 'not-tried', message: expect.stringContaining('cannot read') },
      ]);
    } finally {
      await reader.close();
      await db.query(`drop role ${role}`);
    }
  });
});

it('reads a sample where reading all takes too long, and says so', async () => {
  const sql = 'alter table big alter v set not null';
  expect(await tried(sql)).toEqual(['broken: 50 rows of public.big have no v: id 1000; id 2000; id 3000; …']);
  const [said] = await tried(
    'alter table big add check (length(repeat(md5(id::text), 400)) > 0 and v is not null)',
    { statementMs: 1500, totalMs: 30_000, sampleRows: 400 },
  );
  expect(said).toMatch(/in a sample of about 400 rows, because reading all of them took too long/);
});

it('ends when the time for all tables is spent', async () => {
  const found = await tried('alter table big alter v set not null', {
    statementMs: 300,
    totalMs: 0,
    sampleRows: 1,
  });
  expect(found).toEqual([
    'not-tried: could not test the rows of public.big: the time for all tables was used up',
  ]);
});

describe('in a plan', () => {
  const planned = async (...files: string[]) => {
    const sources = files.map((text, index) => ({
      ...{ version: String(index), name: 'x', file: `${index}_x.sql`, checksum: '', sql: text },
    }));
    return (await judge(sources, db)).pending;
  };
  const broken = (pending: readonly MigrationPlan[]) =>
    pending
      .flatMap(({ statements }) => statements.flatMap(({ hazards }) => hazards))
      .filter(({ rule }) => rule === 'rows-break-constraint');
  const plan = async (text: string, found = {}) =>
    broken(
      (await judge([{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql: text }], db, found)).pending,
    );
  const sql = 'alter table people add constraint c check (id < 24)';

  it('they refuse it, even where nothing serves', async () => {
    expect(await plan(`-- shiplock: phase=expand\n${sql}`)).toMatchObject([{ severity: 'refused' }]);
    expect(await plan(sql, { serves: false })).toMatchObject([{ severity: 'refused' }]);
  });

  it('they are a remark where they are allowed: rows change, and the plan must not', async () => {
    expect(
      await plan(
        `-- shiplock: phase=expand\n-- shiplock: allow=rows-break-constraint reason="put right tonight"\n${sql}`,
      ),
    ).toMatchObject([{ severity: 'info', allowed: { reason: 'put right tonight' } }]);
  });

  it('they are a warning where the file waits, and no part of the plan’s hash: another release applies it', async () => {
    const found = await planned(`-- shiplock: phase=contract\n${sql}`);
    expect(broken(found)).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('2 rows of public.people'), passing: true },
    ]);
    expect(refusalsOf(found, new Map())).toEqual([]);
    const [hashed] = planMigrations({ pending: found, appliedCount: 0, ignored: [], facts: [] });
    expect(hashed?.hazards.join()).not.toContain('rows-break');
  });

  it('they are a remark behind what changes the rows, in an earlier file too', async () => {
    const files = ['update people set name = id::text where id > 23', sql];
    const found = await planned(...files);
    const said = found.flatMap(({ statements }) => statements.flatMap(({ hazards }) => hazards));
    expect(said.filter(({ rule }) => rule === 'rows-break-today')).toMatchObject([
      {
        severity: 'info',
        message:
          'the server checks this after "update people set name = id::text where id > 23"; today 2 rows of public.people do not satisfy CHECK c: id 24; id 25',
      },
    ]);
    expect(broken(found)).toEqual([]);
  });
});
