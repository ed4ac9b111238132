/** @module-tag full */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Commit, errorOf, Road } from './support/road.ts';
import { afterAllOfThis, onStaging, ROAD } from './support/staging.ts';

/** Going back, and two releases at once. */
let road: Road;
let first: Commit;
const { fault, shipped, eventsOf, closedAs, promotes } = onStaging(() => road);

beforeAll(async () => {
  road = await Road.open();
  first = await road.commit();
  await shipped(first);
});
afterAll(async () => {
  await road?.close();
});
afterEach(() => road.cloud.faults.clear());

describe('rollback', () => {
  test('users see errors only: watch fails, and the root action brings the previous release back', async () => {
    const was = await road.serving('staging');
    const commit = await road.commit();
    const rollbacks = road.writes('vercel.rollback').length;
    fault('vercel.rollback', 'cut-after');
    road.cloud.vercel.setEnv('prj_staging', 'production', 'VISITS', 'broken');
    const outcome = await road.act(commit, 'staging', 'ship');
    road.cloud.vercel.setEnv('prj_staging', 'production', 'VISITS', 'fine');
    expect(errorOf(outcome).code).toBe('SHIPLOCK_GATE_FAILED');
    expect(outcome.log.join('\n')).toContain(`rolled back: ${was.release} serves again`);
    expect(await road.serving('staging')).toEqual(was);
    expect(road.writes('vercel.rollback').length - rollbacks, 'its lost answer is settled by reading').toBe(
      1,
    );
    expect(await closedAs(commit)).toBe('rolled-back');
    const before = await road.footprint('staging');
    const again = await road.act(commit, 'staging', 'rollback', { inputs: { reason: 'again' } });
    expect([again.code, again.outputs['outcome']]).toEqual([0, 'noop']);
    expect(await road.footprint('staging')).toEqual(before);
  });

  test('nothing was promoted yet: noop, and the release is closed', { tags: 'full' }, async () => {
    const was = await road.serving('staging');
    const commit = await road.commit();
    await road.walk(commit, 'staging', 'deploy', 'plan', 'migrate');
    const before = road.writes('vercel.rollback').length;
    const outcome = await road.act(commit, 'staging', 'rollback', {
      inputs: { reason: 'changed our minds' },
    });
    expect([outcome.code, outcome.outputs['outcome']]).toEqual([0, 'noop']);
    expect(road.writes('vercel.rollback')).toHaveLength(before);
    expect(await road.serving('staging')).toEqual(was);
    expect(await closedAs(commit)).toBe('abandoned');
  });

  test('the previous release cannot serve on the live schema: refused with the reason, unless forced with one', {
    tags: 'full',
  }, async () => {
    const was = await road.serving('staging');
    const commit = await road.commit();
    await road.walk(commit, 'staging', ...ROAD, 'promote');
    const before = await road.footprint('staging');
    const dry = await road.act(commit, 'staging', 'rollback', { inputs: { 'dry-run': 'true' } });
    for (const call of ['vercel.rollback', 'github.deployment-status', 'slack.publish'])
      expect(dry.log.join('\n')).toContain(`dry run: would call ${call}`);
    expect([dry.code, await road.footprint('staging')]).toEqual([0, before]);
    await road.cloud.postgres.sql('staging', 'alter table public.notes drop column body');
    const moves = road.writes('vercel.rollback').length;
    const refused = await road.act(commit, 'staging', 'rollback', { inputs: { reason: 'errors' } });
    expect(errorOf(refused)).toMatchObject({
      code: 'SHIPLOCK_ROLLBACK_UNSAFE',
      text: expect.stringContaining('public.notes'),
    });
    expect((await road.serving('staging')).commit).toBe(commit.sha);
    const bare = await road.act(commit, 'staging', 'rollback', { inputs: { force: 'true' } });
    expect(errorOf(bare)).toMatchObject({
      code: 'SHIPLOCK_INPUT_MISSING',
      text: expect.stringContaining('reason'),
    });
    expect(road.writes('vercel.rollback')).toHaveLength(moves);
    const forced = await road.act(commit, 'staging', 'rollback', {
      inputs: { force: 'true', reason: 'the column was not used' },
    });
    expect([forced.code, forced.outputs['verdict']]).toEqual([0, 'unsafe']);
    expect(await road.serving('staging')).toEqual(was);
    const closed = (await eventsOf(commit)).findLast((one) => one.kind === 'closed');
    expect(closed?.body['reason']).toBe('the column was not used');
  });
});

