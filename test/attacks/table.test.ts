import { describe, expect, test } from 'vitest';
import { ROWS } from './rows.ts';
import { isOpen, type Report, rowsOf, tableOf } from './table.ts';

const report = (
  ...tests: (readonly [title: string, status: 'passed' | 'failed' | 'skipped', suite?: string])[]
): Report => ({
  testResults: [
    {
      name: 'a.test.ts',
      assertionResults: tests.map(([title, status, suite]) => ({
        title,
        status,
        ancestorTitles: suite ? [suite] : [],
      })),
    },
  ],
});
const outcomes = (...tests: Parameters<typeof report>) =>
  tableOf(
    [
      { row: '1', attack: 'one' },
      { row: '1a', attack: 'one more' },
    ],
    report(...tests),
  ).lines.map(({ outcome, tests: count }) => [outcome, count]);

describe('the table of attacks', () => {
  test('a row is closed when its tests pass, and open without a test or with one that fails', () => {
    expect(outcomes()).toEqual([
      ['no test', 0],
      ['no test', 0],
    ]);
    expect(
      outcomes(['attack 1: x', 'passed'], ['attack 1: y', 'failed'], ['attack 1a: z', 'passed']),
    ).toEqual([
      ['failing', 2],
      ['closed', 1],
    ]);
  });

  test('a test that is skipped covers nothing', () => {
    expect(outcomes(['attack 1: x', 'skipped'])[0]).toEqual(['no test', 0]);
  });

  test('a suite’s title counts for its tests, and one test may cover several rows', () => {
    expect(outcomes(['x', 'passed', 'attack 1: suite'])[0]).toEqual(['closed', 1]);
    expect(rowsOf(['attack 1, 1a: both'])).toEqual(['1', '1a']);
    expect(rowsOf(['attack 18a and 18b: both'])).toEqual(['18a', '18b']);
    expect(rowsOf(['an attack 1: not at the start', 'attacks 1'])).toEqual([]);
  });

  test('a row that nobody listed is named', () => {
    expect(tableOf(ROWS, report(['attack 99: x', 'passed'])).unknown).toEqual(['99']);
  });

  test('lists each row once, and all are open at first', () => {
    expect(new Set(ROWS.map(({ row }) => row)).size).toBe(ROWS.length);
    expect(tableOf(ROWS, report()).lines.every(isOpen)).toBe(true);
  });
});
