import { type Histogram, quantile, total } from '@/lib/measurements/histogram';
import { inUnit, rating, type Vital } from '../vitals/model.ts';
import { formatShare } from './format.ts';

interface Measured {
  readonly metric: string;
  readonly route: string;
  readonly buckets: Histogram;
}

/** How a vital is for three of four people, on the pages where that was measured; the slowest first. */
export interface PageVital {
  readonly route: string;
  readonly p75: number;
  readonly text: string;
  readonly tone: 'good' | 'fair' | 'poor';
  readonly n: number;
}

/** Milliseconds as people read them: `84 ms`, `1.2 s`. */
export const formatMs = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;

const WORDS = { good: 'good', fair: 'needs work', poor: 'poor' } as const;

export function pageVitals(measured: readonly Measured[], vital: Vital): PageVital[] {
  return measured
    .filter(({ metric }) => metric === vital)
    .flatMap(({ route, buckets }) => {
      const found = quantile(buckets, 0.75);
      if (found === null) return [];
      const p75 = inUnit(vital, found);
      const tone = rating(vital, p75);
      const value = vital === 'CLS' ? p75.toFixed(2) : formatMs(p75);
      return [{ route, p75, text: `${value}, ${WORDS[tone]}`, tone, n: total(buckets) }];
    })
    .sort((a, b) => b.p75 - a.p75);
}

export const vitalNames: Readonly<Record<Vital, string>> = {
  LCP: 'Largest contentful paint',
  INP: 'Interaction to next paint',
  CLS: 'Layout shift',
  TTFB: 'Time to first byte',
};

export interface RouteFigures {
  readonly route: string;
  readonly requests: number;
  readonly failed: number;
  /** Of all requests, in percent. */
  readonly failing: string;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** How the server answers, by method and route; the slowest first. */
export function routeFigures(measured: readonly Measured[]): RouteFigures[] {
  const failures = new Map(
    measured.filter(({ metric }) => metric === 'failed').map(({ route, buckets }) => [route, total(buckets)]),
  );
  return measured
    .filter(({ metric }) => metric === 'duration')
    .map(({ route, buckets }) => {
      const [requests, failed] = [total(buckets), failures.get(route) ?? 0];
      const at = (q: number) => quantile(buckets, q) ?? 0;
      return {
        ...{ route, requests, failed, failing: formatShare(requests > 0 ? failed / requests : null) },
        ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99) },
      };
    })
    .sort((a, b) => b.p95 - a.p95);
}

/** A step, what got to it, and which share of those before it that is. */
export interface Step {
  readonly step: string;
  readonly n: number;
  readonly of: string;
}

export function funnelSteps(of: {
  readonly drafted: number;
  readonly signed: number;
  readonly dispensed: number;
  readonly charged: number;
  readonly paid: number;
}): Step[] {
  const share = (n: number, whole: number, words: string) =>
    `${formatShare(whole > 0 ? n / whole : null)} of ${words}`;
  return [
    { step: 'Drafted', n: of.drafted, of: '' },
    { step: 'Signed', n: of.signed, of: share(of.signed, of.drafted, 'the drafts') },
    { step: 'Dispensed', n: of.dispensed, of: share(of.dispensed, of.signed, 'the signed') },
    { step: 'Paid', n: of.paid, of: share(of.paid, of.charged, 'those that cost something') },
  ];
}

/** A column for each week of the record, oldest first, over all environments. */
export function deploymentsByWeek(weeks: readonly { readonly week: string; readonly deployments: number }[]) {
  const byWeek = Map.groupBy(weeks, ({ week }) => week.slice(0, 10));
  return [...byWeek]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label, rows]) => ({ label, value: rows.reduce((sum, { deployments }) => sum + deployments, 0) }));
}
