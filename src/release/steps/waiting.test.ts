import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pauses } from './waiting.ts';

it('looks quickly at first, then every five minutes', () => {
  const pause = pauses();
  expect(pause(0)).toBe(3_000);
  expect(pause(0)).toBe(4_500);
  for (let i = 0; i < 20; i++) pause(0);
  expect(pause(0)).toBe(300_000);
});

it('attack 8a: no look makes more than 200 requests an hour, but for what one look must read', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { minLength: 300, maxLength: 300 }), (costs) => {
      const pause = pauses();
      let at = 0;
      const looks = costs.map((cost) => {
        const look = { at, cost };
        at += pause(cost);
        return look;
      });
      for (const { at: start } of looks) {
        const hour = looks.filter((look) => look.at >= start && look.at < start + 3_600_000);
        const last = hour.at(-1)!.cost;
        expect(hour.reduce((sum, look) => sum + look.cost, 0) - last).toBeLessThan(200);
      }
    }),
    { numRuns: 20 },
  );
});
