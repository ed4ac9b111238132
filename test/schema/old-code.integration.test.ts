/** @module-tag full */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { loadParser } from '../../src/database/sql/parser.ts';
import type { AppContract, Verdict } from '../../src/release/snapshot.ts';
import { schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { verdict } from '../../src/schema/verdict/verdict.ts';
import { testMajor } from '../support/old-server.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';
import { AFTER, BEFORE } from './support/verdict-cases.ts';

await loadParser();

let database: TestDatabase;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.db.query(BEFORE);
  return async () => {
    await database.db.query(`set client_min_messages = warning; ${AFTER}`);
  };
});

interface Trial {
  readonly before?: string;
  readonly change: string;
  readonly old: string;
  readonly uses?: AppContract['uses'];
}

/** What the server says to a statement of the old code, in a session of its own; undone. */
async function refused(sql: string): Promise<string | undefined> {
  const db = await connect(database.url);
  const undo = new Error('undo');
  const said = await db
    .transaction(async (tx) => {
      await tx.query('set local role authenticated');
      await tx.query(sql);
      throw undo;
    })
    .catch((error: Error) => (error === undo ? undefined : error.message));
  await db.close();
  return said;
}

async function trial({ before = '', change, old, uses }: Trial): Promise<Verdict & { refused?: string }> {
  const { db } = database;
  await db.query(`${before};
    grant all on all tables in schema v to authenticated; grant all on all sequences in schema v to authenticated`);
  expect(await refused(old), 'before the change').toBeUndefined();
  const previous = await schemaSnapshot(db);
  await db.query(change);
  const given = verdict(previous, await schemaSnapshot(db), uses && { version: 1, uses });
  const message = await refused(old);
  return { ...given, ...(message ? { refused: message } : {}) };
}

const LOG = `create table v.days (day int, line text) partition by range (day);
  create table v.days_rest partition of v.days default`;
const ONE = `insert into v.spare values (1, 'a')`;

