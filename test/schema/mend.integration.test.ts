import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SchemaSnapshot } from '../../src/release/snapshot.ts';
import { drift } from '../../src/schema/drift/drift.ts';
import { schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { sample } from '../support/full.ts';
import { testMajor } from '../support/old-server.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

/** What nobody may lose by running the SQL that a finding proposes. */
const SCHEMA = `
create role keeper nologin; grant keeper to postgres;
create schema app; grant usage, create on schema app to keeper;
create table app.notes (id int primary key, "dot.ted" text, kind text);
grant select (id, "dot.ted") on app.notes to anon; grant select on app.notes to keeper;
create table app.items (id int primary key, small int, a int, b int, constraint items_ab unique (a, b));
create view app.shelf as select id as ident, kind from app.notes;
alter view app.shelf owner to keeper; grant select on app.shelf to authenticated;
create rule hold as on delete to app.shelf do instead nothing;
create materialized view app.counts as select count(*) as n from app.notes;
create unique index counts_n on app.counts (n);
alter materialized view app.counts owner to keeper; grant select on app.counts to authenticated;
create sequence app.numbers owned by app.items.b; grant usage on sequence app.numbers to authenticated;
create type app.mood as enum ('low', 'high'); alter type app.mood owner to keeper;
revoke usage on type app.mood from public; grant usage on type app.mood to authenticated;
create domain app.email as text constraint "has CHECK in it" check (value like '%@%');
create type app.pair as (a int, b text);
create function app.told() returns trigger language plpgsql as 'begin return null; end';
create trigger hooked after insert on app.notes for each row execute function app.told('a');
create procedure app.work() language plpgsql as 'begin null; end';
create aggregate app.sum_up (int) (sfunc = int4pl, stype = int, parallel = safe);
create table app.parts (id int, "Kind" text) partition by list (id);
create table app.parts_1 partition of app.parts for values in (1);
create index parts_id on app.parts (id);
create trigger told after insert on app.parts for each row execute function app.told();
create table app.lines (id bigint generated always as identity (start 5 increment 3) primary key, n int not null, v text not null);
create unique index lines_n on app.lines (n);
alter table app.lines replica identity using index lines_n;
create table app.details (line bigint references app.lines (id));
alter default privileges for role keeper in schema app grant select on tables to anon;
create publication roots for table app.parts with (publish_via_partition_root = true);
create publication everything for all tables;
create publication folder for tables in schema app;
alter default privileges in schema app grant all on tables to anon;
alter default privileges in schema app grant all on sequences to anon`;

let database: TestDatabase | undefined;
let db: TestDatabase['db'];
let expected: SchemaSnapshot;

async function startAnew(): Promise<void> {
  await database?.[Symbol.asyncDispose]();
  database = await emptyDatabase();
  ({ db } = database);
  await db.query('drop role if exists keeper');
  await db.query(SCHEMA);
  expected = await schemaSnapshot(db);
}
beforeAll(startAnew);
afterAll(async () => {
  await db.query('drop owned by keeper cascade; drop role keeper');
  await database?.[Symbol.asyncDispose]();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await db.query('drop owned by keeper cascade');
    await startAnew();
  }
});

