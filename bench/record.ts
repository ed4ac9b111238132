import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../scripts/project.ts';
import { count as counted } from '../src/present/count.ts';
import { Road } from '../test/road/support/road.ts';
import { copyDatabase, emptyRecord, releases } from './support/records.ts';
import { median } from './support/run.ts';

/**
 * `status`, `plan` and `migrate` of the built CLI and actions on a record with 2,000 finished releases, beside the same
 * on an empty record and on one with a single release: whole processes, in turns, against the local cloud.
 * `--releases 500` for fewer, `--rounds 3` for a quick look, `--json` for machines.
 */
const GOAL = 1.2;
const VERSION = '20260102000000';
const FILE = `supabase/migrations/${VERSION}_more.sql`;
const MIGRATION = `create table public.more (id int primary key);
alter table public.more enable row level security;
`;
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const count = option('--releases', 2000);
const rounds = option('--rounds', 7);
const commands = ['status', 'plan', 'migrate'] as const;
const records = ['empty', 'one', 'many'] as const;

const times = new Map<string, number[]>();
const road = await Road.open();
try {
  await road.walk(await road.commit(), 'staging', 'ship');
  for (const name of records) await copyDatabase(road.cloud.postgres, 'staging', name);
  await emptyRecord(road.cloud.postgres, 'empty');
  const started = performance.now();
  await releases(road.cloud.postgres, 'many', count);
  process.stderr.write(
    `${counted(count, 'release')} in ${Math.round((performance.now() - started) / 1000)} s\n`,
  );
  // The first round fills caches and installs the empty record; it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const record of turned(records, round)) {
      for (const [command, ms] of Object.entries(await oneRelease(record)))
        if (round > 0) times.set(`${command} ${record}`, [...(times.get(`${command} ${record}`) ?? []), ms]);
    }
    process.stderr.write(`\rround ${round} of ${rounds}   `);
  }
  process.stderr.write('\n');
} finally {
  await road.close();
}

const rows = commands.map((command) => {
  const [empty, one, many] = records.map((record) => median(times.get(`${command} ${record}`) ?? [])) as [
    number,
    number,
    number,
  ];
  return {
    command,
    ...{ empty: Math.round(empty), one: Math.round(one), many: Math.round(many) },
    ...{ ratio: round(many / empty), toOne: round(many / one) },
  };
});
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ releases: count, rows }, null, 2)}\n`);
else
  for (const row of rows)
    process.stdout.write(
      `${row.command.padEnd(8)} ${row.empty} ms empty, ${row.one} ms with 1 release, ${row.many} ms with ${count}: ${row.ratio.toFixed(2)}× empty, ${row.toOne.toFixed(2)}× one\n`,
    );
const slow = rows.filter(({ ratio }) => ratio > GOAL);
if (slow.length > 0) {
  process.stderr.write(`over ${GOAL}×: ${slow.map(({ command }) => command).join(', ')}\n`);
  process.exitCode = 1;
}

/** A commit with a migration goes as far as `migrate`, and is undone again. Milliseconds of each command. */
async function oneRelease(
  record: (typeof records)[number],
): Promise<Record<(typeof commands)[number], number>> {
  const commit = await road.commit({ [FILE]: MIGRATION });
  const env = { SHIPLOCK_DATABASE_URL: road.cloud.postgres.url(record) };
  const act = (action: string, inputs: Readonly<Record<string, string>> = {}) =>
    timed(async () => {
      const { code, log } = await road.act(commit, 'staging', action, { env, inputs });
      if (code !== 0) throw new Error(`${action} on ${record} ended with ${code}\n${log.join('\n')}`);
    });
  await act('deploy');
  const plan = await act('plan');
  const migrate = await act('migrate');
  await act('rollback', { reason: 'the benchmark goes on' });
  const { PATH, HOME } = process.env;
  const status = await timed(() =>
    promisify(execFile)(
      process.execPath,
      [path.join(root, 'dist/cli.js'), 'status', '--environment', 'staging'],
      { cwd: commit.workspace, env: { ...road.environment(commit, 'staging'), ...env, PATH, HOME } },
    ),
  );
  // The next commit brings it again.
  await road.cloud.postgres.sql(
    record,
    `drop table public.more; delete from supabase_migrations.schema_migrations where version = '${VERSION}'`,
  );
  return { status, plan, migrate };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Nobody always runs after the same neighbour. */
function turned<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function round(ratio: number): number {
  return Number(ratio.toFixed(2));
}