describe('what breaks old code is never called safe', () => {
  it.each<Trial>([
    // rows taken whole
    {
      before: `create function v.rows() returns setof v.spare language sql as 'select id, note from v.spare'`,
      change: 'alter table v.spare add column extra int',
      old: 'select * from v.rows()',
    },
    {
      before: `create function v.rows() returns table (a int, b text) language plpgsql as
        'begin return query select s.* from v.spare s; end'; insert into v.spare values (1, 'a')`,
      change: 'alter table v.spare add column extra int',
      old: 'select * from v.rows()',
    },
    {
      before: `create table v.past (id int, note text); create function v.keep() returns trigger language plpgsql as
        'begin insert into v.past select new.*; return new; end';
        create trigger keep before insert on v.spare for each row execute function v.keep()`,
      change: 'alter table v.spare add column extra int',
      old: ONE,
    },
    {
      before: 'create table v.boxes (content v.spare)',
      change: 'alter table v.spare add column extra int',
      old: `insert into v.boxes values ('(1,a)')`,
    },
    // what the server refuses by itself
    {
      before: 'create materialized view v.counts as select 1 as one',
      change: 'refresh materialized view v.counts with no data',
      old: 'select * from v.counts',
    },
    {
      change: 'alter table v.teams alter column id set minvalue -1 set increment by -5',
      old: `insert into v.teams (name) values ('a'), ('b')`,
    },
    {
      change: `alter table v.spare add column code text default '10' check (code > '5')`,
      old: 'insert into v.spare (id) values (1)',
    },
    {
      before: `${ONE}; create unique index whole on v.spare (id, note); create unique index part on v.spare (id) include (note)`,
      change: 'drop index v.whole',
      old: `insert into v.spare values (1, 'a') on conflict (id, note) do nothing`,
    },
    {
      change: 'alter table v.spare add column extra text generated always as (lower(note)) stored not null',
      old: 'insert into v.spare (id) values (1)',
    },
    // published tables
    {
      before: ONE,
      change: 'alter publication people_changes add table v.spare (note)',
      old: `update v.spare set note = 'b'`,
    },
    {
      before: ONE,
      change: `alter publication people_changes add table v.spare where (note = 'x')`,
      old: `update v.spare set note = 'b'`,
    },
    {
      before: `${ONE}; alter publication people_changes add table v.spare (id)`,
      change: 'alter table v.spare replica identity full',
      old: `update v.spare set note = 'b'`,
    },
    // a partition for rows that went into the default one
    {
      before: LOG,
      change:
        'create table v.days_1 partition of v.days (check (line is not null)) for values from (1) to (9)',
      old: 'insert into v.days values (1)',
    },
    {
      before: LOG,
      change: `create table v.days_1 (day int, line text not null);
        alter table v.days attach partition v.days_1 for values from (1) to (9)`,
      old: 'insert into v.days values (1)',
    },
    {
      before: LOG,
      change: `create table v.days_1 partition of v.days for values from (1) to (9); create unique index on v.days_1 (line)`,
      old: `insert into v.days values (1, 'a'), (1, 'a')`,
    },
    {
      before: LOG,
      change: `create table v.days_1 partition of v.days for values from (1) to (9);
        create function v.no() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
        create trigger no before insert on v.days_1 for each row execute function v.no()`,
      old: 'insert into v.days values (1)',
    },
    // what a contract does not name
    {
      before: `create table v.members (team bigint); create policy m on v.people as restrictive for select to authenticated
        using (exists (select from v.members m where m.team = team_id))`,
      change: 'revoke select on v.members from authenticated',
      old: 'select name from v.people',
      uses: { relations: { 'v.people': { select: ['name'] } }, functions: [] },
    },
    {
      before: `create function v."Open"() returns boolean language sql as 'select true';
        create policy m on v.people as restrictive for select to authenticated using (v."Open"())`,
      change: 'revoke execute on function v."Open"() from public',
      old: 'select name from v.adults',
      uses: { relations: { 'v.adults': { select: ['name'] } }, functions: [] },
    },
    {
      before: `create function v.felt(m v.mood) returns int language sql as 'select 1'`,
      change: `alter type v.mood rename value 'sad' to 'blue'`,
      old: `select v.felt('sad')`,
      uses: { relations: {}, functions: ['v.felt(v.mood)'] },
    },
    {
      before: `create domain v.fee as v.amount; create table v.fees (fee v.fee)`,
      change: 'alter domain v.amount add check (value < 5)',
      old: 'insert into v.fees values (9)',
      uses: { relations: { 'v.fees': { insert: ['fee'] } }, functions: [] },
    },
    {
      before: `create function v.sort(t text) returns text language sql immutable as 'select t';
        create index on v.spare (v.sort(note))`,
      change: `create or replace function v.sort(t text) returns text language plpgsql immutable as $$ begin raise 'no'; end $$`,
      old: ONE,
      uses: { relations: { 'v.spare': { insert: ['id', 'note'] } }, functions: [] },
    },
  ])('$change', async (given) => {
    const { answer, refused: said, reasons } = await trial(given);
    expect(said, 'the server refuses it').toBeDefined();
    expect(answer, said).not.toBe('safe');
    expect(reasons.length).toBeGreaterThan(0);
  });
});

