import ts from 'typescript';
import { expect, test } from 'vitest';
import { files, isTest, read } from './files.ts';

/**
 * SQL is read by PostgreSQL's own parser (src/database/sql). What the schema model reads besides is listed here, with
 * what it is: nothing of it is SQL.
 */
const NO_SQL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'src/schema/checks/advisors.ts': {
    '/"message":"((?:[^"\\\\]|\\\\.)*)"/': 'what is left of an answer of the Supabase CLI that is no JSON',
  },
  'src/schema/checks/verify-sql.ts': { '/^-?\\d+$/': 'a number in a row of a check' },
  'src/schema/checks/pgtap.ts': {
    '/SAVEPOINT|RELEASE|ROLLBACK_TO/': 'the parser’s own names of statements',
    '/^1\\.\\.(\\d+)/': 'TAP, a plan',
    '/^(not )?ok \\d+(?: - )?(.*)$/': 'TAP, a result',
    '/^(?:not )?ok \\d+/': 'TAP, a result',
    '/# (?:TODO|SKIP)/i': 'TAP, a directive',
  },
  'src/schema/permission.ts': {
    '/affected by row-level security policy for table "(.+)"/s': 'a message of the server',
  },
  'src/schema/rls/cell.ts': {
    '/\\((.*)\\)$/s': 'a cell of the rights file',
    '/"(?:[^"]|"")*"|[^",()]+/g': 'a cell of the rights file',
    '/[",()]|^\\s|\\s$/': 'a cell of the rights file',
  },
  'src/schema/rls/file.ts': { '/^[^.]+\\.[^.]+$/': 'a setting of a probe' },
  'src/schema/verdict/words.ts': {
    '/[^ -~]/': 'a name',
    '/[a-z_][\\w$]*/g': 'words of a name, as the snapshot takes words from code',
  },
};

/** A reader of names in quotes, which the parser is for: `"(?:[^"]|"")*"`. */
const QUOTED = '"(?:[^"]|"")*"';

const sources = (await files('src', '.ts')).filter((file) => !isTest(file) && !file.includes('.fixture.'));

test('the schema model reads SQL with the parser, and with no regular expression', async () => {
  const found: string[] = [];
  const used = new Set<string>();
  for (const file of sources.filter((each) => each.startsWith('src/schema/')))
    for (const text of await regularExpressions(file)) {
      if (Object.hasOwn(NO_SQL[file] ?? {}, text)) used.add(`${file} ${text}`);
      else found.push(`${file}: ${text}`);
    }
  expect(found).toEqual([]);
  const listed = Object.entries(NO_SQL).flatMap(([file, all]) =>
    Object.keys(all).map((text) => `${file} ${text}`),
  );
  expect(listed.filter((each) => !used.has(each))).toEqual([]);
});

test('names in quotes are read by the parser', async () => {
  const found: string[] = [];
  for (const file of sources.filter((each) => each !== 'src/schema/rls/cell.ts')) {
    if (!(await read(file)).includes(QUOTED)) continue;
    found.push(...(await regularExpressions(file)).map((text) => `${file}: ${text}`));
  }
  expect(found).toEqual([]);
});

/** Every regular expression of a file, as it is written; of `new RegExp(…)` the call. */
async function regularExpressions(file: string): Promise<string[]> {
  const source = ts.createSourceFile(file, await read(file), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isCall =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
    if (ts.isRegularExpressionLiteral(node) || isCall) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
