import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches } from './search.ts';

const STATIN = { display: 'Atorvastatin 20 mg tablet', code: 'C10AA05' };

describe('searching a medication', () => {
  test.each(['', 'ator', 'ATOR 20', '20 ator', 'c10', 'atorvastatin tab', ' ator  mg '])(
    '%j finds it',
    (typed) => {
      expect(matches(STATIN, typed)).toBe(true);
    },
  );
  test.each(['statin', 'ator 40', '10aa', 'ator c07'])('%j does not', (typed) => {
    expect(matches(STATIN, typed)).toBe(false);
  });
  test('accents are no obstacle, either way', () => {
    expect(matches({ display: 'Paracétamol 500 mg', code: 'N02BE01' }, 'parace')).toBe(true);
    expect(matches({ display: 'Paracetamol 500 mg', code: 'N02BE01' }, 'paracé')).toBe(true);
  });
  test('the beginning of its own name always finds it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: STATIN.display.length }), (end) =>
        matches(STATIN, STATIN.display.slice(0, end)),
      ),
    );
  });
});
