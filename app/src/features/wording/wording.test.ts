import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';
import { variantFigures, verdict } from './result.ts';
import { byRule } from './rules.ts';
import { compareShares } from './significance.ts';

test.each([
  [{ unit: 'tablet', dose: 1, times: 1 }, 'short', 'Take 1 tablet once a day.'],
  [{ unit: 'capsule', dose: 2, times: 3 }, 'short', 'Take 2 capsules three times a day.'],
  [{ unit: 'tablet', dose: 0.5, times: 2 }, 'short', 'Take half a tablet twice a day.'],
  [
    { unit: 'tablet', dose: 1.5, times: 2 },
    'full',
    'Take 1½ tablets in the morning and in the evening, with a glass of water.',
  ],
  [
    { unit: 'puff', dose: 2, times: 4 },
    'full',
    'Inhale 2 puffs in the morning, at noon, in the evening and at bedtime, and hold your breath for ten seconds after each.',
  ],
  [{ unit: 'tablet', dose: 0.25, times: 1 }, 'short', null],
  [{ unit: 'drop', dose: 1, times: 1 }, 'full', null],
  [{ unit: 'tablet', dose: 1, times: 7 }, 'short', null],
  [{ unit: 'tablet', dose: 0, times: 1 }, 'short', null],
] as const)('%o %s: %s', (dose, variant, words) => {
  expect(byRule.suggest(dose, variant)).toBe(words);
});

const shown = { wordingVariant: 'short', wordingShown: 'Take 1 tablet once a day.' };
test.each([
  ['accepted', { ...shown, wordingTaken: 'yes', dosage: 'Take 1 tablet  once a day. ' }],
  ['accepted', { ...shown, dosage: 'Take 1 tablet once a day.' }],
  ['edited', { ...shown, wordingTaken: 'yes', dosage: 'Take 1 tablet once a day, after breakfast.' }],
  ['dismissed', { ...shown, dosage: 'One in the evening' }],
  [null, { dosage: 'Take 1 tablet once a day.' }],
  [null, { ...shown, wordingVariant: undefined, dosage: 'x' }],
] as const)('%s', (outcome, of) => {
  expect(outcomeOf(of)).toBe(outcome);
});

test('two shares, as reckoned by hand', () => {
  const found = compareShares({ n: 38, of: 200 }, { n: 30, of: 200 });
  expect(found?.z).toBeCloseTo(1.065, 3);
  expect(found?.p).toBeCloseTo(0.287, 3);
  expect(compareShares({ n: 60, of: 100 }, { n: 45, of: 100 })?.p).toBeCloseTo(0.0337, 4);
  expect(compareShares({ n: 45, of: 100 }, { n: 60, of: 100 })?.difference).toBeCloseTo(-0.15);
});

test('where there is no difference, one test in twenty finds one', () => {
  let [seed, found] = [7, 0];
  const draw = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const accepted = () => Array.from({ length: 300 }, draw).filter((value) => value < 0.4).length;
  const tests = 2_000;
  for (let n = 0; n < tests; n += 1)
    if ((compareShares({ n: accepted(), of: 300 }, { n: accepted(), of: 300 })?.p ?? 1) < 0.05) found += 1;
  expect(found / tests).toBeGreaterThan(0.03);
  expect(found / tests).toBeLessThan(0.07);
});

test.each([
  [
    { n: 0, of: 0 },
    { n: 5, of: 10 },
  ],
  [
    { n: 1, of: 9 },
    { n: 8, of: 9 },
  ],
  [
    { n: 0, of: 500 },
    { n: 1, of: 500 },
  ],
])('too few: %o and %o', (a, b) => {
  expect(compareShares(a, b)).toBeNull();
});

test('in a sentence', () => {
  const of = (short: number, full: number) =>
    verdict(
      variantFigures([
        { variant: 'short', outcome: 'accepted', n: short },
        { variant: 'short', outcome: 'dismissed', n: 100 - short },
        { variant: 'full', outcome: 'accepted', n: full },
        { variant: 'full', outcome: 'edited', n: 100 - full },
        { variant: 'gone', outcome: 'accepted', n: 9 },
      ]),
    );
  expect(of(45, 60)).toBe('“full” is accepted more often than “short”, by 15 percentage points (p = 0.034).');
  expect(of(90, 10)).toMatch(/^“short”.* 80 percentage points \(p < 0\.001\)/);
  expect(of(50, 52)).toBe('No difference that chance does not explain (p = 0.777).');
  expect(verdict(variantFigures([]))).toMatch(/^Too few/);
});
