import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Say } from '../../release/ports.ts';
import { databaseError } from '../databaseError.ts';
import { where } from './history.ts';
import { migrateProblem } from './problems.ts';

/**
 * Two advisory locks. `mutex` keeps processes apart and lives on a session of its own that never opens a transaction,
 * because one would stall CREATE INDEX CONCURRENTLY. `work` is held by the very session that migrates: when a process
 * is killed its server session may live on until the statement at hand is done, and the next process waits for that.
 */
export type LockName = 'mutex' | 'work';

/** One pair of 32-bit keys each, so that pg_locks shows them as classid and objid. `0x73686970` is "ship". */
const CLASS = 0x73686970;
const KEYS: Record<LockName, number> = { mutex: 1, work: 2 };
const FIRST_POLL_MS = 25;
const SLOWEST_POLL_MS = 1000;
const SAY_EVERY_MS = 5000;

/** SQL that takes the lock once more where this session has it; false where another one does. */
export function tryLockSql(name: LockName): string {
  return `pg_catalog.pg_try_advisory_lock(${CLASS}, ${KEYS[name]})`;
}

/** Gives back what `acquire` took, where the session will not end with us. */
export async function release(client: Client): Promise<void> {
  const unlock = (key: number) => `pg_catalog.pg_advisory_unlock(${CLASS}, ${key})`;
  await client.query(`select ${Object.values(KEYS).map(unlock).join(', ')}`).catch(() => undefined);
}

/** A server may end sessions that are idle for long; the one with the mutex is, and must stay. */
export async function stayOpen(client: Client): Promise<void> {
  await ask(
    client,
    `select pg_catalog.set_config(name, '0', false) from (values ('idle_session_timeout')) s(name)
       where pg_catalog.current_setting(name, true) is not null`,
  );
}

/** SQL for whether the session with this process id has the lock. */
export function heldSql(name: LockName, pid: number): string {
  return `exists (select from pg_catalog.pg_locks where locktype = 'advisory' and granted and pid = ${pid} and classid = ${CLASS} and objid = ${KEYS[name]})`;
}

/**
 * Polls until the lock is ours. @throws SHIPLOCK_MIGRATE_MUTEX_HELD naming the holder
 * @returns the process id of our session at the server: a pooler tells the driver a number of its own
 */
export async function acquire(client: Client, name: LockName, budgetMs: number, say: Say): Promise<number> {
  const started = performance.now();
  let pause = FIRST_POLL_MS;
  let saidAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const text = `select ${tryLockSql(name)} as got, pg_catalog.pg_backend_pid() as pid`;
    const [mine] = (await ask<{ got: boolean; pid: number }>(client, text)).rows;
    if (mine?.got) return mine.pid;
    const waited = performance.now() - started;
    if (waited - saidAt >= SAY_EVERY_MS || waited >= budgetMs) {
      const who = await holder(client, name);
      if (waited >= budgetMs) throw busy(name, waited, who);
      if (who) {
        say(`waiting for ${who}`);
        saidAt = waited;
      }
    }
    // Jitter: processes that started together do not ask together.
    await sleep(pause * (0.5 + Math.random()));
    pause = Math.min(pause * 1.5, SLOWEST_POLL_MS);
  }
}

async function holder(client: Client, name: LockName): Promise<string | undefined> {
  const { rows } = await ask<{ pid: number; application: string; age: string; state: string }>(
    client,
    `select l.pid, a.application_name as application, a.state,
       coalesce(round(extract(epoch from now() - a.backend_start)), 0)::text as age
     from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = ${CLASS} and l.objid = ${KEYS[name]} and l.objsubid = 2
       and l.database = (select oid from pg_catalog.pg_database where datname = current_database())`,
  );
  const [row] = rows;
  if (!row) return undefined;
  const what =
    name === 'mutex'
      ? 'which migrates this database'
      : 'a session of an earlier run that the server is still finishing';
  return `pid ${row.pid} (${row.application || 'unnamed'}, connected for ${row.age} s), ${what}`;
}

function busy(name: LockName, waited: number, who: string | undefined) {
  return migrateProblem('MUTEX_HELD', {
    what: `after ${Math.round(waited / 1000)} s ${who ?? 'another session'} still holds the migration lock`,
    notDone: ['no migration was applied by this run'],
    next:
      name === 'mutex'
        ? 'Wait for the other run, then run this job again. If that process is gone, its session can be ended with pg_terminate_backend(pid).'
        : 'The statement of the earlier run is still being executed by the server. Wait, or end it with pg_terminate_backend(pid); then run this job again.',
  });
}

/** Somebody else may be at work by now, so this run must not be. */
export function lostMutex() {
  return migrateProblem('MUTEX_LOST', {
    what: 'the session that holds the migration lock was ended',
    next: 'Run the job again: it reads the history table and goes on. Look for what ends idle sessions (idle_session_timeout, a firewall).',
  });
}

export async function ask<Row extends object>(client: Client, text: string) {
  try {
    return await client.query<Row>(text);
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
