import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Cli {
  /** Runs one command in a folder, and waits for its end. */
  run(args: readonly string[], cwd: string): Promise<Ran>;
  /** Hosts outside of this machine that the CLI tried to reach. */
  strayed(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A minute is more than any command here needs; one that waits for an answer that never comes must not hold the run. */
const DEADLINE_MS = 90_000;

/** Vercel's CLI at `script`, signed in with `token`, that talks to `api` and can reach nothing beyond this machine. */
export async function startCli(options: {
  readonly script: string;
  readonly api: string;
  readonly token: string;
}): Promise<Cli> {
  const home = await mkdtemp(path.join(tmpdir(), 'shiplock-vercel-cli-'));
  const strayed = path.join(home, 'strayed');
  await writeFile(strayed, '');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_DATA_HOME: home,
    XDG_CACHE_HOME: home,
    CI: '1',
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
    VERCEL_TELEMETRY_DISABLED: '1',
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${path.join(import.meta.dirname, 'offline.ts')}`,
    SHIPLOCK_OFFLINE_LOG: strayed,
    // Not as an argument: those are public on a machine.
    VERCEL_TOKEN: options.token,
  };
  return {
    run(args, cwd) {
      const started = performance.now();
      const all = [options.script, ...args, '--api', options.api];
      const child = spawn(process.execPath, all, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      const late = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => {
          clearTimeout(late);
          resolve({ code: code ?? 137, stdout, stderr, milliseconds: performance.now() - started });
        });
      });
    },
    async strayed() {
      return (await readFile(strayed, 'utf8')).split('\n').filter(Boolean);
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}
