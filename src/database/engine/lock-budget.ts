import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../../release/errors.ts';
import type { Say } from '../../release/ports.ts';
import type { PgDatabase } from '../connection.ts';
import { type Blocker, describeBlocker, withBlockerWatch } from './blockers.ts';
import { isLockTimeout } from './sql-error.ts';

export interface LockBudget {
  /** lock_timeout of one try: how long everybody behind us may have to wait. */
  readonly timeoutMs: number;
  /** All tries together. */
  readonly budgetMs: number;
}

/**
 * Tries until the lock is had or the budget is spent. Each try has the lock timeout: there is no last try without.
 * Only a lock timeout is retried, and only because it undid the whole try. @throws SHIPLOCK_MIGRATE_LOCK_TIMEOUT
 */
export async function withLockBudget(
  run: {
    readonly main: PgDatabase;
    readonly watcher: PgDatabase;
    readonly budget: LockBudget;
    readonly say: Say;
  },
  what: string,
  attempt: () => Promise<void>,
): Promise<number> {
  const { budget, main, watcher, say } = run;
  const until = Date.now() + budget.budgetMs;
  const pid = (main.client as unknown as { processID: number }).processID;
  let blockers: readonly Blocker[] = [];
  for (let retries = 0; ; retries += 1) {
    try {
      await withBlockerWatch(
        watcher,
        pid,
        attempt,
        (seen) => (blockers = seen),
        Math.max(50, budget.timeoutMs / 3),
      );
      return retries;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      const pause = Math.min(10_000, 250 * 2 ** Math.min(retries, 5)) * (0.5 + Math.random());
      if (Date.now() + pause + budget.timeoutMs > until)
        throw gaveUp(what, budget, retries + 1, blockers, error);
      const who = blockers.map(describeBlocker).join('; ') || 'a session that just left';
      say(
        `${what}: no lock within ${budget.timeoutMs} ms, blocked by ${who}; next try in ${Math.round(pause)} ms`,
      );
      await sleep(pause);
    }
  }
}

function gaveUp(
  what: string,
  budget: LockBudget,
  tries: number,
  blockers: readonly Blocker[],
  cause: unknown,
) {
  const who = blockers.map(describeBlocker).join('; ') || 'sessions that were gone when asked';
  return failure(
    {
      code: 'SHIPLOCK_MIGRATE_LOCK_TIMEOUT',
      what: `${what} got no lock in ${tries} tries within ${budget.budgetMs / 1000} s; blocked by ${who}`,
      notDone: [`${what} was not applied; files before it stay applied and recorded`],
      next: 'Let that session finish or end it (select pg_terminate_backend(pid)), then run the job again; it goes on from here.',
    },
    cause,
  );
}
