import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KillPoint, shipped } from '../road/support/kill-points.ts';
import { MOMENTS, type Moment, Restores } from '../road/support/restores.ts';
import { Road } from '../road/support/road.ts';

/**
 * A release to production is killed before or after each of its calls, and its database is then restored to an earlier
 * point: one release a call, for each point that is restored.
 */
let road: Road;
let restores: Restores;

beforeAll(async () => {
  road = await Road.open();
  restores = new Restores(road);
  const first = await restores.commit();
  expect(await shipped(road, first.commit, [])).toEqual({ result: 'released', kills: 0 });
}, 300_000);
afterAll(() => road?.close());

const THEN = ['nothing', 'rollback', 'again'] as const;
const MOMENT = Object.keys(MOMENTS) as Moment[];
/** What changes something outside, or in the database for good: tried at every moment. */
const ALWAYS = ['vercel.promote', 'database.production.commit', 'github.open-deployment'];

/** Every point of what is left of a release; of those that change nothing outside, each moment has its share. */
async function pointsFrom(moment: Moment): Promise<KillPoint[]> {
  const calls = await restores.callsFrom(moment);
  const points = calls.flatMap((one): KillPoint[] => [
    { ...one, when: 'before' },
    { ...one, when: 'after' },
  ]);
  return points.filter(
    ({ call }, index) => ALWAYS.includes(call) || index % MOMENT.length === MOMENT.indexOf(moment),
  );
}

describe('killed at each point in turn, then the database is restored', () => {
  test.each(MOMENT)('to %s: production is good, and the record tells', async (moment) => {
    const points = await pointsFrom(moment);
    expect(points.length).toBeGreaterThan(10);
    const failures: string[] = [];
    let [struck, told] = [0, 0];
    for (const [index, point] of points.entries()) {
      const name = `${point.when} ${point.call} ${point.nth}`;
      const place = `${moment}: ${index + 1} of ${points.length}: ${name}`;
      try {
        const { killed, result, codes, known } = await restores.shipped(moment, point, THEN[index % 3]!);
        if (killed) struck += 1;
        if (known) told += 1;
        process.stdout.write(`${place}: ${killed ? '' : 'not reached, '}${result} ${codes.join(' ')}\n`);
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        process.stdout.write(`${place}: FAILED ${failures.at(-1)}\n`);
      }
    }
    expect(failures).toEqual([]);
    // A release polls: how often it asks for a state differs from run to run.
    expect(struck).toBeGreaterThan(points.length * 0.8);
    expect(told).toBeGreaterThan(0);
  });
});
