import { expect, test } from 'vitest';
import type { Database } from '../../release/ports.ts';
import { parseSql } from '../sql/parse.ts';
import { piecesOf } from './code.ts';
import { unread } from './grammar.ts';

const OLD = 150_008;
const pieces = async (sql: string) => piecesOf(await parseSql(sql, 'x.sql'));

/** A server that stumbles at a word, as PostgreSQL tells it: by the place, counted in characters from 1. */
function stumbles(words: readonly string[], asked: string[] = []): Database {
  const refuse = (text: string): Error => {
    const at = words.map((word) => text.indexOf(word)).filter((index) => index >= 0);
    const cause =
      at.length === 0
        ? { routine: 'exec_parse_message', message: 'cannot insert multiple commands' }
        : {
            routine: 'scanner_yyerror',
            message: 'syntax error',
            position: String([...text.slice(0, Math.min(...at))].length + 1),
          };
    return Object.assign(new Error(cause.message), { cause });
  };
  return {
    query: async (text) => {
      asked.push(text);
      throw refuse(text);
    },
    transaction: () => Promise.reject(new Error('not expected')),
    close: async () => undefined,
  };
}

test('a server of an older version is asked, and each piece that it cannot read is found', async () => {
  const asked: string[] = [];
  const all = await pieces(
    `comment on table a is '😀'; select 1; create table b (id int, c int generated always as (id) virtual); select 2;
     alter table b alter constraint k not enforced;`,
  );
  const found = await unread(stumbles(['virtual', 'not enforced'], asked), all, OLD);
  expect(found.map(({ piece, message }) => [piece.text.split(' ').slice(0, 2).join(' '), message])).toEqual([
    ['create table', 'syntax error'],
    ['alter table', 'syntax error'],
  ]);
  expect(asked).toHaveLength(3);
  // Whatever stands in between, it is never one statement that the server would run.
  for (const text of asked) expect(text).toMatch(/^select 1\n;\n[\s\S]*\n;\nselect 1$/);
});

test('a server of the same grammar is not asked, and nothing is asked of nothing', async () => {
  const asked: string[] = [];
  expect(await unread(stumbles(['select'], asked), await pieces('select 1'), 180_000)).toEqual([]);
  expect(await unread(stumbles(['select'], asked), [], OLD)).toEqual([]);
  expect(asked).toEqual([]);
});

test('any other failure is an error, and so is a text that the server ran', async () => {
  const gone = new Error('gone');
  const failing: Database = { ...stumbles([]), query: () => Promise.reject(gone) };
  await expect(unread(failing, await pieces('select 1'), OLD)).rejects.toBe(gone);
  const running: Database = { ...stumbles([]), query: async () => [] };
  await expect(unread(running, await pieces('select 1'), OLD)).rejects.toThrow('only have parsed');
});
