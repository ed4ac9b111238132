import { afterAll, beforeAll, expect, test } from 'vitest';
import { SeededDatabase } from './support/database.ts';
import { numberOf, numbers, rotateWithAKill } from './support/identifiers.ts';

const ROWS = 100_000;
let database: SeededDatabase;
let another: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
  another = await SeededDatabase.another(database);
});
afterAll(async () => {
  await another?.close();
  await database?.close();
});

test('the key of 100,000 rows is replaced, with a kill -9 in the middle, and people read meanwhile', async () => {
  const began = performance.now();
  const result = await rotateWithAKill(database, another.client, ROWS, 1_000);
  console.log(`${result.read} reads meanwhile; ${((performance.now() - began) / 1000).toFixed(0)} s in all`);
  expect(result.half['one']).toBeGreaterThan(ROWS / 3);
  expect(result.half['two']).toBeGreaterThan(ROWS / 3);
  expect([result.wrong, result.code]).toEqual([0, 0]);
  expect(result.after['one']).toBeUndefined();
  const all = await numbers(database.client, result.onlyNew);
  expect(all.size).toBe(ROWS);
  expect([...all].filter(([n, value]) => value !== numberOf(n))).toEqual([]);
  expect(result.output).not.toMatch(/SCALE-|MRN-/);
  expect((await database.client.query('select * from audit.verify()')).rows).toEqual([]);
});
