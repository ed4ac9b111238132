import { ROWS } from '../test/attacks/rows.ts';
import { read, tracked } from './house/files.ts';

/** Its titles are examples. */
const TABLE_TEST = 'test/attacks/table.test.ts';
const TITLE = /['"`]attack ([^:'"`]+):/g;

/** Rows that a title names: `attack 7: …`, `attack 1 and 2: …`. */
function rowsOf(text: string): Set<string> {
  const known = new Set(ROWS.map(({ row }) => row));
  const named = [...text.matchAll(TITLE)].flatMap(([, rows = '']) => rows.match(/\d+[a-z]?/g) ?? []);
  return new Set(named.filter((row) => known.has(row)));
}

/** Each attack of test/attacks/rows.ts with the test files that try it, as markdown. */
export async function attackTable(): Promise<string> {
  const files = (await tracked()).filter((name) => name.endsWith('.test.ts') && name !== TABLE_TEST).sort();
  const tested = await Promise.all(files.map(async (file) => ({ file, rows: rowsOf(await read(file)) })));
  const lines = ROWS.map(({ row, attack }) => {
    const links = tested.filter(({ rows }) => rows.has(row)).map(({ file }) => `[${name(file)}](../${file})`);
    return `| ${row} | ${attack} | ${links.join(', ') || '**none**'} |`;
  });
  return ['| | attack | tests |', '| --- | --- | --- |', ...lines].join('\n');
}

const name = (file: string): string =>
  file.replace(/^.*\//, '').replace(/(\.integration|\.full)?\.test\.ts$/, '');
