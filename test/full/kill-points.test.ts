import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KillPoint, requestsOf, shipped } from '../road/support/kill-points.ts';
import { Road } from '../road/support/road.ts';

/**
 * A release to production, killed (SIGKILL) before and after each request it makes to a vendor and each event and
 * transaction that it commits in its database, one release per point. The list is what a whole release really did, not
 * one kept by hand.
 */
let road: Road;
let points: readonly KillPoint[];

beforeAll(async () => {
  road = await Road.open();
  expect(await shipped(road, await road.commit(), [])).toEqual({ result: 'released', kills: 0 });
  const requests = await requestsOf(road, await road.commit());
  points = requests.flatMap((one) => [
    { ...one, when: 'before' as const },
    { ...one, when: 'after' as const },
  ]);
}, 1_800_000);
afterAll(() => road?.close());

test('killed at each point in turn, a release leaves production on a good version and can be ended', async () => {
  expect(points.length).toBeGreaterThanOrEqual(112);
  process.stdout.write(`${points.length} points\n`);
  const failures: string[] = [];
  let struck = 0;
  for (const [index, point] of points.entries()) {
    const name = `${point.when} ${point.call} ${point.nth}`;
    const commit = await road.commit();
    try {
      const { result, kills } = await shipped(road, commit, [point]);
      struck += kills;
      process.stdout.write(
        `${index + 1} of ${points.length}: ${name}: ${kills === 0 ? 'not reached, ' : ''}${result}\n`,
      );
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.stdout.write(`${index + 1} of ${points.length}: ${name}: FAILED\n`);
      // The next release must start from a production that is settled.
      await road.act(commit, 'production', 'rollback', { inputs: { reason: 'a kill point failed' } });
    }
  }
  expect(failures).toEqual([]);
  // A release polls: how often it asks for a state differs from run to run.
  expect(struck).toBeGreaterThan(points.length * 0.85);
});
