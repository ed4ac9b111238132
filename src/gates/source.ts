import { cut, oneLine } from '../present/text.ts';
import { failure } from '../release/errors.ts';

export interface Share {
  readonly samples: number;
  readonly failures: number;
}

/** Counts that a source has gathered so far: totals, not increments. */
export interface Counts extends Share {
  /** Answers that were timed, and those of them that were slow. */
  readonly slow?: Share;
  /** The same of the version that serves at the same time, where the source compares. */
  readonly control?: Share & { readonly slow?: Share };
  /** Latencies in milliseconds, where the source measures any. */
  readonly latencies?: readonly number[];
  /** Failing samples as short texts, up to ten. */
  readonly examples: readonly string[];
  /** Issues first seen in this release. `limit`: more of them stop a pass. `healthy`: more than chance explains fail. */
  readonly newIssues?: {
    readonly count: number;
    readonly limit: number;
    /** How many a healthy release has in the time that this gate may take, on average. */
    readonly healthyMean: number;
    readonly says: string;
  };
  /** A finding that fails the gate whatever the rates say: certain, and no matter of chance. */
  readonly veto?: string;
  /** Of a source that checks and does not count: why it cannot pass yet. */
  readonly unchecked?: string;
  /** Why these counts prove nothing: whoever counts has never heard of this release. */
  readonly unseen?: string;
}

/** Where a gate's samples come from. */
export interface Source {
  readonly name: string;
  /** Draws what is new and returns the totals. Throws when it cannot be read. */
  sample(signal: AbortSignal): Promise<Counts>;
  /** Time between two draws. */
  readonly everyMs: number;
  /**
   * false: its counts depend on the other sources' (error events have no total of their own). Such a source adds
   * failures to the totals, never samples.
   */
  readonly ownTotal: boolean;
  /** It was asked for and cannot be read as long as the gate runs: its token is not configured, say. */
  readonly missing?: true;
  /** Its samples are the users' requests, so that error events can be held against them. */
  readonly countsRequests?: boolean;
  /** It checks and does not count: no test of rates; it passes when nothing is `unchecked`. */
  readonly checks?: boolean;
  /** Its answers are timed, and the share of slow ones is tested. */
  readonly timed?: boolean;
  /** It counts the same of the version that serves at the same time. */
  readonly compares?: boolean;
  /** It finds new issues, whose number is tested. */
  readonly findsIssues?: boolean;
  /** Each sample says so much that a smaller rate than this is not asked of it. */
  readonly worstAtLeast?: number;
}

export const MAX_EXAMPLES = 10;

/** A value by dotted path; undefined where there is none. */
export function pick(value: unknown, dotted: string): unknown {
  let at = value;
  for (const key of dotted.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** A count: a number of 0 or more, which may come as text (Postgres' bigint does). */
function countOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** A number that may come as text, as metrics services write it to keep its digits. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Slower sources are asked seldom: they aggregate, and their vendors count requests. */
export const EVERY_MS = 5_000;

/** Cumulative counts of a source that has a total of its own. @throws SHIPLOCK_GATE_SOURCE */
export function goodOfTotal(name: string, good: unknown, total: unknown): Counts {
  const goodCount = countOf(good);
  const totalCount = countOf(total);
  if (goodCount === undefined || totalCount === undefined || goodCount > totalCount) {
    throw unreadable(
      name,
      `it returned good ${shown(good)} and total ${shown(total)} (expected one row with 0 ≤ good ≤ total)`,
    );
  }
  const failures = totalCount - goodCount;
  return {
    samples: totalCount,
    failures,
    examples: failures > 0 ? [`${failures} of ${totalCount} events were not good`] : [],
  };
}

const shown = (value: unknown): string => cut(oneLine(String(value)), 80);

export function unreadable(name: string, why: string) {
  return failure({
    code: 'SHIPLOCK_GATE_SOURCE',
    what: `Could not read the gate source "${name}": ${why}.`,
    next: 'Fix the source or its settings, then rerun the gate.',
  });
}
