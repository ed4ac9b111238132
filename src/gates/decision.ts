import { count } from '../present/count.ts';
import { healthyNewIssues } from './new-issues.ts';
import type { Counts, Share, Source } from './source.ts';
import type { GateSettings } from './spec.ts';
import { shareOf, type Track, testsOf, tracksOf } from './tracks.ts';

/** What is known of one source; changed in place while the gate runs. */
export interface Reading {
  readonly source: Source;
  readonly tracks: readonly Track[];
  /** What each of its tests may err. */
  readonly alpha: number;
  counts: Counts | undefined;
  lastError: string | undefined;
}

export interface Assessment {
  readonly decision: 'pass' | 'fail' | 'inconclusive' | 'continue';
  readonly reason: string;
}

/**
 * Each source is tested on its own, because pooled counts let a busy source hide a broken one. One failing test fails
 * the gate, so each gets its share of alpha (Bonferroni) and all of them together stay within it; passing needs every
 * test, which can only lower the risk of a miss below beta.
 */
export function readingsOf(spec: GateSettings, sources: readonly Source[]): readonly Reading[] {
  const withRequests = sources.some(({ countsRequests }) => countsRequests);
  const tests = sources.reduce((sum, source) => sum + testsOf(source, withRequests), 0);
  const alpha = spec.alpha / Math.max(1, tests);
  return sources.map((source) => ({
    source,
    tracks: tracksOf(spec, source, alpha, withRequests),
    alpha,
    counts: undefined,
    lastError: undefined,
  }));
}

/** Takes what a source has counted so far. @param atMs any clock that only goes forward */
export function observe(readings: readonly Reading[], reading: Reading, counts: Counts, atMs: number): void {
  reading.counts = counts;
  reading.lastError = undefined;
  if (reading.source.ownTotal)
    for (const track of reading.tracks) {
      const { own, control } = shareOf(counts, track.what);
      track.update(own, control, atMs);
    }
  // Error events have no total. Where a source counts requests (SQL, JSON), they are held against that; our own few
  // probes are no measure of the users' traffic, so without one the events are shown and only new issues decide.
  const requests = requestsOf(readings);
  for (const other of readings)
    if (!other.source.ownTotal && other.counts)
      for (const track of other.tracks)
        track.update(
          { samples: requests, failures: Math.min(other.counts.failures, requests) },
          undefined,
          atMs,
        );
}

export function assess(spec: GateSettings, readings: readonly Reading[], elapsedMs: number): Assessment {
  const open: string[] = [];
  let missing = 0;
  for (const reading of readings) {
    const failed = failureOf(reading);
    if (failed !== undefined) return { decision: 'fail', reason: failed };
    const { source, lastError } = reading;
    if (lastError !== undefined) {
      open.push(`could not read ${source.name} (${lastError})`);
      if (source.missing) missing += 1;
    } else open.push(...undecided(reading));
  }
  if (open.length > 0) {
    // What cannot be read now may be back before the deadline; what is not configured will not.
    return { decision: missing === open.length ? 'inconclusive' : 'continue', reason: open.join('; ') };
  }
  if (elapsedMs < spec.minSeconds * 1000)
    return { decision: 'continue', reason: `less than ${spec.minSeconds} s watched` };
  return { decision: 'pass', reason: readings.map(passReason).join('; ') };
}

/** Why this source fails the gate. */
function failureOf({ source, counts, tracks, alpha }: Reading): string | undefined {
  if (!counts) return undefined;
  if (counts.veto) return counts.veto;
  const { newIssues } = counts;
  if (newIssues && newIssues.count > limitOf(newIssues, alpha)) return newIssues.says;
  const failed = tracks.find(({ state }) => state.decision === 'fail');
  return failed && `${source.name}: ${said(failed)}`;
}

/** Why this source does not decide yet. */
function undecided({ source, counts, tracks }: Reading): string[] {
  if (!counts) return [`${source.name} has not answered yet`];
  if (counts.unseen !== undefined) return [counts.unseen];
  if (counts.unchecked !== undefined) return [`${source.name}: ${counts.unchecked}`];
  const { newIssues } = counts;
  if (newIssues && newIssues.count > newIssues.limit)
    return [`${newIssues.says}; a healthy release may have as many in that time`];
  return tracks
    .filter(({ state }) => state.decision === 'continue')
    .map((track) =>
      track.own.samples === 0 && track.what === 'failed'
        ? `${source.name}: no traffic, 0 samples so far`
        : `${source.name}: ${said(track)}, not enough to decide`,
    );
}

function limitOf(
  { limit, healthyMean }: { readonly limit: number; readonly healthyMean: number },
  alpha: number,
): number {
  return Math.max(limit, healthyNewIssues(healthyMean, alpha));
}

function said({ what, own, control }: Track): string {
  const words = `${own.failures} of ${count(own.samples, what === 'failed' ? 'sample' : 'answer')} ${what === 'failed' ? 'failed' : 'were slow'} (${percent(own)})`;
  return control && control.samples > 0
    ? `${words}, ${percent(control)} of the version that serves at the same time`
    : words;
}

function requestsOf(readings: readonly Reading[]): number {
  return readings
    .filter(({ source }) => source.countsRequests)
    .reduce((sum, { counts }) => sum + (counts?.samples ?? 0), 0);
}

function passReason({ source, counts, tracks }: Reading): string {
  const parts = source.ownTotal
    ? tracks.map(said)
    : [`${count(counts?.failures ?? 0, 'error event')}, no new issues above the limit`];
  return `${source.name}: ${parts.length > 0 ? parts.join(', ') : 'every check passed'}`;
}

function percent({ samples, failures }: Share): string {
  return `${((100 * failures) / Math.max(1, samples)).toFixed(1)} %`;
}
