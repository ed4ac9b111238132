import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './project.ts';

/**
 * `npm test`: everything, in the order in which it fails fastest, with a line of progress for each part.
 * `npm test -- --only unit,lint` runs some. A part that could not run is a failure.
 */
interface Part {
  readonly name: string;
  readonly command: readonly string[];
  /** A vitest run, whose tests are counted one by one; other parts count as one. */
  readonly vitest?: true;
  readonly cwd?: string;
}

const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const script = (name: string, ...args: string[]) => [bin('node'), path.join(root, name), ...args];

const PARTS: readonly Part[] = [
  { name: 'lint', command: [bin('biome'), 'check', '.'] },
  { name: 'typecheck', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'fresh', command: script('scripts/check-fresh.ts') },
  { name: 'size', command: script('scripts/check-size.ts') },
  { name: 'unit', command: [bin('vitest'), 'run', '--project', 'unit'], vitest: true },
  { name: 'app', command: [bin('vitest'), 'run'], vitest: true, cwd: path.join(root, 'app') },
  { name: 'integration', command: [bin('vitest'), 'run', '--project', 'integration'], vitest: true },
  { name: 'workflows', command: script('test/workflows/main.ts') },
  { name: 'rehearsal', command: script('rehearsal/main.ts', '--check') },
];

const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]?.split(',')
  : undefined;
const results: { name: string; passed: number; failed: number; seconds: number }[] = [];
const reports = await mkdtemp(path.join(tmpdir(), 'shiplock-tests-'));

for (const part of PARTS.filter((p) => !only || only.includes(p.name))) {
  process.stdout.write(`\n▶ ${part.name}\n`);
  const started = Date.now();
  const report = path.join(reports, `${part.name}.json`);
  const extra = part.vitest ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  const code = await run([...part.command, ...extra], part.cwd ?? root);
  const count = part.vitest
    ? await counts(report, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  const seconds = (Date.now() - started) / 1000;
  results.push({ name: part.name, ...count, seconds });
  process.stdout.write(
    `${code === 0 ? '✓' : '✗'} ${part.name}: ${count.passed} passed, ${count.failed} failed in ${seconds.toFixed(0)} s\n`,
  );
}
await rm(reports, { recursive: true, force: true });

process.stdout.write('\n');
for (const r of results)
  process.stdout.write(
    `${r.failed === 0 ? '✓' : '✗'} ${r.name.padEnd(12)} ${String(r.passed).padStart(5)} passed ${String(r.failed).padStart(4)} failed  ${r.seconds.toFixed(0)} s\n`,
  );
const sum = (key: 'passed' | 'failed') => results.reduce((total, r) => total + r[key], 0);
process.stdout.write(`tests: ${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;

function run(command: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** A run that wrote no report, or failed outside of a test, counts as a failure. */
async function counts(report: string, code: number): Promise<{ passed: number; failed: number }> {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: numPassedTests, failed: numFailedTests === 0 && code !== 0 ? 1 : numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
