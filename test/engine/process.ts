import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { World } from './world.ts';

const CHILD = path.join(import.meta.dirname, 'child.ts');

/** A process that is ready to migrate. */
export interface Runner {
  readonly pid: number;
  readonly output: () => string;
  go(): void;
  kill(): void;
  /** Exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
}

/** Starts a process; it resolves when everything is loaded and it waits for `go`. */
export async function runner(world: World, env: Readonly<Record<string, string>> = {}): Promise<Runner> {
  const child: ChildProcess = spawn(process.execPath, [CHILD], {
    env: {
      ...process.env,
      SHIPLOCK_DATABASE_URL: world.url,
      SHIPLOCK_WORKSPACE: world.workspace,
      SHIPLOCK_MIGRATIONS: 'supabase/migrations',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('ready')) resolve();
    });
    child.once('exit', () => reject(new Error(`the child ended before it was ready: ${text}`)));
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    go: () => child.stdin?.write('go\n'),
    kill: () => child.kill('SIGKILL'),
    ended,
  };
}

/** Numbers in [0, 1) that depend on nothing but the seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
