import { describe, expect, test } from 'vitest';
import { CODES, type Code } from './codes.ts';
import { configurationError, failure, isNeutral, mayRollbackAnswer, ShiplockError } from './errors.ts';

const error = (code: Code) => new ShiplockError({ code, what: 'x', next: 'y' });

const WAITS = [
  ['another release ships', 'SHIPLOCK_LEASE_HELD'],
  ['another job of this release is at work', 'SHIPLOCK_LEASE_BUSY'],
  ['another release took over', 'SHIPLOCK_LEASE_STALE'],
  ['the lease ran out', 'SHIPLOCK_LEASE_EXPIRED'],
  ['it is not known whether traffic moved', 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS'],
  ['the record forgot a move of traffic', 'SHIPLOCK_RELEASE_IN_DOUBT'],
  ['the plan moved before anything was changed', 'SHIPLOCK_PLAN_DRIFT'],
  ['nobody approved', 'SHIPLOCK_APPROVAL_MISSING'],
  ['somebody rejected', 'SHIPLOCK_APPROVAL_REJECTED'],
  ['the approval is too old', 'SHIPLOCK_APPROVAL_EXPIRED'],
  ['whether somebody rejected could not be read', 'SHIPLOCK_APPROVAL_UNREAD'],
  ['a freeze window caught it', 'SHIPLOCK_RELEASE_FROZEN'],
  ['the release is over', 'SHIPLOCK_RELEASE_CLOSED'],
  ['there is no such release', 'SHIPLOCK_RELEASE_NOT_FOUND'],
  ['the release is another one', 'SHIPLOCK_RELEASE_MISMATCH'],
  ['there is no record', 'SHIPLOCK_RECORD_NOT_INSTALLED'],
  ['somebody holds the environment', 'SHIPLOCK_RELEASE_HELD'],
  ['it contains what was rolled back', 'SHIPLOCK_RELEASE_QUARANTINED'],
  ['nobody can tell what it contains', 'SHIPLOCK_QUARANTINE_UNKNOWN'],
  ['it soaks on staging', 'SHIPLOCK_RELEASE_SOAKING'],
  ['there is no such hold', 'SHIPLOCK_HOLD_UNKNOWN'],
  ['a newer one has overtaken it', 'SHIPLOCK_RELEASE_OVERTAKEN'],
  ['the watch could not be decided', 'SHIPLOCK_WATCH_UNDECIDED'],
  ['the rolling release could not be read', 'SHIPLOCK_ROLLING_UNREAD'],
] as const;

describe('a failure after migrate began', () => {
  test.each([error('SHIPLOCK_GATE_FAILED'), error('SHIPLOCK_INTERNAL'), new Error('a bug'), 'a string'])(
    'is answered by rollback: %s',
    (thrown) => {
      expect(mayRollbackAnswer(thrown)).toBe(true);
    },
  );

  test.each(WAITS)('is not answered by rollback where %s', (_what, code) => {
    expect(mayRollbackAnswer(error(code))).toBe(false);
  });

  test('an overtaken run is the only thing that ends without an error', () => {
    expect(isNeutral(error('SHIPLOCK_RELEASE_OVERTAKEN'))).toBe(true);
    expect((Object.keys(CODES) as Code[]).filter((code) => CODES[code].neutral)).toHaveLength(1);
    expect(isNeutral(new Error('a bug'))).toBe(false);
  });

  test('nothing else makes a release wait', () => {
    const waiting = (Object.keys(CODES) as Code[]).filter((code) => !CODES[code].mayRollbackAnswer);
    expect(waiting.sort()).toEqual(WAITS.map(([, code]) => code as Code).sort());
  });
});

describe('an error', () => {
  test('is of the kind that the table says', () => {
    const detail = { what: 'x', next: 'y' };
    expect(configurationError({ code: 'SHIPLOCK_INPUT_MISSING', ...detail }).kind).toBe('configuration');
    expect(failure({ code: 'SHIPLOCK_GATE_FAILED', ...detail }).kind).toBe('failure');
    expect(error('SHIPLOCK_VERCEL_TOKEN').kind).toBe('configuration');
  });

  test('with a code that is not in the table, or of the other kind, does not compile', () => {
    const detail = { what: 'x', next: 'y' };
    // @ts-expect-error unknown code
    expect(failure({ code: 'SHIPLOCK_NOT_IN_THE_TABLE', ...detail }).code).toBe('SHIPLOCK_NOT_IN_THE_TABLE');
    // @ts-expect-error of the other kind
    expect(failure({ code: 'SHIPLOCK_INPUT_MISSING', ...detail }).kind).toBe('configuration');
    // @ts-expect-error of the other kind
    expect(configurationError({ code: 'SHIPLOCK_GATE_FAILED', ...detail }).kind).toBe('failure');
  });
});
