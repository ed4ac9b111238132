import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type FlagConfig, flagConfig, flagConfigs, placeOf, variantOf } from './model.ts';
import { type Flags, flagStore } from './store.ts';

const config: FlagConfig = {
  enabled: true,
  default: 'off',
  rollout: [
    { variant: 'a', percent: 10 },
    { variant: 'b', percent: 25 },
  ],
};

test('of 100,000 people each variant gets its share, within one percent', () => {
  const counts: Record<string, number> = {};
  for (let person = 0; person < 100_000; person++) {
    const variant = variantOf('new-list', config, `person-${person}`);
    counts[variant] = (counts[variant] ?? 0) + 1;
  }
  for (const [variant, percent] of [
    ['a', 10],
    ['b', 25],
    ['off', 65],
  ] as const)
    expect(Math.abs((counts[variant] ?? 0) / 1_000 - percent), variant).toBeLessThan(1);
});

test('the same person gets the same variant, in another process too', () => {
  const people = Array.from({ length: 20 }, () => randomUUID());
  const here = people.map((person) => placeOf('new-list', person));
  const there = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { placeOf } = await import(${JSON.stringify(new URL('./model.ts', import.meta.url).href)});
       console.log(JSON.stringify(JSON.parse(process.argv[1]).map((person) => placeOf('new-list', person))));`,
      JSON.stringify(people),
    ],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(there)).toEqual(here);
});

test('growing a share keeps whoever has it; another flag has other first people', () => {
  const people = Array.from({ length: 2_000 }, (_, index) => `p${index}`);
  const having = (key: string, percent: number) =>
    people.filter(
      (person) =>
        variantOf(key, { enabled: true, default: 'off', rollout: [{ variant: 'on', percent }] }, person) ===
        'on',
    );
  const [few, many] = [having('x', 20), having('x', 60)];
  expect(few.every((person) => many.includes(person))).toBe(true);
  expect(having('y', 20)).not.toEqual(few);
});

test('the kill switch gives everybody the default', () => {
  const killed = { ...config, enabled: false };
  expect(new Set(Array.from({ length: 500 }, (_, n) => variantOf('x', killed, `p${n}`)))).toEqual(
    new Set(['off']),
  );
});

test('shares of more than everybody are refused, and one flag that cannot be read leaves the others', () => {
  const rollout = [
    { variant: 'a', percent: 60 },
    { variant: 'b', percent: 41 },
  ];
  expect(flagConfig.safeParse({ enabled: true, default: 'off', rollout }).success).toBe(false);
  expect([...flagConfigs.parse({ good: config, bad: { enabled: 'yes' } }).keys()]).toEqual(['good']);
});

function clocked(answers: (Flags | Error)[]) {
  const clock = { at: 0, loads: 0, failures: 0 };
  const read = flagStore({
    async load() {
      clock.loads += 1;
      const answer = answers.shift();
      if (!answer || answer instanceof Error) throw answer ?? new Error('gone');
      return answer;
    },
    keepMs: 10_000,
    retryMs: 2_000,
    onFailure: () => {
      clock.failures += 1;
    },
    now: () => clock.at,
  });
  return { clock, read };
}

test('while the database is gone the last good flags stay, and are asked for again', async () => {
  const [first, second] = [new Map([['x', config]]), new Map([['y', config]])];
  const { clock, read } = clocked([first, new Error('gone'), second]);
  expect(await read()).toBe(first);
  clock.at = 9_999;
  expect(await read()).toBe(first);
  expect(clock.loads).toBe(1);
  clock.at = 10_000;
  expect(await read()).toBe(first);
  expect(clock).toMatchObject({ loads: 2, failures: 1 });
  clock.at = 11_999;
  await read();
  expect(clock.loads).toBe(2);
  clock.at = 12_000;
  expect(await read()).toBe(second);
});

test('with no good ones yet there are none; many who ask at once ask the database once', async () => {
  const { clock, read } = clocked([new Error('gone')]);
  const found = await Promise.all([read(), read(), read()]);
  expect(found.map((flags) => flags.size)).toEqual([0, 0, 0]);
  expect(clock.loads).toBe(1);
});
