import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { redactor } from '../../present/redact.ts';
import { findProgram } from '../../release/find-program.ts';
import type { Say } from '../../release/ports.ts';
import { forArguments } from '../connection-string.ts';
import { folderProblem } from './problems.ts';

export interface CliRun {
  readonly code: number | null;
  readonly signal: string | null;
  /** By version, from the line that announces each to the next one. */
  readonly milliseconds: ReadonlyMap<string, number>;
  /** The end of what it printed, without the password. */
  readonly lastWords: string;
}

const KEPT_LINES = 6;
/** A job's environment is full of secrets; these are none, and without them no process starts. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT'];

/**
 * `supabase migration up` on a database. The address goes by argument, because the CLI takes it nowhere else
 * (`supabase migration up --help`). The password does not: command lines can be read by everybody on the machine. It
 * goes by PGPASSWORD, as with libpq: https://www.postgresql.org/docs/current/libpq-envars.html
 */
export async function runCli(request: {
  readonly url: string;
  /** Where the app's own packages are. */
  readonly workspace: string;
  readonly workdir: string;
  readonly lockTimeoutMs: number;
  readonly say: Say;
  /** Some file comes before an applied one. */
  readonly isLate?: boolean;
}): Promise<CliRun> {
  const { address, env, secrets } = forArguments(request.url);
  const late = request.isLate ? ['--include-all'] : [];
  const program = await findProgram('supabase', request.workspace);
  if (!program) throw missing(new Error('it is neither on PATH nor in node_modules/.bin of the workspace'));
  const child = spawn(program, ['migration', 'up', '--yes', ...late, `--remote=${address}`], {
    cwd: request.workdir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]])),
      ...env,
      PGOPTIONS: `-c lock_timeout=${request.lockTimeoutMs}`,
      DO_NOT_TRACK: '1',
      NO_COLOR: '1',
    },
  });
  const clean = redactor(secrets);
  const said: string[] = [];
  const watch = stopwatch();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (raw) => {
      const line = clean(raw).trim();
      if (!/\w/.test(line)) return;
      said.push(line);
      request.say(`supabase: ${line}`);
      const version = /^Applying migration (\d+)_/.exec(line)?.[1];
      if (version !== undefined) watch.begin(version);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(missing(error)));
    child.once('close', (code, signal) =>
      resolve({ code, signal, milliseconds: watch.end(), lastWords: said.slice(-KEPT_LINES).join(' / ') }),
    );
  });
}

function stopwatch() {
  const took = new Map<string, number>();
  let running: { version: string; since: number } | undefined;
  const stop = () => {
    if (running) took.set(running.version, performance.now() - running.since);
  };
  return {
    begin(version: string): void {
      stop();
      running = { version, since: performance.now() };
    },
    end(): ReadonlyMap<string, number> {
      stop();
      return took;
    },
  };
}

function missing(error: Error) {
  return folderProblem(
    'CLI',
    {
      what: `could not start the Supabase CLI (${error.message})`,
      next: 'Install it before this step (supabase/setup-cli, with a pinned version), or use engine: shiplock.',
    },
    error,
  );
}
