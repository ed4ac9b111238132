import type { z } from 'zod';
import { redactedValue } from '../present/redact.ts';
import type { OutsideCallError } from '../release/errors.ts';
import type { NotAfter } from '../release/not-after.ts';
import { type Hide, harmlessError, hiding, readError, writeError } from './errors.ts';
import { type Asked, type Fault, type FaultTable, judge } from './faults.ts';
import { parsed } from './parsed.ts';
import { Sender } from './sender.ts';
import { type Attempt, type Pace, patiently, waitAskedFor } from './wire.ts';

/** One request to a vendor. A vendor's own calls say more, such as the scope that they need. */
export interface Call extends Asked {
  /** Outside-call name where it is one, e.g. `vercel.promote`. */
  readonly name?: string;
  /** Below the vendor's base address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Default: GET without a body, POST with one. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as a form; what is no text in it as JSON. */
  readonly form?: Readonly<Record<string, unknown>>;
  /** The body names things as they are; a secret in it is not replaced. */
  readonly exact?: true;
}

/** A vendor: where it is, who we are to it, and what its faults mean. */
export interface Vendor<C extends Call> {
  /** Without a slash at its end; asked when something is sent, so it may refuse. */
  readonly base: () => string;
  /** What authorizes a request. Goes to the base address alone: no redirect is followed. */
  readonly headers: (call: C) => Readonly<Record<string, string>>;
  /** Part of every request's query. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Whatever must not be said: tokens, and addresses that are secrets themselves. */
  readonly secrets: readonly string[];
  readonly faults: FaultTable<C>;
  readonly pace: Pace;
  /** Beginning of its rate limit's headers, e.g. `x-ratelimit`. */
  readonly limits?: string;
  /** For a vendor that refuses with HTTP 200: its word for the refusal, out of the answer's JSON. */
  readonly refusal?: (answer: unknown) => string | undefined;
  /** After a request that ran into its deadline, nothing is sent for so long. */
  readonly quietMs?: number;
  readonly fetch?: typeof fetch;
}

/** What was there and is deleted may be answered with either. */
const ABSENT: ReadonlySet<number> = new Set([404, 410]);

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface Page<T> {
  readonly value: T;
  readonly headers: Headers;
}

export interface Limits {
  /** Instead of the pace's. */
  readonly deadlineMs?: number | undefined;
  /** Nothing is sent later. */
  readonly notAfter?: NotAfter | undefined;
}

/**
 * The one client of all vendors. A read is repeated while its fault is a passing one, as long as the vendor asks for,
 * within limits. A write is tried exactly once. Nothing waits without a deadline, follows a redirect, or says a secret.
 */
export class HttpClient<C extends Call = Call> {
  readonly vendor: Vendor<C>;
  readonly #hide: Hide;
  #quietUntil = 0;

  constructor(vendor: Vendor<C>) {
    this.vendor = vendor;
    this.#hide = hiding(vendor.secrets);
  }

  /** One object; undefined for 404 and 410 where `absent` allows it. @throws ShiplockError */
  async read<Schema extends z.ZodType>(
    call: C & { readonly absent?: true; readonly tries?: number },
    schema: Schema,
  ): Promise<z.infer<Schema> | undefined> {
    return (await this.page(call, schema))?.value;
  }

  /** The same with the answer's headers, which may name the next page. Never go where a header points. */
  async page<Schema extends z.ZodType>(
    call: C & { readonly absent?: true; readonly tries?: number },
    schema: Schema,
  ): Promise<Page<z.infer<Schema>> | undefined> {
    const { pace, faults } = this.vendor;
    return patiently(
      async (): Promise<Attempt<Page<z.infer<Schema>> | undefined>> => {
        const outcome = await this.#ask(call, schema);
        if ('value' in outcome) return { value: outcome };
        const { fault } = outcome;
        if (call.absent && fault.kind === 'status' && ABSENT.has(fault.status)) return { value: undefined };
        const error = readError(faults, fault, call, this.#hide);
        return { error, again: judge(faults, fault, call).again };
      },
      { ...pace, tries: call.tries ?? pace.tries },
    );
  }

  /** A write: one attempt. @throws OutsideCallError with its certainty */
  async write<Schema extends z.ZodType>(call: C, schema: Schema, limits?: Limits): Promise<z.infer<Schema>> {
    const outcome = await this.#ask(call, schema, limits);
    if ('fault' in outcome) throw this.error(outcome.fault, call);
    return outcome.value;
  }

  /** A write whose answer has nothing to read, or nothing that matters. @throws OutsideCallError */
  async accept(call: C, limits?: Limits): Promise<Answer> {
    const result = await this.send(call, limits);
    if ('fault' in result) throw this.error(result.fault, call);
    // A page in its place is a proxy's or a sign-in's: nobody knows whether the vendor was asked at all.
    if (result.text.trim() !== '' && json(result.text) === undefined)
      throw this.error({ kind: 'unreadable', status: result.status, why: 'not JSON' }, call);
    return result;
  }

  async #ask<Schema extends z.ZodType>(
    call: C,
    schema: Schema,
    limits?: Limits,
  ): Promise<Page<z.infer<Schema>> | { readonly fault: Fault }> {
    const result = await this.send(call, limits);
    if ('fault' in result) return result;
    const outcome = parsed(result, schema);
    return 'fault' in outcome ? outcome : { value: outcome.value, headers: result.headers };
  }

