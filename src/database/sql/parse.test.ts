import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ShiplockError } from '../../release/errors.ts';
import { batchOf } from '../backfill/spec.ts';
import { directives, directivesOf, parseSql } from './parse.ts';

async function refusal(sql: string) {
  try {
    await parseSql(sql, 'f.sql');
  } catch (error) {
    if (error instanceof ShiplockError) return error.problem;
  }
  throw new Error('was not refused');
}

describe('parseSql', () => {
  it('gives exact source and place of each statement', async () => {
    const sql = "/* é😀 */ select 1; -- b\r\n\r\n  /* c */ select 'é;' , $$;$$\r\n;;\r\nselect 3";
    const found = await parseSql(sql, 'f.sql');
    expect(found.map(({ text, line, column }) => ({ text, line, column }))).toEqual([
      { text: 'select 1', line: 1, column: 11 },
      { text: "select 'é;' , $$;$$", line: 3, column: 11 },
      { text: 'select 3', line: 5, column: 1 },
    ]);
    for (const { offset, text } of found) expect(sql.slice(offset, offset + text.length)).toBe(text);
  });

  it.each(['', '-- nothing', ' ;; ', '\uFEFF'])('finds no statement in %j', async (sql) => {
    expect(await parseSql(sql, 'f.sql')).toEqual([]);
  });

  it('keeps compound statements whole', async () => {
    const sql = `CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);
      CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3`;
    expect((await parseSql(sql, 'f.sql')).map(({ kind }) => kind)).toEqual([
      'RuleStmt',
      'CreateFunctionStmt',
      'SelectStmt',
    ]);
  });

  it.each([
    ["\nselect '😀é' from from x", 'SYNTAX', 2, 19],
    ["select\n 'abc", 'SYNTAX', 2, 2],
    ['do $a$ begin', 'SYNTAX', 1, 4],
    ['select "a', 'SYNTAX', 1, 8],
    ['/* a', 'SYNTAX', 1, 1],
    ['select 1;\u0000select 2', 'SYNTAX', 1, 10],
    ['select 1;\n\\connect x', 'PSQL', 2, 1],
    ["select :'x'", 'PSQL', 1, 8],
    ["select 1;\ncopy t from stdin;\n1\tit's\n\\.\n", 'COPY_STDIN', 2, 1],
    ['copy t from stdin', 'COPY_STDIN', 1, 1],
    ['<<<<<<< HEAD\nselect 1;\n=======\nselect 2;\n>>>>>>> x', 'MERGE_MARKERS', 1, 1],
    ['do $$\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n$$', 'MERGE_MARKERS', 2, 1],
  ])('refuses %j with its place', async (sql, code, line, column) => {
    const problem = await refusal(sql);
    expect(problem.code).toBe(`SHIPLOCK_MIGRATION_${code}`);
    expect(problem.places?.[0]).toMatchObject({ file: 'f.sql', line, column });
    expect(problem.what).toContain(`f.sql:${line}:${column}`);
  });

  it.each(['select\u00a01', '\uFEFFselect 1;\n\uFEFFselect 2', 'select 1;\u200b'])(
    'names the character that nobody sees in %j',
    async (sql) => {
      expect((await refusal(sql)).next).toMatch(/invisible character U\+(00A0|FEFF|200B)/);
    },
  );

  it('hashes tokens, not layout', async () => {
    const hashes = async (sql: string) => (await parseSql(sql, 'f.sql'))[0]?.hash;
    expect(await hashes('select  1 -- a')).toBe(await hashes('/* b */ select\n1;'));
    expect(await hashes("select 'a  b'")).not.toBe(await hashes("select 'a b'"));
    expect(await hashes('select ab')).not.toBe(await hashes('select a b'));
  });

  it('reads long files in one pass', async () => {
    // Some 0.4 s on a slow machine; with a pass over the file for each statement it would take minutes, and time out.
    const sql = Array.from({ length: 20_000 }, (_, i) => `insert into t values (${i}, 'é${i}');`).join('\n');
    const found = await parseSql(sql, 'f.sql');
    expect(found.at(-1)).toMatchObject({
      line: 20_000,
      column: 1,
      text: "insert into t values (19999, 'é19999')",
    });
  });
});

