import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellOf, columnsOf } from './cell.ts';

const rows = fc.constantFrom('allowed', 'conditional', 'no rows');
const name = fc.oneof(
  fc.stringMatching(/^[a-z_]{1,8}$/),
  fc.string({ minLength: 1, unit: fc.constantFrom('a', 'B', '"', ',', '(', ')', ' ', '.', 'é', '\n') }),
);

it('names columns so that they can be read again, whatever they are called', () => {
  fc.assert(
    fc.property(rows, fc.array(name, { minLength: 1 }), (open, columns) => {
      expect(columnsOf(cellOf(open, columns))).toEqual(columns);
    }),
  );
});

it('is about all columns where it lists none', () => {
  expect(columnsOf(cellOf('conditional', undefined))).toBeUndefined();
});

it.each([
  ['allowed (id, name)', ['id', 'name']],
  ['conditional (Order Id, "a, b", "say ""hi""")', ['Order Id', 'a, b', 'say "hi"']],
])('reads %s, as files have it', (cell, columns) => expect(columnsOf(cell)).toEqual(columns));
