import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/project.ts';
import { LONGEST, longestFirst } from './longest-first.ts';

describe('the files that take longest', () => {
  test.each(LONGEST)('%s is there', (file) => {
    expect(existsSync(path.join(root, file))).toBe(true);
  });

  test('are run first, in their group; the others stay in their order', () => {
    const [first = '', second = ''] = LONGEST;
    const given = ['1 b.test.ts', `1 ${second}`, `2 ${first}`, '1 a.test.ts', `1 ${first}`];
    const order = longestFirst(given, (one) => ({ group: Number(one[0]), file: one.slice(2) }));
    expect(order).toEqual([`1 ${first}`, `1 ${second}`, '1 b.test.ts', '1 a.test.ts', `2 ${first}`]);
  });
});
