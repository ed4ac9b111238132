import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftInput, remaining, STEPS, statusInput } from './model.ts';
import { suggestQuantity } from './suggest.ts';

const UUID = 'd0000000-0000-4000-8000-000000000001';
const FORM = {
  key: UUID,
  patient: UUID,
  medication: UUID,
  dosage: 'One tablet in the morning',
  dose: '',
  times: '',
  quantity: '30',
  repeats: '2',
  from: '2026-11-29',
  until: '2027-11-29',
  pharmacy: UUID,
  substitution: 'on',
  note: '',
};
const wrong = (form: object): string[] =>
  (draftInput.safeParse(form).error?.issues ?? []).map(({ path }) => path.join('.'));

describe('the composer', () => {
  test('reads numbers, leaves out what is empty', () => {
    expect(draftInput.parse(FORM)).toMatchObject({
      quantity: 30,
      repeats: 2,
      dose: null,
      times: null,
      note: null,
    });
  });

  test.each([
    ['quantity', { quantity: '0' }],
    ['quantity', { quantity: 'many' }],
    ['repeats', { repeats: '1.5' }],
    ['repeats', { repeats: '100' }],
    ['until', { until: '2026-11-28' }],
    ['dosage', { dosage: '   ' }],
    ['dosage', { dosage: 'x'.repeat(501) }],
    ['patient', { patient: '' }],
    ['times', { times: '25' }],
    ['key', { key: 'again' }],
    ['substitutionReason', { substitution: undefined }],
  ])('names the field %s that is wrong', (field, change) => {
    expect(wrong({ ...FORM, ...change })).toEqual([field]);
  });
});

test('a step that takes something away needs a reason, as the database asks for one', () => {
  for (const step of Object.values(STEPS).flat()) {
    const input = { key: UUID, prescription: UUID, becomes: step.becomes, because: '' };
    expect(statusInput.safeParse(input).success, step.label).toBe(!step.needsReason);
    expect(statusInput.safeParse({ ...input, because: 'A reason' }).success).toBe(true);
  }
});

describe('what is left', () => {
  test.each([
    [0, 60, 1],
    [20, 40, 1],
    [60, 60, 0],
    [119, 1, 0],
    [120, 0, 0],
  ])('of 60 and one repeat, when %i was handed over', (dispensed, inFill, fillsAfter) => {
    const of = { dispensed, dispense_quantity_value: 60, dispense_repeats_allowed: 1 };
    expect(remaining(of)).toEqual({ inFill, fillsAfter });
  });

  test('is always what was prescribed less what was handed over', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 99 }),
        fc.nat(50_000),
        (fill, repeats, n) => {
          const all = fill * (repeats + 1);
          const dispensed = Math.min(n, all);
          const left = remaining({
            dispensed,
            dispense_quantity_value: fill,
            dispense_repeats_allowed: repeats,
          });
          expect(left.inFill + left.fillsAfter * fill).toBe(all - dispensed);
          expect(left.inFill).toBeLessThanOrEqual(fill);
        },
      ),
    );
  });
});

test('a quantity is suggested where doses and packs are counted alike', () => {
  const tablet = { dose_unit: 'tablet', pack_unit: 'tablets' };
  expect(suggestQuantity({ product: tablet, dose: '0.5', times: '3' })).toBe('30 days need 45 tablets.');
  expect(
    suggestQuantity({ product: { dose_unit: 'puff', pack_unit: 'inhaler' }, dose: '1', times: '2' }),
  ).toBeUndefined();
  expect(suggestQuantity({ product: tablet, dose: '', times: '2' })).toBeUndefined();
  expect(suggestQuantity({ product: undefined, dose: '1', times: '2' })).toBeUndefined();
});
