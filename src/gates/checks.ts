import { count } from '../present/count.ts';
import { cut, oneLine } from '../present/text.ts';
import { type Counts, MAX_EXAMPLES, type Source, unreadable } from './source.ts';

/** What one check found. `wrong`: not as it must be. `leak`: certain, and no matter of chance. */
export type Finding =
  | { readonly is: 'right' }
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'leak'; readonly why: string };

export interface Check {
  readonly name: string;
  /** Throws where there is no answer to judge. */
  run(signal: AbortSignal): Promise<Finding>;
}

/** What is wrong so often in a row is wrong. */
const IN_A_ROW = 3;
const EVERY_MS = 2_000;
const TIMEOUT_MS = 10_000;

/**
 * A source that checks and does not count: each check is right once, or wrong three times in a row, which fails the
 * gate. A check that gets no answer is waited for like any source. What was right is not asked again.
 */
export function checksSource(name: string, checks: readonly Check[]): Source {
  const right = new Set<Check>();
  const wrong = new Map<Check, number>();
  let failures = 0;
  const examples: string[] = [];
  return {
    name,
    everyMs: EVERY_MS,
    ownTotal: true,
    checks: true,
    async sample(signal) {
      const open: string[] = [];
      let veto: string | undefined;
      for (const check of checks) {
        if (right.has(check)) continue;
        const found = await check.run(signal);
        if (found.is === 'right') {
          right.add(check);
          continue;
        }
        const times = (wrong.get(check) ?? 0) + 1;
        wrong.set(check, times);
        const says = `${check.name}: ${found.why}`;
        failures += 1;
        if (examples.length < MAX_EXAMPLES) examples.push(says);
        open.push(says);
        if (found.is === 'leak' || times >= IN_A_ROW) veto ??= `${name}: ${says}`;
      }
      return {
        ...{ samples: right.size + failures, failures, examples },
        ...(veto ? { veto } : {}),
        ...(open.length > 0
          ? { unchecked: `${count(open.length, 'check')} not passing yet (${open[0]})` }
          : {}),
      } satisfies Counts;
    },
  };
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  /** Status and first words, for people. */
  readonly said: string;
}

/** One request of a check. What a gateway or a network in between answers is not an answer. @throws SHIPLOCK_GATE_SOURCE */
export async function asked(
  source: string,
  url: URL,
  request: RequestInit,
  signal: AbortSignal,
  fetcher: typeof fetch = fetch,
): Promise<Answered> {
  const at = `${url.origin}${url.pathname}`;
  let status: number;
  let text: string;
  try {
    const response = await fetcher(url, {
      ...request,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    // A code or a name: messages of the network stack may repeat headers.
    const cause = error instanceof Error ? error.cause : undefined;
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection, or too slow';
    throw unreadable(source, `${at} did not answer (${why})`);
  }
  if (status === 429 || status === 502 || status === 503 || status === 504)
    throw unreadable(source, `${at} answered HTTP ${status}`);
  const words = cut(oneLine(text.slice(0, 20_000)), 160);
  return { status, text, said: `HTTP ${status}${words && `, ${words}`}` };
}
