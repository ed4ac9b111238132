import { afterAll, beforeAll, expect, it } from 'vitest';
import type { World } from './world.ts';
import { codeOf, world } from './world.ts';

/** Down files that lose rows or values need consent by name; those that lose definitions do not. */

let w: World;
beforeAll(async () => {
  w = await world({
    '001_a.sql': `create table t (id int primary key, a int); create view v as select id from t;
      create function wipe() returns void language sql as 'delete from t';
      create function round(t text) returns text language sql as 'select t';`,
  });
  await w.migrate();
});
afterAll(() => w?.close());

async function asked(sql: string): Promise<boolean> {
  w.write('rollbacks/001.sql', sql);
  const code = await codeOf(w.engine().checkDown({ versions: ['001'], consent: [] }));
  expect(['none', 'SHIPLOCK_DOWN_CONSENT']).toContain(code);
  expect(await codeOf(w.engine().checkDown({ versions: ['001'], consent: ['001'] }))).toBe('none');
  return code !== 'none';
}

it.each([
  'drop table t',
  'truncate t',
  'delete from t',
  'update t set a = 1',
  'alter table t drop column a',
  'alter table t alter a type bigint',
  'with gone as (delete from t returning *) select count(*) from gone',
  'create table kept as with gone as (delete from t returning *) select * from gone',
  'merge into t using t u on t.id = u.id when matched then delete',
  'insert into t values (1) on conflict (id) do update set a = 1',
  'explain analyze delete from t',
  'drop function wipe() cascade',
  'drop domain if exists d cascade',
  'drop owned by nobody',
  'do $$ begin perform 1; end $$',
  'prepare p as delete from t; execute p',
  'select wipe()',
  'select public.wipe()',
  'select nowhere.unschedule(1)',
  'insert into t select 1 from wipe()',
  "select round('shadowed')",
  'select lo_unlink(1)',
])('asks for: %s', async (sql) => expect(await asked(sql)).toBe(true));

it.each([
  'drop view v',
  'drop function wipe()',
  'drop index if exists i',
  'alter table t drop constraint t_pkey',
  'alter table t alter a drop default',
  'insert into t values (1) on conflict do nothing',
  'merge into t using t u on t.id = u.id when not matched then insert values (1)',
  'explain delete from t',
  "select set_config('search_path', 'public', true), pg_notify('a', 'b')",
  'create or replace view v as select id from t',
  'create function later() returns void language sql begin atomic delete from t; end',
  'create rule r as on insert to t do also delete from t where id = 0',
  'alter table t alter a set default abs(1)',
])('does not ask for: %s', async (sql) => expect(await asked(sql)).toBe(false));
