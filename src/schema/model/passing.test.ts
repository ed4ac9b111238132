import { expect, it } from 'vitest';
import { withWhom } from './passing.ts';

it.each([
  ['public.t.id', 'public.t'],
  ['public."t.x".id', 'public."t.x"'],
  ['public.t."no. 1"', 'public.t'],
  ['public."t.x"."a "".b"" c"', 'public."t.x"'],
])('a sequence of %s comes and goes with %s', (ownedBy, relation) => {
  expect(withWhom('sequence public.s', { kind: 'sequence', properties: { ownedBy } })).toBe(relation);
});
