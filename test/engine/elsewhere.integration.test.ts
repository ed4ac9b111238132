/** @module-tag full */
import { afterEach, describe, expect, test } from 'vitest';
import { paste } from './paste.ts';
import { problemOf, type World, world } from './world.ts';

/** What is in the database under another version, or without one, is adopted by pasting what the error says. */

/** Of a name that the Supabase CLI does not know: elsewhere.full.test.ts asks the CLI, which takes seconds to start. */
const HISTORY = 'app.applied';
const own = { historyTable: HISTORY };
let w: World;
afterEach(() => w?.close());

const rename = (to: string) => `update ${HISTORY} set version = ${to}`;
const A = '20240101000000_a.sql';
const A_SQL = '-- people\ncreate table a (id int);\n\ninsert into a values (1);\n';

describe('a file that was applied under another version', () => {
  test.each([
    ['by the dashboard, a day later', rename("'20240102000000'")],
    ['before it got its name', rename("'20231231000000'")],
    [
      'by a tool that keeps no comments',
      `${rename("'7'")}, statements = array['create table a(id int)', 'insert into a values (1)'], name = null`,
    ],
    ['in one piece', `${rename("'8'")}, statements = array[array_to_string(statements, ';')]`],
  ])('%s: it is named, adopted as the advice says, and not run twice', async (_, change) => {
    w = await world({ [A]: A_SQL });
    await w.migrate(own);
    await w.query(change);
    w.write('20240103000000_next.sql', 'create table next (id int);');
    for (const work of [() => w.engine(own).pending(), () => w.migrate(own)]) {
      const problem = await problemOf(work());
      expect(problem.code).toBe('SHIPLOCK_MIGRATION_FILE_MISSING');
      expect(problem.what).toContain(`supabase/migrations/${A} was applied under version`);
      expect(problem.what).not.toContain('would have to run before');
    }
    await paste(w, (await problemOf(w.migrate(own))).next);
    expect((await w.migrate(own)).map(({ version }) => version)).toEqual(['20240103000000']);
    expect(await w.value('select count(*)::int from a')).toBe(1);
  });

  test('several that were squashed into one, and one that was split, are recognised as well', async () => {
    w = await world({
      '001_a.sql': 'create table a (id int);',
      '002_b.sql': 'create table b (id int);',
      '003_c.sql': 'create table c (id int);\ncreate table d (id int);',
    });
    await w.migrate(own);
    for (const name of ['001_a.sql', '002_b.sql', '003_c.sql']) w.remove(name);
    w.write('004_ab.sql', 'create table a (id int);\n-- and\ncreate table b (id int);');
    w.write('005_c.sql', 'create table c (id int);');
    w.write('006_d.sql', 'create table d (id int);');
    const { what, next } = await problemOf(w.migrate(own));
    expect(what).toContain('004_ab.sql was applied under versions 001, 002');
    expect(what).toContain('005_c.sql, supabase/migrations/006_d.sql were applied under version 003');
    await paste(w, next);
    expect(await w.migrate(own)).toEqual([]);
    expect(await w.value(`select string_agg(version, ' ' order by version) from ${HISTORY}`)).toBe(
      '004 005 006',
    );
  });

  test('recorded without statements: the name is a hint, and is said to be one', async () => {
    w = await world({ [A]: A_SQL });
    await w.migrate(own);
    await w.query(`${rename("'7'")}, statements = null`);
    const { what, next } = await problemOf(w.migrate(own));
    expect(what).toContain('has the name that the history has under version 7');
    expect(next).toMatch(/^If the database has what the file creates, adopt/);
  });

  test('other statements are other statements: what is recorded is said to be missing, whole commands included', async () => {
    w = await world({ [A]: A_SQL });
    await w.migrate(own);
    await w.query(rename("'7'"));
    w.write(A, A_SQL.replace('(1)', '(2)'));
    const { what, next } = await problemOf(w.migrate(own));
    expect(what).toContain('1 migration that the folder does not have: 7');
    expect(next).toContain('supabase migration fetch --remote="$DATABASE_URL"');
    await paste(w, next.replace(/^.*supabase migration fetch.*$/m, ''));
    expect(await w.value(`select count(*)::int from ${HISTORY}`)).toBe(0);
  });
});

test('a file that was run by hand: the error has the command that records it', async () => {
  w = await world({ [A]: A_SQL, '20240102000000_b.sql': 'create table b (id int);' });
  await w.query('create table a (id int)');
  const { code, next } = await problemOf(w.migrate(own));
  expect(code).toBe('SHIPLOCK_MIGRATION_SQL');
  await paste(w, next);
  expect((await w.migrate(own)).map(({ version }) => version)).toEqual(['20240102000000']);
});

test('an edited file that the database really has is accepted by the command of its error', async () => {
  w = await world({ [A]: A_SQL });
  await w.migrate(own);
  w.write(A, 'create table a (id bigint);');
  const { code, next } = await problemOf(w.migrate(own));
  expect(code).toBe('SHIPLOCK_MIGRATION_EDITED');
  await paste(w, next);
  expect(await w.migrate(own)).toEqual([]);
});

test.each([
  'do $$ begin commit; end $$;',
  'create table b (id int);\ndo $$ begin perform 1; rollback; end $$;',
])(
  'a file that cannot run in a transaction and is applied elsewhere (%s): the error says how to record it',
  async (sql) => {
    w = await world({ [A]: sql, '20240102000000_next.sql': 'create table next (id int);' });
    const { code, next } = await problemOf(w.migrate());
    expect(code).toBe('SHIPLOCK_MIGRATION_TRANSACTION');
    expect(next).toContain('\nsupabase migration repair --status applied 20240101000000 ');
    await w.query(`create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
      insert into supabase_migrations.schema_migrations (version) values ('20240101000000')`);
    expect((await w.migrate()).map(({ version }) => version)).toEqual(['20240102000000']);
  },
);