test('back over two releases by name, with repository, checkout and run gone', { tags: 'full' }, async () => {
  const target = await road.commit();
  await shipped(target);
  const was = await road.serving('staging');
  for (const _ of ['one', 'two']) await shipped(await road.commit());
  const empty = {
    ...target,
    sha: '0'.repeat(40),
    workspace: await mkdtemp(path.join(tmpdir(), 'shiplock-none-')),
  };
  const { id: project } = road.cloud.vercel.projects.staging;
  const moves = road.writes('vercel.rollback').length;
  const outcome = await road.act(empty, 'staging', 'rollback', {
    inputs: {
      ...{ to: target.sha.slice(0, 10), reason: 'bad since Monday' },
      ...{ 'vercel-project': project, 'vercel-team': road.cloud.vercel.teamId },
    },
    env: { GITHUB_REPOSITORY: 'acme/deleted', GITHUB_RUN_ID: '424242', GITHUB_SHA: undefined },
  });
  expect(outcome.code, outcome.log.join('\n')).toBe(0);
  expect(outcome.outputs).toMatchObject({ outcome: 'done', verdict: 'safe', 'serving-release': was.release });
  expect(Number(outcome.outputs['milliseconds'])).toBeGreaterThan(0);
  expect(await road.serving('staging')).toEqual(was);
  expect(road.writes('vercel.rollback')).toHaveLength(moves + 1);
  await rm(empty.workspace, { recursive: true });
});

describe('two releases at once', () => {
  test('one holds the lease; the other stops with who holds it, or waits and then refuses what has moved', {
    tags: 'full',
  }, async () => {
    const [one, two] = [await road.commit(), await road.commit()];
    await road.walk(one, 'staging', 'deploy', 'plan');
    await road.walk(two, 'staging', 'deploy', 'plan');
    const held = await road.walk(one, 'staging', 'migrate');
    const holder = held.outputs['release-id']!;

    const before = await road.events('staging');
    const stopped = await road.act(two, 'staging', 'migrate');
    expect(errorOf(stopped)).toMatchObject({
      code: 'SHIPLOCK_LEASE_HELD',
      text: expect.stringContaining(holder),
    });
    expect(stopped.outputs['undo']).toBe('false');
    expect(await road.events('staging')).toEqual(before);

    let waits = () => {};
    const waiting = new Promise<void>((resolve) => {
      waits = resolve;
    });
    const waiter = road.act(two, 'staging', 'migrate', {
      inputs: { 'lease-wait-minutes': '2' },
      onLine: (line) => line.includes(`${holder} holds it`) && waits(),
    });
    await waiting;
    await road.walk(
      one,
      'staging',
      'verify-schema',
      'health-gate:gate',
      'promote',
      'health-gate:watch',
      'finalize',
    );
    const refused = await waiter;
    expect(errorOf(refused)).toMatchObject({
      code: 'SHIPLOCK_PLAN_DRIFT',
      text: expect.stringMatching(/production was served by deployment/),
    });
    expect((await road.serving('staging')).commit).toBe(one.sha);
    expect(refused.outputs['undo']).toBe('false');
    const [lease] = await road.cloud.postgres.sql<{ live: boolean }>(
      'staging',
      'select expires_at > now() as live from shiplock.lease',
    );
    expect(lease?.live, 'the refused release keeps nobody waiting').not.toBe(true);
  });

  test('started in the same moment, one ships and the other changes nothing', { tags: 'full' }, async () => {
    const [one, two] = [await road.commit(), await road.commit()];
    await Promise.all([one, two].map((commit) => road.walk(commit, 'staging', 'deploy', 'plan')));
    const before = promotes();
    const outcomes = await Promise.all([one, two].map((commit) => road.act(commit, 'staging', 'ship')));
    const won = outcomes.filter((outcome) => outcome.code === 0);
    expect(won, outcomes.map((outcome) => outcome.log.join('\n')).join('\n\n')).toHaveLength(1);
    const lost = outcomes.find((outcome) => outcome.code !== 0)!;
    expect(['SHIPLOCK_LEASE_HELD', 'SHIPLOCK_PLAN_DRIFT']).toContain(errorOf(lost).code);
    expect(promotes() - before).toBe(1);
    expect((await road.serving('staging')).release).toBe(won[0]?.outputs['release-id']);
  });
});

afterAllOfThis(
  () => road,
  () => first,
);
