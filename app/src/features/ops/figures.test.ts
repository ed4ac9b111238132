import { expect, test } from 'vitest';
import { bucketOf } from '@/lib/measurements/histogram';
import { deploymentsByWeek, formatMs, funnelSteps, pageVitals, routeFigures } from './figures.ts';

const of = (metric: string, route: string, ...values: number[]) => ({
  metric,
  route,
  buckets: values.map((value) => [bucketOf(value), 1] as const),
});

test('of a vital, what three of four people have at most, judged in words, the slowest page first', () => {
  const measured = [
    of('LCP', '/queue', 100, 200, 300, 9_000),
    of('LCP', '/prescriptions', 5_000, 5_000, 5_000, 5_000),
    of('CLS', '/queue', 150, 150),
    of('duration', 'GET /queue', 1),
  ];
  const [slow, fast, ...more] = pageVitals(measured, 'LCP');
  expect(more).toEqual([]);
  expect(slow).toMatchObject({ route: '/prescriptions', tone: 'poor', n: 4 });
  expect(slow?.text).toMatch(/^\d\.\d s, poor$/);
  expect(fast?.p75).toBeGreaterThan(270);
  expect(fast?.p75).toBeLessThan(331);
  expect(pageVitals(measured, 'CLS')[0]?.text).toMatch(/^0\.1\d, needs work$/);
  expect(pageVitals(measured, 'INP')).toEqual([]);
});

test('of a route, how long it takes and how often it fails', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
  const [slow, fast] = routeFigures([
    of('duration', 'GET /', 5, 5),
    of('duration', 'GET /queue', ...hundred),
    of('failed', 'GET /queue', 0, 0),
  ]);
  expect(slow).toMatchObject({ route: 'GET /queue', requests: 100, failed: 2, failing: '2 %' });
  for (const [found, real] of [
    [slow?.p50, 50],
    [slow?.p95, 95],
    [slow?.p99, 99],
  ] as const)
    expect(Math.abs((found ?? 0) / real - 1)).toBeLessThan(0.1);
  expect(fast).toMatchObject({ route: 'GET /', failed: 0, failing: '0 %' });
});

test('each step of the funnel is of the one before it; what costs nothing is not unpaid', () => {
  const steps = funnelSteps({ drafted: 10, signed: 8, dispensed: 4, charged: 2, paid: 1 });
  expect(steps.map(({ step, n, of: share }) => `${step} ${n} ${share}`)).toEqual([
    'Drafted 10 ',
    'Signed 8 80 % of the drafts',
    'Dispensed 4 50 % of the signed',
    'Paid 1 50 % of those that cost something',
  ]);
  const [, signed] = funnelSteps({ drafted: 0, signed: 0, dispensed: 0, charged: 0, paid: 0 });
  expect(signed?.of).toBe('– of the drafts');
});

test('milliseconds as people read them', () => {
  expect([0.4, 83.6, 999, 1_000, 1_249].map(formatMs)).toEqual(['0 ms', '84 ms', '999 ms', '1.0 s', '1.2 s']);
});

test('deployments of a week count over all environments', () => {
  const week = (at: string, deployments: number) => ({ week: `${at}T00:00:00+00:00`, deployments });
  expect(deploymentsByWeek([week('2026-09-14', 4), week('2026-09-07', 2), week('2026-09-14', 1)])).toEqual([
    { label: '2026-09-07', value: 2 },
    { label: '2026-09-14', value: 5 },
  ]);
});
