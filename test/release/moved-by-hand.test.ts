import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { finalize } from '../../src/release/steps/finalize.ts';
import { gate, watch } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** Somebody moved production between two releases: at hosting, or with a push that hosting deploys by itself. */

const options = { approvalWaitMs: 0 };
const opened: { close(): Promise<void> }[] = [];
const hosting = new MemoryHosting();
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as const;
let fresh: FreshDatabase;
let workspace: string;
let commits = 0;
let next: string;

async function context(commit: string) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return made;
}
const byHand = {
  id: 'dpl_hand',
  url: 'https://hand.example',
  state: 'ready',
  commit: 'c'.repeat(40),
} as const;
const serves = (deploymentId: string) => {
  hosting.serving = { deploymentId, pinned: false, commit: byHand.commit };
};
const closing = async () => {
  const { db } = await context(next);
  const record = new ReleaseRecord(db);
  const release = await record.latest('staging', next);
  return (await record.events(release!.id)).findLast(({ kind }) => kind === 'closed')?.body['serves'];
};

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-by-hand-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
  for (const commit of [A, B]) await ship(await context(commit), options);
});
beforeEach(() => {
  commits += 1;
  next = String(commits).padStart(4, '0').repeat(10);
  hosting.deployments.set(byHand.id, byHand);
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

const back = async () => rollback(await context(next), { reason: 'it is bad', force: false });

it('a deployment that no release made: the plan says so, and a rollback leads back to it', async () => {
  serves(byHand.id);
  await deploy(await context(next));
  const { summary } = await plan(await context(next));
  expect(summary).toContain('| commit | `cccccccccccc` |');
  expect(summary).toMatch(/somebody moved it outside of Shiplock/);
  await ship(await context(next), options);
  const { outputs } = await back();
  expect([hosting.serving.deploymentId, outputs['serving-release']]).toEqual([
    'dpl_hand',
    'deployment dpl_hand',
  ]);
  // By the record the last release serves; the next plan says again that it does not.
  const { db } = await context(next);
  expect(await closing()).toBe((await new ReleaseRecord(db).latest('staging', B))?.id);
});

it('an older release that somebody promoted: the rollback leads back to that one, by its name', async () => {
  serves('dpl_aaaa');
  await ship(await context(next), options);
  await back();
  const { db } = await context(next);
  const older = await new ReleaseRecord(db).latest('staging', A);
  expect([hosting.serving.deploymentId, await closing()]).toEqual(['dpl_aaaa', older?.id]);
});

it('one that was deleted since: the rollback leads to the last release that is there, and says so', async () => {
  serves(byHand.id);
  await ship(await context(next), options);
  hosting.deployments.delete(byHand.id);
  const told = await context(next);
  await rollback(told, { reason: 'it is bad', force: false });
  expect(told.said.join('\n')).toContain('dpl_hand, which served before this release, is gone');
  expect(hosting.serving.deploymentId).toBe('dpl_aaaa');
});

it('moved after the watch: the release is not closed as one that serves, and the rollback leaves it as it is', async () => {
  const until = [deploy, plan, migrate, verify, gate, promote, watch];
  for (const step of until) await step(await context(next));
  const own = hosting.serving.deploymentId;
  serves(byHand.id);
  await expect(finalize(await context(next))).rejects.toMatchObject({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    problem: {
      what: `production serves dpl_hand, not ${own}, which this release promoted: somebody moved it`,
      // The job that says so may be the one that promoted it.
      notDone: ['the release was not closed as released', 'traffic was not moved back'],
    },
  });
  const moves = hosting.writes.length;
  await back();
  expect([hosting.serving.deploymentId, hosting.writes.length]).toEqual([byHand.id, moves]);
});

it('moved while the release is closed: it is not closed as one that serves', async () => {
  for (const step of [deploy, plan, migrate, verify, gate, promote, watch]) await step(await context(next));
  const told = await context(next);
  const { schema } = told;
  const snapshot = async () => {
    serves(byHand.id);
    return schema.snapshot();
  };
  await expect(finalize({ ...told, schema: { ...schema, snapshot } })).rejects.toMatchObject({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
  });
  expect(await closing()).toBe(undefined);
  const moves = hosting.writes.length;
  await back();
  expect([hosting.serving.deploymentId, hosting.writes.length]).toEqual([byHand.id, moves]);
});

it('moved after the release was closed: the same job again does not say that all is done', async () => {
  await ship(await context(next), options);
  const own = hosting.serving;
  serves(byHand.id);
  const moves = hosting.writes.length;
  await expect(ship(await context(next), options)).rejects.toMatchObject({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    problem: {
      what: expect.stringContaining(`production serves dpl_hand, not ${own.deploymentId}, which`),
      done: [expect.stringContaining('the release was closed as released at ')],
    },
  });
  expect([hosting.serving.deploymentId, hosting.writes.length]).toEqual([byHand.id, moves]);
  hosting.serving = own;
  await ship(await context(next), options);
});
