/** @module-tag full */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SchemaSnapshot } from '../../src/release/snapshot.ts';
import { drift } from '../../src/schema/drift/drift.ts';
import { schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { runs } from '../support/full.ts';
import { CHANGES } from './support/drift-cases.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

let database: TestDatabase | undefined;
let db: TestDatabase['db'];
let start: SchemaSnapshot;

async function startAnew(): Promise<void> {
  await database?.[Symbol.asyncDispose]();
  database = await emptyDatabase();
  ({ db } = database);
  await db.query(await readFile('test/schema/support/rich.sql', 'utf8'));
  start = await schemaSnapshot(db);
}
beforeAll(startAnew);
afterAll(() => database?.[Symbol.asyncDispose]());

/** Runs what the findings propose; SQL that is refused runs after that of the others, as the docs say. */
async function mend(want: SchemaSnapshot): Promise<void> {
  const { findings } = await drift(want, await schemaSnapshot(db));
  // A column of a view is mended by another finding, which the comment names.
  const isComment = (sql = '') => /(?:^| )-- (?!view )/m.test(sql);
  let todo = findings.map((finding) => finding.mend ?? '');
  for (let before = todo.length + 1; todo.length > 0 && todo.length < before; ) {
    before = todo.length;
    const refused: string[] = [];
    for (const sql of todo) await db.query(sql).catch(() => refused.push(sql));
    todo = refused;
  }
  expect(todo, 'SQL that runs').toEqual([]);
  // What is left is what a comment says that it cannot be written.
  const left = (await drift(want, await schemaSnapshot(db))).findings.map((finding) => finding.object);
  expect(left).toEqual(findings.filter((f) => isComment(f.mend)).map((f) => f.object));
}

/** There and back again: what is new goes, what is gone comes. */
async function thereAndBack(changes: readonly string[]): Promise<void> {
  for (const sql of changes) await db.query(sql).catch(() => undefined);
  const changed = await schemaSnapshot(db);
  await mend(start);
  if ((await drift(start, await schemaSnapshot(db))).state === 'clean') await mend(changed);
  else await startAnew();
  await mend(start);
  if ((await drift(start, await schemaSnapshot(db))).state !== 'clean') await startAnew();
}

describe('SQL of findings leads from any schema to the other', { timeout: 600_000 }, () => {
  it.each(CHANGES.map(([sql]) => sql))('%s', async (sql) => {
    try {
      await thereAndBack([sql]);
    } catch (error) {
      await startAnew();
      throw error;
    }
  });

  it('after several changes at once', async () => {
    const several = fc.uniqueArray(fc.constantFrom(...CHANGES.map(([sql]) => sql)), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(several, async (changes) => {
        await startAnew();
        await thereAndBack(changes);
      }),
      { numRuns: Number(process.env['DRIFT_RUNS'] ?? runs(4, 20)), seed: 20261125 },
    );
  });
});
