import { expect, test } from 'vitest';
import { encode } from './encode.ts';
import type { EventPhase, Saying } from './events.ts';
import { foldHolds, type HoldEvent } from './holds.ts';

const A = 'a'.repeat(40);
const said = (phase: EventPhase, saying: Saying, more: Partial<HoldEvent> = {}): HoldEvent => {
  const { kind, body } = encode(phase, saying);
  return {
    ...{ seq: 1, releaseId: 'rel_1', at: '2026-01-01T00:00:00.000000Z', actor: 'ada', token: null },
    ...{ phase, kind, body, prevHash: '', hash: '', commit: A, base: 'b'.repeat(40) },
    ...more,
  };
};
const rolledBack = said('rollback', {
  is: 'closed',
  result: 'rolled-back',
  serves: 'rel_0',
  reason: 'errors',
});
const held = said('record', { is: 'held', hold: 'hold_1', commit: null, by: 'grace', reason: 'a sale' });
const lifted = (hold: string, by = 'linus') =>
  said('record', { is: 'hold-lifted', hold, by, reason: 'fixed' }, { at: '2026-01-02T00:00:00.000000Z' });

test('a release that was rolled back holds its commit, with who rolled it back and why', () => {
  expect(foldHolds([rolledBack])).toEqual([
    {
      ...{ id: 'rel_1', commit: A, base: 'b'.repeat(40), rolledBack: true },
      ...{ by: 'ada', reason: 'errors', at: '2026-01-01T00:00:00.000000Z' },
    },
  ]);
});

test.each(['released', 'abandoned'] as const)('one that was %s holds nothing', (result) => {
  expect(foldHolds([said('finalize', { is: 'closed', result, serves: 'rel_1' })])).toEqual([]);
});

test('a lift says who, why and when, and the first one counts', () => {
  const [one] = foldHolds([rolledBack, lifted('rel_1'), lifted('rel_1', 'mallory')]);
  expect(one?.lifted).toEqual({ by: 'linus', reason: 'fixed', at: '2026-01-02T00:00:00.000000Z' });
});

test.each([
  ['of another hold', [held, lifted('rel_1')], 'hold_1'],
  ['before the hold', [lifted('rel_1'), rolledBack], 'rel_1'],
])('a lift %s lifts nothing', (_, events, id) => {
  expect(foldHolds(events).map((one) => [one.id, one.lifted])).toEqual([[id, undefined]]);
});

test('a hold cannot be replaced by another one of its id', () => {
  const again = said('record', { is: 'held', hold: 'hold_1', commit: A, by: 'mallory', reason: 'none' });
  expect(foldHolds([held, again])[0]).toMatchObject({ commit: null, by: 'grace' });
});

test('an event of a shape that is not known is never passed by', () => {
  const newer = { ...held, body: { v: 3, is: 'held' } };
  expect(() => foldHolds([newer])).toThrow(/SHIPLOCK_RECORD_BROKEN.*may hold the environment/);
});
