import { failure } from '../errors.ts';
import type { Database } from '../ports.ts';
import { LESSER } from './lesser.ts';
import { sqlState } from './sql-state.ts';

export const LOCK_NOT_AVAILABLE = '55P03';

/**
 * A wait for the record's lock that ended is told with the sessions that hold it; any other error stays what it is.
 * @param readersToo an upgrade waits for them as well
 */
export async function lockedRecord(db: Database, error: unknown, readersToo = false): Promise<unknown> {
  if (sqlState(error) !== LOCK_NOT_AVAILABLE) return error;
  const sessions = await holders(db, readersToo).catch(() => []);
  return failure(
    {
      code: 'SHIPLOCK_RECORD_LOCKED',
      what: `the record is locked by ${sessions.join('; ') || 'another session'}`,
      notDone: ['nothing was recorded by this step'],
      next: 'If that session is a release, rerun this job when it is done. If it is idle or belongs to a person, end it (select pg_terminate_backend(PID)), and rerun this job.',
    },
    error,
  );
}

/** How many sessions of lesser roles were in the way of an upgrade, and are ended. Without the right to end them: none. */
export async function endLesserHolders(db: Database): Promise<number> {
  const ended = await db
    .query(
      `with lesser as materialized (
         select a.pid from pg_catalog.pg_stat_activity a where ${LESSER} and ${holds('a.pid')})
       select pg_catalog.pg_terminate_backend(pid) from lesser`,
    )
    .catch(() => []);
  return ended.length;
}

const holds = (pid: string) => `exists (select from pg_catalog.pg_locks l where l.granted and l.pid = ${pid}
  and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace))`;

/** Sessions with a lock on the record. */
async function holders(db: Database, readersToo: boolean): Promise<string[]> {
  const rows = await db.query<{ session: string }>(
    `select distinct pg_catalog.concat_ws(' ', 'session', a.pid::text, 'of', a.usename,
         '(' || coalesce(nullif(a.application_name, ''), 'unnamed') || ',', coalesce(a.state, 'state unknown') || ',',
         'connected for', coalesce(pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - a.backend_start))::text, '?'), 's)') as session
       from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_catalog.pg_backend_pid() and ($1 or l.mode <> 'AccessShareLock')
        and l.relation in (select c.oid from pg_catalog.pg_class c where c.relnamespace = 'shiplock'::regnamespace)`,
    [readersToo],
  );
  return rows.map(({ session }) => session);
}
