/** @module-tag full */
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { codeOf, problemOf, type World, world } from './world.ts';

let w: World;
afterEach(() => w?.close());

describe('down', () => {
  const files = {
    '001_a.sql': 'create table a (id int);',
    '002_b.sql': 'create view b as select id from a;',
    'rollbacks/001.sql': 'drop table a;',
    'rollbacks/002.sql': 'drop view b;',
  };
  const down = (versions: string[], consent: string[] = []) =>
    w.engine().down({ versions, consent, say: () => undefined });

  it('undoes newest first, history row included, and can be applied again', async () => {
    w = await world(files);
    await w.migrate();
    expect(await codeOf(down(['001']))).toBe('SHIPLOCK_DOWN_CONSENT');
    expect(await codeOf(down(['001'], ['001']))).toBe('SHIPLOCK_DOWN_ORDER');
    expect((await down(['001', '002'], ['001'])).map(({ version }) => version)).toEqual(['002', '001']);
    expect(await w.value('select count(*)::int from supabase_migrations.schema_migrations')).toBe(0);
    expect(await down(['002'])).toEqual([]);
    expect(await w.migrate()).toHaveLength(2);
  });

  it('does not undo what parts of an unfinished migration stand on', async () => {
    w = await world({ ...files, '003_c.sql': 'insert into a values (1);\nvacuum nothing;' });
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
    const problem = await problemOf(down(['002']));
    expect(problem.code).toBe('SHIPLOCK_DOWN_ORDER');
    expect(problem.what).toContain('migration 003 started');
    expect(await codeOf(w.engine().checkDown({ versions: ['002'], consent: [] }))).toBe(
      'SHIPLOCK_DOWN_ORDER',
    );
    w.write('003_c.sql', 'insert into a values (1);\nvacuum a;');
    expect(await w.migrate()).toHaveLength(1);
  });

  it.each([
    ['with gone as (delete from a returning id) select count(*) from gone', 'deletes rows of a'],
    ['insert into a values (1) on conflict (id) do update set id = 2', 'overwrites values of a'],
    ['merge into a using (values (1)) v(id) on a.id = v.id when matched then delete', 'deletes rows of a'],
    ['explain analyze delete from a', 'deletes rows of a'],
    ['prepare d as delete from a; execute d', 'cannot analyze'],
    ['drop domain d cascade', 'drops a domain'],
    ['drop owned by somebody', 'drops everything'],
  ])('needs consent to %s', async (sql, what) => {
    w = await world({ ...files, 'rollbacks/002.sql': `drop view b;\n${sql};` });
    await w.migrate();
    const problem = await problemOf(down(['002']));
    expect(problem.code).toBe('SHIPLOCK_DOWN_CONSENT');
    expect(problem.what).toContain(`002.sql:2: `);
    expect(problem.what).toContain(what);
  });

  it('needs none for what only adds', async () => {
    w = await world({
      ...files,
      'rollbacks/002.sql':
        'drop view b; merge into a using (values (1)) v(id) on a.id = v.id when not matched then insert values (1); insert into a values (2) on conflict do nothing; explain delete from a;',
    });
    await w.migrate();
    expect(await down(['002'])).toHaveLength(1);
    expect(await w.value('select count(*)::int from a')).toBe(2);
  });

  it('takes a failing down file back whole', async () => {
    w = await world({ ...files, 'rollbacks/002.sql': 'drop view b; select 1/0;' });
    await w.migrate();
    expect(await codeOf(down(['002']))).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(await w.value("select to_regclass('b') is not null")).toBe(true);
    expect((await w.engine().status()).applied).toBe(2);
  });

  it('says what was undone when a later file fails', async () => {
    w = await world({ ...files, 'rollbacks/001.sql': 'select 1/0;' });
    await w.migrate();
    const problem = await problemOf(down(['001', '002'], ['001']));
    expect(problem.done).toEqual(['undone: 002']);
    expect(problem.notDone).toEqual(['supabase/rollbacks/001.sql: rolled back completely']);
  });

  it('does not say that a file was run whose connection was cut before', async () => {
    w = await world({ ...files, 'rollbacks/002.sql': 'drop view b; select pg_sleep(20);' });
    await w.migrate();
    const running = problemOf(down(['002']));
    const cut =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ~ 'pg_sleep.20' and pid <> pg_backend_pid()";
    await until('the file to run', async () => (await w.query(cut)).length > 0);
    const problem = await running;
    expect(problem.code).toBe('SHIPLOCK_DATABASE_CUT');
    expect(problem.done).toEqual(['no migration was undone by this run']);
    expect(problem.notDone).toEqual(['supabase/rollbacks/002.sql: rolled back completely']);
    expect((await w.engine().status()).applied).toBe(2);
  });

  it('says when there is no down file', async () => {
    w = await world({ '001_a.sql': 'create table a (id int);' });
    await w.migrate();
    expect(await codeOf(down(['001']))).toBe('SHIPLOCK_DOWN_MISSING');
  });
});
