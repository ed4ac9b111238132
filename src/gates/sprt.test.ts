import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SprtPlan, sprt } from './sprt.ts';

const plan: SprtPlan = { p0: 0.01, p1: 0.1, alpha: 0.05, beta: 0.05, minSamples: 10 };

const plans = fc
  .record({
    p0: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
    gap: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    alpha: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    beta: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
    minSamples: fc.integer({ min: 1, max: 200 }),
  })
  .map(({ gap, ...rest }): SprtPlan => ({ ...rest, p1: Math.min(0.99, rest.p0 + gap) }));
const counts = fc
  .integer({ min: 0, max: 2_000 })
  .chain((samples) =>
    fc.record({ samples: fc.constant(samples), failures: fc.integer({ min: 0, max: samples }) }),
  );

/** mulberry32: small, seeded, and the same on every machine. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How `runs` releases with this true failure rate end. */
function simulate(of: SprtPlan, rate: number, runs: number, seed: number) {
  const next = random(seed);
  const ended = { pass: 0, fail: 0, samples: 0 };
  for (let run = 0; run < runs; run++) {
    let failures = 0;
    for (let samples = 1; samples <= 50_000; samples++) {
      if (next() < rate) failures += 1;
      const { decision } = sprt(of, { samples, failures });
      if (decision === 'continue') continue;
      ended[decision] += 1;
      ended.samples += samples;
      break;
    }
  }
  return ended;
}

describe('sprt', () => {
  test('never passes before the minimum, never fails before it or ten samples', () => {
    fc.assert(
      fc.property(plans, counts, (of, at) => {
        fc.pre(at.samples < of.minSamples);
        const { decision } = sprt(of, at);
        expect(decision).not.toBe('pass');
        if (at.samples < 10) expect(decision).toBe('continue');
      }),
      { seed: 1 },
    );
  });

  test('an application that hangs fails though it yields few samples', () => {
    expect(sprt({ ...plan, minSamples: 100 }, { samples: 16, failures: 13 }).decision).toBe('fail');
  });

  test('one failure more never makes it look better', () => {
    const order = { pass: 0, continue: 1, fail: 2 };
    fc.assert(
      fc.property(plans, counts, (of, at) => {
        fc.pre(at.failures < at.samples);
        const [a, b] = [sprt(of, at), sprt(of, { ...at, failures: at.failures + 1 })];
        expect(b.logLikelihoodRatio).toBeGreaterThan(a.logLikelihoodRatio);
        expect(order[b.decision]).toBeGreaterThanOrEqual(order[a.decision]);
      }),
      { seed: 2 },
    );
  });

  test('one success more never makes it look worse', () => {
    fc.assert(
      fc.property(plans, counts, (of, at) => {
        const more = sprt(of, { ...at, samples: at.samples + 1 });
        expect(more.logLikelihoodRatio).toBeLessThan(sprt(of, at).logLikelihoodRatio);
      }),
      { seed: 3 },
    );
  });

  test('all good passes and all bad fails, always', () => {
    fc.assert(
      fc.property(plans, (of) => {
        expect(sprt(of, { samples: 100_000, failures: 0 }).decision).toBe('pass');
        expect(sprt(of, { samples: 100_000, failures: 100_000 }).decision).toBe('fail');
      }),
      { seed: 4 },
    );
  });

  test.each([
    plan,
    { p0: 0.005, p1: 0.1, alpha: 0.01, beta: 0.01, minSamples: 20 },
    { p0: 0.05, p1: 0.2, alpha: 0.1, beta: 0.05, minSamples: 1 },
  ])('false alarms and misses stay within their bounds: %j', (of) => {
    const runs = 4_000;
    const healthy = simulate(of, of.p0, runs, 11);
    const broken = simulate(of, of.p1, runs, 12);
    // Wald: alpha' ≤ alpha/(1-beta), beta' ≤ beta/(1-alpha); three standard errors for the simulation's own noise.
    const bound = (rate: number) => rate + 3 * Math.sqrt((rate * (1 - rate)) / runs);
    expect(healthy.fail / runs).toBeLessThanOrEqual(bound(of.alpha / (1 - of.beta)));
    expect(broken.pass / runs).toBeLessThanOrEqual(bound(of.beta / (1 - of.alpha)));
    expect(healthy.pass + healthy.fail).toBe(runs);
    expect(broken.pass + broken.fail).toBe(runs);
  });

  test('rates and bounds that make no test are refused', () => {
    expect(() => sprt({ ...plan, p0: 0.2 }, { samples: 1, failures: 0 })).toThrow(RangeError);
    expect(() => sprt({ ...plan, alpha: 0.6, beta: 0.5 }, { samples: 1, failures: 0 })).toThrow(RangeError);
    expect(() => sprt(plan, { samples: 1, failures: 2 })).toThrow(RangeError);
  });
});
