import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KillPoint, killPointsOf, requestsOf, shipped } from '../road/support/kill-points.ts';
import { Road } from '../road/support/road.ts';

/**
 * A release to production, killed (SIGKILL) before and after each request it makes to a vendor and each event and
 * transaction that it commits in its database, one release per point. The list is what a whole release really did, not
 * one kept by hand. Two roads share it.
 */
let roads: readonly Road[];
let points: readonly KillPoint[];

beforeAll(async () => {
  roads = await Promise.all([Road.open(), Road.open()]);
  for (const road of roads)
    expect(await shipped(road, await road.commit(), [])).toEqual({ result: 'released', kills: 0 });
  points = spread(killPointsOf(await requestsOf(roads[0]!, await roads[0]!.commit())));
}, 1_800_000);
afterAll(async () => {
  await Promise.all((roads ?? []).map((road) => road.close()));
});

/** In an order that comes by every part of a release early, so that a run that is broken off has seen some of each. */
const spread = (all: readonly KillPoint[]): KillPoint[] =>
  all
    .map((point, index) => ({ point, place: (index * 0.618_034) % 1 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ point }) => point);

test('killed at each point in turn, a release leaves production on a good version and can be ended', async () => {
  expect(points.length).toBeGreaterThanOrEqual(112);
  process.stdout.write(`${points.length} points\n`);
  const failures: string[] = [];
  const left = points.entries();
  let struck = 0;
  const work = async (road: Road) => {
    // One iterator for both: each takes the next point.
    for (const [index, point] of left) {
      const name = `${point.when} ${point.call} ${point.nth}`;
      const commit = await road.commit();
      const say = (what: string) =>
        process.stdout.write(`${index + 1} of ${points.length}: ${name}: ${what}\n`);
      try {
        const { result, kills } = await shipped(road, commit, [point]);
        struck += kills;
        say(`${kills === 0 ? 'not reached, ' : ''}${result}`);
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        say('FAILED');
        // The next release must start from a production that is settled.
        await road.act(commit, 'production', 'rollback', { inputs: { reason: 'a kill point failed' } });
      }
    }
  };
  await Promise.all(roads.map(work));
  expect(failures).toEqual([]);
  // A release polls: how often it asks for a state differs from run to run.
  expect(struck).toBeGreaterThan(points.length * 0.85);
});
