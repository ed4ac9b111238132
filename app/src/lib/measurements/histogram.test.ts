import { expect, test } from 'vitest';
import { bucketOf, type Histogram, quantile, total } from './histogram.ts';

/** Deterministic, and spread over four orders of magnitude. */
const values = Array.from({ length: 5_000 }, (_, n) => 10 ** (((n * 7_919) % 5_000) / 1_250));
const histogram: Histogram = [...Map.groupBy(values, bucketOf)].map(
  ([bucket, found]) => [bucket, found.length] as const,
);

test.each([0.01, 0.25, 0.5, 0.75, 0.95, 0.99])('percentile %s is right to a tenth', (q) => {
  const sorted = [...values].sort((a, b) => a - b);
  const real = sorted[Math.ceil(q * sorted.length) - 1] ?? 0;
  const found = quantile(histogram, q) ?? 0;
  expect(Math.abs(found / real - 1)).toBeLessThan(0.1);
});

test('everything is counted, and of nothing there is none', () => {
  expect(total(histogram)).toBe(5_000);
  expect(quantile([], 0.75)).toBeNull();
  expect(quantile([[3, 0]], 0.75)).toBeNull();
});

test('edges belong below; what is out of range is in the first or the last', () => {
  expect([0, 0.5, 1, 1.05, 1.1, 1.11, 1.21].map(bucketOf)).toEqual([0, 0, 0, 1, 1, 2, 2]);
  expect(bucketOf(1e300)).toBe(200);
});
