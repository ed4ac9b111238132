import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Say } from '../../release/ports.ts';
import { databaseError } from '../database-error.ts';
import { claim, holderOf, type LockName } from './claim.ts';
import { where } from './history.ts';
import { migrateProblem } from './problems.ts';

/**
 * Two locks. `mutex` keeps processes apart and lives on a session of its own that keeps no transaction open, because one
 * would stall CREATE INDEX CONCURRENTLY. `work` is held by the very session that migrates: when a process is killed its
 * server session may live on until the statement at hand is done, and the next process waits for that.
 */
const FIRST_POLL_MS = 25;
const SLOWEST_POLL_MS = 1000;
const SAY_EVERY_MS = 5000;

/** A server may end sessions that are idle for long; the one with the mutex is, and must stay. */
export async function stayOpen(client: Client): Promise<void> {
  await ask(
    client,
    `select pg_catalog.set_config(name, '0', false) from (values ('idle_session_timeout')) s(name)
       where pg_catalog.current_setting(name, true) is not null`,
  );
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
    const mine = await claim(client, name);
    if (mine.got) return mine.pid;
    const waited = performance.now() - started;
    if (waited - saidAt >= SAY_EVERY_MS || waited >= budgetMs) {
      const who = await describeHolder(client, name);
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

async function describeHolder(client: Client, name: LockName): Promise<string | undefined> {
  const who = await holderOf(client, name);
  if (who === undefined) return undefined;
  const what =
    name === 'mutex'
      ? 'which is migrating this database'
      : 'a session of an earlier run that the server is still finishing';
  return `${who}, ${what}`;
}

function busy(name: LockName, waited: number, who: string | undefined) {
  return migrateProblem('MUTEX_HELD', {
    what: `after ${Math.round(waited / 1000)} s ${who ?? 'another session'} still holds the migration lock`,
    notDone: ['no migration was applied by this run'],
    next:
      name === 'mutex'
        ? 'Wait for the other run, then rerun this job. If that process is gone, end its session with pg_terminate_backend(pid).'
        : 'The server is still executing the statement of the earlier run. Wait, or end it with pg_terminate_backend(pid); then rerun this job.',
  });
}

/** Somebody else may be at work by now, so this run must not be. */
export function lostMutex() {
  return migrateProblem('MUTEX_LOST', {
    what: 'the session that held the migration lock ended',
    next: 'Rerun the job: it reads the history table and continues. Look for what ends idle sessions (idle_session_timeout, a firewall).',
  });
}

export async function ask<Row extends object>(client: Client, text: string) {
  try {
    return await client.query<Row>(text);
  } catch (error) {
    throw databaseError(error, where(client));
  }
}
