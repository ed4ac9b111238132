/** @module-tag full */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import { sample } from '../support/full.ts';
import { testMajor } from '../support/old-server.ts';
import { EXAMPLES, LOCK_EXAMPLES } from './examples.ts';
import { exampleDatabase } from './server.ts';

let database: Awaited<ReturnType<typeof exampleDatabase>>;
beforeAll(async () => {
  database = await exampleDatabase();
});
afterAll(() => database?.drop());

/** What the running version of an app on schema.sql does, and goes on doing while a migration is applied. */
const RUNNING = [
  "insert into orders (id, note, code, quantity, feeling, proven) values (99999, null, 'c', 400, 'ok', 'p')",
  "insert into orders (id, quantity, proven) values (99998, null, 'p')",
  "insert into orders (id, amount, placed, remark, proven) values (99997, 12345678.12, now(), repeat('x', 40), 'p')",
  'insert into orders (id, note, proven) values (1, null, $$p$$) on conflict (id) do nothing',
  'select id, note, doubled, tripled, slot, place from orders limit 1',
  "update orders set code = 'cccccccccccccccccccc' where id = 7",
  'select note from order_notes limit 1',
  'select total from order_totals limit 1',
  "insert into customers (id, name) values (99999, 'n')",
  "insert into customers (id, name, email) values (99999, 'n', '1@example.org') on conflict (email) do nothing",
  "update customers set name = 'm', legacy = null where id = 12000",
  'select legacy from customers limit 1',
  "insert into events values (1, '2025-07-01')",
  'insert into visits values (99999, 3)',
  'insert into meters (id, day, reading) values (99999, $$2026-07-01$$, null)',
  'insert into loose (id, a, b, word, code) values (1, null, 1, repeat($$w$$, 40), repeat($$c$$, 20))',
  'insert into loose (id, a, b) values (null, 1, 2)',
  'insert into loose (id, a, b) values (-1, 1, 2)',
  'update loose set a = 3 where id = 5',
  'delete from loose where id = 5',
  'insert into counted (a) values (-5)',
  'insert into counted (id, a) values (70000, 1)',
  'select id from ways limit 1',
  'insert into small (id, a) values (70000, 5)',
  'insert into scratch values (1)',
  'select anything(), steady(), is_even(3)',
  'call work()',
  'select 1 === 1',
  "select 'a' = 'A' collate blind",
  "select 'ok'::mood, 5::positive",
  'insert into books.ledger values (1)',
] as const;

/** More that the running version does not tolerate, each shown by one of the statements above. */
const CONTRACT = [
  'alter table loose add primary key (id)',
  'alter table customers alter legacy set not null',
  'alter table counted alter id set generated always',
  'alter table loose alter word type varchar(20)',
  'alter table counted add column c int generated always as (nullif(a, -5)) stored not null',
  'alter table counted add column c int default 0 check (c < a)',
  'alter table counted add column c int; update counted set c = 1; alter table counted alter c set not null',
  'alter table counted add column c int; update counted set c = 1; alter table counted add constraint k not null c',
  'alter table counted add column c int not null default 0; alter table counted alter c drop default',
  'alter table counted add column c int; alter table counted rename c to d; update counted set d = 1; alter table counted alter d set not null',
  'truncate counted; alter table counted add column c int check (c is not null)',
  'alter table counted add column c int default 0; update counted set c = id; insert into counted (a) values (1); create unique index i on counted (c)',
  'alter table counted add column c int; update counted set c = id; insert into counted (a) values (1); create unique index i on counted (c) nulls not distinct',
  'alter table counted add column c int default 0; update counted set c = id; insert into counted (a) values (1); alter table counted add unique (c)',
  'alter table customers replica identity nothing',
  'alter publication feed add table loose',
  'alter function steady() rename to steadier',
  'alter procedure work() rename to toil',
  'alter collation blind rename to sighted',
  'drop operator === (int, int)',
  'refresh materialized view order_totals with no data',
  'alter table loose alter constraint loose_fk enforced',
] as const;

async function fails(): Promise<string[]> {
  const failed: string[] = [];
  for (const sql of RUNNING) {
    await database.client.query('savepoint running');
    await database.client.query(sql).catch((error: Error) => failed.push(`${sql}: ${error.message}`));
    await database.client.query('rollback to running');
  }
  return failed;
}

/** The plan's phase, and what of the running version fails once the statements have run. */
async function afterwards(sql: string): Promise<{ phase: string | undefined; failed: string[] }> {
  const source = { version: '1', name: 'x', file: 'x.sql', checksum: '', sql };
  const { pending } = await planMigrations([source], database.db);
  const hazards = pending.flatMap(({ statements }) => statements.flatMap((each) => each.hazards));
  if (hazards.some(({ rule }) => rule === 'unknown-to-server')) return { phase: 'unknown', failed: [] };
  await database.client.query('begin');
  try {
    for (const { text } of await parseSql(sql, 'x.sql')) await database.client.query(text);
    await database.client.query('reset role; reset search_path');
    return { phase: pending[0]?.phase, failed: await fails() };
  } finally {
    await database.client.query('rollback');
  }
}

it('works before any migration', async () => {
  await database.client.query('begin');
  try {
    expect(await fails()).toEqual([]);
  } finally {
    await database.client.query('rollback');
  }
});

describe('what the plan calls expand is tolerated by the running version', () => {
  const all = EXAMPLES.filter(({ notRun }) => !notRun).flatMap(({ triggers, quiet }) => [triggers, quiet]);
  it.each(sample([...new Set([...all, ...LOCK_EXAMPLES])], 8))('%s', async (sql) => {
    const { phase, failed } = await afterwards(sql).catch(() => ({ phase: 'refused', failed: [] }));
    if (phase === 'expand') expect(failed).toEqual([]);
  });
});

describe('what the running version tolerates is expand', () => {
  it.each([
    'alter table counted add column c int default 0; alter table counted alter c set not null',
    'alter table counted add column c int; alter table counted alter c set default 0; update counted set c = 1; alter table counted alter c set not null',
    'alter table counted add column c int default 0; alter table counted alter c drop default',
    'alter table counted add column c int; alter table counted rename c to d; alter table counted drop column d',
    'alter table counted add column c int default 0; alter table counted add constraint k not null c',
    'alter table counted add column c uuid unique default gen_random_uuid()',
    'alter table counted add column c int; create unique index i on counted (a, c)',
    'alter table counted add column c int generated by default as identity; alter table counted add primary key (c)',
  ])('%s', async (sql) => {
    const { phase, failed } = await afterwards(sql);
    // An older server refuses some, and plan says so.
    if (testMajor() < 18 && phase === 'unknown') return;
    expect({ phase, failed }).toEqual({ phase: 'expand', failed: [] });
  });
});

describe('what the running version does not tolerate is contract', () => {
  it.each(CONTRACT)('%s', async (sql) => {
    const { phase, failed } = await afterwards(sql);
    if (testMajor() < 18 && phase === 'unknown') return;
    expect(failed).not.toEqual([]);
    expect(phase).toBe('contract');
  });
});
