import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import type { ReleaseContext } from '../../src/release/context.ts';
import { holdBack, liftHold } from '../../src/release/hold.ts';
import { holdsOf } from '../../src/release/record/holds.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { planRole } from '../support/plan-role.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { MemoryCodeHost } from './code-host.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** What teams do around a release: quarantine, holds by hand, runs that are overtaken. One after the other. */

const shas = 'abcdefgh'.split('').map((one) => one.repeat(40));
const [A, B, C, D, E, F, G, H] = shas as [string, string, string, string, string, string, string, string];
const hosting = new MemoryHosting();
const host = new MemoryCodeHost();
const opened: PgDatabase[] = [];
let fresh: FreshDatabase;
let owner: PgDatabase;
let workspace: string;

async function context(
  commit: string,
  more: { quarantine?: boolean; codeHost?: MemoryCodeHost | undefined } = {},
) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  const { quarantine = true, codeHost = host } = more;
  const context: ReleaseContext & { said: string[] } = {
    ...made,
    codeHost: 'codeHost' in more ? more.codeHost : codeHost,
    environment: { ...made.environment, quarantine },
  };
  return context;
}
const shipped = async (commit: string) => ship(await context(commit), { approvalWaitMs: 0 });
const where = () => ({ database: owner, environment: 'staging', project: undefined });
const said = { by: 'ada', reason: 'fixed in another way' };
const holds = () => holdsOf(owner, 'staging', undefined);
const events = async () =>
  (await owner.query<{ n: number }>('select count(*)::int as n from shiplock.event'))[0]!.n;

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  owner = await connect(fresh.url);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-holds-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
  // One line of history, and G beside it since C.
  const line = shas.slice(0, 6);
  for (const [index, sha] of line.entries()) host.history.set(sha, line.slice(index));
  host.trees.set(A, new Map([['page', '1']]));
  host.trees.set(B, new Map([['page', '2']]));
  host.trees.set(C, new Map([['page', '3']]));
  host.trees.set(
    D,
    new Map([
      ['page', '1'],
      ['more', '1'],
    ]),
  );
  host.trees.set(E, new Map([['page', '2']]));
  await shipped(A);
});
afterAll(async () => {
  await Promise.all([owner, ...opened].map((each) => each?.close()));
  await fresh?.drop();
  await rm(workspace, { recursive: true, force: true });
});

/** B was shipped and rolled back, whichever of these tests comes first. */
async function rolledBack(): Promise<void> {
  if ((await holds()).length > 0) return;
  await shipped(B);
  await rollback(await context(B), { reason: 'orders fail', force: false });
}

it('a release that was rolled back is held by itself; one that contains it stops at plan', async () => {
  await rolledBack();
  expect(await holds()).toMatchObject([{ commit: B, base: A, rolledBack: true, reason: 'orders fail' }]);
  const { id } = (await holds())[0]!;
  await deploy(await context(C));
  const before = await events();
  await expect(plan(await context(C))).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_QUARANTINED',
    problem: {
      what: expect.stringMatching(`cccccccccccc contains.*bbbbbbbbbbbb.*${id}.*by ada: orders fail`),
      next: expect.stringContaining(`shiplock hold lift --environment staging --hold-id ${id}`),
    },
  });
  expect(await events()).toBe(before);
  await expect(plan(await context(B)), 'the same commit again').rejects.toMatchObject({
    code: expect.stringMatching(/SHIPLOCK_RELEASE_(CLOSED|QUARANTINED)/),
  });
});

it('nobody but the code host says what it contains: without one it stops as well', async () => {
  await expect(plan(await context(C, { codeHost: undefined }))).rejects.toMatchObject({
    code: 'SHIPLOCK_QUARANTINE_UNKNOWN',
  });
});

it('where the settings say that nothing is quarantined, it does not stop', async () => {
  expect((await plan(await context(C, { quarantine: false }))).state).toBe('done');
});

it('a plan from before cannot slip past it: migrate stops, and nothing is rolled back', async () => {
  await rolledBack();
  await deploy(await context(C));
  await plan(await context(C, { quarantine: false }));
  const writes = [...hosting.writes];
  await expect(migrate(await context(C))).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_QUARANTINED' });
  expect(hosting.writes).toEqual(writes);
});

