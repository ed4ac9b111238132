import { count } from '../present/count.ts';
import type { Counts, Source } from './source.ts';
import type { GateSettings } from './spec.ts';
import { type SprtState, sprt } from './sprt.ts';

/** What is known of one source; changed in place while the gate runs. */
export interface Reading {
  readonly source: Source;
  counts: Counts | undefined;
  lastError: string | undefined;
}

export interface Assessment {
  readonly decision: 'pass' | 'fail' | 'inconclusive' | 'continue';
  readonly reason: string;
}

/**
 * Each source is tested on its own, because pooled counts let a busy source hide a broken one. One failing source fails
 * the gate, so each gets its share of alpha (Bonferroni) and all of them together stay within it; passing needs every
 * source, which can only lower the risk of a miss below beta.
 */
export function assess(spec: GateSettings, readings: readonly Reading[], elapsedMs: number): Assessment {
  const open: string[] = [];
  let missing = 0;
  for (const reading of readings) {
    const { source, counts } = reading;
    if (counts?.veto) return { decision: 'fail', reason: counts.veto };
    const state = counts && test(spec, readings, reading);
    if (state?.decision === 'fail' && counts) {
      const { samples, failures } = tested(readings, reading) ?? counts;
      return {
        decision: 'fail',
        reason: `${source.name}: ${failures} of ${count(samples, 'sample')} failed (${percent(failures, samples)})`,
      };
    }
    if (reading.lastError !== undefined) {
      open.push(`could not read ${source.name} (${reading.lastError})`);
      if (source.missing) missing += 1;
    } else if (!counts) {
      open.push(`${source.name} has not answered yet`);
    } else if (counts.unseen !== undefined) {
      open.push(counts.unseen);
    } else if (state?.decision === 'continue') {
      open.push(
        `${source.name}: ${counts.failures} of ${count(counts.samples, 'sample')} failed, not enough to decide`,
      );
    }
  }
  if (open.length > 0) {
    // What cannot be read now may be back before the deadline; what is not configured will not.
    return { decision: missing === open.length ? 'inconclusive' : 'continue', reason: open.join('; ') };
  }
  if (elapsedMs < spec.minSeconds * 1000)
    return { decision: 'continue', reason: `less than ${spec.minSeconds} s watched` };
  return { decision: 'pass', reason: passReason(readings) };
}

/** The test's state for one source; undefined where there is no total to hold its failures against. */
export function test(
  spec: GateSettings,
  readings: readonly Reading[],
  reading: Reading,
): SprtState | undefined {
  const counts = tested(readings, reading);
  if (!counts) return undefined;
  const shares = readings.filter((each) => each.source.ownTotal || requests(readings) !== undefined).length;
  return sprt(
    {
      p0: spec.baselineFailureRate,
      p1: spec.worstFailureRate,
      alpha: spec.alpha / Math.max(1, shares),
      beta: spec.beta,
      minSamples: spec.minSamples,
    },
    counts,
  );
}

/**
 * Error events have no total. Where a source counts requests (SQL, JSON), they are held against that; our own few probes
 * are no measure of the users' traffic, so without one the events are shown and only new issues decide.
 */
function tested(
  readings: readonly Reading[],
  { source, counts }: Reading,
): { samples: number; failures: number } | undefined {
  if (!counts) return undefined;
  if (source.ownTotal) return { samples: counts.samples, failures: counts.failures };
  const total = requests(readings);
  return total === undefined ? undefined : { samples: total, failures: Math.min(counts.failures, total) };
}

function requests(readings: readonly Reading[]): number | undefined {
  const counting = readings.filter(({ source }) => source.countsRequests);
  return counting.length === 0
    ? undefined
    : counting.reduce((sum, { counts }) => sum + (counts?.samples ?? 0), 0);
}

function passReason(readings: readonly Reading[]): string {
  const parts = readings.map(({ source, counts }) =>
    source.ownTotal
      ? `${source.name}: ${counts?.failures ?? 0} of ${count(counts?.samples ?? 0, 'sample')} failed`
      : `${source.name}: ${count(counts?.failures ?? 0, 'error event')}, no new issues above the limit`,
  );
  return parts.join('; ');
}

function percent(failures: number, samples: number): string {
  return `${((100 * failures) / Math.max(1, samples)).toFixed(1)} %`;
}
