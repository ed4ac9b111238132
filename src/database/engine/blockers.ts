import type { Database } from '../../release/ports.ts';

export interface Blocker {
  readonly pid: number;
  readonly application: string;
  readonly state: string;
  /** Seconds since its transaction began. */
  readonly seconds: number;
  readonly query: string;
}

/** Who keeps a backend from its lock right now. */
export async function blockersOf(watcher: Database, pid: number): Promise<readonly Blocker[]> {
  return watcher.query<Blocker>(
    `select pid, coalesce(nullif(application_name, ''), usename, '') as application, coalesce(state, '') as state,
            coalesce(extract(epoch from clock_timestamp() - xact_start), 0)::int as seconds,
            left(regexp_replace(query, '\\s+', ' ', 'g'), 120) as query
       from pg_stat_activity where pid = any (pg_blocking_pids($1))`,
    [pid],
  );
}

/**
 * Watches a backend while `work` runs, on another connection, and keeps the last blockers seen: when the lock timeout
 * strikes it is too late to ask.
 */
export async function withBlockerWatch<T>(
  watcher: Database,
  pid: number,
  work: () => Promise<T>,
  seen: (blockers: readonly Blocker[]) => void,
  everyMs: number,
): Promise<T> {
  let over = false;
  let asked: Promise<unknown> = Promise.resolve();
  const ask = () => {
    if (over) return;
    asked = blockersOf(watcher, pid)
      .then((blockers) => blockers.length > 0 && seen(blockers))
      .catch(() => undefined);
  };
  const timer = setInterval(ask, everyMs);
  try {
    return await work();
  } finally {
    over = true;
    clearInterval(timer);
    await asked;
  }
}

export function describeBlocker(b: Blocker): string {
  return `pid ${b.pid} (${b.application}, ${b.state}, for ${b.seconds} s): ${b.query}`;
}
