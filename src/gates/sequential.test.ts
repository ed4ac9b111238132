import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedWindow } from '../../bench/gate/fixed-window.ts';
import { Evidence } from './bursts.ts';
import { OddsTest, type Rates, RateTest, type TestState } from './sequential.ts';

const plan: Rates = { p0: 0.01, p1: 0.1, alpha: 0.05, beta: 0.05, minSamples: 10, burstMs: 0 };

const plans = fc
  .record({
    p0: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
    gap: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    alpha: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    beta: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    minSamples: fc.integer({ min: 1, max: 200 }),
    burstMs: fc.integer({ min: 0, max: 3_000 }),
  })
  .map(({ gap, ...rest }): Rates => ({ ...rest, p1: Math.min(0.99, rest.p0 + gap) }));
const counts = fc
  .integer({ min: 0, max: 2_000 })
  .chain((samples) =>
    fc.record({ samples: fc.constant(samples), failures: fc.integer({ min: 0, max: samples }) }),
  );

/** One sample each 100 ms, failures evenly among them. */
function stateOf(of: Rates, { samples, failures }: { samples: number; failures: number }): TestState {
  const test = new RateTest(of);
  for (let i = 0; i < samples; i += 1) {
    const failed = Math.floor(((i + 1) * failures) / samples) - Math.floor((i * failures) / samples);
    test.add({ samples: 1, failures: failed }, i * 100);
  }
  return test.state;
}

