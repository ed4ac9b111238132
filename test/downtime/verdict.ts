import type { LoadSample } from '../../rehearsal/load.ts';

/** Releases that may answer from a moment on (ms since the epoch), until the next one. */
export interface Allowed {
  readonly from: number;
  readonly releases: ReadonlySet<string>;
}

export interface Seen {
  readonly requests: number;
  readonly signedIn: number;
  readonly seconds: number;
  /** No answer, or one that is not 2xx, or that takes the user for somebody else. */
  readonly failed: number;
  /** Answered by a release that nobody had approved, or that had been taken away. */
  readonly unapproved: number;
  /** Answered by each release. */
  readonly by: ReadonlyMap<string, number>;
  /** So long the slowest took but for one in a hundred (ms). */
  readonly slowest: number;
  /** What was wrong, each once, with the first of its kind. */
  readonly wrong: readonly string[];
}

/**
 * What users met. A request that was under way while it changed who may answer may be answered by either.
 * @param users who has to be signed in at a visit, by its place; nobody where there is none
 */
export function seen(
  samples: readonly LoadSample[],
  users: readonly (string | undefined)[],
  allowed: readonly Allowed[],
): Seen {
  const wrong = new Map<string, string>();
  const by = new Map<string, number>();
  let [failed, unapproved] = [0, 0];
  const start = samples[0]?.at ?? 0;
  for (const one of samples) {
    const note = (what: string) => {
      if (!wrong.has(what)) wrong.set(what, `${what}, first after ${((one.at - start) / 1000).toFixed(1)} s`);
    };
    const user = users[one.visit] ?? '';
    if (one.status < 200 || one.status > 299) {
      failed += 1;
      note(one.status === 0 ? 'no answer' : `HTTP ${one.status}`);
      continue;
    }
    if (one.user !== user) {
      failed += 1;
      note(`${user || 'nobody'} is signed in, and the answer says ${one.user || 'nobody'}`);
    }
    by.set(one.release, (by.get(one.release) ?? 0) + 1);
    if (mayAnswer(one, allowed)) continue;
    unapproved += 1;
    note(`answered by ${one.release || 'no release'}`);
  }
  const last = samples.at(-1);
  const times = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return {
    requests: samples.length,
    signedIn: samples.filter(({ visit }) => users[visit] !== undefined).length,
    seconds: last ? (last.at - start) / 1000 : 0,
    ...{ failed, unapproved, by, slowest: times[Math.floor(times.length * 0.99)] ?? 0 },
    wrong: [...wrong.values()],
  };
}

function mayAnswer({ at, ms, release }: LoadSample, allowed: readonly Allowed[]): boolean {
  return allowed.some(({ from, releases }, index) => {
    const until = allowed[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return from <= at + ms && at <= until && releases.has(release);
  });
}
