import { ShiplockError } from './errors.ts';

/**
 * Whether a failure after `migrate` began may be answered by rollback. Ambiguity is settled by reading, not by another
 * write; somebody else's lease is not ours to undo under; a plan that moved has changed nothing yet; a release that
 * somebody rejected waits for them; one that a freeze window caught waits for its end.
 */
export function mayUndo(error: unknown): boolean {
  const code = error instanceof ShiplockError ? error.code : '';
  return ![
    'SHIPLOCK_LEASE_HELD',
    'SHIPLOCK_LEASE_BUSY',
    'SHIPLOCK_RELEASE_IN_DOUBT',
    'SHIPLOCK_LEASE_EXPIRED',
    'SHIPLOCK_LEASE_STALE',
    'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    'SHIPLOCK_PLAN_DRIFT',
    'SHIPLOCK_APPROVAL_MISSING',
    'SHIPLOCK_APPROVAL_REJECTED',
    'SHIPLOCK_APPROVAL_EXPIRED',
    'SHIPLOCK_APPROVAL_UNREAD',
    'SHIPLOCK_RELEASE_CLOSED',
    'SHIPLOCK_RELEASE_NOT_FOUND',
    'SHIPLOCK_RELEASE_MISMATCH',
    'SHIPLOCK_RECORD_NOT_INSTALLED',
    'SHIPLOCK_RELEASE_FROZEN',
  ].includes(code);
}
