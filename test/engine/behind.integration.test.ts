/** @module-tag full */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { runs } from '../support/full.ts';
import { until } from '../support/until.ts';
import { recording } from './relay.ts';
import { problemOf, type World, world } from './world.ts';

/** A file is sent while the one before still runs: fewer ways to the server, and nothing else may be different. */

let w: World;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await w?.close();
});

const applied = async () =>
  (
    await w.query<{ version: string }>(
      'select version from supabase_migrations.schema_migrations order by version',
    )
  ).map(({ version }) => version);
const there = (table: string) => w.value<boolean>(`select to_regclass('public.${table}') is not null`);

it('sends the next file before the one at hand is answered', async () => {
  w = await world({
    '001_slow.sql': 'select pg_advisory_xact_lock(77);',
    '002_b.sql': 'create table b (id int);',
  });
  const holder = await w.session();
  await holder.query('select pg_advisory_lock(77)');
  const relay = await recording(new URL(w.url));
  closers.push(relay.close);
  const url = new URL(w.url);
  url.port = String(relay.port);
  const running = w.migrate({ url: url.href });
  await until('the file to be sent', () => relay.sent().includes('create table b'));
  expect(await there('b')).toBe(false);
  await holder.query('select pg_advisory_unlock(77)');
  expect(await running).toHaveLength(2);
});

