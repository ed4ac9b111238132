import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SchemaSnapshot } from '../../src/release/snapshot.ts';
import { drift } from '../../src/schema/drift/drift.ts';
import { fingerprint, schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { sample } from '../support/full.ts';
import { CHANGES } from './support/drift-cases.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

let database: TestDatabase | undefined;
let db: TestDatabase['db'];
let expected: SchemaSnapshot;

async function startAnew(): Promise<void> {
  await database?.[Symbol.asyncDispose]();
  database = await emptyDatabase();
  ({ db } = database);
  await db.query(await readFile('test/schema/support/rich.sql', 'utf8'));
  expected = await schemaSnapshot(db);
}
beforeAll(startAnew);
afterAll(() => database?.[Symbol.asyncDispose]());
// A change that was not undone must not fail the next ones.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await startAnew();
});

describe('drift', () => {
  it('has enough single changes to speak of', () => {
    expect(CHANGES.length).toBeGreaterThanOrEqual(60);
  });

  it('is clean when nothing changed, or only comments did', async () => {
    await db.query(`comment on table app.people is 'new words'`);
    await db.query(`comment on column app.people.age is 'new words'`);
    await db.query(`comment on function app.score(integer) is 'new words'`);
    const live = await schemaSnapshot(db);
    expect(await drift(expected, live)).toEqual({ state: 'clean', findings: [] });
    expect(fingerprint(live)).toBe(fingerprint(expected));
  });

  it.each(sample(CHANGES, 3).map(([sql, object, undo]) => ({ sql, object, undo })))(
    '$sql',
    async ({ sql, object, undo }) => {
      await db.query(sql);
      const live = await schemaSnapshot(db);
      const { state, findings } = await drift(expected, live);
      expect(state).toBe('drift');
      expect(findings.map((f) => f.object)).toContain(object);
      expect(fingerprint(live)).not.toBe(fingerprint(expected));
      for (const { object: named, mend } of findings) expect(mend, named).toBeTruthy();
      // The SQL of the findings brings the schema back; where the catalog cannot know it, the test does.
      for (const mend of undo ? [undo] : findings.map((f) => f.mend ?? '')) await db.query(mend);
      expect(await drift(expected, await schemaSnapshot(db))).toEqual({ state: 'clean', findings: [] });
    },
  );

  it('says one thing once: a dropped table is one finding', async () => {
    await db.query(
      'create table app.one (id int primary key, t text not null); grant select on app.one to anon; alter table app.one enable row level security',
    );
    const before = await schemaSnapshot(db);
    await db.query('drop table app.one');
    expect((await drift(before, await schemaSnapshot(db))).findings.map((f) => f.object)).toEqual([
      'relation app.one',
    ]);
  });

  it('is unknown when a part could not be read, even if the rest agrees', async () => {
    const live = { ...expected, unreadable: [{ what: 'policies', why: 'missing grant' }] };
    expect(await drift(expected, live)).toMatchObject({
      state: 'unknown',
      findings: [{ object: 'policies' }],
    });
  });
});
