import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import type { Rehearse } from '../../src/release/context.ts';
import { OutsideCallError } from '../../src/release/errors.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { contract } from '../../src/release/steps/contract.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import type { RollbackOptions } from '../../src/release/steps/rollback-options.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, digestOf, MemoryHosting } from './context.ts';

/** What stands between a mistake and a database, each guard alone. */

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const VERSION = '20260201000000';
let fresh: FreshDatabase;
let db: PgDatabase;
let workspace: string;
let hosting: MemoryHosting;
const opened: { close(): Promise<void> }[] = [];

async function context(commit: string, extra: Partial<Parameters<typeof contextFor>[0]> = {}) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit, ...extra });
  opened.push(made.db);
  return made;
}
const file = (name: string, text: string) => writeFile(path.join(workspace, name), text);
const exists = async (relation: string) =>
  (await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [relation]))[0]?.there;
const rehearsed =
  (outcome: 'pass' | 'fail'): Rehearse =>
  async () => ({ outcome, detail: '', migrations: [], findings: [], surprises: [] });

beforeEach(async () => {
  fresh = await freshDatabase({ supabase: true });
  db = await connect(fresh.url);
  opened.push(db);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-guards-'));
  for (const folder of ['migrations', 'rollbacks', 'verify']) await mkdir(path.join(workspace, folder));
  await file('migrations/20260101000000_orders.sql', 'create table public.orders (id int primary key);');
  await file('verify/orders.sql', `select 'orders' as check_name, count(*) as bad from public.orders;`);
  hosting = new MemoryHosting();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

describe('attack 18: a deployment that is not the commit', () => {
  it('is refused when hosting lists other files than the ones that were uploaded', async () => {
    hosting.stage = async (request) => {
      const staged = await MemoryHosting.prototype.stage.call(hosting, request);
      hosting.sources.set(staged.id, digestOf('another commit'));
      return staged;
    };
    await expect(deploy(await context(A))).rejects.toMatchObject({
      code: 'SHIPLOCK_DEPLOY_SOURCE_DIFFERS',
      problem: { what: expect.stringContaining('dpl_aaaa') },
    });
    await expect(plan(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_PHASE_ORDER' });
  });

  it('is held against the commit when its creation has to be found again', { tags: 'full' }, async () => {
    const lost = {
      id: 'dpl_lost',
      url: 'https://lost.example',
      state: 'ready',
      commit: A,
    } as const;
    hosting.stage = async () => {
      throw new OutsideCallError(
        { code: 'SHIPLOCK_VERCEL_UNREACHABLE', what: 'cut', next: '' },
        { certainty: 'unknown' },
      );
    };
    hosting.findStaged = async () => lost as never;
    hosting.sources.set('dpl_lost', digestOf('another commit'));
    await expect(deploy(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_DEPLOY_SOURCE_DIFFERS' });
    hosting.sources.set('dpl_lost', digestOf(A));
    expect(await deploy(await context(A))).toMatchObject({ outputs: { 'deployment-id': 'dpl_lost' } });
  });

  it('is not shipped when it failed to build', { tags: 'full' }, async () => {
    const stage = hosting.stage.bind(hosting);
    hosting.stage = async (request) => ({ ...(await stage(request)), state: 'failed' as const });
    await expect(deploy(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_DEPLOY_BUILD_FAILED' });
    await expect(plan(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_PHASE_ORDER' });
  });

  it('is refused when hosting cannot tell what it holds', async () => {
    await deploy(await context(A));
    hosting.sources.clear();
    await expect(plan(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_DEPLOY_SOURCE_UNKNOWN' });
  });

  it('stands in the plan by the digest of its files, which migrate holds against hosting again', async () => {
    await deploy(await context(A));
    const planned = await plan(await context(A));
    expect(JSON.parse(planned.outputs['plan-json'] ?? '')).toMatchObject({
      deployment: { id: 'dpl_aaaa', digest: digestOf(A) },
    });
    expect(planned.summary).toContain(digestOf(A).slice(0, 12));
    hosting.sources.set('dpl_aaaa', digestOf('another commit'));
    await expect(migrate(await context(A))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_DRIFT',
      problem: { what: expect.stringContaining('the files of the staged deployment') },
    });
  });
});

describe('plan', () => {
  const production = async (more: object) => {
    const made = await context(A);
    return { ...made, environment: { ...made.environment, ...more } };
  };

  it('is refused for a commit that did not finish where it must have', async () => {
    const requires = { environment: 'earlier', database: () => connect(fresh.url) };
    await deploy(await context(A));
    await expect(plan(await production({ requires }))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_NOT_PROVED',
      problem: { what: expect.stringContaining('did not finish on earlier') },
    });
  });

  it('is refused over a rollback that somebody made outside, unless that is accepted', {
    tags: 'full',
  }, async () => {
    await deploy(await context(A));
    hosting.serving = { deploymentId: 'dpl_foreign', pinned: true };
    await expect(plan(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_PRODUCTION_PINNED' });
    expect((await plan(await production({ acceptPin: true }))).state).toBe('done');
  });

  it('is refused for a hazard that nobody allowed', async () => {
    await db.query('create table public.people (id int, name text); insert into public.people values (1)');
    await file('migrations/20260102000000_drop.sql', 'alter table public.people drop column name;');
    await deploy(await context(A));
    await expect(plan(await context(A))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_HAZARD',
      problem: { next: expect.stringContaining('allow=drop-column') },
    });
  });

  it('is refused while a table is open to everybody, unless the release closes it', async () => {
    await db.query('create table public.people (id int); grant select on public.people to anon');
    await deploy(await context(A));
    await expect(plan(await context(A))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_OPEN_TABLES',
      problem: {
        what: expect.stringContaining('1 table is open to everybody through the API: public.people'),
        next: expect.stringContaining('alter table public.people enable row level security'),
      },
    });
    await file('migrations/20260102000000_close.sql', 'alter table public.people enable row level security;');
    expect((await plan(await context(A))).state).toBe('done');
  });

  it('is refused while schema files are ahead of the migrations', async () => {
    await deploy(await context(A));
    const made = await context(A);
    const mend = 'supabase db diff -f people';
    const ahead = [{ object: 'table public.people', message: 'no migration creates it', mend }];
    const schema = { ...made.schema, gaps: async () => ({ warnings: [], open: [], ahead }) };
    await expect(plan({ ...made, schema })).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_SCHEMA_AHEAD',
      problem: {
        what: expect.stringContaining('table public.people: no migration creates it'),
        next: expect.stringContaining(mend),
      },
    });
  });

  it('warns on top when the rehearsal failed', { tags: 'full' }, async () => {
    await deploy(await context(A));
    const made = await context(A, { rehearse: rehearsed('fail') });
    expect((await plan(made)).summary).toContain('> The migrations failed in their rehearsal.');
    expect(made.said.join('\n')).toContain('The migration rehearsal failed (');
  });
});

describe('migrate', () => {
  it('computes the plan again, and applies nothing when it moved', { tags: 'full' }, async () => {
    await deploy(await context(A));
    await plan(await context(A));
    await db.query('create table public.made_by_hand (id int)');
    // A dry run finds it too, and says nothing of a record that it leaves alone.
    await expect(migrate(await context(A, { dryRun: true }))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_DRIFT',
      problem: { done: [] },
    });
    await expect(migrate(await context(A))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_DRIFT',
      problem: {
        what: expect.stringContaining('relation public.made_by_hand is new'),
        notDone: ['no migration was applied, no traffic was moved'],
      },
    });
    expect(await exists('public.orders')).toBe(false);
    // The voided plan does not come back by itself.
    await expect(migrate(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_MISSING' });
  });

  it('applies nothing to production that nobody approved', async () => {
    const production = async () => {
      const made = await context(A);
      return { ...made, environment: { ...made.environment, kind: 'production' as const } };
    };
    await deploy(await production());
    await plan(await production());
    await expect(migrate(await production())).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_MISSING' });
    expect(await exists('public.orders')).toBe(false);
  });
});

describe('verify', () => {
  it.each([
    ['fails', `select 'orders' as check_name, 1 as bad;`, /verify-sql failed/],
    ['could not be verified', `select * from public.nowhere;`, /verify-sql could not be verified/],
  ])('lets no traffic move over what %s', async (_, sql, message) => {
    await file('verify/orders.sql', sql);
    await deploy(await context(A));
    await plan(await context(A));
    await migrate(await context(A));
    await expect(verify(await context(A))).rejects.toThrow(message);
    await expect(promote(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_PHASE_ORDER' });
    expect(hosting.writes).toEqual(['stage a']);
  });
});

describe('contract', () => {
  it('applies only what the plan had, with its very text', { tags: 'full' }, async () => {
    await ship(await context(A), { approvalWaitMs: 0 });
    const drop = '-- shiplock: allow=drop-table reason="unused"\ndrop table public.orders;';
    await file('migrations/20260102000000_drop.sql', drop);
    await ship(await context(B), { approvalWaitMs: 0 });
    await file('migrations/20260102000000_drop.sql', `${drop}\ncreate table public.unseen (id int);`);
    expect((await contract(await context(B), { force: true })).state).toBe('already');
    expect([await exists('public.orders'), await exists('public.unseen')]).toEqual([true, false]);
    await file('migrations/20260102000000_drop.sql', drop);
    expect((await contract(await context(B), { force: true })).state).toBe('done');
    expect(await exists('public.orders')).toBe(false);
  });
});

describe('rollback', () => {
  const options = { reason: 'test', force: false };

  it('is refused where nobody can tell whether the previous code still works, unless that is allowed', async () => {
    await db.query(`create function public.f() returns int language sql as 'select 1'`);
    for (const commit of [A, B]) await ship(await context(commit), { approvalWaitMs: 0 });
    await db.query(`create or replace function public.f() returns int language sql as 'select 2'`);
    await expect(rollback(await context(B), options)).rejects.toMatchObject({
      code: 'SHIPLOCK_ROLLBACK_UNKNOWN',
      problem: { what: expect.stringContaining('public.f()') },
    });
    expect(hosting.serving.deploymentId).toBe('dpl_bbbb');
    const made = await context(B);
    await rollback({ ...made, environment: { ...made.environment, unknownVerdict: 'allow' } }, options);
    expect(hosting.serving.deploymentId).toBe('dpl_aaaa');
  });

  it('of the first release has nowhere to go', { tags: 'full' }, async () => {
    await ship(await context(A), { approvalWaitMs: 0 });
    await expect(rollback(await context(A), options)).rejects.toMatchObject({
      code: 'SHIPLOCK_ROLLBACK_NO_TARGET',
    });
    expect(hosting.serving.deploymentId).toBe('dpl_aaaa');
  });
});

describe('rollback with down', () => {
  const options = (more: Partial<RollbackOptions> = {}): RollbackOptions => ({
    reason: 'test',
    force: false,
    down: [VERSION],
    ...more,
  });
  const serving = async () => (await new ReleaseRecord(db).serving('staging'))?.commit;
  const closedAs = async (commit: string) => {
    const [row] = await db.query<{ result: string }>(
      `select body ->> 'result' as result from shiplock.event e join shiplock.release r on r.id = e.release_id
        where commit_sha = $1 and kind = 'closed' order by seq desc limit 1`,
      [commit],
    );
    return row?.result;
  };

  /** A serves; B has migrated, and where asked is served. */
  async function released(how: { rehearse?: Rehearse; promoted?: boolean }) {
    await ship(await context(A), { approvalWaitMs: 0 });
    await file(`migrations/${VERSION}_notes.sql`, 'create table public.notes (id int primary key);');
    await file(`rollbacks/${VERSION}.sql`, 'drop table public.notes;');
    await deploy(await context(B));
    await plan(await context(B));
    await plan(await context(B, how));
    await migrate(await context(B));
    if (!how.promoted) return;
    await verify(await context(B));
    await gate(await context(B));
    await promote(await context(B));
  }

  it.each([
    ['was never rehearsed', {}, 'no rehearsal|skipped'],
    ['failed in its rehearsal', { rehearse: rehearsed('fail') }, 'fail'],
  ])('moves nothing when the down file %s', async (_, how, why) => {
    await released({ ...how, promoted: true });
    await expect(rollback(await context(B), options())).rejects.toMatchObject({
      code: 'SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED',
      problem: { what: expect.stringMatching(why) },
    });
    expect(hosting.serving.deploymentId).toBe('dpl_bbbb');
    expect(await exists('public.notes')).toBe(true);
  });

  it('asks for consent to losses, and for the file, before traffic moves', { tags: 'full' }, async () => {
    await released({ rehearse: rehearsed('pass'), promoted: true });
    await expect(rollback(await context(B), options())).rejects.toMatchObject({
      code: 'SHIPLOCK_DOWN_CONSENT',
      problem: { next: expect.stringContaining('down-consent') },
    });
    await expect(
      rollback(await context(B), options({ down: [VERSION, '20260301000000'], downConsent: [VERSION] })),
    ).rejects.toMatchObject({ code: 'SHIPLOCK_DOWN_MISSING' });
    expect(hosting.serving.deploymentId).toBe('dpl_bbbb');
    expect(await exists('public.notes')).toBe(true);
    // Rehearsed by the second plan, which was the same one otherwise.
    const done = await rollback(await context(B), options({ downConsent: [VERSION] }));
    expect(done.summary).toContain(`Migrations undone: \`${VERSION}\``);
    expect([hosting.serving.deploymentId, await exists('public.notes'), await closedAs(B)]).toEqual([
      'dpl_aaaa',
      false,
      'rolled-back',
    ]);
    const again = await rollback(await context(B), options({ downConsent: [VERSION] }));
    expect(again.outputs['outcome']).toBe('noop');
  });

  it('undoes the migrations of a release that never served', { tags: 'full' }, async () => {
    await released({ rehearse: rehearsed('pass') });
    const done = await rollback(await context(B), options({ downConsent: [VERSION] }));
    expect(done.outputs['outcome']).toBe('noop');
    expect(done.summary).toContain(`Migrations undone: \`${VERSION}\``);
    expect([await exists('public.notes'), await closedAs(B), await serving()]).toEqual([
      false,
      'abandoned',
      A,
    ]);
  });

  it('goes on after traffic moved and the down file failed', { tags: 'full' }, async () => {
    await released({ rehearse: rehearsed('pass'), promoted: true });
    const made = await context(B);
    const down = async () => {
      throw new Error('out of file handles');
    };
    const broken = { ...made, migrations: { ...made.migrations!, down } };
    await expect(rollback(broken, options({ downConsent: [VERSION] }))).rejects.toThrow('file handles');
    expect([hosting.serving.deploymentId, await exists('public.notes')]).toEqual(['dpl_aaaa', true]);
    const done = await rollback(await context(B), options({ downConsent: [VERSION] }));
    expect(done.summary).toContain('Migrations undone');
    expect([await exists('public.notes'), await closedAs(B), await serving()]).toEqual([
      false,
      'rolled-back',
      A,
    ]);
    expect(hosting.writes.filter((write) => write.startsWith('rollback'))).toHaveLength(1);
  });

  it('is refused once the release is over: others may stand on its migrations', {
    tags: 'full',
  }, async () => {
    await released({ rehearse: rehearsed('pass') });
    await rollback(await context(B), options({ down: [] }));
    await expect(rollback(await context(B), options({ downConsent: [VERSION] }))).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_CLOSED',
      problem: { what: expect.stringContaining(VERSION) },
    });
    expect(await exists('public.notes')).toBe(true);
  });

  it('of a release that another one has replaced changes nothing, the record included', {
    tags: 'full',
  }, async () => {
    for (const commit of [A, B, C]) await ship(await context(commit), { approvalWaitMs: 0 });
    const done = await rollback(await context(B), options({ down: [] }));
    expect([done.outputs['outcome'], await serving(), await closedAs(B)]).toEqual(['noop', C, 'released']);
    await expect(rollback(await context(B), options())).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_CLOSED',
    });
  });
});
