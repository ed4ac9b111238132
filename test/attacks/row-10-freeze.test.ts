import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { mayRollbackAnswer } from '../../src/release/errors.ts';
import { approve } from '../../src/release/steps/approve.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type PolicyRun, PolicyScene } from './support/policy-scene.ts';

const HOUR = 3_600_000;
const local = (at: number) => new Date(at).toISOString().slice(0, 16);
const begins = Date.now() + 2 * HOUR;
const WINDOW = {
  from: local(begins),
  to: local(begins + 2 * HOUR),
  timezone: 'UTC',
  reason: 'the sale of the year',
};
const settings = (freeze: readonly object[]) => ({
  production: {
    kind: 'production',
    database: { migrations: 'migrations', verify: 'verify' },
    approvals: { required: 1, breakGlass: { people: ['linus'] } },
    // The releases here follow one another, also after one was rolled back.
    rollback: { quarantine: 'never' },
    freeze,
  },
});
const FREEZE = settings([WINDOW]);

let scene: PolicyScene;
beforeAll(async () => {
  scene = await PolicyScene.open();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await scene?.close();
});

/** Only the clock: timers and sockets go on. */
const itIs = (at: number) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(at);
};
const inside = begins + HOUR;
const after = begins + 3 * HOUR;

async function approved(own = FREEZE) {
  const commit = scene.commit(own);
  const context = await scene.release(commit, { own });
  await deploy(context);
  const { outputs } = await plan(context);
  scene.github.comment('grace', { issue: commit.pull }, `/approve ${outputs['plan-hash']}`);
  await approve(context, { waitMs: 0 });
  return { commit, context };
}

const again = (commit: PolicyRun, inputs = {}) =>
  scene.release(commit, { own: FREEZE, actor: 'linus', inputs });

test('attack 10: approved before the window, migrated inside it: it waits, and goes on after', async () => {
  const { commit, context } = await approved();
  itIs(inside);
  await expect(migrate(context)).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_FROZEN',
    problem: {
      what: expect.stringContaining('the sale of the year'),
      notDone: [expect.stringContaining('no more migrations')],
      next: expect.stringContaining('Rerun this job after'),
    },
  });
  await expect(approve(context, { waitMs: 0 })).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_FROZEN' });
  const tables = await context.db.query(`select to_regclass('public.notes') as there`);
  expect(tables).toEqual([{ there: null }]);
  itIs(after);
  await scene.ship(commit, await again(commit));
  expect(scene.hosting.serving.deploymentId).toBe(`dpl_${commit.sha.slice(0, 4)}`);
});

test('attack 10: migrated before the window, promoted inside it: held, not rolled back, and goes on after', async () => {
  const { commit, context } = await approved();
  for (const step of [migrate, verify, gate]) await step(context);
  const before = scene.hosting.serving.deploymentId;
  itIs(inside);
  const refused = await promote(context).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'SHIPLOCK_RELEASE_FROZEN',
    problem: { notDone: [expect.stringContaining('nothing was rolled back')] },
  });
  expect(mayRollbackAnswer(refused)).toBe(false);
  await expect(scene.ship(commit, await again(commit))).rejects.toMatchObject({
    code: 'SHIPLOCK_APPROVAL_FROZEN',
  });
  expect(scene.hosting.serving.deploymentId).toBe(before);
  expect(scene.hosting.writes.filter((write) => write.startsWith('rollback'))).toEqual([]);
  itIs(after);
  await scene.ship(commit, await again(commit));
  expect(scene.hosting.serving.deploymentId).toBe(`dpl_${commit.sha.slice(0, 4)}`);
});

test('attack 10: the glass is broken over a window that caught an approved release', async () => {
  const { commit, context } = await approved();
  for (const step of [migrate, verify, gate]) await step(context);
  itIs(inside);
  const glass = { 'break-glass-reason': 'checkout is down for everybody since noon' };
  const emergency = await again(commit, glass);
  await approve(emergency, { waitMs: 0 });
  await promote(emergency);
  expect(scene.hosting.serving.deploymentId).toBe(`dpl_${commit.sha.slice(0, 4)}`);

  const rolledBack = await rollback(await again(commit), { reason: 'it made it worse', force: true });
  expect(rolledBack.outputs['outcome']).toBe('done');
});

test('attack 5: a commit that takes the window away is frozen by it all the same', async () => {
  const own = settings([]);
  const commit = scene.commit(own);
  const context = await scene.release(commit, { own });
  await deploy(context);
  const { summary } = await plan(context);
  expect(summary).toContain('| `freeze` |');
  itIs(inside);
  await expect(approve(context, { waitMs: 0 })).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_FROZEN' });
});
