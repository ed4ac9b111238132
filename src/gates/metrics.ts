import type { Call } from '../http/client.ts';
import type { FaultTable } from '../http/faults.ts';
import type { Pace } from '../http/wire.ts';
import { type Counts, type Source, unreadable } from './source.ts';

/** The gate itself asks again until its deadline; a vendor that hangs must not use it up. */
export const ASKED_AGAIN: Pace = { tries: 2, firstPauseMs: 300, longestWaitMs: 5_000, deadlineMs: 8_000 };

/** What queries can name of the release. */
export interface Names {
  readonly release: string;
  readonly commit: string;
  readonly environment: string;
  /** ISO 8601: when traffic began to move. */
  readonly since: string;
}

/** Counts of requests by two queries of a metrics service. A query that finds no series counts 0. */
export function metricsSource(
  settings: { readonly name: string; readonly total: string; readonly failed: string },
  names: Names,
  everyMs: number,
  ask: (query: string) => Promise<number | undefined>,
): Source {
  const { name } = settings;
  return {
    name,
    everyMs,
    ownTotal: true,
    countsRequests: true,
    async sample() {
      const queries = [settings.total, settings.failed].map((query) => filled(name, query, names));
      const [total = 0, failed = 0] = await Promise.all(queries.map(ask));
      if (total < 0 || failed < 0)
        throw unreadable(name, `it returned total ${total} and failed ${failed} (expected 0 or more)`);
      const samples = Math.round(total);
      // Rates are extrapolated to the ends of the window, each on its own.
      const failures = Math.min(samples, Math.round(failed));
      return {
        samples,
        failures,
        examples: failures > 0 ? [`${failures} of ${samples} requests failed`] : [],
      } satisfies Counts;
    },
  };
}

/** What stands in a query between quotes: nothing that ends them. */
const PLAIN = /^[\w.:/@+-]*$/;

function filled(name: string, query: string, { release, commit, environment, since }: Names): string {
  const window = Math.max(1, Math.floor((Date.now() - Date.parse(since)) / 1000));
  const values = { release, commit, environment, window: `${window}s` };
  return Object.entries(values).reduce((text, [key, value]) => {
    if (!text.includes(`$${key}`)) return text;
    if (!PLAIN.test(value)) throw unreadable(name, `$${key} is not a plain word`);
    return text.replaceAll(`$${key}`, value);
  }, query);
}

/** Every fault of a source is one thing to the gate: it could not be read, and is asked again. */
export function sourceFaults(
  vendor: string,
  variables: string,
  said?: (body: string) => string,
): FaultTable<Call> {
  const code = 'SHIPLOCK_GATE_SOURCE';
  return {
    vendor,
    codes: { unreachable: code, answer: code, rateLimited: code, refused: code },
    rows: [
      {
        on: [401, 403],
        code,
        says: ({ status }) => `${vendor} refuses access with HTTP ${status}`,
        next: `Set ${variables} to what ${vendor} accepts and lets query.`,
      },
      {
        on: [400, 422],
        code,
        says: ({ status }) => `${vendor} does not accept the query (HTTP ${status})`,
        next: 'Fix the query in the settings of the gate.',
      },
    ],
    ...(said ? { said } : {}),
    again: 'The gate asks again until its deadline.',
    unsure: 'Nothing was changed.',
  };
}