describe('the SQL of the findings brings back all that was there', () => {
  it.each(
    sample<[string, string]>(
      [
        ['a right on a table, where some columns were open', 'grant select on app.notes to anon'],
        ['a column with rights of its own', 'alter table app.notes drop column "dot.ted"'],
        ['columns of a view that were renamed', 'alter view app.shelf rename column kind to sort'],
        [
          'a materialized view with an owner, rights and an index',
          `drop materialized view app.counts; create materialized view app.counts as select 1::bigint as n;
       create unique index counts_n on app.counts (n); revoke all on app.counts from anon;
       grant select on app.counts to authenticated; alter materialized view app.counts owner to keeper`,
        ],
        ['a sequence with rights and a column', 'drop sequence app.numbers'],
        ['a type with rights and an owner', 'drop type app.mood'],
        [
          'a constraint of a domain, whatever its name',
          `alter domain app.email drop constraint "has CHECK in it";
       alter domain app.email add constraint "has CHECK in it" check (value <> '')`,
        ],
        ['an attribute that was added', 'alter type app.pair add attribute c int'],
        ['an attribute that was dropped', 'alter type app.pair drop attribute b'],
        ['an attribute of another type', 'alter type app.pair alter attribute a type bigint'],
        ['a right on a procedure', 'grant execute on procedure app.work() to anon with grant option'],
        [
          'an identity column',
          `alter table app.items alter column small set not null, alter column small add generated always as identity;
       revoke all on sequence app.items_small_seq from anon`,
        ],
        [
          'a unique constraint, whose index follows it',
          'alter table app.items drop constraint items_ab, add constraint items_ab unique (b, a)',
        ],
        [
          'a publication of all tables',
          'drop publication everything; create publication everything for table app.items',
        ],
        ['a publication of a schema', 'drop publication folder'],
        [
          'what is published of partitions',
          'alter publication roots set (publish_via_partition_root = false)',
        ],
        ['the last value of an identity', 'alter table app.lines alter column id set maxvalue 100'],
        [
          'the steps of an identity',
          'alter table app.lines alter column id set increment by 1 set start with 1',
        ],
        ...(testMajor() < 18
          ? []
          : [
              [
                'NOT NULL that was never checked',
                `alter table app.lines drop constraint lines_v_not_null;
       alter table app.lines add constraint lines_v_not_null not null v not valid`,
              ] satisfies [string, string],
            ]),
        ['another row identity', 'alter table app.lines replica identity default'],
        [
          'the row identity of another index',
          'create unique index other on app.lines (id); alter table app.lines replica identity using index other',
        ],
        ['a foreign key that nothing enforces', 'alter table app.details disable trigger all'],
        ['a trigger that is off for one partition', 'alter table app.parts_1 disable trigger told'],
        ['a materialized view without rows', 'refresh materialized view app.counts with no data'],
        [
          'the right to pass a default on',
          'alter default privileges for role keeper in schema app grant select on tables to anon with grant option',
        ],
        ['a right on a composite type', 'grant usage on type app.pair to anon'],
        ['the schemas of a publication', 'alter publication folder set tables in schema public'],
      ],
      3,
    ),
  )('%s', async (_, sql) => {
    await db.query(sql);
    const { state, findings } = await drift(expected, await schemaSnapshot(db));
    expect(state).toBe('drift');
    for (const { mend } of findings) await db.query(mend ?? '');
    expect(await drift(expected, await schemaSnapshot(db))).toEqual({ state: 'clean', findings: [] });
  });

  it('never writes SQL that cannot run where PostgreSQL has none', { tags: 'full' }, async () => {
    await db.query(`drop aggregate app.sum_up (int); create aggregate app.sum_up (int) (sfunc = int4pl, stype = int);
      create or replace trigger hooked after insert on app.notes for each row execute function app.told('b');
      drop type app.mood; create type app.mood as enum ('high', 'low')`);
    const { findings } = await drift(expected, await schemaSnapshot(db));
    const mend = (object: string) => findings.find((f) => f.object === object)?.mend;
    expect(mend('function app.sum_up(integer)')).toMatch(/^-- .*an aggregate cannot be altered/);
    expect(mend('trigger app.notes hooked')).toMatch(/^-- run again the migration/);
    expect(mend('enum app.mood')).toMatch(/-- PostgreSQL cannot reorder/);
    await startAnew();
  });

  it.each([
    ['index app.parts_id', 'drop index app.parts_id'],
    ['index app.extra', 'create index extra on app.parts (id, "Kind")'],
    ['column app.parts.extra', 'alter table app.parts add column extra int'],
    ['column app.parts."Kind"', 'alter table app.parts drop column "Kind"'],
    ['constraint app.parts extra', 'alter table app.parts add constraint extra check (id > 0)'],
    ['constraint app.parts extra', 'alter table app.parts add constraint extra unique (id)'],
  ])('of a table and its partitions once: %s', async (object, sql) => {
    await db.query(sql);
    const { findings } = await drift(expected, await schemaSnapshot(db));
    expect(findings.map((f) => f.object)).toEqual([object]);
    await db.query(findings[0]?.mend ?? '');
    expect(await drift(expected, await schemaSnapshot(db))).toEqual({ state: 'clean', findings: [] });
  });
});
