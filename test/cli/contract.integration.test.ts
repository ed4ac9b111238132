import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { ship } from '../../src/release/ship.ts';
import { environmentSettings, loadSettings } from '../../src/settings/load.ts';
import { policyOf } from '../../src/settings/policy.ts';
import { contextFor, MemoryHosting, POLICY } from '../release/context.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { SUPABASE_TEMPLATE } from '../support/server.ts';
import { type Cli, cliIn } from './cli.ts';

/** `shiplock contract` as somebody on call runs it, on a database to which releases were shipped. */

const FIRST = 'a'.repeat(40);
const SERVES = 'b'.repeat(40);
let fresh: FreshDatabase;
let db: PgDatabase;
let vercel: Awaited<ReturnType<typeof scriptedServer>>;
let workspace: string;
let shiplock: Cli;
let withRehearsal: Cli;
beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  db = await connect(fresh.url);
  vercel = await scriptedServer(({ path: at }) => {
    const [, id] = /^\/v9\/projects\/(prj_\w+)$/.exec(at) ?? [];
    return id
      ? { body: { id, name: id, accountId: 'team_x' } }
      : { status: 404, body: { error: { code: 'not_found' } } };
  });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-contract-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  const environment = (project: string, soakHours: number) =>
    `{ kind: staging, vercel: { project: ${project} }, database: { migrations: migrations }, rollback: { soakHours: ${soakHours} } }`;
  await write(
    'shiplock.yml',
    `version: 1\nenvironments:\n  slow: ${environment('prj_slow', 24)}\n  quick: ${environment('prj_quick', 0)}\n`,
  );
  const secrets = {
    SHIPLOCK_DATABASE_URL: fresh.url,
    VERCEL_TOKEN: 'x',
    SHIPLOCK_VERCEL_API_URL: vercel.url,
  };
  shiplock = cliIn(workspace, secrets);
  withRehearsal = cliIn(workspace, { ...secrets, SHIPLOCK_REHEARSAL_DATABASE_URL: fresh.adminUrl });
  await write(
    'migrations/20260101000000_base.sql',
    'create table public.orders (id int primary key, legacy text, older text); alter table public.orders enable row level security; grant select on public.orders to anon',
  );
  await shipped('slow', FIRST);
  await write('migrations/20260102000000_drop.sql', dropping('legacy'));
  await shipped('slow', SERVES);
});
afterAll(async () => {
  await db?.close();
  await vercel?.close();
  await fresh?.drop();
  await rm(workspace, { recursive: true, force: true });
});

const write = (file: string, text: string) => writeFile(path.join(workspace, file), text);
const dropping = (column: string) =>
  `-- shiplock: allow=drop-column reason="unused"\nalter table public.orders drop column ${column}`;
const hosting = new MemoryHosting();

async function shipped(environment: string, commit: string): Promise<void> {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  const settings = environmentSettings(await loadSettings(workspace, undefined), environment, undefined);
  const decision = { ...POLICY, policy: { ...POLICY.policy, holds: policyOf(settings) } };
  await ship(
    {
      ...made,
      environment: { ...made.environment, name: environment, soakHours: settings.rollback.soakHours },
      policy: { ...made.policy, decision, again: async () => decision },
    },
    { approvalWaitMs: 0 },
  );
  await made.db.close();
}

async function columns(): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = 'public.orders'::regclass and attnum > 0 and not attisdropped order by attnum",
  );
  return rows.map(({ name }) => name);
}

const contract = (environment: string, commit: string, ...more: readonly string[]) =>
  shiplock('contract', '--environment', environment, '--commit', commit, ...more);
const ALL = ['id', 'legacy', 'older'];

