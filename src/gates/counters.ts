import { count } from '../present/count.ts';
import { cut } from '../present/text.ts';
import { failure } from '../release/errors.ts';
import type { ErrorTracker } from '../release/ports.ts';
import { type Counts, countOf, MAX_EXAMPLES, pick, type Source } from './source.ts';
import type { GateSettings } from './spec.ts';

/** Slower sources are asked seldom: they aggregate, and their vendors count requests. */
const EVERY_MS = 5_000;

/** Error events of this release. They have no total of their own: the other sources' samples stand for the requests. */
export function errorTrackerSource(
  settings: NonNullable<GateSettings['errorTracker']>,
  tracker: ErrorTracker,
  request: Parameters<ErrorTracker['errors']>[0],
): Source {
  return {
    name: tracker.vendor,
    everyMs: EVERY_MS,
    ownTotal: false,
    async sample() {
      const { events, newIssues } = await tracker.errors(request);
      const titles = newIssues
        .slice(0, MAX_EXAMPLES)
        .map((issue) => `new issue: ${cut(issue.title, 120)} ${issue.url}`);
      const tooMany = newIssues.length > settings.maxNewIssues;
      return {
        samples: 0,
        failures: events,
        examples: titles,
        ...(tooMany
          ? {
              veto: `${count(newIssues.length, `new ${tracker.vendor} issue`)} (${settings.maxNewIssues} allowed): ${cut(newIssues[0]!.title, 120)}`,
            }
          : {}),
      } satisfies Counts;
    },
  };
}

/** Runs the gate's query, which may only read. `since` is its $1. */
export type Select = (since: string) => Promise<readonly { good?: unknown; total?: unknown }[]>;

/** A query that returns one row (good, total). */
export function sqlSource(settings: NonNullable<GateSettings['sql']>, select: Select, since: string): Source {
  return {
    name: settings.name,
    everyMs: EVERY_MS,
    ownTotal: true,
    countsRequests: true,
    async sample() {
      const rows = await select(since);
      return goodOfTotal(settings.name, rows.length === 1 ? rows[0]?.good : undefined, rows[0]?.total);
    },
  };
}

/** A JSON endpoint: good and total, or one value and the largest it may have. */
export function jsonSource(
  settings: NonNullable<GateSettings['json']>,
  target: {
    readonly urls: readonly string[];
    readonly headers: Readonly<Record<string, string>>;
    readonly fetch?: typeof fetch;
  },
): Source {
  const base = target.urls[0];
  const url = new URL(settings.url, base);
  // Protection headers are secrets of the probed origins; a metrics service elsewhere must not see them.
  const own = target.urls.some((probed) => new URL(probed).origin === url.origin);
  let samples = 0;
  let failures = 0;
  const examples: string[] = [];
  return {
    name: settings.name,
    // One value is one sample; counts are cumulative, so asking for them seldom loses nothing.
    everyMs: settings.value === undefined ? EVERY_MS : 1_000,
    ownTotal: true,
    countsRequests: settings.value === undefined,
    async sample(signal) {
      const response = await (target.fetch ?? fetch)(url, {
        headers: { accept: 'application/json', ...(own ? target.headers : {}) },
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      });
      const text = await response.text();
      if (!response.ok)
        throw unreadable(settings.name, `${url.origin}${url.pathname} answered HTTP ${response.status}`);
      const body = parsed(settings.name, text);
      if (settings.good && settings.total)
        return goodOfTotal(settings.name, pick(body, settings.good), pick(body, settings.total));
      const value = pick(body, settings.value ?? '');
      if (typeof value !== 'number') throw unreadable(settings.name, `${settings.value} is not a number`);
      samples += 1;
      if (value > (settings.max ?? Number.POSITIVE_INFINITY)) {
        failures += 1;
        if (examples.length < MAX_EXAMPLES)
          examples.push(`${settings.value} is ${value}, allowed ${settings.max}`);
      }
      return { samples, failures, examples };
    },
  };
}

function goodOfTotal(name: string, good: unknown, total: unknown): Counts {
  const goodCount = countOf(good);
  const totalCount = countOf(total);
  if (goodCount === undefined || totalCount === undefined || goodCount > totalCount) {
    throw unreadable(
      name,
      `it returned good ${String(good)} and total ${String(total)} (expected one row with 0 ≤ good ≤ total)`,
    );
  }
  const failures = totalCount - goodCount;
  return {
    samples: totalCount,
    failures,
    examples: failures > 0 ? [`${failures} of ${totalCount} events were not good`] : [],
  };
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(name, 'the answer is not JSON');
  }
}

function unreadable(name: string, why: string) {
  return failure({
    code: 'SHIPLOCK_GATE_SOURCE',
    what: `Could not read the gate source "${name}": ${why}.`,
    next: 'Fix the source or its settings, then rerun the gate.',
  });
}
