import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { codeOf, problemOf, type World, world } from './world.ts';

let w: World;
afterEach(() => w?.close());
const OK = { '001_ok.sql': 'create table ok (id int);' };

const changed = (change: (url: URL) => void) => {
  const url = new URL(w.url);
  change(url);
  return url.href;
};

it.each<[string, Partial<Pick<URL, 'password' | 'port' | 'pathname' | 'search'>>]>([
  ['SHIPLOCK_DATABASE_PASSWORD', { password: 'hunter2' }],
  ['SHIPLOCK_DATABASE_TLS', { search: '?sslmode=require' }],
  ['SHIPLOCK_DATABASE_POOLER', { port: '6543' }],
  ['SHIPLOCK_DATABASE_UNKNOWN', { pathname: '/nowhere' }],
  ['SHIPLOCK_DATABASE_UNREACHABLE', { port: '1' }],
])('says %s and no password', async (code, change) => {
  w = await world(OK);
  const problem = await problemOf(w.migrate({ url: changed((url) => Object.assign(url, change)) }));
  expect(problem.code).toBe(code);
  expect(JSON.stringify(problem)).not.toContain('hunter2');
  expect(JSON.stringify(problem)).not.toContain(new URL(w.url).password);
});

it('refuses what is no connection string', async () => {
  w = await world(OK);
  expect(await codeOf(w.migrate({ url: 'localhost/db' }))).toBe('SHIPLOCK_DATABASE_URL');
});

it('names the missing grant', async () => {
  w = await world(OK);
  const role = `poor_${Date.now()}`;
  await w.query(`create role ${role} login password 'poor'`);
  const url = changed((each) => {
    each.username = role;
    each.password = 'poor';
  });
  const problem = await problemOf(w.migrate({ url }));
  expect(problem).toMatchObject({
    code: 'SHIPLOCK_DATABASE_PERMISSION',
    next: expect.stringContaining('grant create on database'),
  });
  await w.migrate();
  expect((await problemOf(w.engine({ url }).status())).next).toContain(
    'grant usage (and create, to make things in it) on schema',
  );
  await w.query(
    `grant usage on schema supabase_migrations, shiplock to ${role}; grant select on supabase_migrations.schema_migrations to ${role}`,
  );
  expect((await problemOf(w.engine({ url }).status())).next).toContain('on migration_checksum');
  await w.query(`grant select on shiplock.migration_checksum to ${role}`);
  expect((await w.engine({ url }).status()).applied).toBe(1);
  await w.query(`drop owned by ${role}; drop role ${role}`);
});

it('says when the server is read-only', async () => {
  w = await world(OK);
  await w.query(`alter database ${new URL(w.url).pathname.slice(1)} set default_transaction_read_only = on`);
  expect(await codeOf(w.migrate())).toBe('SHIPLOCK_DATABASE_READ_ONLY');
});

it('says when the disk is full, with the statement', async () => {
  w = await world({
    '001_full.sql':
      "create table a (id int);\ndo $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;",
  });
  expect(await problemOf(w.migrate())).toMatchObject({
    code: 'SHIPLOCK_DATABASE_DISK_FULL',
    what: expect.stringContaining('001_full.sql:2'),
  });
  expect(await w.value("select to_regclass('a') is null")).toBe(true);
});

it('says what became of a file when the connection is cut in the middle', async () => {
  w = await world({ ...OK, '002_slow.sql': 'create table slow (id int); select pg_sleep(20);' });
  const running = problemOf(w.migrate());
  const victim =
    "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid() and datname = current_database()";
  while ((await w.query(victim)).length === 0) await sleep(20);
  const problem = await running;
  expect(problem.code).toBe('SHIPLOCK_DATABASE_CUT');
  expect(problem.done).toEqual(['applied: 001']);
  expect(problem.notDone?.[0]).toContain('all of it was taken back');
  w.write('002_slow.sql', 'create table slow (id int);');
  expect(await w.migrate()).toHaveLength(1);
});

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
  w = await world(OK);
  const holder = await w.session();
  await holder.query(`set application_name = 'somebody'; select pg_advisory_lock(${0x73686970}, 1)`);
  const problem = await problemOf(w.migrate({ mutexBudgetMs: 300 }));
  expect(problem).toMatchObject({
    code: 'SHIPLOCK_MIGRATE_MUTEX_HELD',
    what: expect.stringMatching(/pid \d+ \(somebody/),
  });
});

it.each<[string, string, string | Buffer, string]>([
  [
    'bytes that are not UTF-8',
    'SHIPLOCK_MIGRATION_ENCODING',
    Buffer.from([0x2d, 0x2d, 0x0a, 0x2d, 0x2d, 0xe9, 0x0a]),
    ':2',
  ],
  ['UTF-16', 'SHIPLOCK_MIGRATION_ENCODING', Buffer.from('\ufeffselect 1;', 'utf16le'), 'UTF-16'],
  ['an unterminated string', 'SHIPLOCK_MIGRATION_SYNTAX', "select 1;\n  select 'open;\n", '002_bad.sql:2:10'],
  ['a psql command', 'SHIPLOCK_MIGRATION_PSQL', 'select 1;\n\\connect other\n', ':2:1'],
  ['COPY FROM STDIN', 'SHIPLOCK_MIGRATION_COPY_STDIN', 'copy ok from stdin;\n1\n\\.\n', ':1:1'],
  [
    'merge markers',
    'SHIPLOCK_MIGRATION_MERGE_MARKERS',
    '<<<<<<< HEAD\nselect 1;\n=======\nselect 2;\n>>>>>>> other\n',
    ':1',
  ],
])('refuses %s before anything ran', async (_, code, content, at) => {
  w = await world(OK);
  w.write('002_bad.sql', content);
  const problem = await problemOf(w.migrate());
  expect(problem.code).toBe(code);
  expect(problem.what).toContain(at);
  expect(await w.value("select to_regclass('ok') is null")).toBe(true);
});

it('says when the folder is not there', async () => {
  w = await world(OK);
  expect(await codeOf(w.migrate({ directory: 'nowhere' }))).toBe('SHIPLOCK_MIGRATIONS_FOLDER');
});

it('takes an error that only speaks of TLS for what it is', async () => {
  w = await world(OK);
  const db = await connect(w.url);
  expect(await codeOf(db.query('select tls from ok_ssl'))).toBe('SHIPLOCK_DATABASE_ERROR');
  await db.close();
});
