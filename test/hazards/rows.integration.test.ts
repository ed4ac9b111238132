import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryRows } from '../../src/database/ahead/rows/index.ts';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { mentions } from '../../src/database/hazards/mentions.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { readFacts } from '../../src/database/hazards/readFacts.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
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
  const found = await tryRows(db, statements, await readFacts(db, mentions(statements)), limits);
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
      '2 values of (email) in public.people stand in several rows: id 3 and 21; id 5 and 23',
    ],
    [
      'create unique index on people (lower(email))',
      '3 values of (lower(email)) in public.people stand in several rows: id 3 and 21; id 4 and 22; id 5 and 23',
    ],
    [
      'create unique index i on people using btree ((lower(email)) desc nulls last) include (name) where deleted is null',
      '2 values of ((lower(email))) in public.people stand in several rows: id 3 and 21; id 4 and 22',
    ],
    [
      'create unique index on people (email) nulls not distinct where id > 23',
      '1 value of (email) in public.people stands in several rows: id 24 and 25',
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
      '1 row of public.Order Lines points by person to no row of public.people: id 11',
    ],
    [
      'alter table "Order Lines" add constraint f foreign key (person) references people (id) not valid; alter table "Order Lines" validate constraint f',
      '1 row of public.Order Lines points by person to no row of public.people: id 11',
    ],
    [
      'alter table "Order Lines" add foreign key (part, number) references places match full',
      '1 row of public.Order Lines points by part, number to no row of public.places: id 11',
    ],
    [
      'alter table "Order Lines" add constraint p check ("unit price" >= 0), alter part set not null',
      '1 row of public.Order Lines does not satisfy CHECK p: id 1 | 1 row of public.Order Lines has no part: id 11',
    ],
    [
      'alter table heap add primary key (a)',
      '1 row of public.heap has no a: ctid (0,3) | 1 value of (a) in public.heap stands in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'alter table parted add unique (id, day)',
      '1 value of (id, day) in public.parted stands in several rows: ctid (0,1) and (0,2)',
    ],
    [
      'alter table people alter born set not null; alter table people alter born set not null',
      '2 rows of public.people have no born: id 24; id 25 | 2 rows of public.people have no born: id 24; id 25',
    ],
  ])('%s', async (sql, expected) => {
    expect(await tried(sql)).toEqual(expected.split(' | ').map((each) => `broken: ${each}`));
    expect(await runs(sql)).toBe(false);
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
    // Pending statements put the rows right first.
    "update people set name = '' where name is null; alter table people alter name set not null",
    "do $$ begin update people set name = '' where name is null; end $$; alter table people alter name set not null",
    'delete from "Order Lines" where person = 99; alter table "Order Lines" add foreign key (person) references people',
    'insert into people values (99, \'x\'); alter table "Order Lines" add foreign key (person) references people',
    'truncate heap; alter table heap add primary key (a)',
    'with gone as (delete from heap returning a) select * from gone; alter table heap alter a set not null',
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
      'calls code of its own',
    ],
    ['alter table people add check (strict_check(id))', 'calls code of its own'],
    ['alter table people add check (pg_sleep(1) is null)', 'calls code of its own'],
    ['create unique index on people ((random()))', 'calls code of its own'],
    ['alter table people add check (id > (select 1))', 'calls code of its own'],
    ['alter table heap add exclude using btree (a with =)', 'cannot be tried'],
  ])('%s', async (sql, why) => {
    const [said, ...more] = await tried(sql);
    expect(more).toEqual([]);
    expect(said).toMatch(/^not-tried: /);
    expect(said).toContain(why);
  });

  it('is nothing after code that may do anything', async () => {
    expect(await tried('select fix(); alter table people alter name set not null')).toEqual([]);
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
      const found = await tryRows(reader, statements, await readFacts(reader, mentions(statements)));
      expect(found).toMatchObject([
        { outcome: 'not-tried', message: expect.stringContaining('may not read') },
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
    'alter table big add check (length(repeat(md5(id::text), 1000)) > 0 and v is not null)',
    { statementMs: 1000, totalMs: 30_000, sampleRows: 1500 },
  );
  expect(said).toMatch(/in a sample of about 1,500 rows, since reading all took too long/);
});

it('ends when the time for all tables is spent', async () => {
  const found = await tried('alter table big alter v set not null', {
    statementMs: 300,
    totalMs: 0,
    sampleRows: 1,
  });
  expect(found).toEqual([
    'not-tried: the rows of public.big were not tried: the time for all tables was spent',
  ]);
});

describe('in a plan', () => {
  const plan = async (sql: string, found = {}) => {
    const { pending } = await planMigrations(
      [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
      db,
      found,
    );
    return pending
      .flatMap(({ statements }) => statements.flatMap(({ hazards }) => hazards))
      .filter(({ rule }) => rule === 'rows-break-constraint');
  };
  const sql = 'alter table people add constraint c check (id < 24)';

  it('they refuse it, even where nothing serves', async () => {
    expect(await plan(`-- shiplock: phase=expand\n${sql}`)).toMatchObject([{ severity: 'refused' }]);
    expect(await plan(sql, { serves: false })).toMatchObject([{ severity: 'refused' }]);
  });

  it('they are a remark where they are allowed or the file waits: rows change, and the plan must not', async () => {
    expect(
      await plan(
        `-- shiplock: phase=expand\n-- shiplock: allow=rows-break-constraint reason="put right tonight"\n${sql}`,
      ),
    ).toMatchObject([{ severity: 'info', allowed: { reason: 'put right tonight' } }]);
    expect(await plan(`-- shiplock: phase=contract\n${sql}`)).toMatchObject([{ severity: 'info' }]);
  });
});
