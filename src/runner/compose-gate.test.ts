import { expect, test } from 'vitest';
import { gateSettings } from '../gates/spec.ts';
import { shortened } from './compose-gate.ts';

const gate = gateSettings.parse({ minSamples: 20, minSeconds: 60, deadlineSeconds: 120 });

test('the fast lane makes a gate shorter, never longer, and changes no bound', () => {
  expect(shortened(gate, { minSamples: 10, minSeconds: 5, deadlineSeconds: 30 })).toEqual({
    ...gate,
    ...{ minSamples: 10, minSeconds: 5, deadlineSeconds: 30 },
  });
  expect(shortened(gate, { minSamples: 99, minSeconds: 99, deadlineSeconds: 999 })).toEqual(gate);
  expect(shortened(gate, {})).toEqual(gate);
});
