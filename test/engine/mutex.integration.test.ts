import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { transactionPooling } from './relay.ts';
import { codeOf, problemOf, type World, world } from './world.ts';

/** One process migrates a database at a time, and whoever waits or is cut off says so. */

let w: World;
afterEach(() => w?.close());

it('stops when the session that holds the mutex is ended', async () => {
  w = await world({ '001_slow.sql': 'select pg_sleep(1);', '002_more.sql': 'create table more (id int);' });
  const running = codeOf(w.migrate());
  const victim =
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'shiplock mutex' and datname = current_database() and exists (select from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid())";
  while ((await w.query(victim)).length === 0) await sleep(10);
  expect(await running).toBe('SHIPLOCK_MIGRATE_MUTEX_LOST');
  expect(await w.value("select to_regclass('more') is null")).toBe(true);
});

it('gives up waiting for another process, and names it', async () => {
  w = await world({ '001_ok.sql': 'create table ok (id int);' });
  const holder = await w.session();
  await holder.query(`set application_name = 'somebody'; select pg_advisory_lock(${0x73686970}, 1)`);
  const problem = await problemOf(w.migrate({ mutexBudgetMs: 300 }));
  expect(problem).toMatchObject({
    code: 'SHIPLOCK_MIGRATE_MUTEX_HELD',
    what: expect.stringMatching(/pid \d+ \(somebody/),
  });
});

it('does not lose the session with the mutex where idle ones are ended', async () => {
  w = await world({ '001_slow.sql': 'select pg_sleep(1.5);', '002_more.sql': 'create table more (id int);' });
  await w.query(`alter database ${new URL(w.url).pathname.slice(1)} set idle_session_timeout = '300ms'`);
  expect(await w.migrate({ lockTimeoutMs: 20_000 })).toHaveLength(2);
});

it('refuses a pooler in transaction mode, whatever its port, and leaves no lock in it', async () => {
  w = await world({ '001_ok.sql': 'create table ok (id int);' });
  const pooler = await transactionPooling(new URL(w.url));
  const url = new URL(w.url);
  url.port = String(pooler.port);
  for (const _ of ['first', 'again'])
    expect(await codeOf(w.migrate({ url: url.href }))).toBe('SHIPLOCK_DATABASE_POOLER');
  expect(await w.value("select count(*)::int from pg_locks where locktype = 'advisory'")).toBe(0);
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
  const steal = `select pg_try_advisory_lock(${0x73686970}, 2) as got
    where exists (select from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid() and datname = current_database())`;
  while (!(await thief.query<{ got: boolean }>(steal)).rows[0]?.got) await sleep(10);
  const problem = await running;
  expect(problem.code).toBe('SHIPLOCK_MIGRATE_MUTEX_LOST');
  expect(problem.done).toEqual(['applied: 001']);
  expect(await w.value("select to_regclass('b') is null")).toBe(true);
});

it('keeps the lock of the session that migrates after DISCARD ALL', async () => {
  w = await world({ '001_a.sql': 'discard all; select pg_sleep(1);' });
  const running = w.migrate();
  const held = `select count(*)::int as locks from pg_locks where locktype = 'advisory' and objid = 2 and database = (select oid from pg_database where datname = current_database())
    and exists (select from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid() and datname = current_database())`;
  for (;;) {
    if ((await w.value<number>(held)) > 0) break;
    const over = await Promise.race([running, sleep(10)]);
    expect(over).toBeUndefined();
  }
  await running;
});
