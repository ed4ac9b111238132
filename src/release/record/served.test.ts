import fc from 'fast-check';
import { expect, test } from 'vitest';
import { servedFor } from './served.ts';

const HOUR = 3_600_000;
const at = (commit: string, hour: number) => ({ commit, at: hour * HOUR });

test.each([
  ['it serves since two hours', [at('a', 8)], 2],
  ['it never served', [at('b', 8)], 0],
  ['something else serves by now', [at('b', 9), at('a', 6)], 3],
  ['it was rolled back to, and both spells count', [at('a', 9), at('b', 7), at('a', 5)], 3],
  ['it was released twice in a row', [at('a', 9), at('a', 5)], 5],
  ['nothing is known', [], 0],
])('%s', (_, spells, hours) => {
  expect(servedFor('a', spells, 10 * HOUR)).toBe(hours * HOUR);
});

test('all commits together served from the first release until now', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(1000))),
      fc.nat(100),
      (rows, more) => {
        const spells = rows.map(([commit, time]) => ({ commit, at: time })).sort((x, y) => y.at - x.at);
        const now = 1000 + more;
        const total = ['a', 'b', 'c'].reduce((sum, commit) => sum + servedFor(commit, spells, now), 0);
        expect(total).toBe(spells.length === 0 ? 0 : now - spells.at(-1)!.at);
      },
    ),
  );
});
