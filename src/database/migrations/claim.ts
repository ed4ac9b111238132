import type { Client } from 'pg';
import { databaseError } from '../database-error.ts';
import { where } from './history.ts';
import { runScript, ScriptError } from './script.ts';

/**
 * Which session migrates, in rows that only their owner can write or lock. A row names a session and an advisory lock
 * that it holds under a random key, so that it is seen at once when that session ends. The lock counts only in the
 * session that the row names: every role may take advisory locks and keep them, and pg_locks shows everybody the keys.
 */
export type LockName = 'mutex' | 'work';

/** "ship": the first of the two keys of each lock, so that people can tell ours in pg_locks. The second is random. */
const CLASS = 0x73686970;
const SESSIONS = 'shiplock.migration_session';
/** Undefined table, unknown schema. */
const MISSING: ReadonlySet<string | undefined> = new Set(['42P01', '3F000']);
/** Somebody else made it at the same time. */
const TAKEN: ReadonlySet<string | undefined> = new Set(['23505', '42P06', '42P07']);
const TRIES = 20;

/**
 * SQL for whether the session that row `s` names is there and holds its lock. A process id is used again after a
 * while, so the role has to be the same too; the database shows it of every session, to everybody.
 */
const ALIVE = `exists (select from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.pid = s.pid and a.usesysid = s.role
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
    and l.classid = ${CLASS} and l.objid = s.key)`;

/** A row that another session has locked is being claimed, or fenced by whom it names: either way it is not free. */
const claimSql = (name: LockName) => `begin isolation level read committed read write;
insert into ${SESSIONS} (name) select '${name}' where not exists (select from ${SESSIONS} where name = '${name}')
  on conflict do nothing;
with s as materialized (select * from ${SESSIONS} where name = '${name}' for update skip locked),
  looked as materialized (select s.pid is not null and ${ALIVE} as alive,
    (pg_catalog.random() * 2147483647)::pg_catalog.int4 as key from s),
  locked as materialized (select key from looked where case when alive then false else pg_catalog.pg_try_advisory_lock(${CLASS}, key) end),
  claimed as (update ${SESSIONS} t set pid = pg_catalog.pg_backend_pid(), key = locked.key, since = pg_catalog.clock_timestamp(),
      role = (select a.usesysid from pg_catalog.pg_stat_activity a where a.pid = pg_catalog.pg_backend_pid())
    from locked where t.name = '${name}' returning 1)
select exists (select from claimed) as got, pg_catalog.pg_backend_pid() as pid;
commit`;

/**
 * SQL for whether this session is the one that may work. Where a file gave the lock away (pg_advisory_unlock_all,
 * DISCARD ALL), it is taken once more; the row is locked, so that nobody claims it between. Short, as the server shows
 * people the first 1024 bytes of a message.
 */
export const WORKS = `coalesce((select pg_catalog.pg_try_advisory_lock(${CLASS}, key)
  from (select key from ${SESSIONS} where name = 'work' and pid = pg_catalog.pg_backend_pid() for update) s), false)`;

/** SQL that fails with a division by zero where this session is not the one that may work. */
export const FENCE = `select 1 / ${WORKS}::int`;

/**
 * SQL for whether our session with this process id still has the mutex: its lock is free once that session is gone. To
 * read pg_locks, which names the holder, would take as long as all other questions before a file together. Somebody who
 * waited for the lock may have it instead: then the one file that was sent already runs, and `WORKS` keeps it apart.
 */
export function heldSql(pid: number): string {
  return `exists (select from ${SESSIONS} where name = 'mutex' and pid = ${pid} and not pg_catalog.pg_try_advisory_xact_lock(${CLASS}, key))`;
}

/** @returns whether the lock is ours now, and the process id of our session at the server */
export async function claim(client: Client, name: LockName): Promise<{ got: boolean; pid: number }> {
  for (let made = false; ; made = true) {
    try {
      const result = await client.query<{ got: boolean; pid: number }>(claimSql(name));
      const [row] = [result].flat().flatMap(({ rows }) => rows);
      if (row) return row;
      throw new Error('the server did not answer the request for the migration lock');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      if (made || !MISSING.has((error as { code?: string }).code)) throw databaseError(error, where(client));
      await make(client);
    }
  }
}

/** Gives back what `claim` took, where the session will not end with us. */
export async function release(client: Client): Promise<void> {
  const text = `with gone as (update ${SESSIONS} set pid = null, key = null from (select name as gives, key as was from ${SESSIONS}) b
      where name = b.gives and pid = pg_catalog.pg_backend_pid() returning b.was)
    select pg_catalog.pg_advisory_unlock(${CLASS}, was) from gone`;
  await client.query(text).catch(() => undefined);
}

/** Who has the lock, for people; undefined where it has become free. */
export async function holderOf(client: Client, name: LockName): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ pid: number; application: string; age: string }>(
      `select s.pid, a.application_name as application,
         coalesce(round(extract(epoch from now() - a.backend_start)), 0)::text as age
       from ${SESSIONS} s join pg_catalog.pg_stat_activity a on a.pid = s.pid
       where s.name = $1 and ${ALIVE}`,
      [name],
    );
    const [row] = rows;
    return row && `pid ${row.pid} (${row.application || 'unnamed'}, connected for ${row.age} s)`;
  } catch (error) {
    throw databaseError(error, where(client));
  }
}

/** Made before anything is claimed. No lock keeps two apart: the second one finds it there. */
async function make(client: Client): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    try {
      await runScript(client, [
        'begin',
        'create schema if not exists shiplock',
        `do $make$ begin
          if to_regclass('${SESSIONS}') is null then
            create table ${SESSIONS} (
              name text primary key, pid int4, role oid, key int4, since timestamptz not null default clock_timestamp());
            alter table ${SESSIONS} enable row level security;
            revoke all on ${SESSIONS} from public;
          end if;
        end $make$`,
        'commit',
      ]);
      return;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      const known = error instanceof ScriptError;
      if (left === 0 || !known || !TAKEN.has(error.sqlState))
        throw databaseError(known ? error.cause : error, where(client));
    }
  }
}
