import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from '../support/until.ts';
import { codeOf, problemOf, type World, world } from './world.ts';

let it_: World;
afterEach(() => it_?.close());
const use = async (files: Readonly<Record<string, string>>, options?: { supabase?: boolean }) => {
  it_ = await world(files, options);
  return it_;
};

describe('applying', () => {
  it('says each file that is applied, and that a long one is still running', async () => {
    const w = await world({
      '001_a.sql': 'create table a (id int);',
      '002_long.sql': 'select pg_advisory_xact_lock(77);',
    });
    const holder = await w.session();
    await holder.query('select pg_advisory_lock(77)');
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const running = w.migrate();
      await until('the first file to be applied', () =>
        w.said.some((line) => line.includes('001_a.sql: applied in')),
      );
      vi.advanceTimersByTime(15_000);
      expect(w.said.at(-1)).toMatch(/002_long\.sql: running for \d+ s/);
      await holder.query('select pg_advisory_unlock(77)');
      await running;
    } finally {
      vi.useRealTimers();
      await w.close();
    }
  });

  it('records statements as the Supabase CLI does, and has nothing to do the second time', async () => {
    const w = await use({
      '001_a.sql': '-- why\ncreate table a (id int); -- after\n\ncreate table b (id int)\n;\n-- end',
    });
    expect(await w.migrate()).toHaveLength(1);
    expect(
      await w.query('select version, name, statements from supabase_migrations.schema_migrations'),
    ).toEqual([
      {
        version: '001',
        name: 'a',
        statements: ['-- why\ncreate table a (id int)', '-- after\n\ncreate table b (id int)', '-- end'],
      },
    ]);
    expect(await w.migrate()).toEqual([]);
    expect((await w.engine().status()).applied).toBe(1);
  });

  it('takes back a file that fails, history row included, and names the place', async () => {
    const w = await use({
      '001_a.sql': 'create table a (id int);',
      '002_b.sql': 'create table b (id int);\n\n  select nothing from b;',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(problem.what).toContain('supabase/migrations/002_b.sql:3:10');
    expect(problem.done).toEqual(['applied: 001']);
    expect(await w.value("select to_regclass('b') is null")).toBe(true);
    expect(await w.query('select version from supabase_migrations.schema_migrations')).toEqual([
      { version: '001' },
    ]);
  });

  it('names the statement where the server gives no position', { tags: 'full' }, async () => {
    const w = await use({
      '001_a.sql':
        'create table a (id int primary key);\ninsert into a values (1);\ninsert into a values (1);',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.what).toContain('001_a.sql:3:1');
    expect(problem.what).toContain('23505');
    expect(problem.what).not.toContain('(1)');
  });

  it('leaves nothing of one file behind for the next: settings, role, search_path, temporary tables', async () => {
    const w = await use(
      {
        '001_a.sql':
          "select pg_catalog.set_config('search_path', '', false); set standard_conforming_strings = off; set lock_timeout = 0; create table public.a (t text); insert into public.a values ('back\\\\slash'); create temporary table t (x int); set role anon;",
        '002_b.sql':
          'create table b (id int); create temporary table t (x int); create table who as select current_user::text as name;',
      },
      { supabase: true },
    );
    expect(await w.migrate()).toHaveLength(2);
    expect(await w.value('select name from who')).toBe('postgres');
    expect(
      await w.value("select statements[5] from supabase_migrations.schema_migrations where version = '001'"),
    ).toContain("'back\\\\slash'");
  });

  it('applies a subset in order only, with the text that was planned', { tags: 'full' }, async () => {
    const w = await use({ '001_a.sql': 'create table a (id int);', '002_b.sql': 'create table b (id int);' });
    const [first, second] = (await w.engine().status()).pending;
    const apply = (...migrations: { version: string; checksum: string }[]) =>
      w.engine().apply({ migrations, say: () => undefined });
    expect(await codeOf(apply(second!))).toBe('SHIPLOCK_MIGRATION_OUT_OF_ORDER');
    expect(await codeOf(apply({ version: '001', checksum: 'other' }))).toBe('SHIPLOCK_MIGRATION_CHANGED');
    expect(await apply(first!)).toHaveLength(1);
    expect(await apply(first!, second!)).toHaveLength(1);
    expect(await apply(first!, second!)).toEqual([]);
  });
});

describe('transactions of the file itself', () => {
  it('takes BEGIN … COMMIT around the whole file as its own', async () => {
    const w = await use({
      '001_a.sql': 'begin isolation level serializable;\ncreate table a (id int);\ncommit;',
    });
    await w.migrate();
    expect(await w.value('select statements from supabase_migrations.schema_migrations')).toEqual([
      'begin isolation level serializable',
      'create table a (id int)',
      'commit',
    ]);
  });

  it('runs statements outside the block by themselves and goes on after a failure', async () => {
    const files = {
      '001_a.sql':
        "create type color as enum ('red');\nbegin;\nalter type color add value 'blue';\ncommit;\ncreate table a (c color default 'blue');\nselect 1/0;",
    };
    const w = await use(files);
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_SQL');
    expect(await w.query('select version from supabase_migrations.schema_migrations')).toEqual([]);
    w.write('001_a.sql', files['001_a.sql'].replace('1/0', '1'));
    expect(await w.migrate()).toHaveLength(1);
    expect(await w.value('select count(*)::int from shiplock.migration_progress')).toBe(0);
  });

  it('takes savepoints for part of the block that they stand in', { tags: 'full' }, async () => {
    const w = await use({
      '001_a.sql':
        'create table a (id int);\nbegin; insert into a values (1); savepoint s; insert into a values (2); rollback to s; release s; commit;',
    });
    await w.migrate();
    expect(await w.query('select id from a')).toEqual([{ id: 1 }]);
  });

  it('takes what a block of its own is for, beside what cannot run in one', { tags: 'full' }, async () => {
    const w = await use({
      '001_a.sql':
        'create schema app; begin; set local search_path = app; lock table pg_class in access share mode; create table t (id int); commit; vacuum; declare c cursor with hold for select 1;',
      '002_b.sql': "do $$ begin raise notice 'rollback; commit'; end $$; set local work_mem = '8MB';",
    });
    await w.migrate();
    expect(await w.value("select to_regclass('app.t') is not null")).toBe(true);
  });

  it.each([
    ['begin; create table a (id int);', 'never commits'],
    ['create table a (id int); commit;', 'did not open'],
    ['begin; create table a (id int); rollback;', 'rolls back'],
    ['begin; begin; commit; commit;', 'inside its own'],
    ['begin; create index concurrently i on a (id); commit;', 'CREATE INDEX CONCURRENTLY'],
    ['begin; commit; begin; commit; rollback; select 1; commit;', 'rolls back'],
    ['begin read only; select 1; commit;', 'read-only'],
    ['set transaction read only; select 1;', 'read-only'],
    ['do $$ begin perform 1; commit; end $$;', 'DO block with COMMIT'],
    ['set local search_path = app; create table t (id int); vacuum;', '1:1 has SET LOCAL'],
    ["select set_config('search_path', 'app', true); vacuum;", 'set_config'],
    ['lock table ok; drop table ok; vacuum;', 'LOCK TABLE'],
    ['set constraints all deferred; begin; select 1; commit;', 'SET CONSTRAINTS'],
    ['begin; select 1; commit; savepoint s;', 'SAVEPOINT'],
    ['declare c cursor for select 1; vacuum;', 'DECLARE CURSOR'],
  ])('refuses %s before anything ran', async (sql, why) => {
    const w = await use({ '001_ok.sql': 'create table ok (id int);', '002_a.sql': sql });
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_TRANSACTION');
    expect(problem.what).toContain(why);
    expect(await w.value("select to_regclass('ok') is null")).toBe(true);
  });
});

describe('folder and history', () => {
  it('tells a file that grew from one that was edited, also where statements end in comments', {
    tags: 'full',
  }, async () => {
    const text = 'create table a (id int) -- ours\n;\ncreate table b (id int) -- theirs\n;';
    const w = await use({ '001_a.sql': text });
    await w.migrate();
    w.write('001_a.sql', `${text}\ncreate table c (id int);`);
    const problem = await problemOf(w.engine().status());
    expect(problem.code).toBe('SHIPLOCK_MIGRATION_GAP');
    expect(problem.places?.[0]?.line).toBe(5);
  });

  it('names an edited file, and accepts what the CLI repaired', async () => {
    const w = await use({ '001_a.sql': 'create table a (id int);\n' });
    await w.migrate();
    w.write('001_a.sql', 'create table a (id int);\ncreate table more (id int);\n');
    expect(await codeOf(w.engine().status())).toBe('SHIPLOCK_MIGRATION_GAP');
    w.write('001_a.sql', 'create table a (id bigint);\n');
    expect((await problemOf(w.engine().pending())).what).toContain('001_a.sql:1 was edited');
    w.write('001_a.sql', '-- a remark\ncreate table a (id int);\n');
    expect((await problemOf(w.migrate())).what).toContain('only comments');
    await w.query(
      "update supabase_migrations.schema_migrations set statements = array['-- a remark\ncreate table a (id int)']",
    );
    expect(await w.migrate()).toEqual([]);
    expect((await w.engine().status()).applied).toBe(1);
  });

  it('remembers a folder as a whole, and still names what was edited, swapped, renamed or repaired', async () => {
    const files = { '001_a.sql': 'create table a (id int);', '002_b.sql': 'create table b (id int);' };
    const remembered = () =>
      w.value<string | null>("select max(checksum) from shiplock.migration_checksum where version = ''");
    const w = await use(files);
    await w.migrate();
    const after = await remembered();
    expect(after).toMatch(/^[0-9a-f]{64}$/);
    for (const [change, code] of [
      [{ '002_b.sql': 'create table b (id bigint);' }, 'SHIPLOCK_MIGRATION_EDITED'],
      [{ '001_a.sql': files['002_b.sql'], '002_b.sql': files['001_a.sql'] }, 'SHIPLOCK_MIGRATION_EDITED'],
    ] as const) {
      for (const [name, sql] of Object.entries(change)) w.write(name, sql);
      expect(await codeOf(w.migrate())).toBe(code);
      expect(await codeOf(w.engine().pending())).toBe(code);
      for (const [name, sql] of Object.entries(files)) w.write(name, sql);
    }
    expect(await w.migrate()).toEqual([]);
    w.write('003_c.sql', 'select 1;');
    expect((await w.engine().status()).pending).toHaveLength(1);
    w.remove('003_c.sql');
    await w.query("delete from supabase_migrations.schema_migrations where version = '002'");
    expect((await w.engine().status()).pending.map(({ version }) => version)).toEqual(['002']);
    await w.query("insert into supabase_migrations.schema_migrations values ('002')");
    await w.query("update shiplock.migration_checksum set checksum = 'of another folder' where version = ''");
    expect(await w.migrate()).toEqual([]);
    expect(await remembered()).toBe(after);
  });

  it('refuses duplicates, late files and recorded versions without a file', async () => {
    const w = await use({ '002_b.sql': 'create table b (id int);' });
    await w.migrate();
    w.write('001_late.sql', 'select 1;');
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_OUT_OF_ORDER');
    w.remove('001_late.sql');
    w.write('002_again.sql', 'select 1;');
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_DUPLICATE');
    w.remove('002_again.sql');
    w.remove('002_b.sql');
    expect(await codeOf(w.migrate())).toBe('SHIPLOCK_MIGRATION_FILE_MISSING');
  });

  it('leaves down files and strays alone, and says so', { tags: 'full' }, async () => {
    const w = await use({
      '001_a.sql': 'create table a (id int);',
      '001_a.down.sql': 'drop table a;',
      'TEMPLATE.sql': 'broken(',
      'README.md': '',
    });
    const { pending, ignored } = await w.engine().pending();
    expect(pending.map(({ version }) => version)).toEqual(['001']);
    expect(ignored.map(({ file }) => file)).toEqual([
      'supabase/migrations/001_a.down.sql',
      'supabase/migrations/README.md',
      'supabase/migrations/TEMPLATE.sql',
    ]);
    await w.migrate();
    expect(await w.value("select to_regclass('a') is not null")).toBe(true);
  });

  it('needs neither schema nor tables to plan, and makes none', { tags: 'full' }, async () => {
    const w = await use({ '001_a.sql': 'create table a (id int);' });
    expect((await w.engine().pending()).pending).toHaveLength(1);
    expect(
      await w.value(
        "select count(*)::int from pg_namespace where nspname in ('shiplock', 'supabase_migrations')",
      ),
    ).toBe(0);
  });

  it('closes its own schema to everybody', { tags: 'full' }, async () => {
    const w = await use({ '001_a.sql': 'select 1;' }, { supabase: true });
    await w.migrate();
    for (const role of ['anon', 'authenticated']) {
      expect(
        await w.value(
          `select has_schema_privilege('${role}', 'shiplock', 'usage') or has_table_privilege('${role}', 'shiplock.migration_checksum', 'select')`,
        ),
      ).toBe(false);
    }
  });
});

describe('files as people have them', () => {
  it('takes BOM, CRLF, empty files, nothing but comments, own versions and bodies', async () => {
    const w = await use({
      '1_bom.sql': '\uFEFFcreate table bom (id int);\r\ncreate table bom2 (id int);\r\n',
      '2_empty.sql': '',
      '3_comment.sql': '-- nothing\n/* at all */',
      '4_body.sql':
        "create function f() returns text language sql as $body$ select 'a;b' $body$;\ncreate rule r as on insert to bom do also (insert into bom2 values (1); insert into bom2 values (2));",
    });
    expect(await w.migrate()).toHaveLength(4);
    await w.query('insert into bom values (1)');
    expect(await w.value('select count(*)::int from bom2')).toBe(2);
    expect(await w.migrate()).toEqual([]);
  });

  it('takes statements that end in a comment', { tags: 'full' }, async () => {
    const w = await use({
      '001_a.sql': 'create schema s -- ours\n;\ncreate table a (id int) -- no semicolon',
      '002_b.sql': 'begin -- ours\n;\ninsert into a values (1) -- one\n;\ncommit -- all of it',
      '003_c.sql': 'vacuum -- all\n;\ninsert into a values (2) -- two',
      '004_d.sql':
        'alter table a add primary key (id) -- key\n;\n-- shiplock: batch\ndelete from a where id = 3 -- three',
      '005_e.sql': 'select 1 -- one\n;\nselect nothing -- two',
    });
    const problem = await problemOf(w.migrate());
    expect(problem.what).toContain('005_e.sql:3:8');
    expect(problem.done).toEqual(['applied: 001, 002, 003, 004']);
    expect(await w.query('select id from public.a order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('takes a file of 10 MB', { tags: 'full' }, async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `insert into big values (${i}, '${'x'.repeat(480)}');`,
    ).join('\n');
    const w = await use({ '001_big.sql': `create table big (id int, t text);\n${rows}` });
    await w.migrate();
    expect(await w.value('select count(*)::int from big')).toBe(20_000);
  });
});
