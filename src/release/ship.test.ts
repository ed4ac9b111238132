import { expect, test } from 'vitest';
import type { PhaseResult } from './context.ts';
import { shipOutputs } from './ship.ts';

const result = (phase: PhaseResult['phase'], outputs: PhaseResult['outputs']): PhaseResult => ({
  ...{ phase, state: 'done', summary: '', outputs },
});

test('the outputs of a whole release are each from the phase that decided it, whichever came last', () => {
  const road = [
    result('deploy', { 'release-id': 'rel_1', 'deployment-id': 'dpl_1', 'deployment-url': 'https://one' }),
    result('plan', { 'release-id': 'rel_1', 'plan-hash': 'abc', reports: 'a,b' }),
    result('promote', { 'release-id': 'rel_1', outcome: 'done', 'deployment-id': 'dpl_1' }),
    result('verify', { outcome: 'unchecked' }),
    result('finalize', { 'release-id': 'rel_1', result: 'released' }),
  ];
  expect(shipOutputs(road)).toEqual({
    'release-id': 'rel_1',
    'plan-hash': 'abc',
    'deployment-id': 'dpl_1',
    'deployment-url': 'https://one',
    outcome: 'done',
    result: 'released',
  });
});
