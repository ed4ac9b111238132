import { expect, test } from 'vitest';
import { formatShare, formatSpan } from './format.ts';

test('spans and shares as people say them', () => {
  expect([null, 0, 42.4, 89, 90, 400, 5_400, 12_600, 181_440].map(formatSpan)).toEqual([
    ...['–', '0 s', '42 s', '89 s', '2 min', '7 min', '1.5 h', '3.5 h', '2.1 d'],
  ]);
  expect([null, 0, 0.125, 1].map(formatShare)).toEqual(['–', '0 %', '13 %', '100 %']);
});
