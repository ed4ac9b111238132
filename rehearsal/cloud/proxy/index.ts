import { randomBytes } from 'node:crypto';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** Where a request goes now. Asked once per request, so a request in flight stays where it began. */
export type Route =
  | { readonly port: number; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly answer: {
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body: string;
      };
    };

export type Resolve = (request: IncomingMessage) => Route | Promise<Route>;

/** Requests seen by a listener, for reports. */
export interface Traffic {
  requests: number;
  /** Answers the proxy had to make up because the deployment did not give one. */
  failed: number;
}

export interface EdgeListener {
  /** `127.0.0.1:PORT`: the domain itself. */
  readonly host: string;
  readonly url: string;
  readonly traffic: Traffic;
}

/** The edge network's stand-in: one listener a domain or deployment, each on an ephemeral port of 127.0.0.1. */
export class Edge {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' });
  readonly #servers = new Set<Server>();

  async listen(resolve: Resolve): Promise<EdgeListener> {
    const traffic: Traffic = { requests: 0, failed: 0 };
    const server = createServer((incoming, outgoing) => {
      traffic.requests += 1;
      void this.#serve(resolve, incoming, outgoing, traffic);
    });
    // A keep-alive connection that ends while a client reuses it is a failed request to that client.
    server.keepAliveTimeout = 120_000;
    server.requestTimeout = 0;
    await new Promise<void>((done, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', done);
    });
    this.#servers.add(server);
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { host, url: `http://${host}`, traffic };
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#servers].map((server) => {
        const closed = new Promise<void>((done) => server.close(() => done()));
        server.closeAllConnections();
        return closed;
      }),
    );
    this.#agent.destroy();
  }

  async #serve(
    resolve: Resolve,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    traffic: Traffic,
  ): Promise<void> {
    const id = `local1::${randomBytes(3).toString('hex')}-${Date.now()}-${randomBytes(6).toString('hex')}`;
    let route: Route;
    try {
      route = await resolve(incoming);
    } catch (error) {
      traffic.failed += 1;
      return makeUp(outgoing, id, 502, error);
    }
    if ('answer' in route) {
      const { status, headers, body } = route.answer;
      outgoing.writeHead(status, {
        'content-type': 'text/plain; charset=utf-8',
        ...headers,
        'x-vercel-id': id,
      });
      outgoing.end(body);
      return;
    }
    const { port, headers } = route;
    const failed = (error: unknown) => {
      traffic.failed += 1;
      makeUp(outgoing, id, 502, error);
    };
    this.#forward({ port, headers: headers ?? {}, id, incoming, outgoing, failed, again: true });
  }

  #forward(job: {
    port: number;
    headers: Readonly<Record<string, string>>;
    id: string;
    incoming: IncomingMessage;
    outgoing: ServerResponse;
    failed: (error: unknown) => void;
    again: boolean;
  }): void {
    const { incoming, outgoing, id } = job;
    const upstream = request({
      agent: this.#agent,
      host: '127.0.0.1',
      port: job.port,
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...incoming.headers,
        'x-forwarded-host': incoming.headers.host ?? '',
        'x-forwarded-proto': 'http',
        'x-forwarded-for': incoming.socket.remoteAddress ?? '127.0.0.1',
        'x-vercel-id': id,
        ...job.headers,
        connection: 'keep-alive',
      },
    });
    upstream.once('response', (answer) => {
      const { connection: _connection, 'keep-alive': _keepAlive, ...headers } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, { ...headers, 'x-vercel-id': id });
      pipeline(answer, outgoing, () => undefined);
    });
    const bodyless = incoming.method === 'GET' || incoming.method === 'HEAD';
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent || outgoing.destroyed) return void outgoing.destroy();
      // An idle upstream connection closed just as it was reused: nothing was served, so once more is safe.
      // https://nodejs.org/api/http.html#requestreusedsocket
      if (job.again && bodyless && upstream.reusedSocket && error.code === 'ECONNRESET')
        return this.#forward({ ...job, again: false });
      job.failed(error);
    });
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) upstream.destroy();
    });
    if (bodyless) upstream.end();
    else pipeline(incoming, upstream, () => undefined);
  }
}

function makeUp(outgoing: ServerResponse, id: string, status: number, error: unknown): void {
  if (outgoing.headersSent || outgoing.destroyed) return void outgoing.destroy();
  outgoing.writeHead(status, {
    'content-type': 'text/plain',
    'x-vercel-error': 'FUNCTION_INVOCATION_FAILED',
    'x-vercel-id': id,
  });
  outgoing.end(`FUNCTION_INVOCATION_FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
}
