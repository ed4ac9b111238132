import type { Client } from 'pg';
import type { Say } from '../../release/ports.ts';
import type { HistoryTable } from './history.ts';
import type { LockBudget } from './lock-budget.ts';

/** What running a migration needs. */
export interface Workplace {
  /** The session that migrates and holds the `work` lock. */
  readonly work: Client;
  /** Its server process. */
  readonly pid: number;
  /** The session that holds the mutex; free to look at the other one. */
  readonly watcher: Client;
  readonly watcherPid: number;
  readonly table: HistoryTable;
  readonly budget: LockBudget;
  readonly say: Say;
}
