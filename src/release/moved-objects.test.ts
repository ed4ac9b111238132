import { expect, test } from 'vitest';
import { movedObjects } from './moved-objects.ts';

test('what moved is named, the first of many', () => {
  expect(movedObjects({ a: '1', b: '1', c: '1' }, { a: '1', b: '2', d: '1' })).toBe(
    'b changed; c is gone; d is new',
  );
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`o${n}`, '1']));
  expect(movedObjects({}, many)).toMatch(/^(?:o\d+ is new; ){8}and 12 more$/);
});

test('nothing is named where one of the two is not known', () => {
  expect(movedObjects(undefined, { a: '1' })).toBe('');
  expect(movedObjects({ a: '1' }, undefined)).toBe('');
});
