import { expect, test } from 'vitest';
import { guardOf, RedisUnavailable } from './guard.ts';

function guard(restMs = 60_000) {
  const lines: unknown[] = [];
  let time = 0;
  const log = {
    error: (what: object, text: string) => void lines.push({ ...what, text }),
    info: (what: object, text: string) => void lines.push({ ...what, text }),
  };
  return { lines, pass: (ms: number) => (time += ms), guard: guardOf(log, { restMs, now: () => time }) };
}
const fail = () => Promise.reject(new Error('["SET","notices","secret text"] at 10.0.0.1'));

test('after three failures in a row nothing is tried, and nobody waits', async () => {
  const { guard: of } = guard();
  for (let tries = 0; tries < 3; tries++) await expect(of.run(fail)).rejects.toThrow(RedisUnavailable);
  let tried = false;
  const call = of.run(async () => {
    tried = true;
  });
  await expect(call).rejects.toThrow(RedisUnavailable);
  expect([tried, of.counts]).toEqual([false, { failed: 3, refused: 1 }]);
});

test('a failure now and then changes nothing', async () => {
  const { guard: of } = guard();
  for (let tries = 0; tries < 10; tries++) {
    await expect(of.run(fail)).rejects.toThrow(RedisUnavailable);
    expect(await of.run(async () => tries)).toBe(tries);
  }
});

test('after a rest one call looks whether it is back; then all go through', async () => {
  const { guard: of, lines } = guard(5);
  for (let tries = 0; tries < 4; tries++) await of.run(fail).catch(() => undefined);
  let answer: unknown;
  while (answer !== 'back') answer = await of.run(async () => 'back').catch(() => undefined);
  expect(await Promise.all([1, 2, 3].map((one) => of.run(async () => one)))).toEqual([1, 2, 3]);
  expect(lines.at(-1)).toMatchObject({ text: 'Redis answers again' });
});

test('failures are logged once a minute, with how many there were', async () => {
  const { guard: of, lines, pass } = guard();
  for (let tries = 0; tries < 50; tries++) await of.run(fail).catch(() => undefined);
  expect(lines).toEqual([{ reason: 'Error', failures: 1, text: 'Redis is not available' }]);
  pass(59_000);
  await of.run(fail).catch(() => undefined);
  expect(lines).toHaveLength(1);
  pass(1_000);
  await of.run(fail).catch(() => undefined);
  expect(lines.slice(1)).toEqual([
    { reason: 'it did not answer a moment ago', failures: 51, text: 'Redis is not available' },
  ]);
});

test('neither the log nor the error has what was sent', async () => {
  const { guard: of, lines } = guard();
  const thrown: unknown = await of.run(fail).catch((error: unknown) => error);
  expect(JSON.stringify([lines, thrown, String(thrown), (thrown as Error).cause])).not.toMatch(
    /secret|notices|10\.0\.0/,
  );
});

test('asking whether it is back is counted, and waits for no rest', async () => {
  const { guard: of } = guard();
  for (let tries = 0; tries < 4; tries++) await of.run(fail).catch(() => undefined);
  expect(await of.attempt(async () => 'back')).toBe('back');
  await expect(of.attempt(fail)).rejects.toThrow(RedisUnavailable);
  expect(of.counts.failed).toBe(4);
});
