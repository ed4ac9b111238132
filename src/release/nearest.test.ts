import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const KNOWN = ['environment', 'release-id', 'settings', 'json', 'to', 'down', 'dry-run'];

test.each([
  ['enviroment', 'environment'],
  ['Environment', 'environment'],
  ['setings', 'settings'],
  ['downs', 'down'],
  ['jsno', 'json'],
  ['dwon', 'down'],
  ['releaseid', 'release-id'],
  ['env', 'environment'],
])('%s is near %s', (word, known) => {
  expect(nearest(word, KNOWN)).toBe(known);
});

test.each(['bogus', 'x', 'jobs', 'zz', 'vercel-token', 'frobnicate', '', 'foo', 'sown2'])(
  'nothing is near %s',
  (word) => {
    expect(nearest(word, KNOWN)).toBeUndefined();
    expect(didYouMean(word, KNOWN)).toBe('');
  },
);

test('a short form of two words names neither; where nothing is known, nothing is near', () => {
  expect(nearest('rel', ['release-id', 'release-url'])).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
  expect(didYouMean('setings', KNOWN, '--')).toBe('Did you mean --settings? ');
});
