/** @module-tag full */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { claim, type LockName } from '../../src/database/migrations/claim.ts';
import { until } from '../support/until.ts';
import { transactionPooling } from './relay.ts';
import { codeOf, problemOf, type World, world } from './world.ts';

/** One process migrates a database at a time, and whoever waits or is cut off says so. */

let w: World;
afterEach(() => w?.close());

/** Claims a lock as another process of Shiplock does. @returns whether it got it */
async function claimed(session: pg.Client, name: LockName) {
  return (await claim(session, name)).got;
}

/** A lock that a file waits for until the test lets it go on, however slow the machine is. */
const GATE = 77;
const WAIT = `select pg_advisory_xact_lock(${GATE});`;
async function gate() {
  const holder = await w.session();
  await holder.query(`select pg_advisory_lock(${GATE})`);
  return {
    reached: () => {
      const waiting = `select count(*)::int from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted and database = (select oid from pg_database where datname = current_database())`;
      return until('the file to wait', async () => (await w.value<number>(waiting)) > 0);
    },
    open: () => holder.query(`select pg_advisory_unlock(${GATE})`),
  };
}

it('stops when the session that holds the mutex is ended', async () => {
  w = await world({ '001_slow.sql': WAIT, '002_more.sql': 'create table more (id int);' });
  const { reached, open } = await gate();
  const running = codeOf(w.migrate());
  await reached();
  const victims = await w.query(
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'shiplock mutex' and datname = current_database()",
  );
  expect(victims).toHaveLength(1);
  await open();
  expect(await running).toBe('SHIPLOCK_MIGRATE_MUTEX_LOST');
  expect(await w.value("select to_regclass('more') is null")).toBe(true);
});

it('stops when a file gave its lock away and another process has it by then', async () => {
  w = await world({
    '001_away.sql': `create table away (id int); select pg_advisory_unlock_all(); ${WAIT}`,
    '002_more.sql': 'create table more (id int);',
  });
  const { reached, open } = await gate();
  const running = problemOf(w.migrate());
  await reached();
  const other = await w.session();
  expect(await claimed(other, 'work')).toBe(true);
  await open();
  const problem = await running;
  expect(problem).toMatchObject({ code: 'SHIPLOCK_MIGRATE_MUTEX_LOST', done: ['applied: 001'] });
  expect(await w.value("select to_regclass('more') is null")).toBe(true);
  await other.end();
  expect(await w.migrate()).toHaveLength(1);
});

