import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { type World, world } from './world.ts';

/**
 * The server continues a literal on the next line, over line comments too; our parser's scanner does not. What the
 * server takes is taken, and what it refuses is refused.
 */
let database: FreshDatabase;
let db: PgDatabase;
let w: World | undefined;
beforeAll(async () => {
  database = await freshDatabase();
  db = await connect(database.url);
});
afterAll(async () => {
  await w?.close();
  await db?.close();
  await database?.drop();
});

const STARTS = ["'a'", "e'a\\n'", "E'\\'q'", "U&'d\\0061t'", "b'10'", "x'1f'", "n'a'", '$$a$$', "'it''s'"];
const BETWEEN = [
  '\n',
  ' -- why\n  ',
  ' --\n',
  ' -- it\'s\n -- and; "this"\n\n\t',
  ' -- $$ \r\n',
  '\r',
  '\n-- first on its own line\n',
  ' -- é\u00a0ü\n',
  ' /* c */\n',
  ' /* a /* nested */ b */ -- x\n',
  '\n/* c */',
  ' -- x\n /* c */ ',
  ' ',
  '',
];
const cases = STARTS.flatMap((start) => BETWEEN.map((between) => `select ${start}${between}'01';\nselect 2`));

describe('a literal continued on the next line', () => {
  it.each(sample(cases, 5))('%j', async (sql) => {
    const taken = await db.client.query(sql).then(
      (results) => JSON.stringify([results].flat()[0]?.rows),
      () => undefined,
    );
    const parsed = await parseSql(sql, 'x.sql').catch(() => undefined);
    expect(parsed !== undefined, `the server says ${taken ?? 'no'}`).toBe(taken !== undefined);
    if (!parsed) return;
    expect(parsed).toHaveLength(2);
    expect(parsed[1]?.text).toBe('select 2');
    const again = await db.client.query(parsed[0]?.text ?? '');
    expect(JSON.stringify(again.rows)).toBe(taken);
  });
});

it('is applied as it stands', async () => {
  const [sql = ''] = [
    "create table t (id int);\r\ncomment on table t is 'first; ' -- why; it's so\r\n  'second';\r\ninsert into t values (1);",
  ];
  w = await world({ '001_a.sql': sql });
  expect(await w.migrate()).toHaveLength(1);
  const [row] = await w.query<{ comment: string; rows: string }>(
    "select obj_description('t'::regclass) as comment, (select count(*)::text from t) as rows",
  );
  expect(row).toEqual({ comment: 'first; second', rows: '1' });
});
