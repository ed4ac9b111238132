import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './project.ts';
import { judge, OUTCOME_FILE } from './test-outcome.ts';

/** One `vitest run`. Its result is what the reporter saw (test-outcome.ts), whatever the exit code says. */
export async function runVitest(run: {
  readonly cwd: string;
  /** Filters, projects, more reporters. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Do not show what vitest prints; it is in the answer. */
  readonly quiet?: boolean;
  /** Takes each line as it comes, in place of the terminal. */
  readonly onLine?: ((line: string) => void) | undefined;
}): Promise<ReturnType<typeof judge> & { readonly text: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiplock-outcome-'));
  const file = path.join(folder, 'outcome.json');
  try {
    const { code, text } = await spawned(
      [
        // With the Node.js that runs this, whichever one the PATH has.
        process.execPath,
        path.join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        `--reporter=${path.join(root, 'scripts/test-outcome.ts')}`,
        ...run.args,
      ],
      {
        cwd: run.cwd,
        quiet: run.quiet ?? false,
        env: { ...process.env, ...run.env, [OUTCOME_FILE]: file },
        onLine: run.onLine,
      },
    );
    return { ...judge(existsSync(file) ? await readFile(file, 'utf8') : undefined, code), text };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs to the end; what cannot be started ends with 127. */
export function spawned(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly quiet: boolean;
    readonly onLine?: ((line: string) => void) | undefined;
  },
): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    const { onLine } = options;
    const output = options.quiet || onLine ? 'pipe' : 'inherit';
    const child = spawn(command[0]!, command.slice(1), {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', output, output],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      if (onLine) createInterface({ input: stream }).on('line', onLine);
    }
    child.once('error', () => resolve({ code: 127, text }));
    child.once('close', (code) => resolve({ code: code ?? 1, text }));
  });
}
