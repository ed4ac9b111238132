import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkPerformance } from '../../src/schema/checks/performance.ts';
import { checkPgtap } from '../../src/schema/checks/pgtap.ts';
import { NOTHING_IGNORED } from '../../src/schema/model/passing.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

let database: TestDatabase;
let workspace: string;
const query = (sql: string) => database.db.query(sql);
beforeAll(async () => {
  database = await emptyDatabase();
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-pgtap-'));
  await mkdir(path.join(workspace, 'tests'));
  await query(`create table public.t (id int primary key, who uuid, team int, note text);
    create table public.members (team int, who uuid); create index on public.members (who);`);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(workspace, { recursive: true });
});

async function remarks(make: string, undo: string) {
  await query(make);
  const report = await checkPerformance(database.db, NOTHING_IGNORED);
  await query(undo);
  expect(report.outcome).toBe('pass');
  return report.findings;
}
const policy = (how: string) => remarks(`create policy p on public.t ${how}`, 'drop policy p on public.t');

describe('functions of the request, in policies', () => {
  test.each([
    ['for select using (who = auth.uid())', 'auth.uid()'],
    ['for insert with check (who = auth.uid())', 'auth.uid()'],
    ["using ((auth.jwt() ->> 'role') = 'admin')", 'auth.jwt()'],
    ["using (note = current_setting('app.tenant', true))", 'current_setting()'],
    [
      'using (exists (select from public.members m where m.who = auth.uid() and m.team = t.team))',
      'auth.uid()',
    ],
    ['using ((select auth.uid() where t.id > 0) = who)', 'none'],
  ])('%s: %s', async (how, called) => {
    const found = (await policy(how)).filter(({ message }) => message.includes('is called for each row'));
    expect(found.map(({ message }) => message.split(' ')[0])).toEqual(called === 'none' ? [] : [called]);
  });

  test.each([
    'using (who = (select auth.uid()))',
    "using (((select auth.jwt()) ->> 'role') = 'admin')",
    "using ((select auth.jwt() ->> 'role') = 'admin')",
    'using (exists (select from public.members m where m.who = (select auth.uid()) and m.team = t.team))',
    "using (note = 'auth.uid()')",
    'using (true)',
  ])('%s: none', async (how) => {
    expect((await policy(how)).filter(({ message }) => message.includes('for each row'))).toEqual([]);
  });
});

describe('what has no index', () => {
  test('a column that a policy compares with who asks', async () => {
    const [found] = await policy('for select using (who = (select auth.uid()))');
    expect(found).toMatchObject({
      object: 'policy public.t "p"',
      mend: 'create index concurrently on public.t (who);',
    });
    await query(found?.mend ?? '');
    expect(await policy('for select using ((select auth.uid()) = who)')).toEqual([]);
    await query('drop index public.t_who_idx');
  });

  test.each([
    ['one column', 'a int references public.t', '', 'create index concurrently on public.child (a);'],
    [
      'an index on some rows',
      'a int references public.t',
      'create index on public.child (a) where a > 5',
      'create index concurrently on public.child (a);',
    ],
    [
      'an index that begins with another',
      'a int references public.t, b int',
      'create index on public.child (b, a)',
      'create index concurrently on public.child (a);',
    ],
    ['an index', 'a int references public.t', 'create index on public.child (a)', undefined],
    ['a longer index', 'a int references public.t, b int', 'create index on public.child (a, b)', undefined],
    ['a primary key', 'a int primary key references public.t', '', undefined],
  ])('a foreign key with %s', async (_, columns, more, mend) => {
    const found = await remarks(`create table public.child (${columns}); ${more}`, 'drop table public.child');
    expect(found.map((each) => each.mend)).toEqual(mend === undefined ? [] : [mend]);
  });
});

test.each([
  [
    'two for select',
    'for select to authenticated using (true)',
    'for select to authenticated using (true)',
    ['select'],
  ],
  [
    'one for all and one for insert',
    'for all to authenticated using (true)',
    'for insert to authenticated with check (true)',
    ['insert'],
  ],
  ['other roles', 'for select to authenticated using (true)', 'for select to anon using (true)', undefined],
  [
    'a restrictive one',
    'for select to authenticated using (true)',
    'as restrictive for select to authenticated using (true)',
    undefined,
  ],
  [
    'other verbs',
    'for update to authenticated using (true)',
    'for select to authenticated using (true)',
    undefined,
  ],
])('several permissive policies: %s', async (_, one, two, verbs) => {
  const found = await remarks(
    `create policy one on public.t ${one}; create policy two on public.t ${two}`,
    'drop policy one on public.t; drop policy two on public.t',
  );
  expect(found.map(({ message }) => message)).toEqual(
    verbs === undefined
      ? []
      : [expect.stringContaining(`evaluated for ${verbs.join(', ')} by authenticated`)],
  );
});

describe('pgTAP', () => {
  const run = async (sql: string) => {
    await writeFile(path.join(workspace, 'tests/a.sql'), sql);
    return checkPgtap(database.db, { workspace, directory: 'tests' });
  };

  test('is skipped where there is none, of it or of files', async () => {
    expect(await checkPgtap(database.db, { workspace, directory: 'nowhere' })).toMatchObject({
      outcome: 'skipped',
    });
    expect(await run('select plan(1)')).toMatchObject({
      outcome: 'skipped',
      detail: expect.stringContaining('not installed'),
    });
  });

  test.each([
    [
      'passes',
      "begin; select plan(2); select ok(true, 'a'); insert into public.t (id) values (1); select ok(true, 'b'); select * from finish(); rollback;",
      'pass',
      undefined,
    ],
    ['fails', "begin; select plan(1); select ok(false, 'closed'); rollback;", 'fail', 'tests/a.sql: closed'],
    ['stops early', "begin; select plan(2); select ok(true, 'a'); rollback;", 'unknown', 'tests/a.sql'],
    ['has no plan', "select ok(true, 'a');", 'unknown', 'tests/a.sql'],
    ['cannot run', "begin; select plan(1); select ok(true, 'a'), 1/0; rollback;", 'unknown', 'tests/a.sql'],
    [
      'would commit',
      "begin; select plan(1); insert into public.t (id) values (2); commit; select ok(true, 'a');",
      'unknown',
      'tests/a.sql',
    ],
    [
      'rolls nothing back by itself',
      "select plan(1); insert into public.t (id) values (3); select ok(true, 'a');",
      'pass',
      undefined,
    ],
    ['says what is to do', "select plan(1); select 'not ok 1 - later # TODO'", 'pass', undefined],
  ])('a file that %s', async (_, sql, outcome, object) => {
    // Stands in for the extension, which the server of the tests does not have.
    await query(`create schema if not exists tap; create or replace function tap.plan(int) returns text language sql as $$ select '1..' || $1 $$;
      create or replace function tap.ok(boolean, text) returns text language sql as $$ select case when $1 then '' else 'not ' end || 'ok 1 - ' || $2 $$;
      create or replace function tap.finish() returns setof text language sql as $$ select '# done' $$;
      insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
        select 4711, 'pgtap', 10, 'tap'::regnamespace, false, '1' where not exists (select from pg_extension where extname = 'pgtap')`);
    const report = await run(sql);
    expect(report.outcome).toBe(outcome);
    expect(report.findings.map((each) => each.object)).toEqual(object === undefined ? [] : [object]);
    expect(await query('select from public.t')).toEqual([]);
  });
});
