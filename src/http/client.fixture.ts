import { type Call, HttpClient, type Vendor } from './client.ts';
import { generalFaults } from './general.ts';

export const SECRET = 'tok/en+Ünïque?"<&>-0123456789';
export const BASE = 'https://acme.example/api';

/** What a scripted vendor does with one request. */
export type Turn = Response | Error;

export class NetworkError extends TypeError {
  constructor(code: string, message = 'fetch failed') {
    super(message, { cause: Object.assign(new Error(message), { code }) });
  }
}

/** A client of a vendor that nobody has, whose turns are given; after the last one it repeats itself. */
export function acme(turns: readonly (() => Turn)[], more: Partial<Vendor<Call>> = {}) {
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const waited: number[] = [];
  const client = new HttpClient<Call>({
    base: () => BASE,
    headers: () => ({ authorization: `Bearer ${SECRET}` }),
    secrets: [SECRET],
    faults: generalFaults({ vendor: 'Acme', secret: 'acme-token' }),
    limits: 'x-ratelimit',
    pace: {
      tries: 4,
      firstPauseMs: 10,
      longestWaitMs: 60_000,
      deadlineMs: 5_000,
      sleep: async (ms) => waited.push(ms),
    },
    fetch: async (url, init) => {
      sent.push({ url: String(url), init: init ?? {} });
      const turn = turns[Math.min(sent.length, turns.length) - 1]!();
      if (turn instanceof Error) throw turn;
      return turn;
    },
    ...more,
  });
  return { client, sent, waited };
}

/** What was thrown; that nothing was is an error of its own. */
export async function thrown(work: Promise<unknown>): Promise<unknown> {
  const outcome = await work.then(
    () => ({ done: true }) as const,
    (error: unknown) => ({ error }),
  );
  if ('done' in outcome) throw new Error('did not throw');
  return outcome.error;
}