describe('a failure rate', () => {
  test('never passes before the minimum, never fails before it or ten samples', () => {
    fc.assert(
      fc.property(plans, counts, (of, at) => {
        fc.pre(at.samples < of.minSamples);
        const { decision } = stateOf(of, at);
        expect(decision).not.toBe('pass');
        if (at.samples < 10) expect(decision).toBe('continue');
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('of an application that hangs fails though it yields few samples', () => {
    const hanging = new RateTest({ ...plan, alpha: 0.005, minSamples: 100, burstMs: 1_000 });
    for (let at = 0; at < 60_000; at += 6_000) hanging.add({ samples: 2, failures: 2 }, at);
    expect(hanging.state.decision).toBe('fail');
  });

  test('one failure more never makes it look better, one success more never worse', () => {
    const order = { pass: 0, continue: 1, fail: 2 };
    fc.assert(
      fc.property(plans, counts, (of, at) => {
        const worse = new RateTest(of);
        const better = new RateTest(of);
        const same = new RateTest(of);
        for (const one of [worse, better, same]) one.add(at, 0);
        worse.add({ samples: 1, failures: 1 }, 1);
        better.add({ samples: 1, failures: 0 }, 1);
        expect(worse.state.logLikelihoodRatio).toBeGreaterThan(same.state.logLikelihoodRatio);
        expect(better.state.logLikelihoodRatio).toBeLessThan(same.state.logLikelihoodRatio);
        if (at.samples >= of.minSamples)
          expect(order[worse.state.decision]).toBeGreaterThanOrEqual(order[same.state.decision]);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  test('all good passes and all bad fails, always', () => {
    fc.assert(
      fc.property(plans, (of) => {
        const samples = 20_000;
        expect(stateOf(of, { samples, failures: 0 }).decision).toBe('pass');
        expect(stateOf(of, { samples, failures: samples }).decision).toBe('fail');
      }),
      { seed: 4, numRuns: 20 },
    );
  });

  test('is taken back where whoever counts corrects itself', () => {
    const test = new RateTest(plan);
    test.add({ samples: 100, failures: 5 }, 0);
    const before = test.state.logLikelihoodRatio;
    test.add({ samples: 10, failures: 3 }, 1);
    test.add({ samples: -10, failures: -3 }, 2);
    expect(test.state.logLikelihoodRatio).toBeCloseTo(before);
  });

  test('rates and bounds that make no test are refused', () => {
    expect(() => new RateTest({ ...plan, p0: 0.2 })).toThrow(RangeError);
    expect(() => new RateTest({ ...plan, alpha: 0.6, beta: 0.5 })).toThrow(RangeError);
  });
});

describe('failures that come together', () => {
  const REJECTS = Math.log(1 / 0.005);
  const burst = (evidence: Evidence, atMs: number, failures: number) => {
    for (let i = 0; i < failures; i += 1) evidence.add(1.8, 1, atMs + i);
  };

  test('are not enough for a fail, however many they are', () => {
    const evidence = new Evidence(REJECTS, 1_000);
    burst(evidence, 0, 500);
    expect(evidence.total).toBeGreaterThan(REJECTS);
    expect(evidence.rejects).toBe(false);
  });

  test('are enough where they come again and again', () => {
    const evidence = new Evidence(REJECTS, 1_000);
    for (const at of [0, 2_000, 4_000]) burst(evidence, at, 30);
    expect(evidence.rejects).toBe(true);
  });

  test('a lasting fault fails within a few times the burst', () => {
    const evidence = new Evidence(REJECTS, 1_000);
    let at = 0;
    for (; !evidence.rejects && at < 60_000; at += 100) evidence.add(1.8, 1, at);
    expect(at).toBeLessThan(7_000);
  });
});

describe('a comparison', () => {
  const rates: Rates = { ...plan, p0: 0.005, p1: 0.03, alpha: 0.005, beta: 0.005 };
  const pair = (test: OddsTest, own: number, control: number, at: number) =>
    test.add({ samples: 1, failures: own }, { samples: 1, failures: control }, at);

  test('with one sample each is Wald’s test of discordant pairs', () => {
    const test = new OddsTest(rates);
    const ratio = 0.03 / 0.97 / (0.005 / 0.995);
    pair(test, 1, 0, 0);
    expect(test.state.logLikelihoodRatio).toBeCloseTo(Math.log((2 * ratio) / (1 + ratio)));
    pair(test, 0, 1, 1);
    expect(test.state.logLikelihoodRatio).toBeCloseTo(
      Math.log((2 * ratio) / (1 + ratio)) + Math.log(2 / (1 + ratio)),
    );
  });

  test('learns nothing from what fails for both, or for neither', () => {
    const test = new OddsTest(rates);
    for (let at = 0; at < 1_000; at += 1) pair(test, at % 2, at % 2, at);
    expect(test.state.logLikelihoodRatio).toBeCloseTo(0);
    expect(test.state.decision).toBe('continue');
  });

  test('fails what fails where the other one does not, passes what does not fail where it does', () => {
    const [worse, better] = [new OddsTest(rates), new OddsTest(rates)];
    for (let at = 0; at < 200; at += 1) {
      pair(worse, 1, 0, at);
      pair(better, 0, 1, at);
    }
    expect([worse.state.decision, better.state.decision]).toEqual(['fail', 'pass']);
  });

  test('is the mean of what chance may do: its expected likelihood ratio is 1', () => {
    const choose = (n: number, k: number): number => {
      let result = 1;
      for (let i = 1; i <= k; i += 1) result *= (n - k + i) / i;
      return result;
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 40 }),
        (own, other, all) => {
          fc.pre(all <= own + other);
          let expected = 0;
          for (let x = Math.max(0, all - other); x <= Math.min(all, own); x += 1) {
            const test = new OddsTest(rates);
            test.add({ samples: own, failures: x }, { samples: other, failures: all - x }, 0);
            const chance = (choose(own, x) * choose(other, all - x)) / choose(own + other, all);
            expected += chance * Math.exp(test.state.logLikelihoodRatio);
          }
          expect(expected).toBeCloseTo(1);
        },
      ),
      { seed: 5 },
    );
  });

  test('stands counts of any size', () => {
    const test = new OddsTest(rates);
    test.add({ samples: 1_000_000, failures: 5_000 }, { samples: 10, failures: 0 }, 0);
    test.add({ samples: 100.4, failures: 101 }, { samples: 2, failures: -1 }, 1);
    expect(test.state.logLikelihoodRatio).toBeGreaterThan(Number.NEGATIVE_INFINITY);
    expect(Number.isFinite(test.state.logLikelihoodRatio)).toBe(true);
  });
});

test('a fixed window is as large as the textbook says', () => {
  expect(fixedWindow(0.01, 0.03, 0.01, 0.01)).toBe(1_014);
});
