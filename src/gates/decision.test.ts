import { describe, expect, test } from 'vitest';
import { type Assessment, assess, observe, readingsOf } from './decision.ts';
import type { Counts, Source } from './source.ts';
import { gateSettings } from './spec.ts';

const source = (more: Partial<Source> = {}): Source => ({
  ...{ name: 'one', everyMs: 1_000, ownTotal: true, sample: () => Promise.reject(new Error('not asked')) },
  ...more,
});
const counted = (samples: number, failures: number, more: Partial<Counts> = {}): Counts => ({
  ...{ samples, failures, examples: [] },
  ...more,
});

/** Each source draws its totals, step by step, a second apart. */
function decide(
  sources: readonly Source[],
  steps: readonly (readonly Counts[])[],
  given: object = {},
): Assessment {
  const spec = gateSettings.parse({ burstSeconds: 0, ...given });
  const readings = readingsOf(spec, sources);
  let last: Assessment | undefined;
  for (const [index, step] of steps.entries()) {
    for (const [at, counts] of step.entries()) observe(readings, readings[at]!, counts, index * 1_000);
    last = assess(spec, readings, index * 1_000);
    if (last.decision !== 'continue') return last;
  }
  return last!;
}

describe('with more sources', () => {
  test('each has its share of alpha: what fails one alone does not fail it among ten', () => {
    const step = [counted(20, 4)];
    const alone = decide([source()], [step]);
    const names = Array.from({ length: 10 }, (_, index) => source({ name: `s${index}` }));
    const among = decide(names, [[counted(20, 4), ...names.slice(1).map(() => counted(20, 0))]]);
    expect([alone.decision, among.decision]).toEqual(['fail', 'continue']);
    expect(alone.reason).toBe('one: 4 of 20 samples failed (20.0 %)');
  });

  test('one without traffic keeps the others from passing, and is named', () => {
    const { decision, reason } = decide(
      [source(), source({ name: 'orders' })],
      [[counted(5_000, 0), counted(0, 0)]],
    );
    expect([decision, reason]).toEqual(['continue', 'orders: no traffic, 0 samples so far']);
  });
});

describe('new issues', () => {
  const tracker = source({ name: 'sentry', ownTotal: false, findsIssues: true });
  const issues = (count: number, healthyMean: number) =>
    counted(0, 0, { newIssues: { count, limit: 0, healthyMean, says: `${count} new` } });

  test.each([
    ['none passes', 0, 0.001, 'pass'],
    ['one that chance does not explain fails', 1, 0.001, 'fail'],
    ['one that chance explains leaves the gate undecided', 1, 0.5, 'continue'],
    ['more than chance explains fail', 6, 0.5, 'fail'],
  ])('%s', (_what, count, mean, decision) => {
    expect(decide([tracker], [[issues(count, mean)]]).decision).toBe(decision);
  });
});

describe('a comparison', () => {
  const both = source({ compares: true });
  const failing = (own: number, control: number) =>
    Array.from({ length: 120 }, (_, step) => {
      const samples = 4 * (step + 1);
      return [
        counted(samples, Math.floor(samples * own), {
          control: { samples, failures: Math.floor(samples * control) },
        }),
      ];
    });

  test('with what is down itself excuses nothing, after a minute', () => {
    const steps = failing(1, 1);
    expect(decide([both], steps.slice(0, 59)).decision).toBe('continue');
    expect(decide([both], steps).decision).toBe('fail');
  });

  test('with what fails as often, but not mostly, is no fail', () => {
    expect(decide([both], failing(0.25, 0.25)).decision).not.toBe('fail');
  });

  test('says what both did', () => {
    expect(decide([both], failing(0.5, 0)).reason).toMatch(
      /^one: \d+ of \d+ samples failed \(\d+\.0 %\), 0\.0 % of the version that serves at the same time$/,
    );
  });
});

test('readings of one value are asked for ten percent, whatever the requests are asked for', () => {
  const gauge = source({ worstAtLeast: 0.1 });
  expect(decide([gauge], [[counted(60, 0)]]).decision).toBe('pass');
  expect(decide([source()], [[counted(60, 0)]]).decision).toBe('continue');
});
