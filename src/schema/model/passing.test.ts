import { expect, it } from 'vitest';
import { isOfPartition } from './passing.ts';

it.each([
  ['public.t.id', 'public.t', true],
  ['public."t.x".id', 'public."t.x"', true],
  ['public.t."no. 1"', 'public.t', true],
  ['public."t.x"."a "".b"" c"', 'public."t.x"', true],
  ['public.tx.id', 'public.t', false],
  ['public."t.x".id', 'public.t', false],
])('a sequence of %s comes and goes with %s: %s', (ownedBy, partition, does) => {
  const sequence = { kind: 'sequence', properties: { ownedBy } } as const;
  expect(isOfPartition('sequence public.s', sequence, new Set([partition]))).toBe(does);
});
