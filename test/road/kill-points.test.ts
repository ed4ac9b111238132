import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inFull, sample } from '../support/full.ts';
import { type KillPoint, shipped } from './support/kill-points.ts';
import { Road } from './support/road.ts';

/** A release to production whose process is killed again and again. Every point alone: test/full/kill-points.test.ts. */
let road: Road;

beforeAll(async () => {
  road = await Road.open({ light: !inFull });
  expect(await shipped(road, await road.commit(), [])).toEqual({ result: 'released', kills: 0 });
});
afterAll(() => road?.close());

const at = (call: string, when: KillPoint['when'], nth = 0): KillPoint => ({ call, nth, when });

/** Up to four kills of one release: each run goes on where the killed one stopped. */
const SAMPLE: readonly (readonly [what: string, points: readonly KillPoint[]])[] = [
  [
    'after its writes, unheard',
    [
      at('vercel.deploy', 'after'),
      at('database.production.commit', 'after'),
      at('vercel.promote', 'after'),
      at('slack.publish', 'after'),
    ],
  ],
  [
    'before its writes',
    [
      at('github.open-deployment', 'before'),
      at('vercel.deploy', 'before'),
      at('vercel.promote', 'before'),
      at('sentry.finalize-release', 'before'),
    ],
  ],
];

describe('the action is killed', () => {
  test.each(sample(SAMPLE, 2))(
    '%s: run again, it ends with one promote and a whole record',
    async (_what, points) => {
      const { result, kills } = await shipped(road, await road.commit(), points);
      expect(result).toBe('released');
      expect(kills).toBe(points.length);
    },
  );
});
