import { afterEach, describe, expect, test } from 'vitest';
import type { OutsideCallError } from '../release/errors.ts';
import { hosting, lines, say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { Scripted } from './scripted.ts';

const promote = { kind: 'promote', to: 'dpl_b', expectedFrom: 'dpl_a', say } as const;
const confirm = (more: { since?: number; deadlineMs?: number; kind?: 'promote' | 'rollback' } = {}) =>
  hosting().confirm({ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs: 60, say, ...more });

vercelForEachTest();
afterEach(async () => {
  await vercel.stop();
  expect(vercel.unexpected).toEqual([]);
  expect(lines.join()).not.toContain('secret-token');
});

async function caught(work: Promise<unknown>): Promise<OutsideCallError> {
  return await work.then(
    () => expect.fail('did not throw'),
    (error: OutsideCallError) => error,
  );
}

describe('live', () => {
  test('says what serves, who made it and that nothing is pinned', async () => {
    expect(await hosting().live()).toEqual({
      deploymentId: 'dpl_a',
      releaseId: 'rel_a',
      commit: 'aaa',
      pinned: false,
    });
  });

  test('takes the domains over a stale project', async () => {
    shop.moved('dpl_b', 'rel_b');
    const live = await hosting().live();
    expect(live).toMatchObject({
      deploymentId: 'dpl_b',
      releaseId: 'rel_b',
      job: { to: 'dpl_b', type: 'promote', state: 'succeeded' },
    });
  });

  test('takes the project where the domains disagree', async () => {
    shop.serving[vercel.host] = 'dpl_b';
    expect((await hosting().live()).deploymentId).toBe('dpl_a');
  });

  test('knows a pin and a rolling release', async () => {
    shop.project = {
      ...shop.project,
      rollingRelease: { target: 'production' },
    };
    shop.pinned();
    vercel.on('GET /v1/projects/prj_1/rolling-release', {
      json: {
        rollingRelease: {
          state: 'ACTIVE',
          startedAt: 5,
          currentDeployment: { id: 'dpl_a' },
          canaryDeployment: { id: 'dpl_c' },
        },
      },
    });
    expect(await hosting().live()).toMatchObject({
      pinned: true,
      job: { type: 'rolling', to: 'dpl_c', from: 'dpl_a', state: 'running', requestedAt: 5 },
    });
  });

  test('domains are those that serve production, with their scheme where it is http', async () => {
    const expected = Object.keys(shop.serving).map((name) => `http://${name}`);
    expect(await hosting().domains()).toEqual(expected.sort());
    expect(await hosting({ domains: ['shop.example'] }).domains()).toEqual(['http://shop.example']);
  });
});

describe('move', () => {
  test.each([
    ['promote', 'POST /v10/projects/prj_1/promote/dpl_b', 201],
    ['rollback', 'POST /v9/projects/prj_1/rollback/dpl_b', 201],
  ] as const)('%s writes once and needs no body in the answer', async (kind, route, status) => {
    vercel.on(route, { status });
    expect(await hosting().move({ ...promote, kind })).toEqual({ written: true, status });
    expect(vercel.count('POST')).toBe(1);
  });

  test('202 is said to be queued', async () => {
    vercel.on('POST /v10/projects/*/promote/*', { status: 202 });
    expect(await hosting().move(promote)).toMatchObject({ queued: true });
  });

  test('refuses when something else serves', async () => {
    shop.moved('dpl_c', 'rel_c');
    const error = await caught(hosting().move(promote));
    expect(error).toMatchObject({ code: 'SHIPLOCK_PRODUCTION_MOVED', certainty: 'not-done' });
    expect(vercel.count('POST')).toBe(0);
  });

  test('refuses while a foreign job runs, but a rollback may abort a promotion', async () => {
    shop.job({ toDeploymentId: 'dpl_c', jobStatus: 'in-progress' });
    expect(await caught(hosting().move(promote))).toMatchObject({
      code: 'SHIPLOCK_PRODUCTION_BUSY',
      certainty: 'not-done',
    });
    vercel.on('POST /v9/projects/*/rollback/*', { status: 201 });
    expect(await hosting().move({ ...promote, kind: 'rollback' })).toMatchObject({ written: true });
  });

  test('writes nothing where it already serves, unless a promotion lifts a pin', async () => {
    shop.moved('dpl_b', 'rel_b');
    expect(await hosting().move(promote)).toMatchObject({ written: false });
    shop.pinned();
    vercel.on('POST /v10/projects/*/promote/*', { status: 201 });
    expect(await hosting().move(promote)).toMatchObject({ written: true });
  });

  test.each([
    ['5xx', { status: 502 }, 'unknown', 'SHIPLOCK_VERCEL_UNREACHABLE'],
    ['a cut connection', 'cut', 'unknown', 'SHIPLOCK_VERCEL_UNREACHABLE'],
    ['no answer in time', 'hang', 'unknown', 'SHIPLOCK_VERCEL_UNREACHABLE'],
    ['a redirect', { status: 302, headers: { location: '/x' } }, 'unknown', 'SHIPLOCK_VERCEL_ANSWER'],
    [
      '402',
      { status: 402, json: { error: { code: 'payment', message: 'Hobby: previous only' } } },
      'not-done',
      'SHIPLOCK_VERCEL_REFUSED',
    ],
    [
      '403',
      { status: 403, json: { error: { code: 'forbidden', message: 'no secret-token' } } },
      'not-done',
      'SHIPLOCK_VERCEL_TOKEN',
    ],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, 'not-done', 'SHIPLOCK_VERCEL_RATE_LIMITED'],
  ] as const)('%s: exactly one attempt, %s → %s', async (_name, reply, certainty, code) => {
    vercel.on('POST /v10/projects/*/promote/*', reply);
    const error = await caught(hosting().move(promote));
    expect(error).toMatchObject({ code, certainty });
    expect(JSON.stringify(error.problem)).not.toContain('secret-token');
    expect(vercel.count('POST')).toBe(1);
  });

  test('409 is done only if every domain proves it', async () => {
    vercel.on('POST /v10/projects/*/promote/*', { status: 409, json: { error: { code: 'conflict' } } });
    expect(await caught(hosting().move(promote))).toMatchObject({
      code: 'SHIPLOCK_VERCEL_CONFLICT',
      certainty: 'unknown',
    });
    vercel.on('POST /v10/projects/*/promote/*', () => {
      shop.moved('dpl_b', 'rel_b');
      return { status: 409 };
    });
    expect(await hosting().move(promote)).toMatchObject({ written: false, status: 409 });
  });

  test('nobody listens: not done', async () => {
    const gone = await Scripted.start();
    await gone.stop();
    const error = await caught(hosting({ apiUrl: `http://${gone.host}` }).move(promote));
    expect(error).toMatchObject({
      code: 'SHIPLOCK_VERCEL_UNREACHABLE',
      certainty: 'not-done',
      status: 'ECONNREFUSED',
    });
  });
});

