/** Counts that a source has gathered so far: totals, not increments. */
export interface Counts {
  readonly samples: number;
  readonly failures: number;
  /** Latencies in milliseconds, where the source measures any. */
  readonly latencies?: readonly number[];
  /** Failing samples as short texts, up to ten. */
  readonly examples: readonly string[];
  /** A finding that fails the gate whatever the rates say, e.g. a new issue. */
  readonly veto?: string;
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

/** A count that may come as text (Postgres' bigint does). */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}
