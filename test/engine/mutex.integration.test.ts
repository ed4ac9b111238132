import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
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