describe('confirm', () => {
  test('done: job, aliases and the answers through the domains agree', async () => {
    shop.moved('dpl_b', 'rel_b');
    const found = await confirm();
    expect(found).toMatchObject({
      state: 'done',
      evidence: { job: { ours: true }, live: { path: '/api/health/ready' } },
    });
  });

  test('done without a job to be seen, when the domains prove it', async () => {
    shop.moved('dpl_b', 'rel_b', { toDeploymentId: 'dpl_z', requestedAt: 1 });
    expect(await confirm()).toMatchObject({ state: 'done', evidence: { job: { ours: false } } });
  });

  test('a job that succeeded while a domain stayed behind is ambiguous', async () => {
    shop.moved('dpl_b', 'rel_b');
    shop.serving[vercel.host] = 'dpl_a';
    expect(await confirm()).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('not every domain followed'),
    });
  });

  test('aliases that moved while the domain still answers as the old release: ambiguous', async () => {
    shop.moved('dpl_b', 'rel_a');
    expect(await confirm()).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('release rel_a'),
    });
  });

  test('an application that cannot tell is no proof; switched off, the evidence says so', async () => {
    shop.moved('dpl_b', 'rel_b');
    vercel.on('GET /api/health/ready', { status: 404, json: 'nope' });
    expect(await confirm()).toMatchObject({
      state: 'done',
      unproved: expect.stringContaining('HTTP 404 without "release" or "commit"'),
    });
    vercel.on('GET /api/health/ready', { status: 503, json: 'nope' });
    expect((await confirm()).state).toBe('ambiguous');
    const found = await hosting({ confirmPath: false }).confirm({
      ...promote,
      since: Date.now(),
      deadlineMs: 0,
    });
    expect(found).toMatchObject({
      state: 'done',
      evidence: { live: { skipped: expect.stringContaining('confirmPath') } },
    });
  });

  test('a deployment without a release id is confirmed by aliases, and the evidence says so', async () => {
    shop.moved('dpl_b', 'rel_b');
    shop.deployments['dpl_b'] = { ...shop.deployments['dpl_b'], meta: null };
    expect(await confirm()).toMatchObject({
      state: 'done',
      evidence: { live: { skipped: expect.stringContaining('no release id') } },
    });
  });

  test.each(['pending', 'in-progress', 'a-new-word'])(
    'job %s at the deadline is still running',
    async (jobStatus) => {
      shop.job({ jobStatus });
      expect((await confirm()).state).toBe('running');
    },
  );

  test('waits for a job that ends in time', async () => {
    shop.job({ jobStatus: 'in-progress' });
    let reads = 0;
    vercel.on('GET /v9/projects/*', () => {
      reads += 1;
      if (reads === 3) shop.moved('dpl_b', 'rel_b');
      return { json: shop.project };
    });
    expect((await confirm({ deadlineMs: 5_000 })).state).toBe('done');
    expect(lines).toContain('promote of dpl_b is in-progress');
  });

  test.each(['failed', 'skipped'])('job %s that moved nothing: not done', async (jobStatus) => {
    shop.job({ jobStatus });
    vercel.on('GET /v9/projects/prj_1/promote/aliases', { json: { aliases: [] } });
    expect((await confirm({ deadlineMs: 5_000 })).state).toBe('not-done');
  });

  test('a job that failed half way names the domains it could not move', async () => {
    shop.job({ jobStatus: 'failed' });
    shop.serving[vercel.host] = 'dpl_b';
    vercel.on('GET /v9/projects/prj_1/promote/aliases', {
      json: { aliases: [{ alias: 'x.example', status: 'failed' }] },
    });
    expect(await confirm({ deadlineMs: 5_000 })).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('x.example'),
    });
  });

  test('a skipped job is done where everything serves it anyway', async () => {
    shop.moved('dpl_b', 'rel_b', { jobStatus: 'skipped' });
    expect((await confirm()).state).toBe('done');
  });

  test.each([
    ['another target', { toDeploymentId: 'dpl_c' }],
    ['another type', { type: 'rollback' }],
    ['yesterday', { requestedAt: Date.now() - 86_400_000 }],
  ])('somebody else’s success is not ours: %s', async (_name, job) => {
    shop.job(job);
    expect((await confirm()).state).toBe('not-done');
  });

  test('a foreign job under way is ambiguous, even where the domains look right', async () => {
    shop.moved('dpl_b', 'rel_b', { type: 'rollback', toDeploymentId: 'dpl_a', jobStatus: 'pending' });
    expect(await confirm()).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('another job'),
    });
  });

  test('too early to say that it did not happen', async () => {
    const found = await hosting({ pace: { settleMs: 60_000 } }).confirm({
      ...promote,
      since: Date.now(),
      deadlineMs: 0,
    });
    expect(found).toMatchObject({ state: 'ambiguous', why: expect.stringContaining('too early') });
  });

  test('a rolling release: ours is running at its first stage, a foreign one is ambiguous', async () => {
    shop.project = { ...shop.project, rollingRelease: {} };
    let to = 'dpl_b';
    vercel.on('GET /v1/projects/prj_1/rolling-release', () => ({
      json: {
        rollingRelease: {
          state: 'ACTIVE',
          canaryDeployment: { id: to },
          activeStage: { index: 0, targetPercentage: 5 },
        },
      },
    }));
    shop.moved('dpl_b', 'rel_b');
    expect(await confirm()).toMatchObject({ state: 'running', evidence: { rolling: { percentage: 5 } } });
    to = 'dpl_c';
    expect(await confirm()).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('queued behind'),
    });
  });

  test('stale reads: an old project and old aliases are outwaited', async () => {
    const stale = { ...shop.project };
    shop.moved('dpl_b', 'rel_b');
    let reads = 0;
    vercel.on('GET /v9/projects/*', () => ({ json: ++reads < 4 ? stale : shop.project }));
    vercel.on('GET /v4/aliases/*', () => ({ json: { deploymentId: reads < 5 ? 'dpl_a' : 'dpl_b' } }));
    const found = await hosting({ pace: { settleMs: 5_000 } }).confirm({
      ...promote,
      since: Date.now(),
      deadlineMs: 4_000,
    });
    expect(found.state).toBe('done');
  });

  test('an API that fails is outwaited, and at the deadline nothing is claimed', async () => {
    vercel.on('GET /v9/projects/*', { status: 500 });
    expect(await confirm()).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('Could not read project'),
    });
    vercel.on('GET /v9/projects/*', { status: 401 });
    expect(await caught(confirm())).toMatchObject({ code: 'SHIPLOCK_VERCEL_TOKEN' });
  });

  test('no domain at all proves nothing', async () => {
    for (const domain of Object.keys(shop.serving)) delete shop.serving[domain];
    expect(await confirm({ deadlineMs: 5_000 })).toMatchObject({
      state: 'ambiguous',
      why: expect.stringContaining('no verified'),
    });
  });
});