describe('a file behind one that fails', () => {
  it.each([
    ['at a statement', 'create table a (id int); select 1 / 0;', 'SHIPLOCK_MIGRATION_SQL'],
    [
      'only at COMMIT',
      `create table p (id int primary key);
       create table a (id int references p deferrable initially deferred);
       insert into a values (1);`,
      'SHIPLOCK_MIGRATION_SQL',
    ],
    [
      'at its history row',
      `-- shiplock: allow=release-record-changed reason="what a history row in the way does"
       insert into supabase_migrations.schema_migrations (version) values ('001');`,
      'SHIPLOCK_MIGRATION_SQL',
    ],
  ])('is never run: %s', async (_, sql, code) => {
    w = await world({
      '000_first.sql': 'select 1;',
      '001_a.sql': sql,
      '002_b.sql': 'create table b (id int);',
      '003_c.sql': 'create table c (id int);',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe(code);
    expect(problem.done).toEqual(['applied: 000']);
    expect(problem.notDone?.at(-1)).toBe('not started: 002, 003');
    expect(await applied()).toEqual(['000']);
    expect([await there('a'), await there('b'), await there('c')]).toEqual([false, false, false]);
    w.write('001_a.sql', 'create table a (id int);');
    expect(await w.migrate()).toHaveLength(3);
  });

  it('waits with it for a lock, and both are applied once', { tags: 'full' }, async () => {
    w = await world({ '001_a.sql': 'create table a (id int);' });
    await w.migrate();
    w.write('002_a.sql', 'alter table a add column b int;');
    w.write('003_a.sql', 'alter table a add column c int;');
    w.write('004_d.sql', 'create table d (id int);');
    const reader = await w.session();
    await reader.query('begin; select * from a');
    const running = w.migrate({ lockTimeoutMs: 200 });
    await until('a second try', () => w.said.some((line) => line.includes('trying again')));
    expect(await applied()).toEqual(['001']);
    await reader.query('commit');
    const done = await running;
    expect(done.map(({ version }) => version)).toEqual(['002', '003', '004']);
    expect(done[0]?.retries).toBeGreaterThan(0);
    expect(done[1]?.retries).toBe(0);
  });
});

it('lets two files prepare a statement of one name', { tags: 'full' }, async () => {
  w = await world({
    '001_a.sql': 'prepare p as select 1;',
    '002_b.sql': 'prepare p as select 2;',
    '003_c.sql': 'vacuum; prepare p as select 3;',
  });
  expect(await w.migrate()).toHaveLength(3);
});

it.each([
  ['set transaction isolation level serializable'],
  ["set local transaction_isolation = 'serializable'"],
])('gives a file the transaction that it asks for: %s', async (sql) => {
  w = await world({
    '001_a.sql': 'create table a (level text);',
    '002_b.sql': `${sql}; insert into a values (current_setting('transaction_isolation'));`,
    '003_c.sql': 'select 1;',
  });
  expect(await w.migrate()).toHaveLength(3);
  expect(await w.value('select level from a')).toBe('serializable');
});

describe('settings that a file leaves behind', () => {
  it.each([
    ['standard_conforming_strings', 'set standard_conforming_strings = off;'],
    [
      'standard_conforming_strings, by a function',
      "select set_config('standard_conforming_strings', 'off', false);",
    ],
    [
      'standard_conforming_strings, where nobody would look for it',
      "create table odd (a text); insert into odd select set_config('standard_conforming_strings', 'off', false);",
    ],
    ['client_encoding', "set client_encoding = 'LATIN1';"],
    ['backslash_quote', 'set backslash_quote = off;'],
    ['search_path', 'set search_path = pg_catalog;'],
    ['default_transaction_read_only', 'set default_transaction_read_only = on;'],
    ['default_transaction_isolation', "set default_transaction_isolation = 'serializable';"],
    ['statement_timeout', "set statement_timeout = '1ms';"],
    ['a role without rights', 'set role anon;'],
    ['a session user without rights', 'set session authorization anon;'],
  ])('mean nothing to the next one: %s', async (_, sql) => {
    w = await world(
      {
        '001_texts.sql': 'create table texts (id int, body text);',
        '002_leaves.sql': sql,
        '003_writes.sql': `insert into texts values (1, 'a\\nb: é'), (2, E'it\\'s'), (3, current_setting('transaction_isolation'));`,
        '004_last.sql': 'create table last (id int);',
      },
      { supabase: true },
    );
    expect(await w.migrate()).toHaveLength(4);
    expect(await w.query('select body from public.texts order by id')).toEqual([
      { body: 'a\\nb: é' },
      { body: "it's" },
      { body: 'read committed' },
    ]);
  });
});

it('ends as if every file had been waited for, whatever they do', async () => {
  const kinds = {
    fine: (n: number) => `create table t${n} (id int);`,
    code: (n: number) => `do $$ begin perform 1; end $$; create table t${n} (id int);`,
    own: (n: number) => `begin; create table t${n} (id int); commit;`,
    apart: (n: number) => `create table t${n} (id int);\nvacuum;`,
    strings: (n: number) => `create table t${n} (id int); set standard_conforming_strings = off;`,
    role: (n: number) => `create table t${n} (id int); set role anon;`,
    fails: (n: number) => `create table t${n} (id int); select 1 / 0;`,
    'fails late': (n: number) =>
      `create table t${n} (id int primary key); create table u${n} (id int references t${n} deferrable initially deferred); insert into u${n} values (1);`,
  };
  type Kind = keyof typeof kinds;
  const good = fc.constantFrom<Kind>('fine', 'fine', 'code', 'own', 'apart', 'strings', 'role');
  const any = fc.oneof(
    { weight: 6, arbitrary: good },
    { weight: 1, arbitrary: fc.constantFrom<Kind>('fails', 'fails late') },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 8 }), async (list) => {
      const name = (n: number) => `${String(n).padStart(3, '0')}_x.sql`;
      w = await world(Object.fromEntries(list.map((kind, n) => [name(n), kinds[kind](n)])), {
        supabase: true,
      });
      try {
        const bad = list.findIndex((kind) => kind.startsWith('fails'));
        const wanted = (bad === -1 ? list : list.slice(0, bad)).map((_, n) => name(n).slice(0, 3));
        const ended = await w.migrate().then(
          (all) => all.map(({ version }) => version),
          () => 'failed',
        );
        expect(ended).toEqual(bad === -1 ? wanted : 'failed');
        expect(await applied()).toEqual(wanted);
        for (const [n] of list.entries()) expect(await there(`t${n}`)).toBe(n < wanted.length);
      } finally {
        await w.close();
      }
    }),
    { numRuns: runs(4, 40) },
  );
}, 120_000);
