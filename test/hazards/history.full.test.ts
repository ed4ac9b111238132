import { expect, it } from 'vitest';
import { historyRuns } from './history-runs.ts';

it('thousands of files are planned whole, from any point, and one file per release', {
  timeout: 3_600_000,
}, async () => {
  const first = Number(process.env['HISTORY_SEED'] ?? 1000);
  const totals = { files: 0, contract: 0, wrongContract: 0 };
  // Folders of 20 to 200 files.
  for (const [index, length] of [
    20, 35, 50, 70, 90, 110, 130, 150, 170, 190, 200, 200, 200, 200, 200,
  ].entries()) {
    const found = await historyRuns({ seeds: [first + index], length });
    expect(found.wrongExpand).toEqual([]);
    totals.files += found.files;
    totals.contract += found.contract;
    totals.wrongContract += found.wrongContract.length;
  }
  expect(totals.files).toBeGreaterThanOrEqual(2000);
  expect(totals.contract).toBeGreaterThan(40);
  expect(totals.wrongContract).toBeLessThanOrEqual(totals.contract * 0.02);
});
