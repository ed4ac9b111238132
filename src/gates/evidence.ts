import type { GateEvidence } from '../release/ports.ts';
import { type Reading, test } from './decision.ts';
import type { GateSettings } from './spec.ts';
import { sprt } from './sprt.ts';

/** What the record and the summary keep. The likelihood ratio is that of the source that stands worst. */
export function evidence(spec: GateSettings, readings: readonly Reading[], started: number): GateEvidence {
  const own = readings.filter(({ source }) => source.ownTotal);
  const states = readings
    .map((reading) => test(spec, readings, reading))
    .filter((state) => state !== undefined);
  const none = sprt(
    {
      p0: spec.baselineFailureRate,
      p1: spec.worstFailureRate,
      alpha: spec.alpha,
      beta: spec.beta,
      minSamples: spec.minSamples,
    },
    { samples: 0, failures: 0 },
  );
  const worst = states.reduce(
    (a, b) => (b.logLikelihoodRatio > a.logLikelihoodRatio ? b : a),
    states[0] ?? none,
  );
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
    sources: readings.map(({ source, counts, lastError }) => ({
      name: source.name,
      samples: counts?.samples ?? 0,
      failures: counts?.failures ?? 0,
      ...latency(counts?.latencies),
      examples: [...(lastError ? [`unreadable: ${lastError}`] : []), ...(counts?.examples ?? [])].slice(
        0,
        10,
      ),
    })),
  };
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
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
