import type { Database, LockLevel } from '../../release/ports.ts';
import { stronger } from '../hazards/locks/levels.ts';

type Locks = Map<string, LockLevel>;

const RELATIONS = `
select c.oid::text as oid, format('%s.%s', n.nspname, c.relname) as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

const LOCKS = `
select relation::text as oid, mode from pg_locks
where pid = coalesce($1::int, pg_backend_pid()) and locktype = 'relation' and mode <> 'AccessShareLock'
  and database = (select oid from pg_database where datname = current_database())`;

/** Relations of users by oid: what was there before a file is what others may be waiting for. */
export async function relationsNow(db: Database): Promise<Map<string, string>> {
  const rows = await db.query<{ oid: string; name: string }>(RELATIONS);
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}

/** Locks of a session (default: this one) on known relations, the strongest of each. */
export async function locksOf(
  db: Database,
  known: ReadonlyMap<string, string>,
  pid?: number,
): Promise<Locks> {
  const locks: Locks = new Map();
  for (const { oid, mode } of await db.query<{ oid: string; mode: LockLevel }>(LOCKS, [pid ?? null])) {
    const name = known.get(oid);
    if (name) locks.set(name, stronger(mode, locks.get(name) ?? mode));
  }
  return locks;
}

/** Locks that came or grew between two looks: what one statement of a transaction took. */
export function taken(before: Locks, after: Locks): { relation: string; level: LockLevel }[] {
  return [...after]
    .filter(([relation, level]) => before.get(relation) !== level)
    .map(([relation, level]) => ({ relation, level }))
    .sort((a, b) => (a.relation < b.relation ? -1 : 1));
}

/** Watches another session until `work` is done. Best effort: a lock shorter than a look may be missed. */
export async function watched(
  observer: Database,
  pid: number,
  known: ReadonlyMap<string, string>,
  work: () => Promise<void>,
): Promise<{ relation: string; level: LockLevel }[]> {
  const seen: Locks = new Map();
  let isRunning = true;
  const done = work().finally(() => {
    isRunning = false;
  });
  const watch = async () => {
    while (isRunning) {
      for (const [name, level] of await locksOf(observer, known, pid))
        seen.set(name, stronger(level, seen.get(name) ?? level));
    }
  };
  // The work's own failure is what counts; a failed look is not.
  await Promise.all([done, watch().catch(() => undefined)]);
  return taken(new Map(), seen);
}
