import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Call } from './call.ts';
import { credentialsOf, isError, withEcho } from './echo.ts';

export type { Call } from './call.ts';

import { type Fault, type Faults, faultRuleSchema } from './faults.ts';
import { type AccessLog, loggablePath } from './log.ts';
import { Memory } from './memory.ts';

type Answer = Response | Promise<Response>;

/** The vendor's own error shape, for answers the kit makes itself (429, 5xx, 501). */
export type ErrorBody = (status: number, code: string, message: string) => unknown;

export interface RouteOptions {
  /** No credentials needed. */
  readonly public?: boolean;
  /** Default: GET and HEAD read, everything else writes. Only a write moves the `stale-read` memory on. */
  readonly kind?: 'read' | 'write';
}

export interface StandInOptions<State> {
  /** First part of its outside-call names. */
  readonly vendor: string;
  readonly faults: Faults;
  readonly log: AccessLog;
  /** Undefined lets the request in; a Response turns it away. See `checkBearer`. */
  readonly authorize?: (call: Call) => Response | undefined;
  readonly errorBody: ErrorBody;
  /** All that reads look at, as structured-cloneable data: makes `stale-read` exact. */
  readonly state?: State;
  /** Says what is wrong with an answer in JSON, by what the vendor publishes; it is noted as a bug of the stand-in. */
  readonly published?: (call: string, status: number, body: unknown) => Promise<string | undefined>;
}

/** A vendor's stand-in: routes with outside-call names, behind auth, the access log and the fault switch. */
export class StandIn<State extends object = object> {
  readonly #app = new Hono<{ Bindings: HttpBindings }>();
  readonly #options: StandInOptions<State>;
  readonly #memory: Memory<State>;
  #server: Server | undefined;

  constructor(options: StandInOptions<State>) {
    this.#options = options;
    this.#memory = new Memory(options.state);
    this.#control();
  }

  /**
   * Adds a route. `method` may be `ALL`; `call` may be computed from the request. The handler gets the state to read
   * from, which under `stale-read` is an older one.
   */
  route(
    method: string,
    path: string | string[],
    call: string | ((call: Call) => string | Promise<string>),
    handle: (call: Call, state: State) => Answer,
    options: RouteOptions = {},
  ): this {
    const run = async (c: Call) =>
      this.#serve(c, typeof call === 'function' ? await call(c) : call, handle, options);
    for (const one of [path].flat())
      if (method === 'ALL') this.#app.all(one, run);
      else this.#app.on(method, one, run);
    return this;
  }

