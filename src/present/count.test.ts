import { describe, expect, test } from 'vitest';
import { andMore, count, firstOf, plural } from './count.ts';

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

describe('a list that is too long', () => {
  test.each([
    [['a'], ', ', 'a'],
    [['a', 'b'], ', ', 'a, b'],
    [['a', 'b', 'c'], ', ', 'a, b and 1 more'],
    [['a', 'b', 'c', 'd'], '; ', 'a; b; and 2 more'],
    [['a', 'b', 'c', 'd'], '. ', 'a. b. And 2 more'],
  ] as const)('of %j', (list, between, text) => {
    expect(firstOf(list, 2, between)).toBe(text);
  });

  test('says what it leaves out in the plural where it is several', () => {
    expect(andMore(0, { noun: 'reason' })).toBe('');
    expect(andMore(-3)).toBe('');
    expect(andMore(1, { noun: 'reason' })).toBe(' and 1 more reason');
    expect(andMore(1200, { begin: '… and ', noun: 'reason' })).toBe('… and 1,200 more reasons');
  });
});
