import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stronger } from '../../src/database/hazards/locks/levels.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { RULES } from '../../src/database/hazards/rules/index.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import type { LockLevel, StatementPlan } from '../../src/release/ports.ts';
import { sample } from '../support/full.ts';
import { EXAMPLES, LOCK_EXAMPLES } from './examples.ts';
import { exampleDatabase, observe, relations } from './server.ts';

let database: Awaited<ReturnType<typeof exampleDatabase>>;
beforeAll(async () => {
  database = await exampleDatabase();
});
afterAll(() => database?.drop());

async function plan(sql: string): Promise<readonly StatementPlan[]> {
  const source = { version: '1', name: 'example', file: 'example.sql', checksum: '', sql };
  const { pending } = await planMigrations([source], database.db);
  return pending[0]?.statements ?? [];
}

const rulesOf = (plans: readonly StatementPlan[]) =>
  plans
    .flatMap(({ hazards }) => hazards)
    .filter(({ severity, rule }) => severity !== 'info' || RULES.get(rule)?.severity === 'info')
    .map(({ rule }) => rule);

/** It needs a word of what the app uses: reach.integration.test.ts. */
const NEEDS_CONTRACT = 'used-out-of-reach';

it('has an example for every rule', () => {
  const shown = new Set(EXAMPLES.map(({ rule }) => rule));
  expect([...RULES.keys()].filter((rule) => !shown.has(rule) && rule !== NEEDS_CONTRACT)).toEqual([]);
  expect([...shown].filter((rule) => !RULES.has(rule))).toEqual([]);
});

describe.each(sample(EXAMPLES, 12))('$rule', ({ rule, triggers, quiet, notRun }) => {
  it(`is seen in: ${triggers}`, async () => {
    const plans = await plan(triggers);
    expect(rulesOf(plans)).toContain(rule);
    if (!notRun) await holds(triggers, plans);
  });

  it(`is not seen in: ${quiet}`, async () => {
    const plans = await plan(quiet);
    expect(rulesOf(plans)).not.toContain(rule);
    if (!notRun) await holds(quiet, plans);
  });
});

describe('locks', () => {
  it.each(sample(LOCK_EXAMPLES, 12))('%s', async (sql) => holds(sql, await plan(sql)));
});

/** From 15.9 and 16.5 on, a new partition locks the tables whose foreign keys point at it. */
const ATTACHES = /partition (?:of meters|fresh for)/;

/** Runs the SQL and compares each statement's claims with locks, files and reads as the server has them. */
async function holds(sql: string, plans: readonly StatementPlan[]): Promise<void> {
  const { client } = database;
  const [server] = await database.db.query<{ minor: number }>(
    "select current_setting('server_version_num')::int as minor",
  );
  if ((server?.minor ?? 0) < 150_009 && ATTACHES.test(sql)) return;
  const statements = await parseSql(sql, 'example.sql');
  const known = await relations(client);
  const claimed = new Map<string, LockLevel>();
  let rewrites = false;
  let scans = false;
  await client.query('begin');
  try {
    const before = await observe(client, known);
    for (const [index, statement] of statements.entries()) {
      const error = await client.query(statement.text).then(
        () => undefined,
        (reason: Error) => reason,
      );
      // An example of what the server itself refuses has nothing more to compare.
      if (error) {
        expect(
          plans[index]?.hazards.some(({ severity }) => severity === 'refused'),
          error.message,
        ).toBe(true);
        return;
      }
      await client.query('reset role');
      const { locks, ...now } = await observe(client, known);
      for (const lock of plans[index]?.locks ?? []) {
        if (lock.level === 'AccessShareLock') continue;
        claimed.set(lock.relation, stronger(lock.level, claimed.get(lock.relation) ?? lock.level));
      }
      // Looking up a foreign key's row (ROW SHARE) and drawing a number (ROW EXCLUSIVE on a sequence) stop nobody.
      for (const [name, level] of locks) {
        const isDraw = level === 'RowExclusiveLock' && name.endsWith('_seq');
        if (!claimed.has(name) && (level === 'RowShareLock' || isDraw)) locks.delete(name);
      }
      expect(Object.fromEntries(sorted(claimed)), `locks after: ${statement.text}`).toEqual(
        Object.fromEntries(sorted(locks)),
      );
      rewrites ||= plans[index]?.rewrites ?? false;
      scans ||= plans[index]?.scans ?? false;
      const rewritten = [...before.files].filter(
        ([name, file]) => now.files.has(name) && now.files.get(name) !== file,
      );
      expect(rewritten.length > 0, `rewrites ${rewritten}: ${statement.text}`).toBe(rewrites);
      const read = [...now.read].filter(([name, rows]) => rows - (before.read.get(name) ?? 0) >= 12_000);
      if (read.length > 0 && statement.kind !== 'SelectStmt')
        expect(scans, `reads ${read}: ${statement.text}`).toBe(true);
    }
  } finally {
    await client.query('rollback');
  }
}

const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
