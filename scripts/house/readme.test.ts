import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { lexer, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import { root } from '../project.ts';
import { files, isTest, read } from './files.ts';

/** Whoever opens a folder with more files than this needs to be told what belongs there, and how to add to it. */
const WITHOUT_README = 12;

const inFolders = Map.groupBy(await files('src', '.ts'), (file) => path.dirname(file));
const large = [...inFolders].filter(([, all]) => all.filter((file) => !isTest(file)).length > WITHOUT_README);

test('every folder of more than twelve files has a README', async () => {
  expect(large.length).toBeGreaterThan(5);
  const without: string[] = [];
  for (const [folder] of large)
    if ((await read(`${folder}/README.md`).catch(() => '')) === '') without.push(folder);
  expect(without).toEqual([]);
});

test.each(large)('what the tables in the README of %s name is there', async (folder) => {
  const known = await readdir(path.join(root, folder));
  const gone = namedInTables(await read(`${folder}/README.md`)).filter(
    (name) => !known.some((one) => [name, `${name}.ts`].some((glob) => path.matchesGlob(one, glob))),
  );
  expect(gone).toEqual([]);
});

/** Names of files and folders, or globs of them, in tables with a column `files`. */
function namedInTables(markdown: string): readonly string[] {
  const tables = lexer(markdown).filter((token): token is Tokens.Table => token.type === 'table');
  return tables.flatMap(({ header, rows }) => {
    const column = header.findIndex(({ text }) => ['file', 'files', 'folder'].includes(text));
    return rows.flatMap((row) =>
      (row[column]?.tokens ?? [])
        .filter((token): token is Tokens.Codespan => token.type === 'codespan')
        .map(({ text }) => text.replace(/\/$/, '')),
    );
  });
}
