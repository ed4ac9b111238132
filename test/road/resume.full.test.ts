import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Commit, Road } from './support/road.ts';
import { onStaging, ROAD } from './support/staging.ts';

/** `shiplock resume` after a job was killed: it finds out by itself what was under way, and brings it to its end. */
let road: Road;
let first: Commit;
const { fault, shipped, closedAs, promotes } = onStaging(() => road);
const resume = (commit: Commit) => road.cli(commit, 'staging', 'resume');
const rollbacks = () => road.writes('vercel.rollback').length;

beforeAll(async () => {
  road = await Road.open();
  first = await road.commit();
  await shipped(first);
});
afterEach(() => road.cloud.faults.clear());
afterAll(() => road?.close());

async function killed(commit: Commit, action: string, call: string, how: 'before' | 'after') {
  fault(call, `kill-caller-${how}`);
  const outcome = await road.act(commit, 'staging', action, {
    onStart: (pid) => road.cloud.faults.setCallingProcess(pid),
    ...(action === 'rollback' ? { inputs: { reason: 'it is bad' } } : {}),
  });
  expect(outcome.signal, outcome.log.join('\n')).toBe('SIGKILL');
  road.cloud.faults.clear();
}

test.each([
  ['vercel.deploy', 'after'],
  ['vercel.promote', 'before'],
  ['vercel.promote', 'after'],
] as const)('a release that was killed at %s (%s) is shipped to its end', async (call, how) => {
  const commit = await road.commit();
  const before = promotes();
  await killed(commit, 'ship', call, how);
  const said = await resume(commit);
  expect((await road.serving('staging')).commit, said).toBe(commit.sha);
  expect(await closedAs(commit)).toBe('released');
  expect(promotes() - before).toBe(how === 'before' ? 2 : 1);
  expect(await resume(commit)).toContain('nothing to resume in staging');
});

test.each(['before', 'after'] as const)(
  'a rollback that was killed at its move (%s) is rolled back to its end, not shipped',
  async (how) => {
    const was = await road.serving('staging');
    const commit = await road.commit();
    await road.walk(commit, 'staging', ...ROAD, 'promote');
    const before = rollbacks();
    await killed(commit, 'rollback', 'vercel.rollback', how);
    const said = await resume(commit);
    expect(await road.serving('staging'), said).toEqual(was);
    expect(await closedAs(commit)).toBe('rolled-back');
    expect(rollbacks() - before).toBe(how === 'before' ? 2 : 1);
  },
);
