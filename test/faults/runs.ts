import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { runAction as spawnAction } from '../../rehearsal/runner.ts';
import { root } from '../../scripts/project.ts';
import type { Problem } from '../../src/release/errors.ts';
import { ShiplockError } from '../../src/release/errors.ts';
import type { Action, ActionModule } from '../../src/runner/action.ts';
import { asShiplockError, reportError } from '../../src/runner/report.ts';
import { rawInputs } from '../../src/runner/run.ts';
import { parseInputs } from '../../src/runner/values.ts';
import { isBrokenBy } from './broken.ts';

/** One job's step, as the one who reads its log knows it. */
export interface Outcome {
  readonly code: number | null;
  /** Ended by this, and said no more. */
  readonly signal: NodeJS.Signals | null;
  /** Empty when it ended well. */
  readonly errorCode: string;
  /** In-process only: what the error says, in its parts. */
  readonly problem: Problem | undefined;
  readonly lines: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Step {
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
}

/** For whoever looks at one case. */
const TELL = process.env['SHIPLOCK_FAULTS_TELL'] === '1';

const ACTIONS: Readonly<Record<string, () => Promise<ActionModule>>> = {
  ship: () => import('../../actions/ship/main.ts'),
  deploy: () => import('../../actions/deploy/main.ts'),
  'approval-gate': () => import('../../actions/approval-gate/main.ts'),
  rollback: () => import('../../actions/rollback/main.ts'),
  migrate: () => import('../../actions/migrate/main.ts'),
  'approval-rerun': () => import('../../actions/approval-rerun/main.ts'),
  hold: () => import('../../actions/hold/main.ts'),
  'sentry-release': () => import('../../actions/sentry-release/main.ts'),
};

/** `shiplock doctor`, in the form of an action. */
async function doctor(): Promise<ActionModule> {
  const { doctor: command } = await import('../../src/cli/doctor.ts');
  const { inputs, required } = command;
  return {
    action: {
      manifest: { name: 'doctor', title: '', description: '', inputs, required, outputs: {} },
      run: async (door) => {
        door.say(await command.run(door, { json: false, head: undefined }));
        return { outputs: {}, summary: '' };
      },
    },
  };
}

/**
 * The action itself, by the door that the runner uses, in this process: its inputs, composition, vendors' clients and
 * the account of its error are the real ones. One at a time: a job's environment is the process's.
 */
export async function inProcess({ action: name, inputs, env, workspace }: Step): Promise<Outcome> {
  const { action } = await (name === 'doctor' ? doctor() : ACTIONS[name]!());
  return withEnvironment({ ...env, GITHUB_WORKSPACE: workspace }, () => run(action, inputs));
}

/** The same from the built dist/, in a process that can be killed. */
export async function spawned(step: Step, onStart: (pid: number) => void): Promise<Outcome> {
  const { action, inputs, env, workspace } = step;
  if (action === 'doctor') return doctorSpawned(step, onStart);
  const { code, signal, log, outputs, annotations } = await spawnAction({
    ...{ action, inputs, env, workspace, onStart },
  });
  const last = annotations.findLast(({ level }) => level === 'error')?.message ?? '';
  const [errorCode = ''] = code === 0 ? [] : (/SHIPLOCK_[A-Z0-9_]+/.exec(last) ?? []);
  return { code, signal, errorCode, problem: undefined, lines: log, outputs };
}

/** The command line is what people run it by. */
async function doctorSpawned({ env, workspace }: Step, onStart: (pid: number) => void): Promise<Outcome> {
  const cli = [path.join(root, 'dist/cli.js'), 'doctor', '--environment', 'production'];
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, cli, { cwd: workspace, env: { PATH, HOME, ...env } });
  onStart(child.pid!);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (c, s) => resolve([c, s]));
  });
  const [errorCode = ''] = code === 0 ? [] : (/SHIPLOCK_[A-Z0-9_]+/.exec(lines.join('\n')) ?? []);
  return { code, signal, errorCode, problem: undefined, lines, outputs: {} };
}

const ENDED_WELL = { code: 0, signal: null, errorCode: '', problem: undefined } as const;

async function run(action: Action, given: Readonly<Record<string, string>>): Promise<Outcome> {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    if (TELL) process.stdout.write(`  ${(performance.now() / 1000).toFixed(2)} ${line}\n`);
  };
  try {
    const raw = rawInputs(action.manifest.inputs, (input) => given[input] ?? '');
    const inputs = parseInputs(raw, action.manifest);
    const door = { inputs, say, warn: say, summarize: async () => undefined };
    try {
      const { outputs } = await action.run(door);
      return { ...ENDED_WELL, lines, outputs };
    } catch (thrown) {
      const told = (text: string | Error) => say(String(text));
      const core = { error: told, info: told, setFailed: told };
      const error = asShiplockError(thrown);
      const production = await action.describe?.(door, error);
      await reportError(core, undefined, production ? error.withProduction(production) : error);
      const { problem } = production ? error.withProduction(production) : error;
      if (isBrokenBy('succeeds')) return { ...ENDED_WELL, lines, outputs: {} };
      if (!(thrown instanceof ShiplockError) && thrown instanceof Error) say(thrown.stack ?? '');
      return { code: 1, signal: null, errorCode: problem.code, problem, lines, outputs: {} };
    }
  } catch (thrown) {
    const { problem } = asShiplockError(thrown);
    return { code: 1, signal: null, errorCode: problem.code, problem, lines, outputs: {} };
  }
}

export async function withEnvironment<T>(
  env: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const key of Object.keys(env))
      if (before[key] === undefined) delete process.env[key];
      else process.env[key] = before[key];
  }
}