describe('directives', () => {
  it('belong to the statement they precede, sit in, or follow on its line', async () => {
    const sql = `-- shiplock: allow=drop-column reason="unused since 4.2"
alter table x drop column y; -- shiplock: allow=drop-default reason=none
select '-- shiplock: nonsense', $$ -- shiplock: nonsense $$;
-- shiplock: batch size=100 key=id
update x set a = 1;
-- shiplock: irreversible reason="data is gone"
-- shiplock: phase=contract
`;
    const statements = await parseSql(sql, 'f.sql');
    const all = await directives(sql, 'f.sql');
    expect(all.map(({ kind, line }) => `${line} ${kind}`)).toEqual([
      '1 allow',
      '2 allow',
      '4 batch',
      '6 irreversible',
      '7 phase',
    ]);
    const owned = directivesOf(sql, statements, all);
    expect(statements.map((statement) => owned.get(statement)?.map(({ kind }) => kind))).toEqual([
      ['allow', 'allow'],
      undefined,
      ['batch'],
    ]);
    expect(all[3]).toMatchObject({ kind: 'irreversible', reason: 'data is gone' });
    expect(all[2]).toMatchObject({ options: { size: '100', key: 'id' } });
  });

  it.each(['alow=x reason=y', 'allow=x', 'allow reason=x', 'irreversible', 'phase=later'])(
    'refuses "%s"',
    async (text) => {
      await expect(directives(`-- shiplock: ${text}`, 'f.sql')).rejects.toMatchObject({
        code: 'SHIPLOCK_MIGRATION_DIRECTIVE',
      });
    },
  );

  it.each(['-- Shiplock: batch', '--SHIPLOCK:batch', '/* shiplock : batch */'])(
    'are read from %s',
    async (text) => {
      expect(await directives(text, 'f.sql')).toMatchObject([{ kind: 'batch' }]);
    },
  );

  it.each(['-- migrate:down', '-- +goose Down', '-- +migrate Down notransaction'])(
    'are not %s, by which other tools begin what undoes the file',
    async (text) => {
      const sql = `-- migrate:up\ncreate table a (id int);\n${text}\ndrop table a;`;
      await expect(directives(sql, 'f.sql')).rejects.toMatchObject({
        code: 'SHIPLOCK_MIGRATION_DIRECTIVE',
        problem: { places: [{ line: 3, column: 1 }] },
      });
      expect(await directives(`select '${text}'; -- see ${text}`, 'f.sql')).toEqual([]);
    },
  );

  it('are missed without their colon, and prose is none', async () => {
    await expect(directives('select 1;\n-- shiplock batch size=5', 'f.sql')).rejects.toMatchObject({
      code: 'SHIPLOCK_MIGRATION_DIRECTIVE',
      problem: { next: 'Write it as: -- shiplock: batch size=5', places: [{ line: 2, column: 1 }] },
    });
    expect(await directives('-- Shiplock runs this, shiplock: no', 'f.sql')).toEqual([]);
  });

  it('are written in docs/migrations.md as they are read', async () => {
    const page = await readFile('docs/migrations.md', 'utf8');
    const examples = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);
    const kinds = await Promise.all(
      examples.map(async (sql) => {
        const statements = await parseSql(sql, 'example');
        await batchOf(sql, statements, 'example');
        return (await directives(sql, 'example')).map(({ kind }) => kind);
      }),
    );
    expect(kinds.flat()).toEqual(['allow', 'phase', 'batch', 'irreversible']);
  });
});

describe('a literal continued over a comment', () => {
  it.each([
    ["comment on table t is 'first line; ' -- why\n  'second line';", 'first line; second line'],
    ["comment on table t is 'a' -- one\n -- two; 'x'\n 'b'\n 'c';", 'abc'],
    ["comment on table t is e'a\\n'-- é\n'b';\nselect 1;", 'a\nb'],
    ["comment on table t is U&'d\\0061' -- why\n 't';", 'dat'],
    ["/* head */ comment on table t is 'it''s ' -- 'quoted'\n\t'one';", "it's one"],
  ])('%s', async (sql, expected) => {
    const [first] = await parseSql(sql, 'x.sql');
    expect(first?.node).toMatchObject({ CommentStmt: { comment: expected } });
    // The server takes the text as it stands.
    expect(first?.text).toContain('--');
  });

  it.each(["select b'10' -- why\n '01';", "select X'1f' -- a\r\n -- b\r\n '01';"])(
    'is one statement: %j',
    async (sql) => expect(await parseSql(sql, 'x.sql')).toHaveLength(1),
  );

  it('keeps every place behind it', async () => {
    const [, second] = await parseSql("comment on table t is 'ä' -- ü\n  'b';\nselect 1;", 'x.sql');
    expect(second).toMatchObject({ line: 3, column: 1, text: 'select 1' });
  });

  it.each(["select 'a' 'b';", "select 'a' /* not this way */\n 'b';", "select 'a' -- why\n b 'c';"])(
    'is still refused where the server refuses it: %s',
    async (sql) => {
      await expect(parseSql(sql, 'x.sql')).rejects.toMatchObject({ code: 'SHIPLOCK_MIGRATION_SYNTAX' });
    },
  );
});
