import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import type { RollbackOptions } from '../../src/release/steps/rollback-options.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** A rollback to a release that is named, whatever served in between; neither commit, run nor repository is known. */

const NOWHERE = '0'.repeat(40);
const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let commits = 0;

async function context(commit: string, run: string | undefined = commit) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return { ...made, run: { id: run, url: undefined } };
}
const nextCommit = () => (++commits).toString(16).padStart(4, '0').repeat(10);
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;
const back = async (to: string, more: Partial<RollbackOptions> & { readonly run?: string } = {}) =>
  rollback(await context(NOWHERE, more.run), { reason: 'it is bad', force: false, to, ...more });

async function releaseOf(commit: string) {
  const { db } = await context(commit);
  return (await new ReleaseRecord(db).latest('staging', commit))!;
}
async function told(commit: string, is: string) {
  const { db } = await context(commit);
  const record = new ReleaseRecord(db);
  const events = await record.events((await releaseOf(commit)).id);
  return events.findLast((event) => event.body['is'] === is)?.body;
}
async function serving() {
  const { db } = await context(NOWHERE);
  return (await new ReleaseRecord(db).serving('staging'))?.commit;
}
const writes = () => hosting.writes.filter((write) => write.startsWith('rollback'));
/** Three releases, each of which served. */
async function three() {
  const shipped = [nextCommit(), nextCommit(), nextCommit()] as const;
  for (const commit of shipped) await ship(await context(commit), { approvalWaitMs: 0 });
  return shipped;
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-to-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_orders.sql'),
    'create table public.orders (id int primary key);',
  );
});
beforeEach(async () => {
  hosting = new MemoryHosting();
  const { db } = await context(NOWHERE);
  const [there] = await db.query(`select to_regclass('shiplock.lease') as there`);
  if (Object.values(there ?? {})[0])
    await db.query('update shiplock.lease set holder = null, expires_at = null');
});
// Servers have so many connections, and these tests open one a step.
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

it('leads over several releases by id, with the time it took, and a second time by commit', async () => {
  const [a, b, c] = await three();
  const { outputs, summary } = await back((await releaseOf(a)).id);
  expect([hosting.serving.deploymentId, await serving()]).toEqual([id(a), a]);
  expect(writes()).toEqual([`rollback ${id(a)}`]);
  expect(outputs).toMatchObject({
    outcome: 'done',
    verdict: 'safe',
    'serving-release': (await releaseOf(a)).id,
  });
  expect(Number(outputs.milliseconds)).toBeGreaterThan(0);
  expect(summary).toMatch(/Traffic is back on release `rel_[-0-9a-f]+`, \d+\.\d s after the decision/);
  const said = await told(c, 'rolled-back');
  expect(said).toMatchObject({
    to: id(a),
    over: [(await releaseOf(b)).id],
    tookMs: Number(outputs.milliseconds),
  });
  expect(await told(c, 'closed')).toMatchObject({ result: 'rolled-back', serves: (await releaseOf(a)).id });
  // The one between did nothing wrong.
  expect(await told(b, 'closed')).toMatchObject({ result: 'released' });
  const again = await back(a.slice(0, 12));
  expect([again.state, again.outputs.outcome]).toEqual(['already', 'noop']);
  expect(writes()).toHaveLength(1);
});

it('a schema that a later release tightened is named with its migrations, and refused', {
  tags: 'full',
}, async () => {
  const [a] = await three();
  const version = `20260102000${String(commits).padStart(3, '0')}`;
  await writeFile(
    path.join(workspace, `migrations/${version}_late.sql`),
    `create table public.late_${commits} (id int primary key);`,
  );
  const d = nextCommit();
  await ship(await context(d), { approvalWaitMs: 0 });
  const { db } = await context(d);
  await db.query('alter table public.orders rename to orders_now');
  const refused = back(a.slice(0, 7));
  await expect(refused).rejects.toMatchObject({
    code: 'SHIPLOCK_ROLLBACK_UNSAFE',
    message: expect.stringMatching(new RegExp(`public\\.orders.*Migrations since: ${version}`)),
  });
  expect(hosting.serving.deploymentId).toBe(id(d));
  const forced = await back(a.slice(0, 7), { force: true });
  expect(forced.summary).toContain(`\`${version}\``);
  expect(hosting.serving.deploymentId).toBe(id(a));
  await db.query('alter table public.orders_now rename to orders');
});

it('what never was, never served or is not unique is no target', async () => {
  const [, , c] = await three();
  const staged = nextCommit();
  await deploy(await context(staged));
  const cases: [string, RegExp][] = [
    ['rel_00000000-0000-7000-8000-000000000000', /no such release/],
    ['fffffff0', /no such release/],
    ['0', /commits start with these digits/],
    [staged.slice(0, 12), /never served/],
  ];
  for (const [to, says] of cases)
    await expect(back(to), to).rejects.toMatchObject({
      code: 'SHIPLOCK_ROLLBACK_TARGET',
      message: expect.stringMatching(says),
    });
  expect([writes(), hosting.serving.deploymentId]).toEqual([[], id(c)]);
});

it('going forward is no rollback', { tags: 'full' }, async () => {
  const [a, , c] = await three();
  await back(a);
  await expect(back(c)).rejects.toMatchObject({
    code: 'SHIPLOCK_ROLLBACK_TARGET',
    message: expect.stringContaining('it is newer'),
  });
});

it('a release that was rolled back itself is refused, unless somebody says why', {
  tags: 'full',
}, async () => {
  const [, b, c] = await three();
  await back(b);
  const d = nextCommit();
  await ship(await context(d), { approvalWaitMs: 0 });
  await expect(back(c)).rejects.toMatchObject({ code: 'SHIPLOCK_ROLLBACK_TARGET_BAD' });
  expect(hosting.serving.deploymentId).toBe(id(d));
  await back(c, { force: true });
  expect(hosting.serving.deploymentId).toBe(id(c));
});

