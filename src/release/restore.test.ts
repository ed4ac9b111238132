import { expect, test } from 'vitest';
import type { Database, LiveState } from './ports.ts';
import type { RecordEvent } from './record/record.ts';
import { refuseForgotten } from './restore.ts';

/** A record that was restored at this place after the plan, or never. */
const record = (restoredAt: number | null): Database => ({
  query: async <Row extends object>() => [{ seq: restoredAt }] as Row[],
  transaction: () => Promise.reject(new Error('not needed')),
  close: async () => undefined,
});
const planned: RecordEvent = {
  seq: 5,
  releaseId: 'rel_1',
  at: '2026-01-01T12:00:00.000000Z',
  actor: 'ada',
  phase: 'plan',
  kind: 'planned',
  token: null,
  body: {},
  prevHash: '',
  hash: '',
};
const job = (requestedAt: string): LiveState => ({
  deploymentId: 'dpl_old',
  pinned: false,
  job: { type: 'rollback', to: 'dpl_old', state: 'succeeded', requestedAt: Date.parse(requestedAt) },
});
const rolledBack: LiveState = { deploymentId: 'dpl_old', pinned: true };
const goesOn = (restoredAt: number | null, live: LiveState, pinned = false) =>
  refuseForgotten({ database: record(restoredAt), events: [planned] }, live, pinned, 'dpl_new').then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'SHIPLOCK_RELEASE_IN_DOUBT' });
      return false;
    },
  );

test('after a restore, what moved traffic since the plan stops a promote', async () => {
  expect(await goesOn(9, job('2026-01-01T12:00:01Z'))).toBe(false);
  expect(await goesOn(9, rolledBack)).toBe(false);
});

test('after a restore, what the plan knew of does not', async () => {
  expect(await goesOn(9, job('2026-01-01T11:59:00Z'))).toBe(true);
  expect(await goesOn(9, rolledBack, true)).toBe(true);
  expect(await goesOn(9, { deploymentId: 'dpl_old', pinned: false })).toBe(true);
  expect(await goesOn(9, { ...job('2026-01-01T12:00:01Z'), deploymentId: 'dpl_new' })).toBe(true);
});

test('a record that was never restored is compared by the plan alone', async () => {
  expect(await goesOn(null, job('2026-01-01T12:00:01Z'))).toBe(true);
});
