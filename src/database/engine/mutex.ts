import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../../release/errors.ts';
import type { Say } from '../../release/ports.ts';
import { connect, type PgDatabase } from '../connection.ts';

/** Everybody who migrates this database takes this lock. */
const KEY = `hashtextextended('shiplock.migrate', 0)`;

export interface Mutex {
  /** The lock's own session, always in autocommit: an open transaction here would stall CREATE INDEX CONCURRENTLY. */
  readonly session: PgDatabase;
  /** @throws SHIPLOCK_MIGRATE_MUTEX_LOST when the session that held the lock is gone. */
  prove(): Promise<void>;
  release(): Promise<void>;
}

/** Waits for the lock by polling: a session blocked inside pg_advisory_lock() holds a snapshot that others wait for. */
export async function takeMutex(url: string, waitMs: number, say: Say): Promise<Mutex> {
  const session = await connect(url, { applicationName: 'shiplock migrate (mutex)' });
  const until = Date.now() + waitMs;
  try {
    for (let tries = 0; ; tries += 1) {
      const [row] = await session.query<{ ok: boolean }>(`select pg_try_advisory_lock(${KEY}) as ok`);
      if (row?.ok) break;
      const holder = await describeHolder(session);
      if (Date.now() >= until) throw held(holder);
      if (tries % 20 === 0) say(`waiting for the migration lock, held by ${holder}`);
      await sleep(Math.min(250, 20 + tries * 20) + Math.random() * 30);
    }
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    session,
    prove: () => prove(session),
    // Closing the session frees the lock, whatever state it is in.
    release: () => session.close(),
  };
}

function held(holder: string) {
  return failure({
    code: 'SHIPLOCK_MIGRATE_MUTEX_HELD',
    what: `another migration is under way: ${holder}`,
    notDone: ['nothing was applied'],
    next: 'Wait for it, then run the job again. If its process is gone, ending that backend frees the lock.',
  });
}

async function prove(session: PgDatabase): Promise<void> {
  try {
    const [row] = await session.query<{ held: boolean }>(
      `select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted) as held`,
    );
    if (row?.held) return;
  } catch (cause) {
    throw lost(cause);
  }
  throw lost();
}

function lost(cause?: unknown) {
  return failure(
    {
      code: 'SHIPLOCK_MIGRATE_MUTEX_LOST',
      what: 'the session that held the migration lock is gone; somebody else may be migrating now',
      next: 'Run the job again: it reads the history table and goes on where this one stopped.',
    },
    cause,
  );
}

async function describeHolder(session: PgDatabase): Promise<string> {
  const [row] = await session.query<{ text: string }>(
    `select format('pid %s (%s, since %s s)', a.pid, coalesce(nullif(a.application_name, ''), a.usename),
            extract(epoch from now() - a.backend_start)::int) as text
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid()
        and ((l.classid::bigint << 32) | l.objid::bigint) = ${KEY} limit 1`,
  );
  return row?.text ?? 'a session that just ended';
}