  /**
   * One attempt, for callers who go on after some refusals, or whose answer has no body. Throws nothing but what
   * `notAfter` and the base address throw: then nothing was sent.
   */
  async send(call: C, { deadlineMs, notAfter }: Limits = {}): Promise<Answer | { readonly fault: Fault }> {
    const { pace, fetch = globalThis.fetch, quietMs, limits, refusal } = this.vendor;
    const url = this.#url(call);
    if (Date.now() < this.#quietUntil) return { fault: { kind: 'left-alone' } };
    notAfter?.check(call.name ?? call.doing);
    const most = deadlineMs ?? pace.deadlineMs;
    // Ends a request that was slow to connect, too.
    const signal = AbortSignal.timeout(Math.max(1, Math.min(most, notAfter?.remainingMs() ?? most)));
    try {
      // A redirect would carry the headers along, and may turn a POST into a GET.
      const response = await fetch(url, { ...this.#request(call), redirect: 'manual', signal });
      const text = await response.text();
      const { status, headers } = response;
      if (status >= 200 && status < 300) {
        const word = refusal?.(json(text));
        if (word === undefined) return { status, text, headers };
        const afterMs = waitAskedFor(headers, limits);
        return { fault: { kind: 'status', status, text, headers, afterMs, word } };
      }
      if (status < 400) return { fault: { kind: 'unreadable', status, why: 'a redirect' } };
      return {
        fault: { kind: 'status', status, text, headers, afterMs: waitAskedFor(headers, limits) },
      };
    } catch (error) {
      if (quietMs !== undefined && signal.aborted) this.#quietUntil = Date.now() + quietMs;
      return { fault: { kind: 'network', error } };
    }
  }

  /**
   * Bytes that the vendor keeps by their digest: sent twice they are one, so a passing fault is outwaited as for a read.
   * @throws OutsideCallError, `not-done`: nothing that anybody sees has changed
   */
  async put(
    call: C,
    bytes: {
      readonly size: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly open: () => Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
    },
    sender: Sender,
  ): Promise<void> {
    const { faults, limits, pace } = this.vendor;
    await patiently(async (): Promise<Attempt<true>> => {
      const fault = await sender.send(
        { headers: bytes.headers, size: bytes.size, body: bytes.open() },
        limits,
      );
      if (!fault) return { value: true };
      return { error: this.harmless(fault, call), again: judge(faults, fault, call).again };
    }, pace);
  }

  /** For `put`: so many connections that are kept open. The caller closes it. */
  sender(call: C, connections: number): Sender {
    const { pace } = this.vendor;
    return new Sender(this.#url(call), this.#headers(call), { connections, idleMs: pace.deadlineMs });
  }

  /** The error of a write that ended so. */
  error(fault: Fault, call: C): OutsideCallError {
    return writeError(this.vendor.faults, fault, call, this.#hide);
  }

  /** The error of a write that changed nothing, whatever happened to it. */
  harmless(fault: Fault, call: C): OutsideCallError {
    return harmlessError(this.vendor.faults, fault, call, this.#hide);
  }

  #url({ path, query }: C): URL {
    const url = new URL(this.vendor.base() + path);
    for (const [key, value] of Object.entries({ ...query, ...this.vendor.query }))
      if (value !== undefined) url.searchParams.set(key, value);
    return url;
  }

  #headers(call: C): Record<string, string> {
    return { accept: 'application/json', 'user-agent': 'shiplock', ...this.vendor.headers(call) };
  }

  #request(call: C): { method: string; headers: Record<string, string>; body?: string } {
    const { json: object, form, exact } = call;
    const clean = <T>(value: T): T => (exact ? value : redactedValue(value));
    const headers = this.#headers(call);
    if (form) {
      const body = asForm(clean(form));
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return { method: call.method ?? 'POST', headers: { ...headers, ...type }, body };
    }
    if (object === undefined) return { method: call.method ?? 'GET', headers };
    const body = JSON.stringify(clean(object));
    return {
      method: call.method ?? 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  }
}

function asForm(form: Readonly<Record<string, unknown>>): string {
  const fields = new URLSearchParams();
  for (const [key, value] of Object.entries(form))
    if (value !== undefined) fields.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  return fields.toString();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
