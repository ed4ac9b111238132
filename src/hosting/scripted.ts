import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VercelOptions } from './options.ts';

/** What a test answers to one call; `cut` closes the connection, after whatever the handler changed. */
export type Reply =
  | { readonly status?: number; readonly json?: unknown; readonly headers?: Record<string, string> }
  | 'cut'
  | 'hang';
export type Handler = (call: {
  readonly query: URLSearchParams;
  readonly body: string;
  readonly match: readonly string[];
  readonly headers: IncomingMessage['headers'];
}) => Reply | Promise<Reply>;

/**
 * A vendor of the tests' own making: routes in, log of calls out. Deliberately has no behaviour by itself, so that each
 * test says in full what Vercel does in it. A call that no route expects answers 501 and is kept in `unexpected`.
 */
export class Scripted {
  readonly calls: string[] = [];
  readonly unexpected: string[] = [];
  readonly #routes: { method: string; path: RegExp; handler: Handler }[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #port = 0;

  static async start(): Promise<Scripted> {
    const scripted = new Scripted();
    await new Promise<void>((done) => scripted.#server.listen(0, '127.0.0.1', done));
    scripted.#port = (scripted.#server.address() as AddressInfo).port;
    return scripted;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  options(more: Partial<VercelOptions> = {}): VercelOptions {
    const pace = { retryMs: 1, confirmMs: 5, buildFactor: 0.005, settleMs: 0, domainMs: 500 };
    return {
      token: 'secret-token',
      project: 'shop',
      apiUrl: `http://${this.host}`,
      deadlineMs: 500,
      ...more,
      pace: { ...pace, ...more.pace },
    };
  }

  /** The latest route that matches wins, so a test overrides what its set-up said. */
  on(route: string, handler: Handler | Reply): this {
    const [method = '', path = ''] = route.split(' ');
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '([^/]+)')}$`);
    this.#routes.unshift({
      method,
      path: pattern,
      handler: typeof handler === 'function' ? handler : () => handler,
    });
    return this;
  }

  count(start: string): number {
    return this.calls.filter((call) => call.startsWith(start)).length;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const line = `${request.method} ${url.pathname}`;
    this.calls.push(line);
    for (const { method, path, handler } of this.#routes) {
      const match = method === request.method ? path.exec(decodeURIComponent(url.pathname)) : null;
      if (!match) continue;
      const reply = await handler({
        query: url.searchParams,
        body: Buffer.concat(chunks).toString(),
        match: match.slice(1),
        headers: request.headers,
      });
      if (reply === 'hang') return;
      if (reply === 'cut') return void request.socket.destroy();
      const text =
        reply.json === undefined
          ? ''
          : typeof reply.json === 'string'
            ? reply.json
            : JSON.stringify(reply.json);
      response.writeHead(reply.status ?? 200, reply.headers).end(text);
      return;
    }
    this.unexpected.push(line);
    response.writeHead(501).end();
  }
}

/** A project with two domains, a live deployment `dpl_a` and a staged one `dpl_b`; tests change its fields. */
export class Shop {
  readonly vercel: Scripted;
  readonly serving: Record<string, string>;
  readonly running: Record<string, unknown> = { release: 'rel_a', commit: 'aaa' };
  project: Record<string, unknown> = {
    id: 'prj_1',
    name: 'shop',
    autoAssignCustomDomains: true,
    targets: { production: { id: 'dpl_a' } },
  };
  deployments: Record<string, Record<string, unknown>> = {
    dpl_a: {
      id: 'dpl_a',
      url: 'a.example',
      readyState: 'READY',
      meta: { shiplockReleaseId: 'rel_a', githubCommitSha: 'aaa' },
    },
    dpl_b: {
      id: 'dpl_b',
      url: 'b.example',
      readyState: 'READY',
      meta: { shiplockReleaseId: 'rel_b', githubCommitSha: 'bbb' },
    },
  };

  constructor(vercel: Scripted) {
    this.vercel = vercel;
    // Both names reach this server, so that a request through the domain is a real one.
    this.serving = { [vercel.host]: 'dpl_a', [vercel.host.replace('127.0.0.1', 'localhost')]: 'dpl_a' };
    const domain = (name: string) => ({ name, verified: true });
    vercel
      .on('GET /v9/projects/*', () => ({ json: this.project }))
      .on('GET /v9/projects/*/domains', () => ({
        json: {
          domains: [
            ...Object.keys(this.serving).map(domain),
            { name: 'old.example', verified: true, redirect: 'x' },
            { name: 'b.example', verified: true, gitBranch: 'b' },
            { name: 'new.example', verified: false },
          ],
        },
      }))
      .on('GET /v4/aliases/*', ({ match }) => {
        const id = this.serving[match[0] ?? ''];
        return id
          ? { json: { deploymentId: id } }
          : { status: 404, json: { error: { code: 'not_found', message: 'no' } } };
      })
      .on('GET /v2/deployments/*/aliases', ({ match }) => ({
        json: {
          aliases: Object.entries(this.serving)
            .filter(([, id]) => id === match[0])
            .map(([alias]) => ({ uid: alias, alias, created: '2026-01-01T00:00:00Z' })),
        },
      }))
      .on('GET /v13/deployments/*', ({ match }) => {
        const found = this.deployments[match[0] ?? ''];
        return found ? { json: found } : { status: 404, json: { error: { code: 'not_found' } } };
      })
      .on('GET /v3/deployments/*/events', { json: [] })
      .on('GET /v6/domains/*/config', { json: { misconfigured: false } })
      .on('GET /api/health/ready', () => ({ json: this.running }));
  }

  /** Vercel's job in one stroke: domains moved, application answering, job noted. */
  moved(to: string, release: string, job: Record<string, unknown> = {}): void {
    for (const domain of Object.keys(this.serving)) this.serving[domain] = to;
    Object.assign(this.running, { release });
    this.job({ toDeploymentId: to, jobStatus: 'succeeded', ...job });
  }

  /** A rollback of an hour ago to what serves. */
  pinned(): void {
    this.job({ type: 'rollback', toDeploymentId: 'dpl_a', requestedAt: Date.now() - 3_600_000 });
    this.project = { ...this.project, autoAssignCustomDomains: false };
  }

  job(job: Record<string, unknown>): void {
    this.project = {
      ...this.project,
      lastAliasRequest: {
        fromDeploymentId: 'dpl_a',
        toDeploymentId: 'dpl_b',
        type: 'promote',
        jobStatus: 'succeeded',
        requestedAt: Date.now(),
        ...job,
      },
    };
  }
}

/** What the work threw; that it did not is an error of its own. */
export const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('did not throw');
    },
    (error: unknown) => error,
  );
