import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inFull, sample } from '../support/full.ts';
import { type Commit, errorOf, Road } from './support/road.ts';
import { afterAllOfThis, onStaging, ROAD } from './support/staging.ts';

/** Releases to staging with everything going wrong that a vendor or a runner can do. */
let road: Road;
let first: Commit;
const { fault, shipped, eventsOf, closedAs, promotes } = onStaging(() => road);

beforeAll(async () => {
  road = await Road.open({ light: !inFull });
  first = await road.commit();
});
afterAll(async () => {
  await road?.close();
});
afterEach(() => road.cloud.faults.clear());

describe('error tracker and notices', () => {
  test('with Sentry and Slack refusing every call the first release ends well and names what was skipped', {
    tags: 'full',
  }, async () => {
    fault('sentry.*', 'refuse', 'always');
    fault('slack.*', 'refuse', 'always');
    const outcome = await shipped(first);
    const warnings = outcome.annotations.filter((one) => one.level === 'warning').map((one) => one.message);
    for (const call of [
      'sentry.open-release',
      'sentry.finalize-release',
      'sentry.record-deploy',
      'slack.publish',
    ])
      expect(warnings, call).toContainEqual(expect.stringContaining(`${call} was skipped`));
    expect(outcome.outputs['result']).toBe('released');
    expect(await closedAs(first)).toBe('released');
  });
});

describe('the answer to promote is lost', () => {
  test.each(sample(['cut-after', 'error-after'] as const, 2))(
    '%s: settled by reading, one promote was sent',
    async (kind) => {
      const commit = await road.commit();
      const before = promotes();
      fault('vercel.promote', kind);
      await shipped(commit);
      expect(road.cloud.faults.struck.at(-1)?.kind).toBe(kind);
      expect(promotes() - before).toBe(1);
      expect(await closedAs(commit)).toBe('released');
    },
  );

  test('the runner is killed between intent and outcome: the same action again goes on without a second promote', {
    tags: 'full',
  }, async () => {
    const commit = await road.commit();
    await road.walk(commit, 'staging', ...ROAD);
    const before = promotes();
    fault('vercel.promote', 'kill-caller-after');
    const killed = await road.act(commit, 'staging', 'promote', {
      onStart: (pid) => road.cloud.faults.setCallingProcess(pid),
    });
    expect(killed.signal).toBe('SIGKILL');
    expect((await eventsOf(commit)).at(-1)).toMatchObject({
      kind: 'intent',
      body: { call: 'vercel.promote' },
    });
    const resumed = await road.walk(commit, 'staging', 'promote');
    expect(resumed.outputs['outcome']).toBe('done');
    expect(promotes() - before).toBe(1);
    await road.walk(commit, 'staging', 'health-gate:watch', 'finalize');
    expect((await road.serving('staging')).commit).toBe(commit.sha);
    expect(await closedAs(commit)).toBe('released');
  });

  test('refused before anything was done: the step fails, production is as it was, and running again goes on', {
    tags: 'full',
  }, async () => {
    const commit = await road.commit();
    await road.walk(commit, 'staging', ...ROAD);
    const was = await road.serving('staging');
    fault('vercel.promote', { kind: 'error-before', status: 503 }, 'always');
    const outcome = await road.act(commit, 'staging', 'promote', {
      inputs: { 'promote-deadline-seconds': '3' },
    });
    expect(outcome.code).toBe(1);
    expect(await road.serving('staging')).toEqual(was);
    road.cloud.faults.clear();
    await road.walk(commit, 'staging', 'promote', 'health-gate:watch', 'finalize');
    expect((await road.serving('staging')).commit).toBe(commit.sha);
  });
});

describe('somebody else promotes by hand meanwhile', () => {
  test('promote refuses to go over it, and goes on once it is planned again', { tags: 'full' }, async () => {
    const commit = await road.commit();
    await road.walk(commit, 'staging', ...ROAD);
    const other = await road.commit();
    const staged = await road.walk(other, 'staging', 'deploy');
    await road.promoteByHand('staging', staged.outputs['deployment-id']!);
    const before = promotes();
    const refused = await road.act(commit, 'staging', 'promote');
    expect(errorOf(refused)).toMatchObject({
      code: 'SHIPLOCK_PRODUCTION_MOVED',
      text: expect.stringContaining(staged.outputs['deployment-id']!),
    });
    expect(promotes()).toBe(before);
    expect((await road.serving('staging')).commit).toBe(other.sha);
    const replanned = await road.walk(commit, 'staging', 'plan');
    expect(replanned.outputs['changed']).toBe('true');
    await road.walk(commit, 'staging', 'promote', 'health-gate:watch', 'finalize');
    expect((await road.serving('staging')).commit).toBe(commit.sha);
  });
});

describe('the answer to deploy is lost', () => {
  // test/road/kill-points.test.ts kills a release there in `npm test`.
  test.each(['kill-caller-after', 'cut-after'] as const)(
    '%s: one deployment is made, and it is the one that serves',
    { tags: 'full' },
    async (kind) => {
      const commit = await road.commit();
      const before = road.writes('vercel.deploy').length;
      fault('vercel.deploy', kind);
      const outcome = await road.act(commit, 'staging', 'ship', {
        onStart: (pid) => road.cloud.faults.setCallingProcess(pid),
      });
      if (kind === 'kill-caller-after') {
        expect(outcome.signal).toBe('SIGKILL');
        await shipped(commit);
      } else expect(outcome.code, outcome.log.join('\n')).toBe(0);
      expect(road.writes('vercel.deploy').length - before).toBe(1);
      expect(await closedAs(commit)).toBe('released');
    },
  );
});

afterAllOfThis(
  () => road,
  () => first,
);
