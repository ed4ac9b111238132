import { expect, test } from 'vitest';
import { quantile } from '@/lib/measurements/histogram';
import { inUnit, measurementsOf, rating, vitalsInput } from './model.ts';

const LCP = { name: 'LCP', value: 1_800 };

test.each<[string, unknown]>([
  ['an address instead of a route', { route: '/prescriptions/c0000000', vitals: [LCP] }],
  ['a field more', { route: '/queue', vitals: [LCP], user: 'Ines' }],
  ['a field more in a measurement', { route: '/queue', vitals: [{ ...LCP, element: 'Ines' }] }],
  ['another metric', { route: '/queue', vitals: [{ name: 'Ines', value: 1 }] }],
  ['less than nothing', { route: '/queue', vitals: [{ name: 'LCP', value: -1 }] }],
  ['longer than any page', { route: '/queue', vitals: [{ name: 'LCP', value: 1e9 }] }],
  ['nothing', { route: '/queue', vitals: [] }],
  ['too many', { route: '/queue', vitals: Array(9).fill(LCP) }],
  ['no object', 'LCP'],
])('refuses %s', (_, sent) => {
  expect(vitalsInput.safeParse(sent).success).toBe(false);
});

test('what is kept of it is a bucket of the route, and reads back in its own unit', () => {
  const sent = vitalsInput.parse({ route: '/queue', vitals: [LCP, { name: 'CLS', value: 0.12 }] });
  const [lcp, cls] = measurementsOf(sent);
  expect(lcp).toEqual({ metric: 'LCP', route: '/queue', bucket: expect.any(Number), n: 1 });
  const back = (vital: 'LCP' | 'CLS', bucket = 0) => inUnit(vital, quantile([[bucket, 1]], 1) ?? 0);
  expect(Math.abs(back('LCP', lcp?.bucket) / 1_800 - 1)).toBeLessThan(0.1);
  expect(Math.abs(back('CLS', cls?.bucket) / 0.12 - 1)).toBeLessThan(0.1);
});

test('ratings as web.dev sets them', () => {
  expect([2_500, 2_501, 4_001].map((ms) => rating('LCP', ms))).toEqual(['good', 'fair', 'poor']);
  expect([0.1, 0.2, 0.3].map((score) => rating('CLS', score))).toEqual(['good', 'fair', 'poor']);
});