it('one that reverts it ships, and says so; one that brings it back on top of that ships, too', async () => {
  const made = await context(D);
  await ship(made, { approvalWaitMs: 0 });
  expect(made.said.join('\n')).toMatch(/contains bbbbbbbbbbbb, which was rolled back .*, and reverts it/);
  await shipped(E);
  expect(hosting.serving.deploymentId).toBe('dpl_eeee');
});

it('a branch from before the revert still stops, until the hold is lifted with a reason, once', async () => {
  host.history.set(B, [...host.history.get(B)!, G]);
  await deploy(await context(G));
  await expect(plan(await context(G))).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_QUARANTINED' });
  const { id } = (await holds())[0]!;
  const lifted = await liftHold(where(), { ...said, hold: id });
  expect(lifted.lifted).toMatchObject(said);
  const before = await events();
  expect((await liftHold(where(), { ...said, by: 'eve', hold: id })).lifted).toMatchObject(said);
  expect(await events()).toBe(before);
  const made = await context(G);
  expect((await plan(made)).state).toBe('done');
  expect(made.said.join('\n')).toMatch(new RegExp(`${id}.*ada lifted.*fixed in another way`));
});

it('a hold that nobody placed cannot be lifted', async () => {
  await expect(liftHold(where(), { ...said, hold: 'hold_0' })).rejects.toMatchObject({
    code: 'SHIPLOCK_HOLD_UNKNOWN',
  });
});

it('held by hand: the plan is made and shows it, migrate and promote stop, a rollback does not', async () => {
  const { deploymentId: serving } = hosting.serving;
  const hold = await holdBack(where(), { by: 'grace', reason: 'a sale until noon', commit: null });
  const made = await context(F);
  await deploy(made);
  await plan(made);
  expect(made.said.join('\n')).toMatch(/staging is held by grace.*a sale until noon/);
  const stopped = { code: 'SHIPLOCK_RELEASE_HELD', problem: { what: expect.stringContaining('grace') } };
  await expect(migrate(await context(F))).rejects.toMatchObject(stopped);
  await liftHold(where(), { ...said, hold: hold.id });
  await migrate(await context(F));
  await verify(await context(F));
  await gate(await context(F));
  const again = await holdBack(where(), { by: 'grace', reason: 'the sale goes on', commit: null });
  await expect(promote(await context(F))).rejects.toMatchObject(stopped);
  expect(hosting.serving.deploymentId).toBe(serving);
  expect((await rollback(await context(F), { reason: 'enough', force: false })).outputs['outcome']).toBe(
    'noop',
  );
  await liftHold(where(), { ...said, hold: again.id });
});

it('one commit held by hand stops what contains it, and nothing else', async () => {
  await holdBack(where(), { by: 'grace', reason: 'it leaks', commit: F });
  host.history.set(F, [F, H]);
  await deploy(await context(H));
  await expect(plan(await context(H))).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_QUARANTINED',
    problem: { what: expect.stringContaining('held by grace') },
  });
});

it('a role that can only plan can neither place nor lift a hold', async () => {
  await planRole(owner, `verifier_${process.pid}`);
  await owner.query(`set role shiplock_plan`);
  try {
    await expect(holdBack(where(), { ...said, commit: null })).rejects.toMatchObject({
      code: 'SHIPLOCK_DATABASE_PERMISSION',
    });
  } finally {
    await owner.query('reset role');
  }
});

it('a run that a newer one has overtaken ends without an error, in each of its jobs', async () => {
  const [old, newer, beside] = ['1', '2', '3'].map((one) => one.repeat(40)) as [string, string, string];
  host.history.set(old, [old, newer]);
  await deploy(await context(old));
  await plan(await context(old));
  await deploy(await context(beside));
  await plan(await context(beside));
  await shipped(newer);
  const overtaken = { code: 'SHIPLOCK_RELEASE_OVERTAKEN' };
  await expect(plan(await context(old))).rejects.toMatchObject(overtaken);
  await expect(migrate(await context(old))).rejects.toMatchObject(overtaken);
  for (const phase of [migrate, verify, gate, promote])
    await expect(phase(await context(old))).rejects.toMatchObject(overtaken);
  const record = new ReleaseRecord(owner);
  expect((await record.serving('staging'))?.commit).toBe(newer);
  // What the newer one does not contain was not shipped by it: that is an error.
  await expect(migrate(await context(beside))).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_DRIFT' });
});
