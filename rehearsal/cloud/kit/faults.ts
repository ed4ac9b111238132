import { z } from 'zod';

const withoutOptions = z.enum([
  'refuse',
  'cut-before',
  'cut-after',
  'half',
  'html',
  'redirect',
  'hang',
  'stale-read',
  'kill-caller-before',
  'kill-caller-after',
  'terminate-caller',
]);
const retryAfterSeconds = z.number().min(0).default(1);

/**
 * What can go wrong with an outside call.
 *
 * - `refuse`: the connection is destroyed before anything is read or done. `cut-before`: once all of it was read.
 * - `rate-limit`: 429 with Retry-After in seconds or as an HTTP date, nothing done.
 * - `status`: this answer of the vendor's, nothing done.
 * - `error-before`: 5xx, nothing done. `error-after`: the change is made, the answer is a 5xx.
 * - `cut-after`: the change is made, then the connection is destroyed without an answer.
 * - `half`: the change is made, half of the answer comes, then the connection is destroyed.
 * - `html`: a proxy's page with 200; `redirect`: 307 to another place. Nothing done.
 * - `hang`: the change is made, and no answer ever comes.
 * - `delay`: the call waits first, then goes on as usual.
 * - `stale-read`: a read answers as it would have before the last write.
 * - `kill-caller-before` / `kill-caller-after`: SIGKILL to the registered calling process, before or after the change.
 * - `terminate-caller`: SIGTERM to it, and the call goes on as usual.
 */
export const faultSchema = z.union([
  withoutOptions.transform((kind) => ({ kind })),
  z.enum(['rate-limit']).transform((kind) => ({ kind, retryAfterSeconds: 1, as: 'seconds' as const })),
  z.enum(['error-before', 'error-after']).transform((kind) => ({ kind, status: 503 })),
  z.strictObject({ kind: withoutOptions }),
  z.strictObject({
    kind: z.literal('rate-limit'),
    retryAfterSeconds,
    as: z.enum(['seconds', 'date']).default('seconds'),
  }),
  z.strictObject({ kind: z.literal('status'), status: z.number().int().min(400).max(599) }),
  z.strictObject({
    kind: z.enum(['error-before', 'error-after']),
    status: z.number().int().min(500).max(599).default(503),
  }),
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.number().min(0) }),
]);

export const faultRuleSchema = z.strictObject({
  /** Outside-call name (`vercel.promote`); `vercel.*` and `*` match many. */
  call: z.string().min(1),
  fault: faultSchema,
  /** How many calls it hits; `always` until cleared. */
  times: z.union([z.number().int().positive(), z.literal('always')]).default(1),
  /** Let this many matching calls pass first. */
  skip: z.number().int().min(0).default(0),
});

export type Fault = z.output<typeof faultSchema>;
export type FaultRule = z.input<typeof faultRuleSchema>;

/** What a stand-in that is not HTTP (the Postgres front) understands. */
export type DatabaseFault =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'cut-before' }
  | { readonly kind: 'cut-after' }
  | { readonly kind: 'delay'; readonly milliseconds: number };

type CallingProcess = number | (() => number | undefined) | undefined;

/** The switchboard: one for the whole local cloud, asked by every stand-in before it acts. */
export class Faults {
  #rules: { call: string; fault: Fault; left: number; skip: number }[] = [];
  #caller: CallingProcess;
  #echo = false;
  #failFirst: readonly string[] = [];
  readonly #failed = new Set<string>();
  /** Faults that really struck, in order. */
  readonly struck: { readonly call: string; readonly kind: Fault['kind']; readonly at: number }[] = [];

  /** Adds a rule. Rules are tried in the order they were set; the first that matches strikes. */
  set(rule: FaultRule): void {
    const { call, fault, times, skip } = faultRuleSchema.parse(rule);
    this.#rules.push({ call, fault, left: times === 'always' ? Number.POSITIVE_INFINITY : times, skip });
  }

  /** Removes all rules, or those set for exactly this call name. `struck` is kept. */
  clear(call?: string): void {
    this.#rules = call === undefined ? [] : this.#rules.filter((rule) => rule.call !== call);
  }

  /** Who is killed by the `kill-caller-*` faults; a function is asked at that moment. */
  setCallingProcess(pid: CallingProcess): void {
    this.#caller = pid;
  }

  /** The fault that strikes this call now, if any. Using it up counts. */
  take(call: string): Fault | undefined {
    for (const rule of this.#rules) {
      if (!matches(rule.call, call)) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      rule.left -= 1;
      if (rule.left <= 0) this.#rules = this.#rules.filter((other) => other !== rule);
      this.struck.push({ call, kind: rule.fault.kind, at: Date.now() });
      return rule.fault;
    }
    return undefined;
  }

  /**
   * Every error answer echoes the caller's credentials, encoded in four ways, until it is switched off. `firstReads`:
   * moreover, with these vendors, the first read of every name fails with a 503, so that there is an error to echo in.
   */
  setEcho(echo: boolean, options: { readonly firstReads?: readonly string[] } = {}): void {
    this.#echo = echo;
    this.#failFirst = echo ? (options.firstReads ?? []) : [];
    this.#failed.clear();
  }

  get echoes(): boolean {
    return this.#echo;
  }

  /** The fault of a bad day for the first read of this name. */
  takeFirstRead(call: string): Fault | undefined {
    if (!this.#failFirst.some((vendor) => call.startsWith(`${vendor}.`)) || this.#failed.has(call))
      return undefined;
    this.#failed.add(call);
    const fault = { kind: 'error-before', status: 503 } as const;
    this.struck.push({ call, kind: fault.kind, at: Date.now() });
    return fault;
  }

  /** SIGKILL, unless asked otherwise, so that no handler of the caller can tidy up. Says whether somebody was killed. */
  killCaller(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): boolean {
    const pid = typeof this.#caller === 'function' ? this.#caller() : this.#caller;
    if (pid === undefined || pid === process.pid) return false;
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  }

  /** The same switchboard in the words of the Postgres front. */
  forDatabase(): { take(call: 'database.connect' | 'database.query'): DatabaseFault | undefined } {
    return {
      take: (call) => {
        const fault = this.take(call);
        if (!fault) return undefined;
        if (fault.kind === 'delay') return fault;
        if (fault.kind === 'refuse' || fault.kind === 'cut-after') return { kind: fault.kind };
        if (fault.kind === 'error-after') return { kind: 'cut-after' };
        if (fault.kind === 'stale-read') return undefined;
        if (fault.kind === 'terminate-caller') {
          this.killCaller('SIGTERM');
          return undefined;
        }
        if (fault.kind.startsWith('kill-caller')) this.killCaller();
        return { kind: fault.kind === 'kill-caller-after' ? 'cut-after' : 'cut-before' };
      },
    };
  }
}

function matches(pattern: string, call: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? call.startsWith(pattern.slice(0, -1)) : pattern === call;
}
