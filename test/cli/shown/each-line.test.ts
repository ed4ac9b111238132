import { afterAll, beforeAll, expect, test } from 'vitest';
import { RECORD_TRIALS } from '../flags/record-trials.ts';
import { COMMIT, RecordWorld } from '../flags/world.ts';
import { shownLines, typed } from './lines.ts';

/**
 * README, docs, runbooks and errors show commands: each that needs only the database is run here, its placeholders
 * filled. The others are run by each-line.full.test.ts.
 */

const world = new RecordWorld();
beforeAll(() => world.open());
afterAll(() => world.close());

const lines = (await shownLines()).filter(({ name }) => name in RECORD_TRIALS);

test('pages, runbooks and errors show every one of these commands', () => {
  expect(new Set(lines.map(({ name }) => name))).toEqual(new Set(Object.keys(RECORD_TRIALS)));
});

test.each(lines)('$file: $text', async (line) => {
  const facts = {
    ...{ environment: 'staging', commit: COMMIT, reason: 'the order page is being fixed' },
    ...{ 'release-id': await world.glass(), 'hold-id': await world.hold(), 'confirmed-by': 'grace' },
  };
  const { name, raw, options } = await typed(line, facts, { SHIPLOCK_DATABASE_URL: world.database.url });
  // `confirm` looks for a comment unless somebody is named, and needs the whole cloud for that.
  const told = name === 'confirm' ? { 'confirmed-by': 'grace', ...raw } : raw;
  const said = await world.seen(name, told, { own: options.json ? { json: '' } : {} });
  expect(said).not.toBe('');
  expect(said).not.toMatch(/^SHIPLOCK_/m);
});
