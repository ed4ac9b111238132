import { expect, test } from 'vitest';
import { unfilled } from '../new/unfilled.ts';
import { root } from '../project.ts';

test('nothing that a scaffold left open is still open', async () => {
  expect(await unfilled(root)).toEqual([]);
});
