import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { actionNames, root } from '../scripts/project.ts';

/**
 * Cold start of every action against bare node, interleaved in one run: process start to the first line of its own
 * after inputs are read and checked. Each run has an empty compile cache, as the first action of a job.
 */
const RUNS = 9;
const GOAL = 3;
const bare = ['-e', 'console.log("ready")'];

interface Row {
  readonly name: string;
  readonly ms: number;
  readonly ratio: number;
}

const names = await actionNames();
const times = new Map<string, number[]>(['node', ...names].map((name) => [name, []]));
for (let run = 0; run < RUNS; run += 1) {
  times.get('node')!.push(await firstLine(bare));
  for (const name of names) times.get(name)!.push(await firstLine([path.join(root, 'dist', `${name}.js`)]));
}
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;
const base = median(times.get('node')!);
const rows: Row[] = names.map((name) => {
  const ms = median(times.get(name)!);
  return { name, ms: Math.round(ms), ratio: Number((ms / base).toFixed(2)) };
});

if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ node_ms: Math.round(base), rows }, null, 2)}\n`);
else {
  process.stdout.write(`bare node ${Math.round(base)} ms (median of ${RUNS})\n`);
  for (const row of rows)
    process.stdout.write(
      `${row.name.padEnd(16)} ${String(row.ms).padStart(4)} ms  ${row.ratio.toFixed(2)}×\n`,
    );
}
const slow = rows.filter((row) => row.ratio > GOAL);
if (slow.length > 0) {
  process.stderr.write(`over ${GOAL}×: ${slow.map((row) => row.name).join(', ')}\n`);
  process.exitCode = 1;
}

/** Milliseconds until the process has printed a line that only its own code can print. */
async function firstLine(args: readonly string[]): Promise<number> {
  const cache = await mkdtemp(path.join(tmpdir(), 'shiplock-start-'));
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: cache, INPUT_ENVIRONMENT: 'nowhere' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/ready|SHIPLOCK_/.test(text)) resolve(performance.now() - started);
    });
    child.once('exit', () => reject(new Error(`${args[0]} ended without its own line: ${text}`)));
  });
  child.kill();
  await rm(cache, { recursive: true, force: true, maxRetries: 5 });
  return ms;
}