it('gives up waiting for another process, and names it', async () => {
  w = await world({ '001_ok.sql': 'create table ok (id int);' });
  const holder = await w.session();
  await holder.query(`set application_name = 'somebody'`);
  expect(await claimed(holder, 'mutex')).toBe(true);
  const problem = await problemOf(w.migrate({ mutexBudgetMs: 300 }));
  expect(problem).toMatchObject({
    code: 'SHIPLOCK_MIGRATE_MUTEX_HELD',
    what: expect.stringMatching(/pid \d+ \(somebody/),
  });
});

/** A login role that owns nothing and was granted nothing. */
async function lesserRole() {
  const role = `lesser_${randomBytes(5).toString('hex')}`;
  await w.query(`create role ${role} login password 'x'`);
  const url = new URL(w.url);
  url.username = role;
  url.password = 'x';
  const sessions: pg.Client[] = [];
  return {
    async session() {
      const client = new pg.Client({ connectionString: url.href });
      client.on('error', () => undefined);
      await client.connect();
      sessions.push(client);
      return client;
    },
    async close() {
      await Promise.all(sessions.map((each) => each.end()));
      await w.query(`drop role ${role}`);
    },
  };
}

it('attack 3: a lesser role that takes each lock it sees a migration hold does not keep the next one out', async () => {
  w = await world({ '001_slow.sql': WAIT, '002_more.sql': 'create table more (id int);' });
  const lesser = await lesserRole();
  const { reached, open } = await gate();
  const running = w.migrate();
  await reached();
  const watching = await lesser.session();
  const { rows: seen } = await watching.query<{ take: string }>(
    `select case objsubid when 1 then format('select pg_advisory_lock(%s)', (classid::bigint << 32) | objid::bigint)
         else format('select pg_advisory_lock(%s, %s)', classid::bigint, objid::bigint) end as take
       from pg_locks where locktype = 'advisory' and objid <> ${GATE}
         and database = (select oid from pg_database where datname = current_database())`,
  );
  expect(seen.length).toBeGreaterThan(1);
  const taken = seen.map(async ({ take }) => (await lesser.session()).query(take));
  await open();
  expect(await running).toHaveLength(2);
  await Promise.all(taken);
  w.write('003_next.sql', 'create table next (id int);');
  expect(await w.migrate({ mutexBudgetMs: 2000 })).toHaveLength(1);
  await lesser.close();
});

it('attack 3: a lesser role that gets the process id of the last run does not pass for it', async () => {
  w = await world({ '001_ok.sql': 'create table ok (id int);' });
  await w.migrate();
  const lesser = await lesserRole();
  const { rows } = await (await lesser.session()).query<{ pid: number }>(
    `select pg_backend_pid() as pid, pg_advisory_lock(${0x73686970}, 4242)`,
  );
  await w.query('update shiplock.migration_session set pid = $1, key = 4242', [rows[0]?.pid]);
  w.write('002_next.sql', 'create table next (id int);');
  expect(await w.migrate({ mutexBudgetMs: 2000 })).toHaveLength(1);
  await lesser.close();
});

it('does not lose the session with the mutex where idle ones are ended', async () => {
  w = await world({ '001_slow.sql': 'select pg_sleep(2.5);', '002_more.sql': 'create table more (id int);' });
  await w.query(`alter database ${new URL(w.url).pathname.slice(1)} set idle_session_timeout = '1s'`);
  expect(await w.migrate({ lockTimeoutMs: 20_000 })).toHaveLength(2);
});

it('refuses a pooler in transaction mode, whatever its port, and leaves no lock in it', async () => {
  w = await world({ '001_ok.sql': 'create table ok (id int);' });
  const pooler = await transactionPooling(new URL(w.url));
  const url = new URL(w.url);
  url.port = String(pooler.port);
  for (const _ of ['first', 'again'])
    expect(await codeOf(w.migrate({ url: url.href }))).toBe('SHIPLOCK_DATABASE_POOLER');
  const held = `select count(*)::int from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
  expect(await w.value(held)).toBe(0);
  expect(await w.value("select to_regclass('ok') is null")).toBe(true);
  await pooler.close();
});

it('says that the lock is lost, not what failed in asking for it', async () => {
  w = await world({
    '001_a.sql': 'select pg_advisory_unlock_all(); select pg_sleep(1);',
    '002_b.sql': 'create table b (id int);',
  });
  const thief = await w.session();
  const running = problemOf(w.migrate());
  const sleeping = `select count(*)::int from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid() and datname = current_database()`;
  await until(
    'the lock to be free while the file runs',
    async () => (await w.value<number>(sleeping)) > 0 && (await claimed(thief, 'work')),
  );
  const problem = await running;
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_MUTEX_LOST');
  expect(problem.done).toEqual(['applied: 001']);
  expect(await w.value("select to_regclass('b') is null")).toBe(true);
});

it('keeps the lock of the session that migrates after DISCARD ALL', async () => {
  w = await world({ '000_first.sql': 'select 1;' });
  await w.migrate();
  w.write('001_a.sql', 'discard all; select pg_sleep(1);');
  const running = w.migrate();
  const held = `select count(*)::int as locks from pg_locks l join shiplock.migration_session s on s.name = 'work' and s.pid = l.pid where l.locktype = 'advisory' and l.objid = s.key and l.database = (select oid from pg_database where datname = current_database())
    and exists (select from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid() and datname = current_database())`;
  let over = false;
  void running.finally(() => {
    over = true;
  });
  const seen = await until('the lock to be held, or the file to be over', async () =>
    (await w.value<number>(held)) > 0 ? 'held' : over && 'over',
  );
  expect(seen).toBe('held');
  await running;
});
