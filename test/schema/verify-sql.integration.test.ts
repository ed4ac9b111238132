import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CheckReport } from '../../src/release/ports.ts';
import { verifySql } from '../../src/schema/checks/verify-sql.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

let database: TestDatabase;
let workspace: string;
beforeAll(async () => {
  database = await emptyDatabase();
  await database.db.query('create table public.t (id int); insert into public.t values (1), (2)');
});
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-verify-'));
  return () => rm(workspace, { recursive: true });
});
afterAll(() => database[Symbol.asyncDispose]());

async function verify(files: Record<string, string>, timeoutMs = 5000): Promise<CheckReport> {
  await mkdir(path.join(workspace, 'v'), { recursive: true });
  for (const [name, sql] of Object.entries(files)) await writeFile(path.join(workspace, 'v', name), sql);
  return verifySql(database.db, { workspace, directory: 'v', timeoutMs });
}

it('passes when every check has no bad row, over several statements and files', async () => {
  const report = await verify({
    '1.sql': `select 'a' as check_name, 0::bigint as bad;\nselect 'b' as check_name, count(*) as bad from public.t where id > 5;`,
    '2.sql': `-- only one\nselect 'c' as check_name, 0 as bad`,
    'README.md': 'not SQL',
  });
  expect(report).toEqual({
    check: 'verify-sql',
    outcome: 'pass',
    detail: '3 checks in 2 files',
    findings: [],
  });
});

it('fails with check, count and line', async () => {
  const report = await verify({
    '1.sql': `select 'fine' as check_name, 0 as bad;\n\nselect 'ids are odd' as check_name, count(*) as bad from public.t where id % 2 = 0`,
  });
  expect(report).toMatchObject({
    outcome: 'fail',
    findings: [{ object: 'v/1.sql: ids are odd', message: '1 bad', place: { file: 'v/1.sql', line: 3 } }],
  });
});

it.each([
  ['no row at all', `select 'x' as check_name, 0 as bad where false`, /no row/, undefined],
  ['an empty file', '-- nothing\n', /no row/, undefined],
  [
    'an error',
    `select 'x' as check_name, 0 as bad;\nselect 'y' as check_name,\n  count(*) as bad\nfrom public.nowhere`,
    /nowhere/,
    4,
  ],
  ['a syntax error', `select 'x' as check_name, 0 as bad;\nselekt 1`, /syntax error/, 2],
  ['other columns', `select 1 as one, 2 as two`, /rows must be.*one, two/, 1],
  ['a null', `select 'x' as check_name, null::bigint as bad`, /or a null/, 1],
  ['a number that counts nothing', `select 'x' as check_name, 'NaN'::float8 as bad`, /bad is NaN/, 1],
  ['a fraction', `select 'x' as check_name, 0.0 as bad`, /bad is "0.0"/, 1],
  ['a list', `select 'x' as check_name, array[0] as bad`, /bad is \[0\]/, 1],
  ['a statement that writes', 'delete from public.t', /only SELECT/, 1],
  ['a statement that ends the transaction', `commit; select 'x' as check_name, 0 as bad`, /only SELECT/, 1],
  [
    'a SELECT that writes',
    'with gone as (delete from public.t returning 1) select $$x$$ as check_name, count(*) as bad from gone',
    /read-only transaction/,
    1,
  ],
  ['a function that writes', `select 'x' as check_name, nextval('pg_temp.none') as bad`, /pg_temp/, 1],
  ['too slow', `select 'x' as check_name, 0 as bad from pg_sleep(9)`, /timeout/, 1],
])('is unknown, which fails a release: %s', async (_, sql, message, line) => {
  const report = await verify({ 'a.sql': sql }, 300);
  expect(report.outcome).toBe('unknown');
  expect(report.findings[0]?.message).toMatch(message);
  expect(report.findings[0]?.place).toEqual({ file: 'v/a.sql', ...(line ? { line } : {}) });
  expect(await database.db.query('select from public.t')).toHaveLength(2);
});

it('says both what failed and what could not be decided', async () => {
  const report = await verify({ '1.sql': `select 'x' as check_name, 3 as bad`, '2.sql': 'select 1' });
  expect(report.outcome).toBe('fail');
  expect(report.findings).toHaveLength(2);
});

it('says what a file found before a statement of it could not be run', async () => {
  const report = await verify({
    '1.sql': `select 'x' as check_name, 3 as bad;\nselect 'y' as check_name, 1 / 0 as bad`,
  });
  expect(report).toMatchObject({
    outcome: 'fail',
    findings: [
      { object: 'v/1.sql: x', message: '3 bad', place: { line: 1 } },
      { message: expect.stringMatching(/division by zero/), place: { line: 2 } },
    ],
  });
});

it('is skipped, with the reason, where there is no folder or no file', async () => {
  expect(await verifySql(database.db, { workspace, directory: 'none' })).toMatchObject({
    outcome: 'skipped',
    detail: 'there is no folder none',
  });
  expect(await verify({})).toMatchObject({ outcome: 'skipped' });
});

it('leaves the session as it was', async () => {
  await verify({ 'a.sql': `select 'x' as check_name, 0 as bad` });
  const [row] = await database.db.query<{ row_security: string; statement_timeout: string }>(
    `select current_setting('row_security') as row_security, current_setting('statement_timeout') as statement_timeout`,
  );
  expect(row).toEqual({ row_security: 'on', statement_timeout: '0' });
});
