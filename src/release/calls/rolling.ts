import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { JsonObject } from '../canonical.ts';
import type { Hosting, RollingStep, Say } from '../ports.ts';
import { defineCall } from './define.ts';
import { SKEW_MS } from './hosting.ts';

interface Step {
  readonly to: string;
  /** Index of the stage that has to be on, or nothing is sent. */
  readonly from: number;
  readonly deadlineMs: number;
  /** When the rolling release began (ms). */
  readonly startedAt: number;
  readonly say: Say;
}

const evidence: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const request = z.strictObject({ to: z.string(), from: z.int(), percent: z.int() });

const LOOK_MS = 1_000;
/** A stage that was approved this long ago and is not on was not approved. */
const SETTLE_MS = 30_000;

type Method = (step: RollingStep) => Promise<JsonObject>;

async function send(method: Method | undefined, hosting: Hosting, step: RollingStep): Promise<JsonObject> {
  if (!method) throw new Error('hosting has rolling releases and no way to advance them');
  return method.call(hosting, step);
}

export const advance = defineCall({
  verb: 'advance',
  port: 'hosting',
  method: 'advance',
  does: 'Sends the next share of production traffic to the deployment of this release, in a rolling release.',
  request,
  result: evidence,
  lost: {
    how: 'reads',
    says: 'Reads the rolling release until the stage is on or the deadline is over. If neither the stage nor its end shows, the release stops and nothing is sent again.',
    reads: async (hosting, { to, from, deadlineMs }: Step, since) => {
      for (const deadline = Date.now() + deadlineMs; ; await sleep(LOOK_MS)) {
        const now = await hosting.rolling?.();
        if (now?.to === to && (now.state === 'complete' || (now.state === 'active' && now.stage > from)))
          return { state: 'done', result: { to, stage: now.stage } };
        if (now?.to !== to || now.state === 'aborted') return { state: 'not-done' };
        if (Date.now() - since > SETTLE_MS) return { state: 'not-done' };
        if (Date.now() >= deadline)
          return {
            state: 'ambiguous',
            why: `hosting still shows stage ${from}, too early to say that it stays`,
          };
      }
    },
  },
  run: (hosting, { to, from, say }: Step, notAfter) =>
    send(hosting.advance, hosting, { to, from, notAfter, say }),
});

export const complete = defineCall({
  verb: 'complete',
  port: 'hosting',
  method: 'complete',
  does: 'Ends a rolling release: all production traffic goes to the deployment of this release.',
  request,
  result: evidence,
  lost: {
    how: 'reads',
    says: 'Reads the rolling release, then the aliases and each domain, until all traffic is there or the deadline is over. If that does not decide it, the release stops and nothing is sent again.',
    accepted: true,
    reads: async (hosting, { to, deadlineMs, startedAt, say }: Step) => {
      const now = await hosting.rolling?.();
      if (now?.to === to && now.state === 'aborted') return { state: 'not-done' };
      const found = await hosting.confirm({
        ...{ kind: 'promote', to, since: startedAt - SKEW_MS, deadlineMs, say },
      });
      if (found.state === 'done') return { state: 'done', result: found.evidence };
      if (found.state === 'not-done') return { state: 'not-done' };
      const why = found.state === 'running' ? 'the rolling release is not complete yet' : found.why;
      return { state: 'ambiguous', why };
    },
  },
  run: (hosting, { to, from, say }: Step, notAfter) =>
    send(hosting.complete, hosting, { to, from, notAfter, say }),
});
