import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { json } from './json-schema.ts';

/** What `z.json()` makes of a value: the schema here is the same, only quicker. */
const asLibrary = (value: unknown) => z.json().safeParse(value).data;

it('reads what the library reads, to the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(json.parse(value)).toEqual(asLibrary(value));
    }),
  );
});

it('drops a key that would be a prototype, at any depth', () => {
  const value: unknown = JSON.parse('{"a": [{"__proto__": {"b": 1}, "c": 2}], "__proto__": 3}');
  expect(json.parse(value)).toEqual({ a: [{ c: 2 }] });
  expect(JSON.stringify(json.parse(value))).toBe('{"a":[{"c":2}]}');
  expect(json.parse(value)).toEqual(asLibrary(value));
});

it.each([
  ['undefined', undefined],
  ['a number that JSON cannot write', Number.POSITIVE_INFINITY],
  ['no number', Number.NaN],
  ['a function', () => 1],
  ['a large integer', 1n],
  ['an object of a class', new Date(0)],
  ['a map', new Map()],
])('refuses %s, wherever it stands', (_, value) => {
  for (const each of [value, [1, value], { a: { b: value } }]) {
    expect(json.safeParse(each).success).toBe(false);
    expect(z.json().safeParse(each).success).toBe(false);
  }
});
