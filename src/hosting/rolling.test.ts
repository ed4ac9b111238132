import { beforeEach, describe, expect, test } from 'vitest';
import { hosting, say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { caught } from './scripted.ts';

const STAGES = [5, 25, 100].map((targetPercentage) => ({ targetPercentage, requireApproval: true }));
const sent: { path: string; body: unknown }[] = [];

/** Vercel in a stage of a rolling release of `dpl_b`. */
function inStage(index: number, more: Record<string, unknown> = {}): void {
  vercel.on('GET /v1/projects/prj_1/rolling-release', {
    json: {
      rollingRelease: {
        state: 'ACTIVE',
        startedAt: Date.now(),
        currentDeployment: { id: 'dpl_a' },
        canaryDeployment: { id: 'dpl_b' },
        stages: STAGES,
        activeStage: { index, targetPercentage: STAGES[index]?.targetPercentage },
        ...more,
      },
    },
  });
}

vercelForEachTest();
beforeEach(() => {
  shop.project = { ...shop.project, rollingRelease: { target: 'production', stages: STAGES } };
  sent.length = 0;
  vercel.on('POST /v1/projects/prj_1/rolling-release/*', ({ match, body }) => {
    sent.push({ path: match[0] ?? '', body: JSON.parse(body) });
    return { json: {} };
  });
  inStage(0);
});

test('says how a promote moves traffic, and whether Vercel goes on by itself', async () => {
  expect(await hosting().rollingPlan?.()).toEqual({ stages: [5, 25, 100], automatic: false });
  const stages = [
    { targetPercentage: 10, requireApproval: false, duration: 5 },
    { targetPercentage: 50, requireApproval: false, duration: 5 },
  ];
  shop.project = { ...shop.project, rollingRelease: { stages } };
  expect(await hosting().rollingPlan?.()).toEqual({ stages: [10, 50, 100], automatic: true });
  shop.project = { ...shop.project, rollingRelease: null };
  expect(await hosting().rollingPlan?.()).toBeUndefined();
});

test('says in which stage it is, and how much traffic goes to the new version', async () => {
  inStage(1);
  expect(await hosting().rolling?.()).toMatchObject({ state: 'active', to: 'dpl_b', stage: 1 });
  expect((await hosting().live()).job).toMatchObject({ type: 'rolling', to: 'dpl_b', percent: 25 });
});

test('a state that nobody knows is not taken for the end', async () => {
  inStage(0, { state: 'PAUSED' });
  expect(await hosting().rolling?.()).toMatchObject({ state: 'active' });
});

test('what was seen as aborted is not taken for under way again by an old answer', async () => {
  const startedAt = Date.now();
  const client = hosting();
  inStage(1, { startedAt, state: 'ABORTED', activeStage: null });
  expect(await client.rolling?.()).toMatchObject({ state: 'aborted' });
  inStage(1, { startedAt });
  expect(await client.rolling?.()).toMatchObject({ state: 'aborted', to: 'dpl_b' });
  expect((await client.live()).job).toBeUndefined();
  await expect(client.advance?.({ to: 'dpl_b', from: 1, say })).rejects.toMatchObject({
    code: 'SHIPLOCK_ROLLING_MOVED',
  });
  expect(sent).toEqual([]);
  // Another one, of the same deployment.
  inStage(0, { startedAt: startedAt + 1 });
  expect(await client.rolling?.()).toMatchObject({ state: 'active', stage: 0 });
});

test('what was seen under way is not taken for never begun, or for an earlier stage, by an old answer', async () => {
  const startedAt = Date.now();
  const client = hosting();
  inStage(1, { startedAt });
  expect(await client.rolling?.()).toMatchObject({ state: 'active', stage: 1 });
  for (const older of [
    () => inStage(0, { startedAt }),
    () => inStage(2, { startedAt: startedAt - 1, state: 'COMPLETE', canaryDeployment: { id: 'dpl_a' } }),
    () => vercel.on('GET /v1/projects/prj_1/rolling-release', { json: { rollingRelease: null } }),
  ]) {
    older();
    expect(await client.rolling?.()).toMatchObject({ state: 'active', stage: 1 });
    expect((await client.live()).job).toMatchObject({ type: 'rolling', to: 'dpl_b', state: 'running' });
  }
  inStage(1, { startedAt, state: 'COMPLETE', activeStage: null });
  expect(await client.rolling?.()).toMatchObject({ state: 'complete' });
});

test.each([
  ['advance', 'approve-stage', { canaryDeploymentId: 'dpl_b', activeStageIndex: 0, nextStageIndex: 1 }],
  ['complete', 'complete', { canaryDeploymentId: 'dpl_b' }],
] as const)('%s is one write', async (method, path, body) => {
  await hosting()[method]?.({ to: 'dpl_b', from: 0, say });
  expect(sent).toEqual([{ path, body }]);
});

describe('nothing is sent when somebody was first', () => {
  test.each([
    ['another stage is on', () => inStage(1)],
    ['it was aborted', () => inStage(0, { state: 'ABORTED', activeStage: null })],
    ['it is complete', () => inStage(0, { state: 'COMPLETE', activeStage: null })],
    ['it is another one', () => inStage(0, { canaryDeployment: { id: 'dpl_c' } })],
  ] as const)('%s', async (_, meanwhile) => {
    meanwhile();
    for (const method of ['advance', 'complete'] as const) {
      const error = await caught(hosting()[method]!({ to: 'dpl_b', from: 0, say }));
      expect(error).toMatchObject({ code: 'SHIPLOCK_ROLLING_MOVED', certainty: 'not-done' });
    }
    expect(sent).toEqual([]);
  });
});

test.each([500, 'cut'] as const)('a step whose answer is lost (%s) is not sent again', async (how) => {
  let times = 0;
  vercel.on('POST /v1/projects/prj_1/rolling-release/*', () => {
    times += 1;
    return how === 'cut' ? 'cut' : { status: how };
  });
  const error = await caught(hosting().advance!({ to: 'dpl_b', from: 0, say }));
  expect(error).toMatchObject({ certainty: 'unknown' });
  expect(times).toBe(1);
});

describe('a promote that begins a rolling release', () => {
  const confirm = (canary: boolean) =>
    hosting().confirm({ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs: 30, canary, say });

  test('has happened once its first stage is on', async () => {
    expect(await confirm(true)).toMatchObject({
      state: 'done',
      evidence: { rolling: { to: 'dpl_b', stage: 0, percentage: 5 } },
    });
    expect(await confirm(false)).toMatchObject({ state: 'running' });
  });

  test('has happened, too, where it was aborted since', async () => {
    inStage(0, { state: 'ABORTED', activeStage: null });
    shop.job({ type: 'rollback', toDeploymentId: 'dpl_a' });
    expect(await confirm(true)).toMatchObject({ state: 'done', evidence: { rolling: { state: 'aborted' } } });
  });

  test('has not happened where the rolling release is of another deployment', async () => {
    inStage(0, { canaryDeployment: { id: 'dpl_c' } });
    expect(await confirm(true)).toMatchObject({ state: 'ambiguous' });
  });
});

test('a rollback aborts the rolling release that it is told to, and no other', async () => {
  vercel.on('POST /v9/projects/*/rollback/*', { status: 201 });
  const move = { kind: 'rollback', to: 'dpl_a', expectedFrom: 'dpl_a', say } as const;
  const error = await caught(hosting().move({ ...move, aborts: 'dpl_c' }));
  expect(error).toMatchObject({ code: 'SHIPLOCK_PRODUCTION_BUSY' });
  expect(vercel.count('POST')).toBe(0);
  expect(await hosting().move({ ...move, aborts: 'dpl_b' })).toMatchObject({ written: true });
});

describe('environment variables of two deployments', () => {
  test('are compared by name; what each deployment gets anew is left out, and no value is said', async () => {
    vercel.on('GET /v3/env/pull/*', ({ match }) => ({
      json: {
        env: {
          SAME: '1',
          PAYMENT_KEY: `secret-of-${match[0]}`,
          VERCEL_URL: match[0],
          SHIPLOCK_RELEASE_ID: match[0],
          ...(match[0] === 'dpl_b' ? { NEW: 'x' } : {}),
        },
      },
    }));
    expect(await hosting().environmentChanges?.('dpl_b', 'dpl_a')).toEqual(['NEW', 'PAYMENT_KEY']);
  });
});

test('a deployment that the retention policy deleted cannot serve; one that it will delete has a date', async () => {
  shop.deployments['dpl_a'] = { ...shop.deployments['dpl_a'], softDeletedByRetention: true };
  shop.deployments['dpl_b'] = { ...shop.deployments['dpl_b'], expiration: Date.parse('2026-12-24') };
  expect(await hosting().deployment('dpl_a')).toMatchObject({
    state: 'failed',
    failure: 'Vercel’s retention policy deleted it',
  });
  expect(await hosting().deployment('dpl_b')).toMatchObject({ expiresAt: '2026-12-24T00:00:00.000Z' });
});
