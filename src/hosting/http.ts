import type { z } from 'zod';
import { type Attempt, neverSent, type Pace, patiently, retryAfterMs, wireErrorCode } from '../http/wire.ts';
import { OutsideCallError, type ShiplockError } from '../release/errors.ts';
import type { NotAfter } from '../release/ports.ts';
import { type Fault, passing, toError } from './failures.ts';
import type { ResolvedOptions } from './options.ts';
import { Sender } from './sender.ts';

export interface Call {
  /** Outside-call name, e.g. `vercel.promote`. */
  readonly name: string;
  /** For people: continues "Vercel failed to …". */
  readonly doing: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
}

/** What a request carries; a stream is sent once and not kept. */
export type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Vercel's REST API: reads are patient, writes are tried exactly once, nothing waits without a deadline. */
export class VercelApi {
  readonly options: ResolvedOptions;
  /** When the project's last alias job was requested, as read right before this process' write (ms, Vercel's clock). */
  jobBefore: number | undefined;

  constructor(options: ResolvedOptions) {
    this.options = options;
  }

  /** A read, repeated with backoff while the fault is a passing one. `undefined` for 404 where `absent` allows it. */
  async read<Schema extends z.ZodType>(
    call: Call & { readonly schema: Schema; readonly absent?: true; readonly tries?: number },
  ): Promise<z.infer<Schema> | undefined> {
    const patience = this.#patience(call.tries);
    return patiently(async (): Promise<Attempt<z.infer<Schema> | undefined>> => {
      const result = await this.#attempt(call, { method: 'GET' });
      const outcome = 'fault' in result ? result : parse(result, call.schema);
      if ('value' in outcome) return outcome;
      const { fault } = outcome;
      if (fault.kind === 'status' && fault.status === 404 && call.absent) return { value: undefined };
      const afterMs = fault.kind === 'status' ? fault.retryAfterMs : undefined;
      return { error: this.#error(fault, call, false), again: passing(fault) && { afterMs } };
    }, patience);
  }

  /**
   * A write: one attempt, and none past `notAfter`. Promote and rollback answer without a body, so the text is left to
   * the caller.
   */
  async write(
    call: Call & { readonly body: unknown; readonly notAfter?: NotAfter | undefined },
  ): Promise<Answer> {
    const result = await this.post(call);
    if ('fault' in result) throw this.error(result.fault, call);
    return result;
  }

  /** The same for a caller who goes on after a refusal. */
  post(
    call: Call & {
      readonly body: unknown;
      readonly deadlineMs?: number;
      readonly notAfter?: NotAfter | undefined;
    },
  ): Promise<Answer | { readonly fault: Fault }> {
    return this.#attempt(call, {
      method: 'POST',
      body: JSON.stringify(call.body),
      headers: { 'content-type': 'application/json' },
      deadlineMs: call.deadlineMs,
      notAfter: call.notAfter,
    });
  }

  /**
   * Sends bytes that Vercel keeps by their digest: sent twice they are one, so a passing fault is outwaited as for a
   * read. @throws OutsideCallError, `not-done`: nothing that anybody sees has changed
   */
  async put(
    call: Call & {
      readonly size: number;
      readonly open: () => Exclude<Body, string>;
      readonly headers: Readonly<Record<string, string>>;
    },
    sender: Sender,
  ): Promise<void> {
    await patiently(async (): Promise<Attempt<true>> => {
      const result = await sender.send({ headers: call.headers, size: call.size, body: call.open() });
      if (!result) return { value: true };
      const { fault } = result;
      const afterMs = fault.kind === 'status' ? fault.retryAfterMs : undefined;
      return { error: this.refused(fault, call), again: passing(fault) && { afterMs } };
    }, this.#patience());
  }

  /** For `put`: so many connections that are kept open. The caller closes it. */
  sender(call: Call, connections: number): Sender {
    return new Sender(this.#url(call), this.#headers(), { connections, idleMs: this.options.deadlineMs });
  }

  /** The error of a write that ended so. */
  error(fault: Fault, call: Call): ShiplockError {
    return this.#error(fault, call, true);
  }

  /** The error of a write that changed nothing whatever happened to it. */
  refused(fault: Fault, call: Call): OutsideCallError {
    const { problem } = this.#error(fault, call, false);
    const status = fault.kind === 'network' ? wireErrorCode(fault.error) : fault.status;
    return new OutsideCallError(problem, { certainty: 'not-done', status });
  }

  #patience(tries = this.options.pace.readTries): Pace {
    const { pace, deadlineMs } = this.options;
    return {
      ...{ tries, firstPauseMs: pace.retryMs, longestWaitMs: pace.retryAfterCapMs },
      deadlineMs,
    };
  }

  async #attempt(
    call: Call,
    send: {
      readonly method: 'GET' | 'POST';
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly deadlineMs?: number | undefined;
      readonly notAfter?: NotAfter | undefined;
    },
  ): Promise<Answer | { fault: Fault }> {
    const { method, body, deadlineMs = this.options.deadlineMs, notAfter } = send;
    // Outside of the try: it says by itself that nothing was sent. The signal ends a request that was slow to connect.
    notAfter?.check(call.name);
    const patienceMs = Math.max(1, Math.min(deadlineMs, notAfter?.remainingMs() ?? deadlineMs));
    try {
      const response = await this.options.fetch(this.#url(call), {
        method,
        headers: { ...this.#headers(), ...send.headers },
        ...(body === undefined ? {} : { body }),
        // The token must not follow a redirect, and the API has none to follow.
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      if (response.ok) return { status: response.status, text };
      if (response.status < 400)
        return { fault: { kind: 'unreadable', status: response.status, why: 'a redirect' } };
      return {
        fault: { kind: 'status', status: response.status, text, retryAfterMs: retryAfter(response.headers) },
      };
    } catch (error) {
      return { fault: { kind: 'network', error, sent: !neverSent(error) } };
    }
  }

  #url({ path, query }: Call): URL {
    const { apiUrl, teamId } = this.options;
    const url = new URL(apiUrl + path);
    for (const [key, value] of Object.entries({ ...query, teamId })) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    return url;
  }

  #headers(): Record<string, string> {
    return {
      authorization: `Bearer ${this.options.token}`,
      accept: 'application/json',
      'user-agent': 'shiplock',
    };
  }

  #error(fault: Fault, call: Call, writes: boolean) {
    const { project, token } = this.options;
    return toError(fault, { call: call.name, doing: call.doing, project, token, writes });
  }
}

function parse<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
): { value: z.infer<Schema> } | { fault: Fault } {
  try {
    const result = schema.safeParse(JSON.parse(answer.text));
    if (result.success) return { value: result.data };
    const issue = result.error.issues[0];
    const why = `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected shape'}`;
    return { fault: { kind: 'unreadable', status: answer.status, why } };
  } catch {
    return { fault: { kind: 'unreadable', status: answer.status, why: 'not JSON' } };
  }
}

/** Vercel also tells the reset time, as epoch seconds. */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const given = retryAfterMs(headers.get('retry-after'), now);
  if (given !== undefined) return given;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset)
    ? Math.max(0, reset * 1000 - now)
    : undefined;
}
