import { expect, test } from 'vitest';
import { firstLine } from './errors.ts';

test('the first line of whatever was thrown', () => {
  expect(firstLine(new Error('one\ntwo'))).toBe('one');
  expect(firstLine('plain')).toBe('plain');
});
