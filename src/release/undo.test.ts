import { describe, expect, test } from 'vitest';
import { failure } from './errors.ts';
import { mayUndo } from './undo.ts';

const error = (code: `SHIPLOCK_${string}`) => failure({ code, what: 'x', next: 'y' });

describe('a failure after migrate began is answered by rollback', () => {
  test.each([error('SHIPLOCK_GATE_FAILED'), error('SHIPLOCK_INTERNAL'), new Error('a bug'), 'a string'])(
    '%s',
    (thrown) => {
      expect(mayUndo(thrown)).toBe(true);
    },
  );
});

describe('a failure that rollback must not answer', () => {
  test.each([
    ['somebody else ships', 'SHIPLOCK_LEASE_HELD'],
    ['somebody else took over', 'SHIPLOCK_LEASE_STALE'],
    ['it is not known whether traffic moved', 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS'],
    ['the plan moved before anything was changed', 'SHIPLOCK_PLAN_DRIFT'],
    ['nobody approved', 'SHIPLOCK_APPROVAL_MISSING'],
    ['the release is over', 'SHIPLOCK_RELEASE_CLOSED'],
  ] as const)('%s', (_what, code) => {
    expect(mayUndo(error(code))).toBe(false);
  });
});
