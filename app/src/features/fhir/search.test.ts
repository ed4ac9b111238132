import { expect, test } from 'vitest';
import { identifierSearch } from './search.ts';

test('a number with its system is searched for', () => {
  expect(identifierSearch.parse('identifier=urn%3Ax%7CMRN-1%7C2')).toEqual({
    system: 'urn:x',
    value: 'MRN-1|2',
  });
});

test.each([
  '',
  'identifier=MRN-1',
  'identifier=|MRN-1',
  'identifier=urn:x|',
  'identifier=urn:x|%20',
  'family=Moreau',
  'identifier=urn:x|1&family=Moreau',
  'identifier=urn:x|1&identifier=urn:x|2',
  `identifier=urn:x|${'1'.repeat(101)}`,
])('%s is no search', (body) => {
  expect(identifierSearch.safeParse(body).success).toBe(false);
});
