import { describe, expect, test } from 'vitest';
import { count, plural } from './count.ts';

describe('a count', () => {
  test.each([
    [0, '0 migrations'],
    [1, '1 migration'],
    [2, '2 migrations'],
    [12_345, '12,345 migrations'],
  ])('of %s', (number, text) => {
    expect(count(number, 'migration')).toBe(text);
  });

  test('of a noun with its own plural', () => {
    expect(count(1, 'query', 'queries')).toBe('1 query');
    expect(count(3, 'query', 'queries')).toBe('3 queries');
  });

  test('of rows, which a database counts in bigints', () => {
    expect(count(1n, 'row')).toBe('1 row');
    expect(count(2n, 'row')).toBe('2 rows');
  });

  test('agrees with its verb', () => {
    expect(plural(1, 'is', 'are')).toBe('is');
    expect(plural(0, 'is', 'are')).toBe('are');
  });
});