  /** Listens on an ephemeral port of 127.0.0.1. */
  async listen(): Promise<{ readonly url: string; readonly port: number; close(): Promise<void> }> {
    const { vendor, log, errorBody } = this.#options;
    this.#app.notFound((c) => {
      log.unimplemented.push({ vendor, method: c.req.method, path: loggablePath(c.req.url) });
      return this.#answer(
        501,
        errorBody(501, 'not_implemented', `${c.req.method} ${c.req.path} is not part of this stand-in`),
      );
    });
    const server = createAdaptorServer({ fetch: this.#app.fetch, hostname: '127.0.0.1' }) as Server;
    this.#server = server;
    // Keep-alive connections that close between two requests look like faults to a client; outlive the client's pools.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, port, close: () => this.close() };
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  async #serve(
    c: Call,
    name: string,
    handle: (call: Call, state: State) => Answer,
    options: RouteOptions,
  ): Promise<Response> {
    const { vendor, faults, log, authorize } = this.#options;
    const at = Date.now();
    const fault = faults.take(name) ?? (this.#reads(c, options) ? faults.takeFirstRead(name) : undefined);
    const done = async (answer: Response): Promise<Response> => {
      const echoes = faults.echoes && answer !== RESPONSE_ALREADY_SENT && (await isError(answer));
      const response = echoes ? await withEcho(answer, credentialsOf(c)) : answer;
      const status = response === RESPONSE_ALREADY_SENT ? 0 : response.status;
      const path = loggablePath(c.req.url);
      const entry = {
        vendor,
        call: name,
        method: c.req.method,
        path,
        status,
        at,
        milliseconds: Date.now() - at,
      };
      log.add(fault ? { ...entry, fault: fault.kind } : entry);
      return response;
    };
    const early = fault && (await this.#before(c, fault));
    if (early) return done(early);
    const refused = options.public ? undefined : authorize?.(c);
    if (refused) return done(refused);
    let response: Response;
    try {
      response = await this.#act(c, fault, handle, options);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.crashes.push({ vendor, call: name, message });
      response = this.#fail(500, 'internal_server_error');
    }
    await this.#hold(name, response);
    return done((fault && (await this.#after(c, fault, response))) ?? response);
  }

  /** Holds an answer against what the vendor publishes. */
  async #hold(call: string, response: Response): Promise<void> {
    const { vendor, log, published } = this.#options;
    if (!published || !response.headers.get('content-type')?.startsWith('application/json')) return;
    const message = await published(call, response.status, await response.clone().json());
    if (message !== undefined) log.crashes.push({ vendor, call, message });
  }

  #reads(c: Call, options: RouteOptions): boolean {
    return (options.kind ?? (['GET', 'HEAD'].includes(c.req.method) ? 'read' : 'write')) === 'read';
  }

  async #act(
    c: Call,
    fault: Fault | undefined,
    handle: (call: Call, state: State) => Answer,
    options: RouteOptions,
  ) {
    if (!this.#reads(c, options)) {
      this.#memory.beforeWrite();
      return handle(c, this.#memory.now());
    }
    if (fault?.kind !== 'stale-read')
      return this.#memory.remember(c.req.url, await handle(c, this.#memory.now()));
    return this.#memory.staleAnswer(c.req.url) ?? handle(c, this.#memory.before());
  }

  async #before(c: Call, fault: Fault): Promise<Response | undefined> {
    const { faults, errorBody } = this.#options;
    if (fault.kind === 'refuse') return cut(c);
    if (fault.kind === 'cut-before') {
      await c.req.arrayBuffer();
      return cut(c);
    }
    if (fault.kind === 'html') return page();
    // Somewhere that answers nothing: whoever follows it, with the credentials, is seen to.
    if (fault.kind === 'redirect') return Response.redirect('http://127.0.0.1:9/', 307);
    if (fault.kind === 'status') return this.#fail(fault.status, STATUS_WORDS[fault.status] ?? 'bad_request');
    if (fault.kind === 'terminate-caller') faults.killCaller('SIGTERM');
    if (fault.kind === 'error-before') return this.#fail(fault.status, 'internal_server_error');
    if (fault.kind === 'delay') await sleep(fault.milliseconds);
    if (fault.kind === 'rate-limit') {
      const { as, retryAfterSeconds } = fault;
      const at = new Date(Date.now() + retryAfterSeconds * 1000).toUTCString();
      const headers = { 'retry-after': as === 'date' ? at : String(retryAfterSeconds) };
      return this.#answer(429, errorBody(429, 'rate_limited', 'Too many requests'), headers);
    }
    if (fault.kind !== 'kill-caller-before') return undefined;
    faults.killCaller();
    return cut(c);
  }

  async #after(c: Call, fault: Fault, response: Response): Promise<Response | undefined> {
    if (fault.kind === 'half') return half(c, response);
    if (fault.kind === 'hang') return hang(c);
    if (fault.kind === 'error-after') return this.#fail(fault.status, 'internal_server_error');
    if (fault.kind === 'cut-after') return cut(c);
    if (fault.kind !== 'kill-caller-after') return undefined;
    this.#options.faults.killCaller();
    return cut(c);
  }

  #fail(status: number, code: string): Response {
    return this.#answer(status, this.#options.errorBody(status, code, 'Something went wrong on our side'));
  }

  #answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
    return Response.json(body, { status, headers });
  }

  /** Lets another process (an action under test, a workflow run) set faults and read the log. */
  #control(): void {
    const { faults, log } = this.#options;
    const app = this.#app;
    app.post('/_faults', async (c) => {
      const rule = faultRuleSchema.safeParse(await c.req.json().catch(() => undefined));
      if (!rule.success) return c.json({ error: z.prettifyError(rule.error) }, 400);
      faults.set(rule.data);
      return c.body(null, 204);
    });
    app.delete('/_faults', (c) => {
      faults.clear(c.req.query('call'));
      return c.body(null, 204);
    });
    app.post('/_caller', async (c) => {
      const { pid } = z.object({ pid: z.number().int().positive() }).parse(await c.req.json());
      faults.setCallingProcess(pid);
      return c.body(null, 204);
    });
    app.post('/_echo', async (c) => {
      const schema = z.object({ echo: z.boolean(), firstReads: z.array(z.string()).default([]) });
      const { echo, firstReads } = schema.parse(await c.req.json());
      faults.setEcho(echo, { firstReads });
      return c.body(null, 204);
    });
    app.get('/_log', (c) =>
      c.json({
        entries: log.entries,
        unimplemented: log.unimplemented,
        crashes: log.crashes,
        struck: faults.struck,
      }),
    );
  }
}

/** Vendors' own words for what they refuse. */
const STATUS_WORDS: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  402: 'payment_required',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  422: 'unprocessable_entity',
};

/** What a proxy or a sign-in page puts in the place of an answer. */
function page(): Response {
  return new Response('<!doctype html><title>Please wait</title><h1>We will be right back</h1>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

/** The head promises the whole answer; half of it comes. */
async function half(c: Call, response: Response): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  const { outgoing } = c.env;
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'content-length': String(Math.max(2, body.length)),
  });
  await new Promise((resolve) => outgoing.write(body.subarray(0, body.length >> 1), resolve));
  return cut(c);
}

/** Keeps the connection open and says nothing, until the client leaves. */
function hang(c: Call): Promise<Response> {
  return new Promise((resolve) => {
    c.env.incoming.socket.once('close', () => resolve(RESPONSE_ALREADY_SENT));
  });
}

/** Ends the connection without an answer. */
function cut(c: Call): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
