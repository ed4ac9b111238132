import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schemaSnapshot } from '../../src/database/schema/snapshot.ts';
import type { AppContract, SchemaSnapshot, Verdict } from '../../src/release/snapshot.ts';
import { verdict } from '../../src/release/verdict.ts';
import { sample } from '../support/full.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';
import { AFTER, BEFORE, CASES, type Case, CONTRACT, CONTRACT_CASES } from './support/verdict-cases.ts';

let database: TestDatabase;
let previous: SchemaSnapshot;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.db.query(BEFORE);
  previous = await schemaSnapshot(database.db);
  return async () => {
    await database.db.query(`set client_min_messages = warning; ${AFTER}`);
  };
});

async function judged(sql: string, contract?: AppContract): Promise<Verdict> {
  await database.db.query(sql);
  return verdict(previous, await schemaSnapshot(database.db), contract);
}

const titled = (cases: readonly Case[]) => cases.map(([sql, answer, object]) => ({ sql, answer, object }));

describe('a verdict over two real catalogs', () => {
  it.each(sample(titled(CASES), 3))('$answer: $sql', async ({ sql, answer, object }) => {
    const given = await judged(sql);
    expect(given.answer, JSON.stringify(given.reasons, null, 1)).toBe(answer);
    if (object) expect(given.reasons.map((r) => r.object)).toContain(object);
    for (const reason of given.reasons) expect(reason.why.length).toBeGreaterThan(5);
  });

  it('names a dropped table once, not each of its columns', async () => {
    expect((await judged('drop table v.spare')).reasons).toEqual([
      { answer: 'unsafe', object: 'relation v.spare', why: 'the table is gone' },
    ]);
  });

  it('lists unsafe reasons first and answers by them', async () => {
    const { answer, reasons } = await judged(
      `alter type v.mood add value 'happy'; alter table v.people drop column age cascade`,
    );
    expect(answer).toBe('unsafe');
    expect(reasons.map((r) => r.answer)).toEqual([...reasons.map((r) => r.answer)].sort().reverse());
  });
});

it('takes a new partition of a table that foreign keys point to for no new rule', async () => {
  const { db } = database;
  await db.query(`create table v.days (day date primary key) partition by range (day);
    create table v.days_1 partition of v.days for values from ('2025-01-01') to ('2026-01-01');
    create table v.visits (day date references v.days (day))`);
  previous = await schemaSnapshot(db);
  const given = await judged(
    "create table v.days_2 partition of v.days for values from ('2026-01-01') to ('2027-01-01')",
  );
  expect(given).toEqual({ answer: 'safe', reasons: [] });
});

describe('a unique rule is the old one only if it allows the same rows', () => {
  it.each([
    {
      before: 'create unique index a on v.spare (note)',
      change: 'create unique index b on v.spare (note desc)',
      answer: 'safe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: 'create unique index b on v.spare (note) nulls not distinct',
      answer: 'unsafe',
    },
    {
      before: 'create unique index a on v.spare (id, note)',
      change: 'create unique index b on v.spare (note) include (id)',
      answer: 'unsafe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: `create unique index b on v.spare (note collate "C")`,
      answer: 'unsafe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: 'alter table v.spare add unique using index a',
      answer: 'safe',
    },
    {
      before: 'create unique index a on v.spare (note)',
      change: 'alter table v.spare add unique using index a deferrable',
      answer: 'unsafe',
    },
    { before: '', change: 'alter table v.spare add unique (id, note)', answer: 'safe' },
    {
      before: 'create table v.bare (a int, b int); create unique index a on v.bare (a)',
      change: 'create unique index b on v.bare (b, a) nulls not distinct',
      answer: 'unsafe',
    },
    {
      before: 'create table v.bare (a int, b int); create unique index a on v.bare (a)',
      change: 'create unique index b on v.bare (b, a)',
      answer: 'safe',
    },
    {
      before: 'alter table v.spare add unique (note) deferrable',
      change: 'create unique index b on v.spare (note)',
      answer: 'unsafe',
    },
    {
      before:
        'create unique index a on v.spare (note); alter table v.spare add constraint b unique (note) deferrable',
      change: 'drop index v.a',
      answer: 'unsafe',
    },
  ])('$answer after $change', async ({ before, change, answer }) => {
    await database.db.query(before);
    previous = await schemaSnapshot(database.db);
    expect((await judged(change)).answer).toBe(answer);
  });
});

describe('a table that is published must say what identifies its rows', () => {
  it.each([
    {
      before: 'create table v.plain (a int)',
      change: 'alter publication people_changes add table v.plain',
      answer: 'unsafe',
    },
    {
      before: 'create table v.plain (a int)',
      change: 'create publication later for all tables; drop publication later',
      answer: 'safe',
    },
    {
      before: `create table v.plain (a int); alter publication people_changes set (publish = 'insert')`,
      change: 'alter publication people_changes add table v.plain',
      answer: 'safe',
    },
    {
      before: 'create table v.plain (a int); alter table v.plain replica identity full',
      change: 'alter publication people_changes add table v.plain',
      answer: 'safe',
    },
    { before: '', change: 'alter publication people_changes add table v.spare', answer: 'safe' },
    {
      before: 'create table v.plain (a int)',
      change: 'alter publication people_changes add tables in schema v',
      answer: 'unsafe',
    },
  ])('$answer after $change', async ({ before, change, answer }) => {
    await database.db.query(before);
    previous = await schemaSnapshot(database.db);
    expect((await judged(change)).answer).toBe(answer);
  });
});

describe('a domain carries the rules of the domains that it is made of', () => {
  it.each([
    {
      before: 'create domain v.sure as int not null',
      change: 'create domain v.surer as v.sure; alter table v.spare add column n v.surer',
      answer: 'unsafe',
    },
    {
      before: 'create domain v.sure as int not null default 1',
      change: 'create domain v.surer as v.sure; alter table v.spare add column n v.surer',
      answer: 'safe',
    },
  ])('$answer after $change', async ({ before, change, answer }) => {
    await database.db.query(before);
    previous = await schemaSnapshot(database.db);
    expect((await judged(change)).answer).toBe(answer);
  });
});

describe('a verdict with the contract of the release', () => {
  it.each(titled(CONTRACT_CASES))('$answer: $sql', async ({ sql, answer, object }) => {
    const given = await judged(sql, CONTRACT);
    expect(given.answer, JSON.stringify(given.reasons, null, 1)).toBe(answer);
    if (object) expect(given.reasons.map((r) => r.object)).toContain(object);
  });

  it('knows that rows of a new table can keep declared deletes from working', async () => {
    const deletes: AppContract = {
      version: 1,
      uses: { relations: { 'v.teams': { delete: true } }, functions: [] },
    };
    const given = await judged('create table v.child (id int, team bigint references v.teams (id))', deletes);
    expect(given).toMatchObject({
      answer: 'unknown',
      reasons: [{ object: 'constraint v.child child_team_fkey' }],
    });
  });
});
