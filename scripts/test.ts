import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './project.ts';
import { runVitest, spawned } from './vitest-run.ts';

/**
 * `npm test`: everything, in the order in which it fails fastest, with a line of progress for each part.
 * `npm test -- --only unit,lint` runs some; other words are vitest's filters (`-t` its pattern of titles).
 * `--full` adds the long matrices. A part that could not run, or ran no test, is a failure.
 */
interface Part {
  readonly name: string;
  /** Counts as one test. */
  readonly command?: readonly string[];
  /** Arguments of a vitest run, whose tests are counted one by one. */
  readonly vitest?: readonly string[];
  readonly cwd?: string;
  /** More arguments of the command without `--full`. */
  readonly sample?: readonly string[];
  /** Runs with `--full`, or by name. */
  readonly full?: true;
  /** Parts of one group run side by side: each waits for something that the others do not. */
  readonly group?: 'quick' | 'whole';
}

const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const script = (name: string, ...args: string[]) => [bin('node'), path.join(root, name), ...args];
const vitest = (project: string) => ['--project', project];
/** Tests tagged `full` (vitest.config.ts) are left out of `npm test`. */
const SAMPLE = '--tags-filter=!full';

const PARTS: readonly Part[] = [
  { name: 'lint', group: 'quick', command: [bin('biome'), 'check', '.'] },
  {
    name: 'typecheck',
    group: 'quick',
    command: script('node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.json'),
  },
  {
    name: 'app-types',
    group: 'quick',
    // By the compiler that `next build` checks with.
    command: script('node_modules/typescript/bin/tsc', '--incremental', 'false', '-p', 'app/tsconfig.json'),
  },
  {
    name: 'e2e-types',
    group: 'quick',
    // Apart from the others: they know the DOM of the pages that they look into.
    command: script('node_modules/typescript-native/bin/tsc', '-p', 'test/e2e/tsconfig.json'),
  },
  { name: 'fresh', group: 'quick', command: script('scripts/check-fresh.ts') },
  { name: 'size', group: 'quick', command: script('scripts/check-size.ts') },
  { name: 'unit', vitest: vitest('unit') },
  { name: 'app', group: 'quick', vitest: [], cwd: path.join(root, 'app') },
  { name: 'integration', vitest: [...vitest('integration'), ...vitest('app-integration')] },
  { name: 'workflows', group: 'whole', command: script('test/workflows/main.ts'), sample: ['--sample'] },
  {
    name: 'rehearsal',
    group: 'whole',
    command: script('rehearsal/main.ts', '--check'),
    sample: ['--sample'],
  },
  { name: 'faults', group: 'whole', command: script('test/faults/main.ts'), sample: ['--sample'] },
  { name: 'breaks', command: script('test/faults/main.ts', '--breaks'), full: true },
  { name: 'downtime', command: script('test/downtime/main.ts'), full: true },
  { name: 'attacks', command: script('test/attacks/main.ts'), full: true },
  { name: 'chaos', command: script('test/chaos/main.ts'), full: true },
  { name: 'vercel-cli', command: script('test/vercel-cli/main.ts'), full: true },
  { name: 'guards', command: script('test/guards/main.ts'), full: true },
  { name: 'mutation', command: script('test/mutation/main.ts'), full: true },
  { name: 'full', vitest: vitest('full'), full: true },
  { name: 'e2e', vitest: vitest('e2e'), full: true },
  { name: 'postgres-15', vitest: vitest('postgres-15'), full: true },
  { name: 'postgres-16', vitest: vitest('postgres-16'), full: true },
  { name: 'postgres-17', vitest: vitest('postgres-17'), full: true },
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

const results: {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
  failures: readonly string[];
}[] = [];

for (const group of Map.groupBy(parts, (part) => part.group ?? part.name).values()) {
  const names = group.map(({ name }) => name).join(', ');
  process.stdout.write(`\n▶ ${names} (${results.length + group.length} of ${parts.length})\n`);
  await Promise.all(group.map((part) => run(part, group.length > 1)));
}

/** Each line as it comes; beside others, with the name of its part. */
async function run(part: Part, beside: boolean): Promise<void> {
  const started = Date.now();
  const onLine = (line: string) => void process.stdout.write(`${part.name.padEnd(9)} │ ${line}\n`);
  const { passed, failed, why, failures = [] } = await outcomeOf(part, beside ? onLine : undefined);
  const seconds = (Date.now() - started) / 1000;
  results.push({ name: part.name, passed, failed, seconds, failures });
  const because = why ? ` (${why})` : '';
  process.stdout.write(
    `${failed === 0 ? '✓' : '✗'} ${part.name}: ${passed} passed, ${failed} failed in ${seconds.toFixed(0)} s${because}\n`,
  );
}

// Repeated here, since what a part printed may be thousands of lines above.
for (const { name, failures } of results)
  for (const one of failures) process.stdout.write(`\n✗ ${name}: ${one}\n`);
process.stdout.write('\n');
for (const r of results)
  process.stdout.write(
    `${r.failed === 0 ? '✓' : '✗'} ${r.name.padEnd(12)} ${String(r.passed).padStart(5)} passed ${String(r.failed).padStart(4)} failed  ${r.seconds.toFixed(0)} s\n`,
  );
const sum = (key: 'passed' | 'failed') => results.reduce((total, r) => total + r[key], 0);
process.stdout.write(`tests: ${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;

interface Ended {
  readonly passed: number;
  readonly failed: number;
  readonly why?: string;
  readonly failures?: readonly string[];
}

async function outcomeOf(part: Part, onLine: ((line: string) => void) | undefined): Promise<Ended> {
  const cwd = part.cwd ?? root;
  if (part.vitest) {
    const sample = values.full || part.full || part.cwd ? [] : [SAMPLE];
    // test/support/full.ts takes samples of matrices without it.
    const env: Record<string, string> = values.full || part.full ? { SHIPLOCK_TEST_FULL: '1' } : {};
    const args = ['--reporter=default', ...sample, ...part.vitest, ...filters];
    return runVitest({ cwd, args, env, onLine });
  }
  const command = [...(part.command ?? []), ...(values.full ? [] : (part.sample ?? []))];
  const { code } = await spawned(command, { cwd, env: process.env, quiet: false, onLine });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, why: `exit code ${code}` };
}
