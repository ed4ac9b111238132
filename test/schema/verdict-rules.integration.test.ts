import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppContract, SchemaSnapshot, Verdict } from '../../src/release/snapshot.ts';
import { schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { verdict } from '../../src/schema/verdict/verdict.ts';
import { sample } from '../support/full.ts';
import { type Catalogs, keptCatalogs, RECORDED_ON, RECORDING, record } from './support/catalogs.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';
import { AFTER, BEFORE, CASES, type Case, CONTRACT, CONTRACT_CASES } from './support/verdict-cases.ts';
import { PAIRS } from './support/verdict-pairs.ts';

let database: TestDatabase;
let previous: SchemaSnapshot;
let live: SchemaSnapshot;
const recorded: Catalogs[] = [];
let major: number | undefined;
beforeAll(async () => {
  database = await emptyDatabase();
  const [server] = await database.db.query<{ major: number }>(
    "select current_setting('server_version_num')::int / 10000 as major",
  );
  major = server?.major;
});
afterAll(async () => {
  if (RECORDING) await record(recorded);
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await database.db.query(BEFORE);
  previous = await schemaSnapshot(database.db);
  return async () => {
    await database.db.query(`set client_min_messages = warning; ${AFTER}`);
  };
});

async function judged(sql: string, contract?: AppContract): Promise<Verdict> {
  await database.db.query(sql);
  live = await schemaSnapshot(database.db);
  return verdict(previous, live, contract);
}

/** The unit tests of the rules judge catalogs that were kept: these must still be what Postgres has. */
async function kept(before: string, change: string): Promise<void> {
  if (RECORDING) recorded.push({ before, change, previous: catalogOf(previous), live: catalogOf(live) });
  else if (major === RECORDED_ON)
    expect(keptCatalogs(before, change)).toEqual({
      previous: catalogOf(previous),
      live: catalogOf(live),
    });
}

/** Kept without the server's patch version, which moves with each update of the test's own server. */
const catalogOf = ({ server: _, ...catalog }: SchemaSnapshot): SchemaSnapshot => catalog;

const titled = (cases: readonly Case[]) => cases.map(([sql, answer, object]) => ({ sql, answer, object }));

describe('a verdict over two real catalogs', () => {
  it.each(sample(titled(CASES), 15))('$answer: $sql', async ({ sql, answer, object }) => {
    const given = await judged(sql);
    expect(given.answer, JSON.stringify(given.reasons, null, 1)).toBe(answer);
    if (object) expect(given.reasons.map((r) => r.object)).toContain(object);
    for (const reason of given.reasons) expect(reason.why.length).toBeGreaterThan(5);
    await kept('', sql);
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

describe('a verdict over two real catalogs, one with more in it', () => {
  it.each(sample(PAIRS, 8))('$rule: $answer after $change', async ({ before, change, answer }) => {
    await database.db.query(before);
    previous = await schemaSnapshot(database.db);
    expect((await judged(change)).answer).toBe(answer);
    await kept(before, change);
  });
});

describe('a verdict with the contract of the release', () => {
  it.each(sample(titled(CONTRACT_CASES), 8))('$answer: $sql', async ({ sql, answer, object }) => {
    const given = await judged(sql, CONTRACT);
    expect(given.answer, JSON.stringify(given.reasons, null, 1)).toBe(answer);
    if (object) expect(given.reasons.map((r) => r.object)).toContain(object);
    await kept('', sql);
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
