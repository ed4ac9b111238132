import type { ChildProcess } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { endGroup, spawnGroup } from '../process-group.ts';
import { functionConfig, functionsOf, type OutputConfig, outputConfig } from './config.ts';
import { route } from './route.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

export interface OutputServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a folder of files, or with `config` what `vercel build` left: its files, its functions, by its routes. */
export async function startOutput(options: {
  readonly directory: string;
  readonly config: boolean;
  readonly env: Readonly<Record<string, string>>;
}): Promise<OutputServer> {
  const { directory } = options;
  const config: OutputConfig = options.config
    ? outputConfig.parse(JSON.parse(await readFile(join(directory, 'config.json'), 'utf8')))
    : { version: 3, routes: [{ handle: 'filesystem' }], overrides: {} };
  const top = options.config ? join(directory, 'static') : directory;
  const functions = options.config ? await functionsOf(directory) : new Map<string, string>();
  // At Vercel a function's folder is a root of its own: no package.json above it says what its files are.
  if (functions.size > 0)
    await writeFile(join(directory, 'functions/package.json'), '{"type":"commonjs"}', { flag: 'wx' }).catch(
      () => undefined,
    );
  const overrides = new Map(
    Object.entries(config.overrides).map(([file, { path, contentType }]) => [
      `/${path ?? file}`,
      { file: `/${file}`, contentType },
    ]),
  );
  const running = new Map<string, Promise<{ child: ChildProcess; port: number }>>();

  /** What lies at a path: a function, or the file that a name or a folder stands for. */
  const at = async (path: string) => {
    for (const name of [path, join(path, 'index')]) {
      const folder = functions.get(name);
      if (folder) return { folder };
    }
    const given = overrides.get(path);
    for (const name of given ? [given.file] : [path, join(path, 'index.html')]) {
      const file = join(top, name);
      if (file.startsWith(top) && (await stat(file).catch(() => undefined))?.isFile())
        return { file, type: given?.contentType ?? TYPES[extname(file)] ?? 'application/octet-stream' };
    }
    return undefined;
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', 'http://local');
    const found = await route(config.routes, incoming.method ?? 'GET', decodeURIComponent(url.pathname), at);
    for (const [name, value] of Object.entries(found.headers)) outgoing.setHeader(name, value);
    if (!found.target) {
      const status = found.status ?? 404;
      return void outgoing
        .writeHead(status)
        .end(status === 404 ? 'The page could not be found\n\nNOT_FOUND\n' : '');
    }
    if ('folder' in found.target) {
      const { folder } = found.target;
      const started = running.get(folder) ?? startFunction(folder, options.env);
      running.set(folder, started);
      return forward((await started).port, incoming, outgoing);
    }
    outgoing.setHeader('content-type', found.target.type);
    outgoing.writeHead(found.status ?? 200);
    if (incoming.method === 'HEAD') return void outgoing.end();
    createReadStream(found.target.file).pipe(outgoing);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end(`${String(error)}\n`);
    });
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
      for (const started of running.values()) {
        const one = await started.catch(() => undefined);
        if (one) await endGroup(one.child);
      }
    },
  };
}

/** A function in a process of its own, with the deployment's environment. */
async function startFunction(folder: string, env: Readonly<Record<string, string>>) {
  const config = functionConfig.parse(JSON.parse(await readFile(join(folder, '.vc-config.json'), 'utf8')));
  const child = spawnGroup(
    process.execPath,
    [join(import.meta.dirname, 'function.ts'), join(folder, config.handler)],
    {
      cwd: folder,
      env: { ...env, ...config.environment, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the function ended with ${code}`)));
  });
  return { child, port };
}

function forward(port: number, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const upstream = request({ host: '127.0.0.1', port, method, path: incoming.url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  upstream.once('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502);
    outgoing.end();
  });
  incoming.pipe(upstream);
}