it('a deployment that is gone is found before anything moves', async () => {
  const [a, b, c] = await three();
  hosting.deployments.delete(id(a));
  await expect(back(a)).rejects.toMatchObject({ code: 'SHIPLOCK_ROLLBACK_TARGET_GONE' });
  hosting.deployments.set(id(b), { ...hosting.deployments.get(id(b))!, state: 'failed', failure: 'retired' });
  await expect(rollback(await context(c), { reason: 'bad', force: false })).rejects.toMatchObject({
    code: 'SHIPLOCK_ROLLBACK_TARGET_GONE',
    message: expect.stringContaining('retired'),
  });
  expect(writes()).toEqual([]);
});

it('a job that is run again never takes back what was shipped since', async () => {
  const [a] = await three();
  await back(a, { run: 'run-1' });
  const d = nextCommit();
  await ship(await context(d), { approvalWaitMs: 0 });
  await expect(back(a, { run: 'run-1' })).rejects.toMatchObject({ code: 'SHIPLOCK_ROLLBACK_REPEATED' });
  expect(hosting.serving.deploymentId).toBe(id(d));
  await back(a, { run: 'run-2' });
  expect(hosting.serving.deploymentId).toBe(id(a));
});

const outside = {
  'a rollback by hand': (a: string) => ({ deploymentId: id(a), pinned: true }),
  'a hot fix by hand': () => ({ deploymentId: 'dpl_fix', pinned: false }),
} as const;
it.each(Object.keys(outside) as (keyof typeof outside)[])(
  '%s stands until somebody consents',
  async (what) => {
    const [a, b, c] = await three();
    hosting.serving = outside[what](b);
    const code = what === 'a hot fix by hand' ? 'SHIPLOCK_PRODUCTION_MOVED' : 'SHIPLOCK_PRODUCTION_PINNED';
    await expect(back(a)).rejects.toMatchObject({ code });
    expect(writes()).toEqual([]);
    const consents = await context(NOWHERE);
    const environment = { ...consents.environment, acceptPin: true };
    await rollback({ ...consents, environment }, { reason: 'hot fix is bad', force: false, to: a });
    expect([hosting.serving.deploymentId, await serving()]).toEqual([id(a), a]);
    expect(c).toBeDefined();
  },
);

it('somebody else’s rolling release stands', { tags: 'full' }, async () => {
  const [a, , c] = await three();
  const job = {
    type: 'rolling',
    to: 'dpl_other',
    from: id(c),
    state: 'running',
    requestedAt: Date.now(),
  } as const;
  hosting.serving = { deploymentId: id(c), pinned: false, job };
  await expect(back(a)).rejects.toMatchObject({ code: 'SHIPLOCK_PRODUCTION_BUSY' });
  expect(writes()).toEqual([]);
});

it('a rollback that was cut short is finished by the next one', { tags: 'full' }, async () => {
  const [a, , c] = await three();
  const confirm = hosting.confirm;
  hosting.confirm = async () => {
    throw new Error('killed');
  };
  await expect(back(a, { run: 'run-1' })).rejects.toThrow('killed');
  hosting.confirm = confirm;
  expect(await told(c, 'closed')).toMatchObject({ result: 'released' });
  await back(a, { run: 'run-1' });
  expect([await serving(), writes()]).toEqual([a, [`rollback ${id(a)}`]]);
});

it('a release that was abandoned and serves all the same is rolled back', async () => {
  const [, , c] = await three();
  const d = nextCommit();
  for (const phase of [deploy, plan, migrate]) await phase(await context(d));
  await rollback(await context(d), { reason: 'changed our minds', force: false });
  expect(await told(d, 'closed')).toMatchObject({ result: 'abandoned' });
  // Its promote, sent before, landed after all.
  const landed = (requestedAt: number) => ({
    deploymentId: id(d),
    pinned: false,
    job: { type: 'promote', to: id(d), from: id(c), state: 'succeeded', requestedAt } as const,
  });
  hosting.serving = landed(Date.now() - 60_000);
  await rollback(await context(d), { reason: 'it landed', force: false });
  expect(hosting.serving.deploymentId).toBe(id(c));
  expect(await told(d, 'closed')).toMatchObject({ result: 'rolled-back' });
  // Somebody promotes it now: the same run does not undo that, a new one does.
  hosting.serving = landed(Date.now() + 60_000);
  await expect(rollback(await context(d), { reason: 'again', force: false })).rejects.toMatchObject({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
  });
  expect(hosting.serving.deploymentId).toBe(id(d));
  await rollback(await context(d, 'another run'), { reason: 'again', force: false });
  expect(hosting.serving.deploymentId).toBe(id(c));
  expect(writes()).toHaveLength(2);
});

it('names what traffic alone does not bring back', { tags: 'full' }, async () => {
  const [a] = await three();
  const stays = await context(NOWHERE);
  const { db } = stays;
  await db.query('create schema if not exists cron');
  await db.query(`create table cron.job (jobid bigint, jobname text, schedule text, active boolean);`);
  await db.query(
    `insert into cron.job values (1, 'nightly', '0 3 * * *', true), (2, 'off', '* * * * *', false)`,
  );
  Object.assign(hosting, { environmentChanges: async () => ['PAYMENT_KEY'] });
  const { summary } = await rollback(stays, { reason: 'bad', force: false, to: a });
  expect(summary).toContain('PAYMENT_KEY');
  expect(summary).toContain('nightly');
  expect(summary).not.toContain('off (');
  await db.query('drop table cron.job');
});
