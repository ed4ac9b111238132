import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer } from '../test/support/server.ts';
import { type Case, cases } from './support/cases.ts';
import { type Figures, goalsOf, rowsOf } from './support/goals.ts';
import { print } from './support/print.ts';
import { databases, median } from './support/run.ts';
import type { Tool } from './support/tools.ts';

/**
 * The migration engine beside its peers: one run, one server with PostgreSQL's own defaults, tools in turns, medians, whole processes with their
 * start-up. `--json` for machines, `--scale 0.3` for a quick look, `--only apply` for some of it.
 */
const option = (name: string) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
};
// As on a runner: compiled code is kept from one process to the next, for every Node tool alike.
process.env['NODE_COMPILE_CACHE'] ??= mkdtempSync(path.join(tmpdir(), 'shiplock-bench-cache-'));

const server = await startServer({ durable: true });
const figures: Figures = new Map();
try {
  const only = option('--only');
  for (const each of cases(databases(server.url), Number(option('--scale') ?? 1))) {
    if (only === undefined || each.name.includes(only)) figures.set(each.name, await measure(each));
  }
} finally {
  await server.stop();
}
const rows = rowsOf(figures);
const goals = goalsOf(figures);
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify([...rows, ...goals], null, 2)}\n`);
else print(rows, goals);
if (goals.some(({ met }) => !met)) process.exitCode = 1;

async function measure({ name, rounds, tools, prepare }: Case): Promise<ReadonlyMap<Tool, number>> {
  const run = await prepare();
  const times = new Map<Tool, number[]>(tools.map((tool) => [tool, []]));
  // The first round fills caches, and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const tool of turned(tools, round)) {
      const ms = await run(tool);
      if (round > 0) times.get(tool)!.push(ms);
    }
    process.stderr.write(`\r${name}: round ${round} of ${rounds}   `);
  }
  process.stderr.write('\n');
  return new Map([...times].map(([tool, list]) => [tool, median(list)]));
}

/** Nobody always runs after the same neighbour. */
function turned<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
