import type { Hazard, LockLevel } from '../../release/ports.ts';

/** What a hazard threatens. `stall` depends on the size of the table; the others do not. */
export type Threat = 'stall' | 'loss' | 'compatibility' | 'authorization' | 'correctness' | 'style';

/** One rule: its id is what allowances name and what machines read, so it never changes. */
export interface Rule {
  readonly id: string;
  readonly severity: Hazard['severity'];
  readonly threat: Threat;
  /** One sentence for the documentation's table. */
  readonly title: string;
  readonly instead?: string;
  /**
   * What the release leaves behind, whatever serves meanwhile. Only a policy allows it, by the relation
   * (`database.openTables`): a comment in the file would be the author's own word.
   */
  readonly onlyByPolicy?: true;
  /** It is as bad where nothing serves yet. A comment with a reason allows it. */
  readonly whateverServes?: true;
  /** The server refuses it too, whoever uses the database. */
  readonly refusedByServer?: true;
  /** It is about rows, which change by themselves: allowed, or in a file that waits, it does not make a plan another one. */
  readonly ofRows?: true;
  /** squawk's rules for the same thing: https://squawkhq.com/docs/rules */
  readonly squawk?: readonly string[];
}

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
