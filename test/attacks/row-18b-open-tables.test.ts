import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { databaseSchema, writeRls } from '../../src/database/schema/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

let fresh: FreshDatabase;
let db: PgDatabase;
let workspace: string;
beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  db = await connect(fresh.url);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-open-'));
});
afterAll(async () => {
  await db?.close();
  await fresh?.drop();
  await rm(workspace, { recursive: true });
});

const schema = () =>
  databaseSchema({
    database: async () => db,
    workspace,
    verifyDir: 'supabase/verify',
    rlsFile: 'supabase/rls.json',
    contractFile: 'supabase/contract.json',
  });
const gaps = async () => (await schema().gaps?.()) ?? { warnings: [], open: [] };
const rls = async () => (await schema().verify({})).find(({ check }) => check === 'rls');

test('attack 18b: without rls.json and verify SQL both gaps are said, each with its command', async () => {
  const { warnings, open } = await gaps();
  expect(warnings).toEqual([
    expect.stringContaining('shiplock rls write'),
    expect.stringContaining('check_name'),
  ]);
  expect(open).toEqual([]);
  expect(await rls()).toMatchObject({
    outcome: 'skipped',
    detail: expect.stringContaining('shiplock rls write'),
  });
});

test('attack 18b: a table that anybody may read is not passed over', async () => {
  await db.query('create schema if not exists internal');
  await db.query(`
    create table public.open (id int); grant select on public.open to anon;
    create table public.columns (id int, note text); grant select (note) on public.columns to authenticated;
    create table public."Odd name" (id int); grant all on public."Odd name" to public;
    create table public.closed (id int); alter table public.closed enable row level security; grant select on public.closed to anon;
    create table public.ungranted (id int); revoke all on public.ungranted from anon, authenticated, public;
    create table internal.elsewhere (id int); grant select on internal.elsewhere to anon;`);
  const { open } = await gaps();
  expect(open.map(({ object }) => object).sort()).toEqual([
    'public."Odd name"',
    'public.columns',
    'public.open',
  ]);
  expect(open.find(({ object }) => object === 'public.open')).toMatchObject({
    message: expect.stringMatching(/anon may .*select/),
    mend: 'alter table public.open enable row level security;',
  });
  expect(await rls()).toMatchObject({ outcome: 'fail' });
});

test('attack 18b: what the finding says closes it', async () => {
  for (const { mend } of (await gaps()).open) await db.query(mend ?? '');
  expect((await gaps()).open).toEqual([]);
  expect(await rls()).toMatchObject({ outcome: 'skipped' });
});

test('attack 18b: a file that was reviewed allows what it lists', async () => {
  await db.query('create table public.meant (id int); grant select on public.meant to anon');
  expect((await gaps()).open).toHaveLength(1);
  await mkdir(path.join(workspace, 'supabase/verify'), { recursive: true });
  await writeFile(path.join(workspace, 'supabase/verify/a.sql'), `select 'a' as check_name, 0 as bad`);
  await writeRls(db, { workspace, file: 'supabase/rls.json' });
  expect(await gaps()).toEqual({ warnings: [], open: [] });
  expect(await rls()).toMatchObject({ outcome: 'pass' });
});
