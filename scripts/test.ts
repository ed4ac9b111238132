import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './project.ts';
import { judge, OUTCOME_FILE } from './test-outcome.ts';

/**
 * `npm test`: everything, in the order in which it fails fastest, with a line of progress for each part.
 * `npm test -- --only unit,lint` runs some; other words are vitest's filters (`-t` its pattern of titles).
 * `--full` adds the long matrices. A part that could not run, or ran no test, is a failure.
 */
interface Part {
  readonly name: string;
  readonly command: readonly string[];
  /** A vitest run, whose tests are counted one by one; other parts count as one. */
  readonly vitest?: true;
  readonly cwd?: string;
  /** Runs with `--full`, or by name. */
  readonly full?: true;
}

const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const script = (name: string, ...args: string[]) => [bin('node'), path.join(root, name), ...args];
const vitest = (project: string) => [bin('vitest'), 'run', '--project', project];

const PARTS: readonly Part[] = [
  { name: 'lint', command: [bin('biome'), 'check', '.'] },
  { name: 'typecheck', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'fresh', command: script('scripts/check-fresh.ts') },
  { name: 'size', command: script('scripts/check-size.ts') },
  { name: 'unit', command: vitest('unit'), vitest: true },
  { name: 'app', command: [bin('vitest'), 'run'], vitest: true, cwd: path.join(root, 'app') },
  { name: 'integration', command: vitest('integration'), vitest: true },
  { name: 'workflows', command: script('test/workflows/main.ts') },
  { name: 'rehearsal', command: script('rehearsal/main.ts', '--check') },
  { name: 'full', command: vitest('full'), vitest: true, full: true },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
    testNamePattern: { type: 'string', short: 't' },
  },
});
const only = values.only?.split(',');
const unknown = only?.filter((name) => !PARTS.some((part) => part.name === name)) ?? [];
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}: there are ${PARTS.map(({ name }) => name).join(', ')}`);
const parts = PARTS.filter((part) => (only ? only.includes(part.name) : values.full || !part.full));
const filters = [...positionals, ...(values.testNamePattern ? ['-t', values.testNamePattern] : [])];

const results: { name: string; passed: number; failed: number; seconds: number }[] = [];
const outcomes = await mkdtemp(path.join(tmpdir(), 'shiplock-tests-'));

for (const [index, part] of parts.entries()) {
  process.stdout.write(`\n▶ ${part.name} (${index + 1} of ${parts.length})\n`);
  const started = Date.now();
  const { passed, failed, why } = await (part.vitest ? runVitest(part) : runOther(part));
  const seconds = (Date.now() - started) / 1000;
  results.push({ name: part.name, passed, failed, seconds });
  const because = why ? ` (${why})` : '';
  process.stdout.write(
    `${failed === 0 ? '✓' : '✗'} ${part.name}: ${passed} passed, ${failed} failed in ${seconds.toFixed(0)} s${because}\n`,
  );
}
await rm(outcomes, { recursive: true, force: true });

process.stdout.write('\n');
for (const r of results)
  process.stdout.write(
    `${r.failed === 0 ? '✓' : '✗'} ${r.name.padEnd(12)} ${String(r.passed).padStart(5)} passed ${String(r.failed).padStart(4)} failed  ${r.seconds.toFixed(0)} s\n`,
  );
const sum = (key: 'passed' | 'failed') => results.reduce((total, r) => total + r[key], 0);
process.stdout.write(`tests: ${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;

async function runVitest(part: Part) {
  const file = path.join(outcomes, `${part.name}.json`);
  const reporters = ['--reporter=default', `--reporter=${path.join(root, 'scripts/test-outcome.ts')}`];
  const code = await run([...part.command, ...reporters, ...filters], part.cwd ?? root, {
    ...process.env,
    [OUTCOME_FILE]: file,
  });
  return judge(existsSync(file) ? await readFile(file, 'utf8') : undefined, code);
}

async function runOther(part: Part): Promise<ReturnType<typeof judge>> {
  const code = await run(part.command, part.cwd ?? root, process.env);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, why: `exit code ${code}` };
}

function run(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
