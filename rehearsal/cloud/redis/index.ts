import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../free-port.ts';
import { Unavailable } from '../../wheel.ts';
import { hexSecret, type MakeSecret } from '../kit/index.ts';
import { redisServer } from './binary.ts';

/** A real Redis server behind Upstash's REST API, and what can happen to it. */
export interface RedisPart {
  readonly url: string;
  readonly token: string;
  /** Ends server and front at once, as a host that is gone. */
  kill(): Promise<void>;
  /** Connections are accepted, and nothing is answered. */
  stall(): void;
  resume(): void;
  /** Empty, at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const FRONT = fileURLToPath(new URL('front.ts', import.meta.url));
const READY_MS = 20_000;

/** The same; where this machine can have none, the reason is told, and there is none. */
export async function redisIfAny(tell: (why: string) => void): Promise<RedisPart | undefined> {
  try {
    return await startRedis();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    tell(error.message);
    return undefined;
  }
}

/** @throws Unavailable where this machine can have no Redis server */
async function startRedis(options: { readonly secret?: MakeSecret } = {}): Promise<RedisPart> {
  const binary = await redisServer();
  const token = (options.secret ?? hexSecret)();
  const password = hexSecret();
  const [port, frontPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${frontPort}`;
  let running: ChildProcess[] = [];

  const start = async () => {
    // By its standard input: what stands on a command line is in the process list.
    const server = spawn(binary, ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    running.push(server);
    await once(server, 'spawn');
    server.stdin?.end(
      `port ${port}\nbind 127.0.0.1\nrequirepass ${password}\nsave ""\nappendonly no\nloglevel warning\n`,
    );
    const front = spawn(process.execPath, [FRONT], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        ...process.env,
        FRONT_SERVER: String(server.pid),
        FRONT_TOKEN: token,
        FRONT_PORT: String(frontPort),
        FRONT_REDIS: `redis://:${password}@127.0.0.1:${port}`,
      },
    });
    running.push(front);
    await answers(url, token, [server, front]);
  };
  const kill = async () => {
    const ended = running.map((each) => (isRunning(each) ? once(each, 'exit') : undefined));
    for (const each of running) each.kill('SIGKILL');
    await Promise.all(ended);
    running = [];
  };
  try {
    await start();
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    ...{ url, token, kill, close: kill },
    stall: () => void running[0]?.kill('SIGSTOP'),
    resume: () => void running[0]?.kill('SIGCONT'),
    restart: start,
  };
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function answers(url: string, token: string, needed: readonly ChildProcess[]): Promise<void> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    if (!needed.every(isRunning)) throw new Error('the Redis server, or its front, ended while it started');
    const answer = await fetch(url, {
      ...{ method: 'POST', body: '["PING"]', signal: AbortSignal.timeout(1_000) },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((later) => setTimeout(later, 25));
  }
  throw new Error(`the Redis server did not answer within ${READY_MS} ms`);
}
