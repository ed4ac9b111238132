import type { GateEvidence } from '../release/ports.ts';
import type { Reading } from './decision.ts';
import type { TestState } from './sequential.ts';
import type { GateSettings } from './spec.ts';

/** What the record and the summary keep. The likelihood ratio is that of the test that stands worst. */
export function evidence(
  spec: GateSettings,
  readings: readonly Reading[],
  started: number,
  course: GateEvidence['course'],
): GateEvidence {
  const own = readings.filter(({ source }) => source.ownTotal);
  const worst = worstState(spec, readings);
  return {
    samples: sum(own, 'samples'),
    failures: sum(own, 'failures'),
    baselineFailureRate: spec.baselineFailureRate,
    worstFailureRate: spec.worstFailureRate,
    logLikelihoodRatio: round(worst.logLikelihoodRatio),
    acceptBound: round(worst.acceptBound),
    rejectBound: round(worst.rejectBound),
    startedAt: new Date(started).toISOString(),
    milliseconds: Date.now() - started,
    ...(course && course.length > 0 ? { course } : {}),
    sources: readings.map(({ source, counts, lastError }) => ({
      name: source.name,
      samples: counts?.samples ?? 0,
      failures: counts?.failures ?? 0,
      ...latency(counts?.latencies),
      ...(counts?.slow ? { timed: counts.slow.samples, slow: counts.slow.failures } : {}),
      ...(counts?.control
        ? { control: { samples: counts.control.samples, failures: counts.control.failures } }
        : {}),
      examples: [...(lastError ? [`unreadable: ${lastError}`] : []), ...(counts?.examples ?? [])].slice(
        0,
        10,
      ),
    })),
  };
}

/** The test that is closest to a fail. */
export function worstState(spec: GateSettings, readings: readonly Reading[]): TestState {
  const states = readings.flatMap(({ tracks }) => tracks.map(({ state }) => state));
  const none: TestState = {
    decision: 'continue',
    logLikelihoodRatio: 0,
    acceptBound: Math.log(spec.beta),
    rejectBound: Math.log(1 / spec.alpha),
  };
  return states.reduce((a, b) => (b.logLikelihoodRatio > a.logLikelihoodRatio ? b : a), states[0] ?? none);
}

/** Nearest-rank percentiles of what was measured; absent where nothing was. */
function latency(measured: readonly number[] | undefined): { medianMs?: number; p95Ms?: number } {
  if (!measured || measured.length === 0) return {};
  const sorted = [...measured].sort((a, b) => a - b);
  const at = (q: number) => Math.round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!);
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}

function sum(readings: readonly Reading[], key: 'samples' | 'failures'): number {
  return readings.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
}

/** Three decimals: the record refuses numbers that print with an exponent. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
