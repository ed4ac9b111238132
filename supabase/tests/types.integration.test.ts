import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseTypes, staleTypes, TYPES_FILE } from '../types.ts';
import { FOLDER, SeededDatabase } from './support/database.ts';

const committed = readFileSync(join(FOLDER, '..', TYPES_FILE), 'utf8');
let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});

test('the types of the app are those of the schema', async () => {
  expect(await staleTypes(database.client, committed)).toEqual([]);
});

test.each([
  ['a column', 'alter table public.notices add column contact text'],
  ['a column that may be empty now', 'alter table public.patients alter column given_name drop not null'],
  ['another type', 'alter table public.notices alter column title type varchar(99)'],
  ['a function', `create function public.more() returns int language sql as 'select 1'`],
])('%s makes them stale', async (_, sql) => {
  await database.undone(async () => {
    await database.client.query(sql);
    expect(await staleTypes(database.client, committed)).toEqual([
      `${TYPES_FILE} is of another schema: run \`npm run types\``,
    ]);
  });
});

test('an edit by hand is seen', async () => {
  expect(await staleTypes(database.client, committed.replace('string', 'number'))).toEqual([
    `${TYPES_FILE} was edited by hand: run \`npm run types\``,
  ]);
});

test('the Supabase CLI writes the very file', { tags: 'full' }, async () => {
  expect(await databaseTypes(database.client, database.url)).toBe(committed);
});
