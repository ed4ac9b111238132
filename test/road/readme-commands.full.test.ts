import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsOf, shiplockArguments } from '../../scripts/house/commands.ts';
import { read } from '../../scripts/house/files.ts';
import { type Commit, Road } from './support/road.ts';
import { onStaging } from './support/staging.ts';

/** README's commands for people on call, run as they stand there, against the local cloud; and what they promise. */

const MIGRATION = '20260201000000';
let road: Road;
let first: Commit;
let second: Commit;
const { shipped, closedAs } = onStaging(() => road);

beforeAll(async () => {
  road = await Road.open();
  first = await road.commit();
  await shipped(first);
  second = await road.commit({
    [`supabase/migrations/${MIGRATION}_more.sql`]:
      'create table public.more (id int primary key);\nalter table public.more enable row level security;\n',
    [`supabase/rollbacks/${MIGRATION}.sql`]: 'drop table public.more;\n',
  });
  await shipped(second);
});
afterAll(() => road?.close());

const there = async () => {
  const [row] = await road.cloud.postgres.sql<{ there: boolean; listed: boolean }>(
    'staging',
    `select to_regclass('public.more') is not null as there,
            exists (select from supabase_migrations.schema_migrations where version = '${MIGRATION}') as listed`,
  );
  return [row?.there, row?.listed];
};

test('every command of README’s block for people on call runs', async () => {
  const lines = commandsOf('README.md', await read('README.md')).filter(({ whole }) => whole);
  const calls = lines.flatMap(({ text }) => {
    const words = shiplockArguments(text);
    return words && words[0] !== 'rollback' ? [words] : [];
  });
  expect(calls.map(([name]) => name)).toEqual(
    expect.arrayContaining(['status', 'resume', 'record', 'doctor', 'lint', 'contract']),
  );
  for (const words of calls) {
    const at = words.indexOf('--environment');
    expect(words[at + 1]).toBe('production');
    const rest = words.toSpliced(at, 2).map((word) => (word === 'SHA' ? second.sha : word));
    const said = await road.cli(second, 'staging', ...rest);
    expect(said, words.join(' ')).not.toBe('');
  }
});

test('rollback goes back, and --down undoes the migrations that it names', async () => {
  expect(await there()).toEqual([true, true]);
  // Their down files were not rehearsed here, so that takes a word.
  const rollback = ['rollback', '--commit', second.sha, '--reason', 'orders fail'];
  await expect(road.cli(second, 'staging', ...rollback, '--down', MIGRATION)).rejects.toThrow(
    /SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED/,
  );
  expect(await there()).toEqual([true, true]);
  const forced = [...rollback, '--down', MIGRATION, '--force'];
  await expect(road.cli(second, 'staging', ...forced)).rejects.toThrow(/SHIPLOCK_DOWN_CONSENT/);
  expect(await there()).toEqual([true, true]);
  await road.cli(second, 'staging', ...forced, '--down-consent', MIGRATION);
  expect(await there()).toEqual([false, false]);
  expect((await road.serving('staging')).commit).toBe(first.sha);
  expect(await closedAs(second)).toBe('rolled-back');
});
