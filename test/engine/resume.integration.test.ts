/** @module-tag full */
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf, problemOf, type World, world } from './world.ts';

let w: World;
afterEach(() => w?.close());

const TABLE = {
  '001_base.sql':
    'create table t (id int, n int); insert into t select g, g from generate_series(1, 1000) g;',
};

/** As a run leaves it that is killed between the end of a statement and its mark. */
const UNMARK = `update shiplock.migration_progress set state = 'started', detail = '{"before": {"indexes": []}}'`;

describe('files that cannot run in a transaction', () => {
  it('go on after the statement that failed, which may be corrected', async () => {
    w = await world({
      ...TABLE,
      '002_i.sql':
        'create index concurrently a on t (id);\ninsert into t values (0, 0);\ncreate index concurrently b on t (nothing);',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.what).toContain('002_i.sql:3:');
    w.write(
      '002_i.sql',
      'create index concurrently a on t (id);\ninsert into t values (0, 0);\ncreate index concurrently b on t (n);',
    );
    expect(await w.migrate()).toHaveLength(1);
    expect(await w.value('select count(*)::int from t where id = 0')).toBe(1);
    expect(w.said.join('\n')).toContain('continuing after 2 of 3 parts');
  });

  it('refuse to go on when a statement that was done was changed', async () => {
    w = await world({ ...TABLE, '002_i.sql': 'create index concurrently a on t (id);\nselect 1/0;' });
    await codeOf(w.migrate());
    w.write('002_i.sql', 'create index concurrently other on t (id);\nselect 1;');
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATE_RESUME_CHANGED');
    w.write('002_i.sql', 'select 1;');
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATE_RESUME_CHANGED');
  });

  it('do not mind comments and white space', { tags: 'full' }, async () => {
    w = await world({ ...TABLE, '002_i.sql': 'create index concurrently a on t (id);\nselect 1/0;' });
    await codeOf(w.migrate());
    w.write('002_i.sql', '-- better\ncreate index   concurrently a\n on t (id); select 1;');
    expect(await w.migrate()).toHaveLength(1);
  });

  it('drop the INVALID index of a failed try first', async () => {
    w = await world({ ...TABLE, '002_i.sql': 'create unique index concurrently a on t ((id % 2));' });
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(await w.value("select to_regclass('a') is null")).toBe(true);
    // As another tool leaves it.
    await w.query('create unique index concurrently a on t ((id % 2))').catch(() => undefined);
    expect(await w.value("select indisvalid from pg_index where indexrelid = 'a'::regclass")).toBe(false);
    w.write('002_i.sql', 'create index concurrently a on t ((id % 2));');
    await w.migrate();
    expect(await w.value("select indisvalid from pg_index where indexrelid = 'a'::regclass")).toBe(true);
    expect(w.said.join('\n')).toContain('dropped the INVALID index public.a');
  });

  it('drop the INVALID index of a statement that was corrected since', { tags: 'full' }, async () => {
    w = await world({ ...TABLE, '002_i.sql': 'create index concurrently a on t (nothing);' });
    await w.query('create table t (id int, n int); insert into t values (1), (1)');
    await w.query('create unique index concurrently old on t (id)').catch(() => undefined);
    w.write('001_base.sql', 'select 1;');
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
    // As a run leaves it that is killed.
    await w.query('create unique index concurrently a on t (id)').catch(() => undefined);
    w.write('002_i.sql', 'create index concurrently b on t (n);');
    expect(await w.migrate()).toHaveLength(1);
    expect(w.said.join('\n')).toContain('dropped the INVALID index public.a');
    expect(
      await w.query(
        "select indexrelid::regclass::text as name, indisvalid as valid from pg_index where indrelid = 't'::regclass order by 1",
      ),
    ).toEqual([
      { name: 'b', valid: true },
      { name: 'old', valid: false },
    ]);
  });

  it('know what was done when only the mark is missing', async () => {
    w = await world({
      ...TABLE,
      '002_i.sql': 'create index concurrently on t (id);\ndrop index concurrently t_id_idx;\nselect 1/0;',
    });
    await codeOf(w.migrate());
    await w.query(`${UNMARK} where position = 1`);
    w.write(
      '002_i.sql',
      'create index concurrently on t (id);\ndrop index concurrently t_id_idx;\nselect 1;',
    );
    await w.migrate();
    expect(w.said.join('\n')).toContain('was already done by the interrupted run');
  });

  it('keep what the file set for all its parts, also after they stopped', async () => {
    const role = `owner_${Date.now()}`;
    const file = (last: string) =>
      `set search_path = app; set role ${role};
       create table one (id int primary key);
       create index concurrently one_id on one (id);
       -- shiplock: batch
       update one set id = id;
       ${last};
       create table two (id int);`;
    w = await world({
      '001_base.sql': `create role ${role}; create schema app authorization ${role};`,
      '002_p.sql': file('select 1/0'),
    });
    try {
      expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
      w.write('002_p.sql', file("select set_config('search_path', 'app', false)"));
      expect(await w.migrate()).toHaveLength(1);
      expect(
        await w.query("select tablename, tableowner from pg_tables where schemaname = 'app' order by 1"),
      ).toEqual([
        { tablename: 'one', tableowner: role },
        { tablename: 'two', tableowner: role },
      ]);
    } finally {
      await w.query(`drop owned by ${role} cascade; drop role ${role}`);
    }
  });

  it('do not let their settings change what is recorded of them', { tags: 'full' }, async () => {
    w = await world({
      '001_a.sql': "vacuum; set client_encoding = 'LATIN1'; select 'é';",
      '002_b.sql': 'vacuum; set default_transaction_read_only = on;',
    });
    expect(await w.migrate()).toHaveLength(2);
    expect(
      await w.value("select statements[3] from supabase_migrations.schema_migrations where version = '001'"),
    ).toBe("select 'é'");
  });

  it.each([
    ['drop index concurrently typo'],
    ['create database postgres'],
    ['alter table t detach partition typo concurrently'],
  ])('do not take for done what the server refused: %s', async (sql) => {
    w = await world({ ...TABLE, '002_i.sql': sql });
    for (const _ of ['first', 'again']) expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
  });

  it('forget what was run of a file that was ended by hand and undone since', { tags: 'full' }, async () => {
    w = await world({ ...TABLE, '002_i.sql': 'create index concurrently a on t (id);\nselect 1/0;' });
    await codeOf(w.migrate());
    await w.query("insert into supabase_migrations.schema_migrations values ('002')");
    w.write('003_last.sql', 'select 1;');
    expect(await w.migrate()).toHaveLength(1);
    await w.query(
      "drop index a; delete from supabase_migrations.schema_migrations where version in ('002', '003')",
    );
    w.write('002_i.sql', 'create index concurrently a on t (id);\nselect 1;');
    expect(await w.migrate()).toHaveLength(2);
    expect(await w.value("select to_regclass('a') is not null")).toBe(true);
  });

  it('must be ended before another file runs in their place', async () => {
    w = await world({ ...TABLE, '002_i.sql': 'insert into t values (0, 0);\nvacuum nothing;' });
    await codeOf(w.migrate());
    w.remove('002_i.sql');
    w.write('003_i.sql', 'insert into t values (0, 0);\nvacuum t;');
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATE_RESUME_CHANGED');
    expect(problem.what).toContain('started migration 002');
    expect(await w.value('select count(*)::int from t where id = 0')).toBe(1);
  });

  it('finish a partition that was being detached', { tags: 'full' }, async () => {
    w = await world({
      '001_base.sql':
        'create table p (id int) partition by range (id); create table p1 partition of p for values from (0) to (10);',
      '002_d.sql': 'alter table p detach partition p1 concurrently;\nselect 1/0;',
    });
    await codeOf(w.migrate());
    await w.query(UNMARK);
    w.write('002_d.sql', 'alter table p detach partition p1 concurrently;\nselect 1;');
    expect(await w.migrate()).toHaveLength(1);
  });
});

describe('batches', () => {
  const rows = (count: number) =>
    `create table t (id int, sub int, n int default 0, primary key (id, sub)); insert into t select g / 10, g % 10 from generate_series(1, ${count}) g;`;

  it('touch each row once, whatever the conditions look like', { tags: 'full' }, async () => {
    w = await world({
      '001_base.sql': rows(5000),
      '002_b.sql': `-- shiplock: batch size=300 target-ms=0
        update t as x set n = n + 1 from (select 1 as one where true) o where x.id % 3 = 0 or x.id % 3 = o.one -- the last
        returning x.id;
        -- shiplock: batch size=1000
        delete from t where id > 400`,
    });
    await w.migrate();
    expect(await w.value('select max(n)::int from t')).toBe(1);
    expect(await w.value('select count(*)::int from t where n = 0 and id % 3 <> 2')).toBe(0);
    expect(await w.value('select max(id) from t')).toBe(400);
  });

  it('go on where they stopped', async () => {
    w = await world({
      '001_base.sql': rows(5000),
      '002_b.sql': '-- shiplock: batch size=200 target-ms=0\nupdate t set n = n + 1 / (310 - id);',
    });
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
    const first = await w.value<number>("select (detail ->> 'rows')::int from shiplock.migration_progress");
    expect(first).toBeGreaterThan(2500);
    w.write('002_b.sql', '-- shiplock: batch size=200 target-ms=0\nupdate t set n = n + 1;');
    expect(await codeOf(w.migrate())).toBe('none');
  });

  it.each([
    ['with the statement corrected', '-- shiplock: batch key=k', 'update t set n = n + 1 where true', 'none'],
    [
      'not along another key',
      '-- shiplock: batch',
      'update t set n = n + 1',
      'SHIPLOCK_MIGRATE_RESUME_CHANGED',
    ],
    ['not without batches', '', 'update t set n = n + 1', 'SHIPLOCK_MIGRATE_RESUME_CHANGED'],
    ['not with nothing', 'select 1;', '', 'SHIPLOCK_MIGRATE_RESUME_CHANGED'],
  ])('go on %s, so that no row is changed twice', async (_, directive, sql, code) => {
    w = await world({
      '001_base.sql':
        'create table t (id int primary key, k int not null unique, n int default 0); insert into t select g, 1001 - g from generate_series(1, 1000) g;',
      '002_b.sql': '-- shiplock: batch size=100 target-ms=0 key=k\nupdate t set n = n + 1 + 0 / (500 - k);',
    });
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(await w.value('select sum(n)::int from t')).toBe(400);
    w.write('002_b.sql', `${directive}\n${sql}`);
    expect(await codeOf(w.migrate())).toBe(code);
    expect(await w.value('select max(n) from t')).toBe(1);
    expect(await w.value('select sum(n)::int from t')).toBe(code === 'none' ? 1000 : 400);
  });

  it('do not walk along what they change', { tags: 'full' }, async () => {
    w = await world({
      '001_base.sql': rows(100),
      '002_b.sql': '-- shiplock: batch\nupdate t set n = 1, (id, sub) = (id + 1000, sub);',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_BATCH');
    expect(problem.what).toContain('changes id, the key of its batches');
  });

  it('wait for the table within the budget only', { tags: 'full' }, async () => {
    w = await world({
      '001_base.sql': rows(100),
      '002_b.sql': '-- shiplock: batch\nupdate t set n = 1;',
    });
    await w
      .migrate()
      .then(() => w.query("delete from supabase_migrations.schema_migrations where version = '002'"));
    const other = await w.session();
    await other.query('begin; lock table t');
    const problem = await problemOf(w.migrate({ lockTimeoutMs: 100, lockBudgetMs: 500 }));
    expect(problem.code).toBe('SHIPLOCK_MIGRATE_LOCK_TIMEOUT');
    expect(problem.what).toContain('002_b.sql:2');
    await other.query('rollback');
    expect(await w.migrate()).toHaveLength(1);
  });

  it('use a key that is named, and refuse one that is not unique', { tags: 'full' }, async () => {
    w = await world({
      '001_base.sql':
        'create table t (id int, k int not null unique, n int default 0); insert into t select 1, g from generate_series(1, 100) g;',
      '002_b.sql': '-- shiplock: batch key=id\nupdate t set n = 1;',
    });
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_BATCH');
    w.write('002_b.sql', '-- shiplock: batch key=k size=10\nupdate t set n = n + 1;');
    await w.migrate();
    expect(await w.value('select sum(n)::int from t')).toBe(100);
  });

  it('name the statement whose batch cannot be committed', { tags: 'full' }, async () => {
    w = await world({
      '001_base.sql':
        'create table t (id int primary key); create table f (id int references t deferrable initially deferred); insert into t values (1); insert into f values (1);',
      '002_b.sql': 'select 1;\n-- shiplock: batch\ndelete from t;',
    });
    expect((await problemOf(w.migrate())).what).toContain('002_b.sql:3:1: update or delete on table "t"');
  });

  it('name the statement that fails, and what was done before', async () => {
    w = await world({
      '001_base.sql': rows(10),
      '002_none.sql': 'create table none (n int);',
      '003_b.sql': 'select 1;\n-- shiplock: batch\nupdate t set n =\n 1 / (id * 0)\nwhere nothing = 1;',
      '004_last.sql': 'select 1;',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.what).toContain('003_b.sql:3:1: column "nothing" does not exist');
    expect(problem.done).toEqual(['applied: 001, 002']);
    w.write('003_b.sql', 'select 1;\n-- shiplock: batch\nupdate none set n = 1;');
    const refused = await problemOf(w.migrate());
    expect(refused.code).toBe('SHIPLOCK_MIGRATION_BATCH');
    expect(refused.notDone).toEqual(['the rest of supabase/migrations/003_b.sql', 'not started: 004']);
  });

  it.each([
    ['-- shiplock: batch\ninsert into t select 1;', '001_b.sql:2'],
    ['update t set n = 1;\n-- shiplock: batch', '001_b.sql:2'],
    ['-- shiplock: batch\n-- shiplock: batch size=5\nupdate t set n = 1;', '001_b.sql:2'],
  ])('are refused for what cannot be cut: %s', async (sql, place) => {
    w = await world({ '001_b.sql': sql });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_BATCH');
    expect(problem.what).toContain(place);
  });
});
