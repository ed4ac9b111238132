/** @module-tag full */
import { expect, it } from 'vitest';
import { historyRuns } from './history-runs.ts';

it('a sample of histories is planned whole, from any point, and one file per release', async () => {
  const { files, wrongExpand, wrongContract, contract } = await historyRuns({ seeds: [1, 2], length: 20 });
  expect(files).toBe(40);
  expect(wrongExpand).toEqual([]);
  expect(wrongContract.length).toBeLessThanOrEqual(contract * 0.02);
});