describe('shiplock contract applies nothing, exits with 1 and says why', () => {
  it('on a commit that does not serve', async () => {
    const { code, stdout, stderr } = await contract('slow', FIRST);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/SHIPLOCK_CONTRACT_NOT_SERVING\n {2}what +release rel_\S+ .*slow/);
    expect(stderr).toMatch(/not done +no contract migration was applied/);
    expect(stderr).toMatch(/next +Run this on the live commit/);
    expect(await columns()).toEqual(ALL);
  });

  it('on a commit that was never released', { tags: 'full' }, async () => {
    const { code, stderr } = await contract('slow', 'c'.repeat(40));
    expect(code).toBe(1);
    expect(stderr).toContain('SHIPLOCK_RELEASE_NOT_FOUND');
    expect(stderr).toContain('cccccccccccc');
    expect(await columns()).toEqual(ALL);
  });

  it('while the files soak: each with the time at which it may go', async () => {
    const { code, stderr } = await contract('slow', SERVES);
    expect(code).toBe(1);
    expect(stderr).toContain('SHIPLOCK_CONTRACT_SOAKING');
    expect(stderr).toMatch(/20260102000000_drop\.sql of release rel_\S+ until 20\S+Z/);
    expect(stderr).toMatch(/24 h/);
    expect(await columns()).toEqual(ALL);
  });

  it('with --force and no reason', async () => {
    const { code, stderr } = await contract('slow', SERVES, '--force');
    expect(code).toBe(1);
    expect(stderr).toMatch(/SHIPLOCK_INPUT_MISSING\n {2}what +`--reason` is missing/);
    expect(await columns()).toEqual(ALL);
  });

  it('where the database cannot be reached, without a word of the password', { tags: 'full' }, async () => {
    const lost = new URL(fresh.url);
    lost.port = '1';
    lost.password = 'hunter2hunter2';
    const elsewhere = cliIn(workspace, {
      SHIPLOCK_DATABASE_URL: lost.href,
      VERCEL_TOKEN: 'x',
      SHIPLOCK_VERCEL_API_URL: vercel.url,
    });
    const { code, stdout, stderr } = await elsewhere('contract', '--environment', 'slow', '--commit', SERVES);
    expect(code).toBe(1);
    expect(stderr).toContain('SHIPLOCK_DATABASE_');
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

it('shiplock status names the file that waits, until when, and the command', async () => {
  const { code, stdout } = await shiplock('status', '--environment', 'slow');
  expect(code).toBe(0);
  expect(stdout).toMatch(/migrations\/20260102000000_drop\.sql of slow .*since 20\S+, until 20\S+Z/);
  expect(stdout).toContain('shiplock contract');
});

it('shiplock lint says what the waiting file risks by now, and does not hold anything up for it', async () => {
  await db.client.query("insert into public.orders values (1, 'x', 'y')");
  const { code, stdout } = await shiplock('lint', '--environment', 'slow');
  expect(code).toBe(0);
  expect(stdout).toContain('No pending migrations');
  expect(stdout).toMatch(
    /contract files of earlier releases.*20260102000000_drop\.sql.* line 2: `drop-column`.*unused/is,
  );
});

it('--dry-run applies nothing and says so; --force with a reason applies it; then nothing waits', async () => {
  const dry = await contract('slow', SERVES, '--force', '--reason', 'agreed', '--dry-run');
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/Dry run: nothing was applied/i)]);
  expect(await columns()).toEqual(ALL);
  const done = await contract('slow', SERVES, '--force', '--reason', 'agreed');
  expect([done.code, done.stdout]).toEqual([
    0,
    expect.stringMatching(/Applied `migrations\/20260102000000_drop\.sql`.*rollback window/),
  ]);
  expect(await columns()).toEqual(['id', 'older']);
  const again = await contract('slow', SERVES);
  expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/No contract migration/)]);
});

it('once it has soaked, the proof decides: none is refused, one from a rehearsal applies it', {
  tags: 'full',
}, async () => {
  await shipped('quick', FIRST);
  await write('migrations/20260103000000_older.sql', dropping('older'));
  await write(
    'usage.json',
    JSON.stringify({ version: 1, uses: { relations: { 'public.orders': { select: ['id'] } } } }),
  );
  await shipped('quick', SERVES);
  const unproved = await contract('quick', SERVES);
  expect(unproved.code).toBe(1);
  expect(unproved.stderr).toMatch(
    /SHIPLOCK_CONTRACT_STILL_NEEDED\n {2}what .*SHIPLOCK_REHEARSAL_DATABASE_URL/,
  );
  expect(await columns()).toEqual(['id', 'older']);
  const proved = await withRehearsal(
    ...['contract', '--environment', 'quick', '--commit', SERVES],
    ...['--rehearsal-template', SUPABASE_TEMPLATE],
  );
  expect([proved.code, proved.stdout, proved.stderr]).toEqual([
    0,
    expect.stringContaining('Applied `migrations/20260103000000_older.sql`'),
    expect.any(String),
  ]);
  expect(await columns()).toEqual(['id']);
});
