import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headIn, headText, withHead } from './head.ts';

const head = fc.record({
  seq: fc.integer({ min: 0, max: 999_999_999 }),
  hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
});

test('a description carries the head, whatever it says and however long it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), head, (words, { seq, hash }) => {
      const text = withHead(words, { seq, hash });
      expect(text.length).toBeLessThanOrEqual(140);
      expect(headIn(text)).toEqual({ seq, hash: hash.slice(0, 32) });
    }),
  );
});

test('people keep it as place and hash', () => {
  expect(headText({ seq: 157, hash: 'abc' })).toBe('157:abc');
});

test.each([
  `; record head 7:${'a'.repeat(32)} and more`,
  '',
  'serving since today',
  'record head 7',
  '; record head 7:zz',
  '; record head 7:abc',
])('no head is read from %s', (text) => expect(headIn(text)).toBeUndefined());
