import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atOnce } from './at-once.ts';

test('does everything once, never more at once than allowed, and reads no further ahead', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (items, most) => {
        const done: number[] = [];
        let [running, highest, read] = [0, 0, 0];
        const source = function* () {
          for (const item of items) {
            read += 1;
            expect(read - done.length).toBeLessThanOrEqual(most);
            yield item;
          }
        };
        await atOnce(source(), { most }, async (item) => {
          running += 1;
          highest = Math.max(highest, running);
          await sleep(item % 2);
          running -= 1;
          done.push(item);
        });
        expect(done.toSorted()).toEqual(items.toSorted());
        expect(highest).toBeLessThanOrEqual(most);
      },
    ),
    { numRuns: 30 },
  );
});

test('heavy items wait for each other, and one that is too heavy goes alone', async () => {
  let carried = 0;
  const seen: number[] = [];
  const weight = { most: 10, of: (item: number) => item };
  await atOnce([4, 4, 4, 50, 1], { most: 100, weight }, async (item) => {
    carried += item;
    seen.push(carried);
    await sleep(1);
    carried -= item;
  });
  // An item is begun while less than the limit is carried: at most one goes over it.
  expect(seen.every((total, at) => total - [4, 4, 4, 50, 1][at]! < 10)).toBe(true);
});

test('a failure stops the rest, waits for what runs, and is thrown', async () => {
  const [begun, ended]: number[][] = [[], []];
  const work = atOnce([1, 2, 3, 4, 5, 6], { most: 2 }, async (item) => {
    begun!.push(item);
    await sleep(item === 2 ? 0 : 5);
    if (item === 2) throw new Error('two');
    ended!.push(item);
  });
  await expect(work).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
  expect(ended).toEqual([1]);
});
