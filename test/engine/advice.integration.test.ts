/** @module-tag full */
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { adviceFor } from '../../src/database/migrations/lock-budget.ts';
import { testMajor } from '../support/old-server.ts';
import { codeOf, problemOf, type World, world } from './world.ts';

/** Where the server's own words do not say what to do, the error does. */

let w: World | undefined;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await w?.close();
  w = undefined;
});

it.each<[string, string]>([
  ['statement_timeout', '57014'],
  ...(testMajor() < 17 ? [] : [['transaction_timeout', '25P04'] satisfies [string, string]]),
])('says what to do about a %s of the role, and it works', async (setting, state) => {
  w = await world({
    '001_a.sql': 'create table a (id int);',
    '002_b.sql': 'create table b (id int);\nselect pg_sleep(0.6);',
  });
  await w.query(`alter database ${new URL(w.url).pathname.slice(1)} set ${setting} = '300ms'`);
  const problem = await problemOf(w.migrate());
  expect(problem.code).toBe('SHIPLOCK_MIGRATION_SQL');
  expect(problem.what).toContain(`(${state})`);
  expect(problem.what).toContain('002_b.sql:2:1');
  expect(problem.next).toContain(`set ${setting} = 0`);
  w.write('002_b.sql', `set ${setting} = 0;\nselect pg_sleep(0.6);`);
  expect(await w.migrate()).toHaveLength(1);
});

it.each([
  ['reindex table p', '25001', 'CONCURRENTLY'],
  ['call commits()', '2D000', 'can COMMIT'],
  ["alter type e add value 'b'; create table q (e e default 'b')", '55P04', 'a separate migration'],
])('says what to do about %s', async (sql, state, next) => {
  w = await world({
    '001_a.sql':
      "create table p (id int) partition by range (id); create procedure commits() language plpgsql as $$ begin commit; end $$; create type e as enum ('a');",
    '002_b.sql': `${sql};`,
  });
  const problem = await problemOf(w.migrate());
  expect(problem.what).toContain(`(${state})`);
  expect(problem.next).toContain(next);
  expect((await w.engine().status()).applied).toBe(1);
});

it.each([
  ['Tenant or user not found', 'SHIPLOCK_DATABASE_PASSWORD'],
  ['(ENOTFOUND) tenant/user postgres.abc not found', 'SHIPLOCK_DATABASE_PASSWORD'],
  ['(EMAXCONNSESSION) max clients reached in session mode', 'SHIPLOCK_DATABASE_CONNECTIONS'],
  ['something else', 'SHIPLOCK_DATABASE_ERROR'],
])('is understood where it is Supabase’s pooler: %s', async (message, code) => {
  const fields = `SFATAL\0CXX000\0M${message}\0\0`;
  const answer = Buffer.alloc(5 + Buffer.byteLength(fields));
  answer.write('E');
  answer.writeInt32BE(answer.length - 1, 1);
  answer.write(fields, 5);
  const pooler = createServer((socket) => socket.once('data', () => socket.end(answer)));
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => pooler.close(resolve)));
  const { port } = pooler.address() as AddressInfo;
  expect(await codeOf(connect(`postgresql://postgres:x@127.0.0.1:${port}/postgres`))).toBe(code);
});

it('records a file although the file allows its own statements no time', async () => {
  w = await world({
    '001_a.sql':
      "create table a (id int);\nset local statement_timeout = '200ms';\nset constraints all deferred;",
    // Whatever is done with the history: it takes longer than the file allows itself.
    '002_b.sql': "set statement_timeout = '200ms';\ncreate table b (id int);",
  });
  await w.engine().migrate({ say: () => undefined });
  await w.query(
    `create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return new; end $$`,
  );
  await w.query(
    'create trigger slow before insert on supabase_migrations.schema_migrations for each row execute function slow()',
  );
  w.write('003_c.sql', "set local statement_timeout = '200ms';\ncreate table c (id int);");
  w.write('004_d.sql', "set statement_timeout = '200ms';\ncreate index concurrently d on c (id);");
  expect(await w.migrate()).toHaveLength(2);
});

it('tells what not to do about a vacuum that prevents wraparound', () => {
  const wraparound = {
    pid: 7,
    query: 'autovacuum: VACUUM public.big (to prevent wraparound)',
    wraparound: true,
  };
  expect(adviceFor([{ pid: 8, wraparound: false }, wraparound])).toMatch(
    /pid 7 .*does not give way.*pg_stat_progress_vacuum/,
  );
  expect(adviceFor([{ pid: 8, wraparound: false }])).toBe('');
});
