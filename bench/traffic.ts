import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../scripts/project.ts';
import { startCli } from '../test/vercel-cli/cli.ts';
import { vercelCli } from '../test/vercel-cli/install.ts';
import { startTrafficCloud, TEAM, TOKEN, type TrafficCloud } from './traffic/cloud.ts';

/**
 * Promote and rollback by Shiplock and by Vercel's own CLI on one local cloud, in turns, each as a whole process, with
 * calls answered at once and with 50 ms a call; then one promote of 60 domains with a job of 20 s. `--rounds 5`,
 * `--json`. The exit code is 1 when a goal is missed.
 */
const GOAL = { calls: 8, ratio: 0.5, many: 60 };
const json = process.argv.includes('--json');
const at = process.argv.indexOf('--rounds');
const rounds = at === -1 ? 5 : Number(process.argv[at + 1]);

interface Figures {
  readonly api: number;
  readonly domains: number;
  readonly ms: number;
}
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const middle = (list: readonly Figures[]): Figures => ({
  api: median(list.map(({ api }) => api)),
  domains: median(list.map(({ domains }) => domains)),
  ms: Math.round(median(list.map(({ ms }) => ms))),
});

const script = await bundled();
const cloud = await startTrafficCloud(2);
const cli = await startCli({ script: await vercelCli(), api: cloud.url, token: TOKEN });
const [before, after] = cloud.releases;
const rows: { move: string; delayMs: number; ours: Figures; theirs: Figures }[] = [];
try {
  cloud.jobs(0);
  for (const delayMs of [0, 50]) {
    cloud.delay(delayMs);
    const ours = { promote: [] as Figures[], rollback: [] as Figures[] };
    const theirs = { promote: [] as Figures[], rollback: [] as Figures[] };
    for (let round = 0; round < rounds; round += 1)
      for (const [kind, to, from] of [
        ['promote', after, before],
        ['rollback', before, after],
      ] as const) {
        ours[kind].push(await measured(cloud, to, () => shiplock(cloud, [kind, to, from])));
        // Back by the other's hand, so that both move the same way.
        const [back, there] =
          kind === 'promote' ? (['rollback', before] as const) : (['promote', after] as const);
        await shiplock(cloud, [back, there, to]);
        theirs[kind].push(await measured(cloud, to, () => vercelsOwn([kind, to, '--yes'])));
      }
    for (const move of ['promote', 'rollback'] as const)
      rows.push({ move, delayMs, ours: middle(ours[move]), theirs: middle(theirs[move]) });
  }
} finally {
  await cli.close();
  await cloud.close();
}
const many = await sixty();

const missed = [
  ...rows.flatMap(({ move, delayMs, ours, theirs }) => [
    ...(ours.api + ours.domains > GOAL.calls
      ? [`${move}, ${delayMs} ms: ${ours.api + ours.domains} calls, more than ${GOAL.calls}`]
      : []),
    ...(ours.ms > theirs.ms * GOAL.ratio
      ? [`${move}, ${delayMs} ms: ${(ours.ms / theirs.ms).toFixed(2)}× of the CLI, more than ${GOAL.ratio}×`]
      : []),
  ]),
  ...(many.api > GOAL.many ? [`60 domains: ${many.api} calls, more than ${GOAL.many}`] : []),
];
if (json) process.stdout.write(`${JSON.stringify({ rows, many, missed }, null, 2)}\n`);
else {
  const told = ({ api, domains, ms }: Figures) => `${api} + ${domains} calls, ${ms} ms`;
  process.stdout.write('calls to the API + requests to domains; medians of whole processes\n');
  for (const { move, delayMs, ours, theirs } of rows)
    process.stdout.write(
      `${move.padEnd(8)} ${String(delayMs).padStart(2)} ms a call  Shiplock ${told(ours)}; Vercel CLI ${told(theirs)}; ${(ours.ms / theirs.ms).toFixed(2)}×\n`,
    );
  process.stdout.write(`60 domains, a job of 20 s: ${told(many)}\n`);
}
for (const line of missed) process.stderr.write(`missed: ${line}\n`);
if (missed.length > 0) process.exitCode = 1;

/** One move, whose end must be so: a tool that did less has not won. */
async function measured(on: TrafficCloud, to: string, move: () => Promise<number>): Promise<Figures> {
  const then = on.count();
  const ms = await move();
  const now = on.count();
  if (on.serving() !== to) throw new Error(`production serves ${on.serving()}, not ${to}`);
  return { api: now.api - then.api, domains: now.domains - then.domains, ms };
}

async function vercelsOwn(args: readonly string[]): Promise<number> {
  const { code, stderr, milliseconds } = await cli.run(args, cloud.app);
  if (code !== 0) throw new Error(`vercel ${args.join(' ')} ended with ${code}: ${stderr}`);
  return milliseconds;
}

/** Shiplock's part as one file, as GitHub runs it. */
async function bundled(): Promise<string> {
  const folder = path.join(root, 'bench/out');
  await mkdir(folder, { recursive: true });
  const outfile = path.join(folder, 'traffic-move.mjs');
  const entry = path.join(import.meta.dirname, 'traffic/move.ts');
  await build({
    ...{ entryPoints: [entry], outfile, bundle: true, minify: true },
    ...{ platform: 'node', format: 'esm', target: 'node24', logLevel: 'error' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}

function shiplock(on: TrafficCloud, args: readonly string[]): Promise<number> {
  const started = performance.now();
  const env = {
    PATH: process.env['PATH'],
    VERCEL_TOKEN: TOKEN,
    VERCEL_PROJECT_ID: on.project,
    VERCEL_ORG_ID: TEAM.id,
    VERCEL_API_URL: on.url,
  };
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve(performance.now() - started)
        : reject(new Error(`shiplock ${args.join(' ')} ended with ${code}: ${text}`)),
    );
  });
}

async function sixty(): Promise<Figures> {
  const big = await startTrafficCloud(60);
  try {
    big.jobs(20_000);
    const [from, to] = big.releases;
    return await measured(big, to, () => shiplock(big, ['promote', to, from])).then((found) => ({
      ...found,
      ms: Math.round(found.ms),
    }));
  } finally {
    await big.close();
  }
}
