import { expect, test } from 'vitest';
import { checkQuery } from './model.ts';
import { guideSentence, severityWord, standsInTheWay } from './words.ts';

test('only a severe warning that nobody answered stands in the way', () => {
  expect(standsInTheWay({ severity: 'high', reason: null })).toBe(true);
  expect(standsInTheWay({ severity: 'high', reason: 'Pauses the statin' })).toBe(false);
  expect(standsInTheWay({ severity: 'moderate', reason: null })).toBe(false);
});

test('words for people; one that is new is shown as it is', () => {
  expect(['high', 'moderate', 'low', 'fatal'].map(severityWord)).toEqual([
    'Severe',
    'Moderate',
    'Minor',
    'fatal',
  ]);
});

test.each([
  [
    { dose: 1, times: 1, most_per_day: 4, unit: 'tablet', advice: null },
    'Usual: 1 tablet once a day; at most 4 tablets a day.',
  ],
  [
    { dose: 2, times: 3, most_per_day: 8, unit: 'puff', advice: 'Rinse after.' },
    'Usual: 2 puffs 3 times a day; at most 8 puffs a day. Rinse after.',
  ],
])('the usual dose as a sentence', (guide, sentence) => {
  expect(guideSentence(guide)).toBe(sentence);
});

test('what is half typed counts as not typed; whose it is must be said', () => {
  const ids = {
    patient: 'c0000000-0000-4000-8000-000000000001',
    medication: '90000000-0000-4000-8000-000000000008',
  };
  expect(checkQuery.parse({ ...ids, dose: '1.', times: '' })).toMatchObject({ dose: 1, times: undefined });
  expect(checkQuery.parse({ ...ids, dose: 'x', times: '99' })).toEqual({
    ...ids,
    dose: undefined,
    times: undefined,
  });
  expect(checkQuery.safeParse({ ...ids, patient: '1' }).success).toBe(false);
});
