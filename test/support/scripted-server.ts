import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** JSON or form body; undefined without one. */
  readonly body: Record<string, unknown> | undefined;
}

/** `cut`: the connection breaks before any answer; `half`: in the middle of the body; `silent`: no answer ever. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'cut'
  | 'half'
  | 'silent';

/** A vendor that answers from a script and remembers what it was asked. What the script does not know answers 501. */
export async function scriptedServer(script: (seen: Seen) => Reply | undefined) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const text = Buffer.concat(chunks).toString();
      const one: Seen = {
        method: request.method ?? '',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        text,
        body: parseBody(text, request.headers['content-type'] ?? ''),
      };
      seen.push(one);
      const reply = script(one) ?? {
        status: 501,
        body: { message: `no script for ${one.method} ${one.path}` },
      };
      if (reply === 'silent') return;
      if (reply === 'cut') {
        response.destroy();
        return;
      }
      if (reply === 'half') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('[{"id":');
        setTimeout(() => response.destroy(), 20);
        return;
      }
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    /** `METHOD /path` of everything asked, in order. */
    calls: () => seen.map((one) => `${one.method} ${one.path}`),
    writes: () => seen.filter((one) => one.method !== 'GET'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseBody(text: string, type: string): Record<string, unknown> | undefined {
  if (text === '') return undefined;
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
