import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KillPoint, killPointsOf, requestsOf, shipped } from '../road/support/kill-points.ts';
import { Road } from '../road/support/road.ts';

/**
 * A release to production, killed (SIGKILL) before and after each request it makes to a vendor and each event and
 * transaction that it commits in its database, one release per point. The list is what a whole release really did, not
 * one kept by hand. Two roads share it.
 */
let roads: readonly Road[];
let points: readonly { readonly point: KillPoint; readonly number: number }[];
/** Numbers from 1, `91-120,166`: for a run that was broken off, or points that failed. All of them where it is not set. */
const WANTED = process.env['SHIPLOCK_KILL_POINTS'];

beforeAll(async () => {
  roads = await Promise.all([Road.open(), Road.open()]);
  for (const road of roads)
    expect(await shipped(road, await road.commit(), [])).toEqual({ result: 'released', kills: 0 });
  const all = spread(killPointsOf(await requestsOf(roads[0]!, await roads[0]!.commit())));
  expect(all.length).toBeGreaterThanOrEqual(112);
  points = all.map((point, index) => ({ point, number: index + 1 })).filter(({ number }) => wanted(number));
  process.stdout.write(`${points.length} of ${all.length} points\n`);
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

function wanted(number: number): boolean {
  if (!WANTED) return true;
  return WANTED.split(',').some((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return number >= from && number <= to;
  });
}

test('killed at each point in turn, a release leaves production on a good version and can be ended', {
  timeout: 3 * 3_600_000,
}, async () => {
  const failures: string[] = [];
  const left = points.values();
  let struck = 0;
  const work = async (road: Road) => {
    // One iterator for both: each takes the next point.
    for (const { point, number } of left) {
      const name = `${point.when} ${point.call} ${point.nth}`;
      const commit = await road.commit();
      const say = (what: string) => process.stdout.write(`${number}: ${name}: ${what}\n`);
      try {
        const { result, kills } = await shipped(road, commit, [point]);
        struck += kills;
        say(`${kills === 0 ? 'not reached, ' : ''}${result}`);
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        say(`FAILED: ${failures.at(-1)}`);
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
