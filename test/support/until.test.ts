import { expect, test } from 'vitest';
import { until } from './until.ts';

test('gives what the probe finds', async () => {
  let asked = 0;
  expect(await until('the third time', () => ++asked === 3 && 'here')).toBe('here');
  expect(asked).toBe(3);
});

test('0 and an empty text are found; nothing, null and false are not', async () => {
  expect(await until('a count', () => 0)).toBe(0);
  for (const nothing of [undefined, null, false])
    await expect(until('nothing', () => nothing, 10)).rejects.toThrow('waited 10 ms for nothing, in vain');
});

test('says what the probe threw last', async () => {
  const why = new Error('not yet');
  const waiting = until('an answer', () => Promise.reject(why), 10);
  await expect(waiting).rejects.toMatchObject({ cause: why });
});
