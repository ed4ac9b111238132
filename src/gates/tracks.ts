import { OddsTest, type Rates, RateTest, type TestState } from './sequential.ts';
import type { Counts, Share, Source } from './source.ts';
import type { GateSettings } from './spec.ts';

/** One thing that a source is tested for: its failures, or its slow answers. */
export interface Track {
  readonly what: 'failed' | 'slow';
  readonly state: TestState;
  /** Held against what serves at the same time, not against a rate alone. */
  readonly compared: boolean;
  /** Takes the totals so far. */
  update(own: Share, control: Share | undefined, atMs: number): void;
  /** The totals that were tested. */
  readonly own: Share;
  readonly control: Share | undefined;
}

const ENOUGH = 10;
/** What fails for less long than this may be an outage that hits both. */
const DOWN_MS = 60_000;
/** Slow answers come together for longer than failures do: a cold start, a full queue. */
const SLOW_TOGETHER = { longer: 5, bursts: 4.6 };
const NONE: Share = { samples: 0, failures: 0 };

/** How many tests may fail the gate because of this source. */
export function testsOf(source: Source, withRequests: boolean): number {
  const failures = counts(source, withRequests) ? 1 : 0;
  return failures + (source.timed ? 1 : 0) + (source.findsIssues ? 1 : 0);
}

/** Whether there is a total that its failures can be held against. */
function counts(source: Source, withRequests: boolean): boolean {
  return !source.checks && (source.ownTotal || withRequests);
}

/** @param alpha The share of each test. */
export function tracksOf(
  spec: GateSettings,
  source: Source,
  alpha: number,
  withRequests: boolean,
): readonly Track[] {
  const burstMs = spec.burstSeconds * 1000;
  const plan = (p0: number, p1: number): Rates => ({
    ...{ p0, p1, alpha, beta: spec.beta, minSamples: spec.minSamples, burstMs },
  });
  const compares = source.compares === true;
  const worst = Math.max(spec.worstFailureRate, source.worstAtLeast ?? 0);
  const failed = plan(spec.baselineFailureRate, worst);
  const slow = {
    ...plan(spec.baselineSlowRate, spec.worstSlowRate),
    burstMs: burstMs * SLOW_TOGETHER.longer,
    bursts: SLOW_TOGETHER.bursts,
  };
  return [
    ...(counts(source, withRequests) ? [track('failed', failed, compares)] : []),
    ...(source.timed ? [track('slow', slow, compares)] : []),
  ];
}

function track(what: Track['what'], rates: Rates, compares: boolean): Track {
  let own = NONE;
  let control: Share | undefined;
  let began: number | undefined;
  let down = false;
  // There are two ways to pass then, which share what may go wrong.
  const each = compares ? { ...rates, beta: rates.beta / 2 } : rates;
  const fixed = new RateTest(each);
  const compared = compares ? new OddsTest(each) : undefined;
  return {
    what,
    compared: compares,
    get own() {
      return own;
    },
    get control() {
      return control;
    },
    /** Worse than what serves fails; a rate that is healthy, or no worse than what serves, passes. */
    get state() {
      if (!compared || down) return fixed.state;
      if (compared.state.decision !== 'continue') return compared.state;
      return fixed.state.decision === 'pass' ? fixed.state : compared.state;
    },
    update(now, nowControl, atMs) {
      fixed.add(minus(now, own), atMs);
      if (nowControl) compared?.add(minus(now, own), minus(nowControl, control ?? NONE), atMs);
      own = now;
      control = nowControl ?? control;
      began ??= atMs;
      down = control !== undefined && atMs - began >= DOWN_MS && mostlyFails(control);
    },
  };
}

/** Nothing is learned from a comparison with what mostly fails, or no longer answers. */
function mostlyFails({ samples, failures }: Share): boolean {
  return samples >= ENOUGH && failures > samples / 2;
}

const minus = (a: Share, b: Share): Share => ({
  samples: a.samples - b.samples,
  failures: a.failures - b.failures,
});

/** What a source has counted of one thing. */
export function shareOf(counts: Counts, what: Track['what']): { own: Share; control: Share | undefined } {
  return what === 'failed'
    ? { own: counts, control: counts.control }
    : { own: counts.slow ?? NONE, control: counts.control?.slow };
}
