import { expect, test } from 'vitest';
import type { PhaseResult } from './context.ts';
import { failure } from './errors.ts';
import { answeredByRollback, shipOutputs } from './ship.ts';

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

test.each([
  ['plan', false],
  ['migrate', true],
  ['promote', true],
  ['watch', true],
  // Its watch has passed: that it could not be closed says nothing against it.
  ['finalize', false],
] as const)('what goes wrong in %s is answered by a rollback: %s', (phase, isAnswered) => {
  const cut = failure({ code: 'SHIPLOCK_DATABASE_CUT', what: 'the connection was lost', next: 'rerun' });
  const unclear = failure({ code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS', what: 'unclear', next: 'look' });
  expect(answeredByRollback(phase, cut)).toBe(isAnswered);
  expect(answeredByRollback(phase, new Error('a bug'))).toBe(isAnswered);
  expect(answeredByRollback(phase, unclear)).toBe(false);
});
