import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { type Cli, cliIn } from './cli.ts';

/** `shiplock lint` as a developer runs it before a pull request: settings, files and a database, nothing else. */

const PASSWORD = 'hunter2hunter2';
let fresh: FreshDatabase;
let db: PgDatabase;
let workspace: string;
let shiplock: Cli;
beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true, grants: 'all' });
  db = await connect(fresh.url);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-lint-'));
  shiplock = cliIn(workspace, { SHIPLOCK_DATABASE_URL: fresh.url });
  await files({});
  await migrationEngine({ url: fresh.url, workspace, directory: FOLDER }).migrate({ say: () => undefined });
  await db.client.query("insert into public.orders values (1, 'a', 'x'), (2, null, 'y'), (3, 'a', null)");
});
afterAll(async () => {
  await db?.close();
  await fresh?.drop();
  await rm(workspace, { recursive: true, force: true });
});
beforeEach(() => files({}));

const FOLDER = 'supabase/migrations';
const BASE =
  'create table public.orders (id int primary key, note text, legacy text); alter table public.orders enable row level security; grant select on public.orders to anon;';

async function files(pending: Readonly<Record<string, string>>): Promise<void> {
  const folder = path.join(workspace, FOLDER);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, sql] of Object.entries({ '20260101000000_base.sql': BASE, ...pending }))
    await writeFile(path.join(folder, name), sql);
}

const lint = (...more: readonly string[]) => shiplock('lint', '--environment', 'production', ...more);

describe('exits with 0', () => {
  it('and says that nothing is pending', async () => {
    const { code, stdout, stderr } = await lint();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('No pending migrations (1 applied).');
  });

  it('and prints what each file locks and risks', async () => {
    await files({
      '20260102000000_more.sql':
        'create table public.more (id int primary key); alter table public.more enable row level security;',
      '20260103000000_drop.sql':
        '-- shiplock: allow=drop-column reason="nobody reads it"\nalter table public.orders drop column legacy;',
    });
    const { code, stdout } = await lint();
    expect(code).toBe(0);
    expect(stdout).toContain('2 pending migrations');
    expect(stdout).toMatch(/`20260102000000` more \| expand/);
    expect(stdout).toMatch(/`20260103000000` drop \| contract \| .*loses data.*`drop-column \(allowed\)`/);
    expect(stdout).toContain('nobody reads it');
  });

  it('and leaves the database as it was', { tags: 'full' }, async () => {
    await files({ '20260102000000_more.sql': 'alter table public.orders add column other int;' });
    await lint();
    const [found] = await db.query<{ columns: string; versions: string }>(
      `select (select count(*) from pg_attribute where attrelid = 'public.orders'::regclass and attnum > 0) as columns,
         (select count(*) from supabase_migrations.schema_migrations) as versions`,
    );
    expect(found).toMatchObject({ columns: '3', versions: '1' });
  });
});