describe('what breaks nothing is called safe', () => {
  it.each<Trial>([
    {
      before: `create function v.rows() returns setof v.spare language sql as 'select * from v.spare'`,
      change: 'alter table v.spare add column extra int',
      old: 'select * from v.rows()',
    },
    {
      before: `create function v.many() returns bigint language sql as 'select count(*) from v.spare'`,
      change: 'alter table v.spare add column extra int',
      old: 'select v.many()',
    },
    { change: 'alter table v.spare replica identity full', old: ONE },
    {
      before: ONE,
      change: 'alter publication people_changes add table v.spare (id) where (id > 0)',
      old: `update v.spare set note = 'b'`,
    },
    {
      before: LOG,
      change: 'create table v.days_1 partition of v.days for values from (1) to (9)',
      old: 'insert into v.days values (1)',
    },
    {
      change: 'alter table v.teams alter column id set cache 5',
      old: `insert into v.teams (name) values ('a')`,
    },
    {
      change: 'alter table v.spare add column extra text check (char_length(extra) between 3 and 9)',
      old: ONE,
    },
    {
      change: `alter table v.spare add column extra text check (extra ~ '^[a-z]' and extra <> 'x')`,
      old: ONE,
    },
    { change: 'alter table v.spare add column extra v.amount', old: 'insert into v.spare (id) values (1)' },
    {
      change: `alter table v.spare add column extra text[] not null default array['a', 'b']`,
      old: 'insert into v.spare (id) values (1)',
    },
    {
      change: `alter table v.spare add column extra text generated always as (lower(note) || ' ') stored`,
      old: ONE,
    },
    {
      change: `create index on v.people (name) where feeling = 'ok' and age > -1`,
      old: `insert into v.people (name) values ('a')`,
    },
    {
      before: 'alter table v.spare add column data jsonb',
      change: `create index on v.spare ((data ->> 'email'))`,
      old: `insert into v.spare (id, data) values (1, '[1]')`,
    },
  ])('$change', async (given) => {
    const { answer, refused: said, reasons } = await trial(given);
    expect(said).toBeUndefined();
    expect(answer, JSON.stringify(reasons)).toBe('safe');
  });
});

describe('reads of the Data API that embed one table into another', () => {
  it.each([
    {
      what: 'a second foreign key between two tables',
      change: 'alter table v.people add column boss_of bigint references v.teams (id)',
      answer: 'unknown',
    },
    {
      what: 'a table between them',
      change: `create table v.likes (person uuid references v.people (id), team bigint references v.teams (id), primary key (person, team))`,
      answer: 'unknown',
    },
    {
      what: 'a table that points at both, with a key of its own',
      change: `create table v.likes (id int primary key, person uuid references v.people (id), team bigint references v.teams (id))`,
      answer: 'safe',
    },
    {
      what: 'the first foreign key between two tables',
      change: 'alter table v.people add column room int references v.spare (id)',
      answer: 'safe',
    },
    {
      what: 'a third foreign key: embedding had to name one already',
      before: 'alter table v.people add column other bigint references v.teams (id)',
      change: 'alter table v.people add column third bigint references v.teams (id)',
      answer: 'safe',
    },
  ])('$answer: $what', async ({ before = '', change, answer }) => {
    await database.db.query(before);
    const previous = await schemaSnapshot(database.db);
    await database.db.query(change);
    const given = verdict(previous, await schemaSnapshot(database.db));
    expect(given.answer, JSON.stringify(given.reasons)).toBe(answer);
  });

  it('do not matter to a release that reads neither', async () => {
    const previous = await schemaSnapshot(database.db);
    await database.db.query('alter table v.people add column boss_of bigint references v.teams (id)');
    const uses = { relations: { 'v.spare': { select: ['id'] } }, functions: [] };
    expect(verdict(previous, await schemaSnapshot(database.db), { version: 1, uses }).answer).toBe('safe');
  });
});

it.skipIf(testMajor() < 17)(
  'an event trigger at login may keep everybody out, others concern nobody',
  async () => {
    const { db } = database;
    await db.query(`create function v.hear() returns event_trigger language plpgsql as 'begin null; end'`);
    const previous = await schemaSnapshot(db);
    await db.query('create event trigger heard on ddl_command_end execute function v.hear()');
    expect(verdict(previous, await schemaSnapshot(db)).answer).toBe('safe');
    await db.query('create event trigger entered on login execute function v.hear()');
    expect(verdict(previous, await schemaSnapshot(db))).toMatchObject({
      answer: 'unknown',
      reasons: [{ object: 'event-trigger entered' }],
    });
    await db.query('drop event trigger heard; drop event trigger entered');
  },
);
