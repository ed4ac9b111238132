import { afterEach, describe, expect, it } from 'vitest';
import { sample } from '../support/full.ts';
import { appliedVersions, TWO_FILES as FILES, problemOf, type World, world } from './world.ts';

/** What is wrong with files is told with a code of its own and the place, and nothing is changed. */

let w: World;
afterEach(() => w?.close());
const applied = () => appliedVersions(w);

describe('a file', () => {
  it.each(
    sample<[string, string | Buffer, string, string]>(
      [
        [
          'that is not UTF-8',
          Buffer.from("select 1;\nselect 'caf\xe9';", 'latin1'),
          'SHIPLOCK_MIGRATION_ENCODING',
          '002_b.sql:2',
        ],
        ['in UTF-16', Buffer.from('\uFEFFselect 1;', 'utf16le'), 'SHIPLOCK_MIGRATION_ENCODING', 'UTF-16'],
        [
          'with an open string',
          "select 1;\n  insert into a values ('x);\n",
          'SHIPLOCK_MIGRATION_SYNTAX',
          '002_b.sql:2:25',
        ],
        [
          'with an open body',
          'create function f() returns int language sql as $$ select 1;\n',
          'SHIPLOCK_MIGRATION_SYNTAX',
          '002_b.sql:1:49',
        ],
        [
          'with a typing error',
          'select 1;\n\n  creat table b (id int);',
          'SHIPLOCK_MIGRATION_SYNTAX',
          '002_b.sql:3:3',
        ],
        ['with a psql command', 'select 1;\n\\connect other\n', 'SHIPLOCK_MIGRATION_PSQL', '002_b.sql:2:1'],
        ['with a psql variable', 'select :name;\n', 'SHIPLOCK_MIGRATION_PSQL', '002_b.sql:1:8'],
        [
          'with rows for psql',
          'select 1;\ncopy a from stdin;\n1\n2\n\\.\n',
          'SHIPLOCK_MIGRATION_COPY_STDIN',
          '002_b.sql:2:1',
        ],
        [
          'with COPY and no rows',
          'copy a (id) from stdin with csv;',
          'SHIPLOCK_MIGRATION_COPY_STDIN',
          '002_b.sql:1:1',
        ],
        [
          'with merge markers',
          'select 1;\n<<<<<<< HEAD\nselect 2;\n=======\nselect 3;\n>>>>>>> other\n',
          'SHIPLOCK_MIGRATION_MERGE_MARKERS',
          '002_b.sql:2:1',
        ],
        [
          'with BEGIN and no COMMIT',
          'begin;\ncreate table b (id int);',
          'SHIPLOCK_MIGRATION_TRANSACTION',
          '002_b.sql:1:1',
        ],
        [
          'with a misspelt directive',
          '-- shiplock: alow=drop-table\nselect 1;',
          'SHIPLOCK_MIGRATION_DIRECTIVE',
          '002_b.sql:1:1',
        ],
        ['with a NUL byte', 'select 1;\nselect 2;\u0000', 'SHIPLOCK_MIGRATION_SYNTAX', '002_b.sql:2:10'],
      ],
      4,
    ),
  )('%s is refused before the one ahead of it runs', async (_, content, code, place) => {
    w = await world(FILES);
    w.write('002_b.sql', content);
    const problem = await problemOf(w.migrate());
    expect(problem.code).toBe(code);
    expect(problem.what).toContain(place);
    expect(problem.places?.[0]?.file).toBe('supabase/migrations/002_b.sql');
    expect(await applied()).toEqual([]);
    expect(await w.value("select to_regclass('a') is null")).toBe(true);
    expect((await problemOf(w.engine().pending())).code).toBe(code);
  });

  it.each(
    sample<[string, (self: World) => void, string, string]>(
      [
        [
          'collides by version',
          (self) => self.write('002_c.sql', 'select 1;'),
          'SHIPLOCK_MIGRATION_DUPLICATE',
          '002_c.sql',
        ],
        [
          'was edited after it was applied',
          (self) => self.write('002_b.sql', 'create table b (id bigint);'),
          'SHIPLOCK_MIGRATION_EDITED',
          '002_b.sql:1',
        ],
        [
          'grew after it was applied',
          (self) => self.write('002_b.sql', `${FILES['002_b.sql']}\ncreate table more ();`),
          'SHIPLOCK_MIGRATION_GAP',
          'line 2',
        ],
        [
          'was applied and is gone',
          (self) => self.remove('002_b.sql'),
          'SHIPLOCK_MIGRATION_FILE_MISSING',
          '002',
        ],
        [
          'comes late',
          (self) => self.write('0015_late.sql', 'select 1;'),
          'SHIPLOCK_MIGRATION_OUT_OF_ORDER',
          '0015_late.sql',
        ],
      ],
      4,
    ),
  )('%s', async (_, spoil, code, named) => {
    w = await world(FILES);
    await w.migrate();
    w.write('003_c.sql', 'create table c (id int);');
    spoil(w);
    for (const way of [() => w.migrate(), () => w.engine().pending()]) {
      const problem = await problemOf(way());
      expect(problem.code).toBe(code);
      expect(problem.what).toContain(named);
    }
    expect(await applied()).toEqual(['001', '002']);
  });
});