describe('exits with 1 and names file, line, reason and the way on', () => {
  it.each(
    sample<[name: string, sql: string, said: RegExp[]]>(
      [
        [
          'of a hazard',
          '\nalter table public.orders drop column legacy;',
          [
            /SHIPLOCK_PLAN_HAZARD/,
            /20260102000000_x\.sql:2 is refused by drop-column/,
            /-- shiplock: allow=drop-column reason="…"/,
          ],
        ],
        [
          'of rows that break a constraint, by their keys',
          '-- shiplock: phase=expand\nalter table public.orders alter note set not null, add constraint once unique (note);',
          [
            /1 row of public\.orders has no note: id 2/,
            /1 value of \(note\) in public\.orders (?:stands|occurs) in several rows: id 1 and 3/,
          ],
        ],
        [
          'of a table that is open to everybody',
          'create table public.open (id int);',
          [/table-without-row-security/, /database: \{ openTables:/],
        ],
        [
          'of SQL that cannot be read',
          'select 1;\nselekt 2;',
          [/SHIPLOCK_MIGRATION_SYNTAX/, /20260102000000_x\.sql:2:1/],
        ],
        [
          'of what the server does not have',
          'select no_such_function(1);',
          [/unknown-to-server/, /PostgreSQL \d+\.\d+ has no function no_such_function/],
        ],
      ],
      2,
    ),
  )('%s', async (_name, sql, said) => {
    await files({ '20260102000000_x.sql': sql });
    const { code, stdout, stderr } = await lint();
    expect([code, stdout]).toEqual([1, '']);
    for (const each of said) expect(stderr).toMatch(each);
  });

  it('of all files at once, with the whole plan', async () => {
    await files({
      '20260102000000_gone.sql': 'alter table public.orders drop column legacy;',
      '20260103000000_open.sql': 'create table public.open (id int);',
    });
    const { code, stderr } = await lint();
    expect(code).toBe(1);
    for (const each of ['SHIPLOCK_PLAN_CONTRACT_FIRST', 'drop-column', 'table-without-row-security'])
      expect(stderr).toContain(each);
    expect(stderr).toContain('**2 pending migrations**');
    expect(stderr).toMatch(/`20260103000000` open/);
  });

  it('of an applied file that was edited', { tags: 'full' }, async () => {
    await files({ '20260101000000_base.sql': BASE.replace('note text', 'note varchar') });
    const { code, stderr } = await lint();
    expect(code).toBe(1);
    expect(stderr).toMatch(/SHIPLOCK_MIGRATION_EDITED/);
  });

  it.each(
    sample<[name: string, args: string[], secrets: Record<string, string>, said: RegExp]>(
      [
        [
          'of a missing environment',
          ['lint'],
          {},
          /SHIPLOCK_INPUT_MISSING\n {2}what +`--environment` is missing/,
        ],
        [
          'of a missing connection string',
          ['lint', '--environment', 'production'],
          { SHIPLOCK_DATABASE_URL: '' },
          /the environment variable `SHIPLOCK_DATABASE_URL` is missing/s,
        ],
        [
          'of a password that is not percent-encoded, without a word of it',
          ['lint', '--environment', 'production'],
          { SHIPLOCK_DATABASE_URL: `postgresql://me:${PASSWORD}/1@127.0.0.1:1/x` },
          /SHIPLOCK_DATABASE_URL/,
        ],
      ],
      2,
    ),
  )('%s', async (_name, args, secrets, said) => {
    const asked = cliIn(workspace, { SHIPLOCK_DATABASE_URL: fresh.url, ...secrets });
    const { code, stdout, stderr } = await asked(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain(PASSWORD);
  });
});

describe('exits with 2 where it is called wrongly', () => {
  it.each(
    sample<[name: string, args: string[], said: RegExp]>(
      [
        [
          'with a flag that is not there',
          ['lint', '--enviroment', 'x'],
          /no flag --enviroment.*Did you mean --environment/s,
        ],
        ['with a word too many', ['lnt'], /no command "lnt".*Did you mean lint/s],
        ['with a secret as a flag', ['lint', '--database-url', PASSWORD], /SHIPLOCK_DATABASE_URL/],
        ['with nothing', [], /^$/],
      ],
      2,
    ),
  )('%s', async (_name, args, said) => {
    const { code, stdout, stderr } = await shiplock(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
    expect(stdout + stderr).not.toContain(PASSWORD);
  });
});

it('--help tells what lint and contract are for, and which flags and secrets they take', async () => {
  const all = await shiplock('--help');
  expect([all.code, all.stderr]).toEqual([0, '']);
  expect(all.stdout).toMatch(/^ {2}lint +.*pending migrations.*no build$/m);
  expect(all.stdout).toMatch(/^ {2}contract +.*have soaked.*\(--force with --reason\)$/m);
  const flags = async (command: string) => {
    const { code, stdout, stderr } = await shiplock(command, '--help');
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };
  expect(await flags('lint')).toMatch(/--environment +Required.*SHIPLOCK_DATABASE_URL +Required/s);
  expect(await flags('contract')).toMatch(/--dry-run.*--force.*--reason.*SHIPLOCK_REHEARSAL_DATABASE_URL/s);
});
