import { z } from 'zod';
import { bucketOf } from '@/lib/measurements/histogram';
import { ROUTES } from '@/lib/routes';

/** Milliseconds, but for CLS, which is a score: https://web.dev/articles/vitals */
export const VITALS = ['LCP', 'INP', 'CLS', 'TTFB'] as const;
export type Vital = (typeof VITALS)[number];

/** Ten minutes: whatever took longer was a machine that slept. */
const MOST_MS = 600_000;

/** What a page of this site measured. The route alone says where: no address, no person, nothing that was typed. */
export const vitalsInput = z.strictObject({
  route: z.enum(ROUTES),
  vitals: z
    .array(z.strictObject({ name: z.enum(VITALS), value: z.number().min(0).max(MOST_MS) }))
    .min(1)
    .max(8),
});
export type Vitals = z.output<typeof vitalsInput>;

/** CLS is mostly below 1, and buckets begin there. */
const SCALE: Readonly<Record<Vital, number>> = { LCP: 1, INP: 1, CLS: 1_000, TTFB: 1 };

export const measurementsOf = ({ route, vitals }: Vitals) =>
  vitals.map(({ name, value }) => ({ metric: name, route, bucket: bucketOf(value * SCALE[name]), n: 1 }));

/** A percentile of buckets in the metric's own unit. */
export const inUnit = (vital: Vital, value: number): number => value / SCALE[vital];

/** Up to the first: good; above the second: poor. https://web.dev/articles/defining-core-web-vitals-thresholds */
const THRESHOLDS: Readonly<Record<Vital, readonly [good: number, poor: number]>> = {
  LCP: [2_500, 4_000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
  TTFB: [800, 1_800],
};

export function rating(vital: Vital, value: number): 'good' | 'fair' | 'poor' {
  const [good, poor] = THRESHOLDS[vital];
  if (value <= good) return 'good';
  return value <= poor ? 'fair' : 'poor';
}
