import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let printed: unknown[][];
let quietly: typeof import('./quiet.ts').quietly;
const error = console.error;
beforeEach(async () => {
  printed = [];
  console.error = (...words: unknown[]) => void printed.push(words);
  vi.resetModules();
  ({ quietly } = await import('./quiet.ts'));
});
afterEach(() => {
  console.error = error;
});

const answer = (status: number, ...words: unknown[]) =>
  quietly(async () => {
    await Promise.resolve();
    console.error(...words);
    return new Response('', { status });
  });

test('what was answered as a refusal is not printed', async () => {
  expect((await answer(404, new Error('Could not find the table'))).status).toBe(404);
  expect(printed).toEqual([]);
});

test('what could not be answered is printed, in order and once', async () => {
  await Promise.all([answer(500, 'one', 1), answer(403, 'no'), answer(503, 'two')]);
  expect(printed).toEqual([['one', 1], ['two']]);
  await expect(
    quietly(() => {
      console.error('three');
      throw new Error('gone');
    }),
  ).rejects.toThrow('gone');
  expect(printed.at(-1)).toEqual(['three']);
});

test('what others say in the meantime is printed as ever', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const asked = quietly(() => promise);
  console.error('from elsewhere');
  resolve(new Response(''));
  await asked;
  expect(printed).toEqual([['from elsewhere']]);
});
