import type { LockLevel } from '../../../release/ports.ts';

/** From the weakest to the strongest, as PostgreSQL numbers them from 1. */
export const LOCK_LEVELS = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const satisfies readonly LockLevel[];

/** The stronger of two lock levels. https://www.postgresql.org/docs/current/explicit-locking.html */
export function stronger(a: LockLevel, b: LockLevel): LockLevel {
  return LOCK_LEVELS.indexOf(a) >= LOCK_LEVELS.indexOf(b) ? a : b;
}

/** What others cannot do while a lock is held: ROW EXCLUSIVE (writes) conflicts from SHARE up, reads only at the top. */
export function blockedBy(level: LockLevel): 'nothing' | 'writes' | 'reads-and-writes' {
  if (level === 'AccessExclusiveLock') return 'reads-and-writes';
  return LOCK_LEVELS.indexOf(level) >= LOCK_LEVELS.indexOf('ShareLock') ? 'writes' : 'nothing';
}
