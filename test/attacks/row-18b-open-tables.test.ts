import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { databaseSchema, writeRls } from '../../src/schema/index.ts';
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

const schema = (openTables: readonly { table: string; reason: string }[] = []) =>
  databaseSchema({
    database: async () => db,
    workspace,
    openTables,
    verifyDir: 'supabase/verify',
    rlsFile: 'supabase/rls.json',
    usageFile: 'supabase/usage.json',
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
    create table internal.elsewhere (id int); grant select on internal.elsewhere to anon;
    create table public.emptied (id int); grant truncate, references, trigger on public.emptied to anon;`);
  const { open } = await gaps();
  expect(open.map(({ object }) => object).sort()).toEqual([
    'public."Odd name"',
    'public.columns',
    'public.open',
  ]);
  expect(open.find(({ object }) => object === 'public.open')).toMatchObject({
    message: expect.stringMatching(/anon can .*select/),
    mend: 'alter table public.open enable row level security;',
  });
  expect(await rls()).toMatchObject({ outcome: 'fail' });
});

test('attack 18b: what the settings list is allowed, and told with the reason', async () => {
  const meant = [
    { table: 'public.open', reason: 'prices are public' },
    { table: 'public.Odd name', reason: 'prices are public' },
  ];
  const { open, allowed } = (await schema(meant).gaps?.()) ?? {};
  expect(open?.map(({ object }) => object)).toEqual(['public.columns']);
  expect(allowed?.map(({ table }) => table).sort()).toEqual(['public.Odd name', 'public.open']);
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
  expect(await gaps()).toEqual({ warnings: [], open: [], allowed: [] });
  expect(await rls()).toMatchObject({ outcome: 'pass' });
});

describe('attack 18b: a pending file', () => {
  const OPEN = 'create table public.notices (id int);';
  beforeAll(async () => {
    await db.query(`alter default privileges in schema public grant all on tables to anon, authenticated;
      create table public.dormant (id int); revoke all on public.dormant from anon, authenticated;
      create table public.guarded (id int); alter table public.guarded enable row level security;
      revoke all on public.guarded from anon, authenticated;`);
    await mkdir(path.join(workspace, 'supabase/migrations'), { recursive: true });
  });

  /** What the plan says of one file, and whether it refuses. */
  async function planned(sql: string, openTables: readonly { table: string; reason: string }[] = []) {
    await writeFile(path.join(workspace, 'supabase/migrations/20260101000000_a.sql'), sql);
    const engine = migrationEngine({
      ...{ url: fresh.url, workspace, directory: 'supabase/migrations', openTables },
    });
    const { pending, refusals = [] } = await engine.pending({ refuse: false });
    const hazards = pending.flatMap(({ statements }) => statements.flatMap((each) => each.hazards));
    return {
      refusals,
      hazards: hazards.filter(({ rule }) => rule === 'table-without-row-security'),
      others: hazards.filter(({ rule }) => rule === 'unused-allowance').map(({ message }) => message),
    };
  }

  test.each([
    [OPEN],
    [`${OPEN} grant select on public.notices to authenticated`],
    ['create table public.notices as select 1 as id'],
    ['create materialized view public.notices as select 1 as id'],
    [
      'create schema hidden; create table hidden.notices (id int); grant select on hidden.notices to anon; alter table hidden.notices set schema public',
    ],
    [
      `${OPEN} alter table public.notices enable row level security; alter table public.notices disable row level security`,
    ],
    ['grant select on public.dormant to anon'],
    [`do $$ begin ${OPEN} end $$`],
    [`revoke all on all tables in schema public from anon, authenticated; ${OPEN}`],
    [`-- shiplock: allow=table-without-row-security reason="my own word"\n${OPEN}`],
  ])('that leaves a relation open to API roles is refused: %s', async (sql) => {
    const { refusals } = await planned(sql);
    expect(refusals.map(({ code }) => code)).toEqual(['SHIPLOCK_PLAN_HAZARD']);
    expect(refusals[0]?.next).toContain('openTables');
  });

  test.each([
    ['create view public.notices as select id from public.guarded'],
    ['alter table public.guarded owner to authenticated'],
    ['alter role anon bypassrls'],
  ])('that leads around row level security is refused: %s', async (sql) => {
    const { refusals } = await planned(sql);
    expect(refusals.map(({ code }) => code)).toEqual(['SHIPLOCK_PLAN_HAZARD']);
  });

  test.each([
    [`${OPEN} alter table public.notices enable row level security`],
    ['create table hidden_away (id int); drop table hidden_away'],
    ['create schema hidden; create table hidden.notices (id int)'],
    [`${OPEN} alter table public.notices set schema internal`],
    [`${OPEN} revoke select, insert, update, delete on public.notices from anon, authenticated`],
    [`alter default privileges in schema public revoke all on tables from anon, authenticated; ${OPEN}`],
    ['create view public.notices with (security_invoker = true) as select id from public.guarded'],
    ['create view public.notices as select id from public.guarded where auth.uid() is not null'],
    ['create view public.notices as select count(*) from public.guarded'],
    ['grant select on public.dormant to anon; alter table public.dormant enable row level security'],
    ['grant select on public.dormant to anon; revoke all on public.dormant from anon'],
  ])('that leaves none goes through: %s', async (sql) => {
    const codes = (await planned(sql)).refusals.map(({ code }) => code);
    expect(codes).not.toContain('SHIPLOCK_PLAN_HAZARD');
  });

  test('whose table no API role has rights on is a remark', async () => {
    const { refusals, hazards } = await planned(
      `${OPEN} revoke all on public.notices from anon, authenticated`,
    );
    expect(refusals).toEqual([]);
    expect(hazards.map(({ severity }) => severity)).toEqual(['info']);
  });

  test('is allowed by the settings with a reason, table by table, and a comment in it is not', async () => {
    const meant = [{ table: 'public.notices', reason: 'prices are public' }];
    const { refusals, hazards } = await planned(OPEN, meant);
    expect(refusals).toEqual([]);
    expect(hazards).toMatchObject([{ severity: 'refused', allowed: { reason: 'prices are public' } }]);
    expect((await planned(`${OPEN} create table public.more (id int);`, meant)).refusals).toHaveLength(1);
    const said = await planned(`-- shiplock: allow=table-without-row-security reason="my own word"\n${OPEN}`);
    expect(said.others).toEqual([expect.stringContaining('database.openTables')]);
  });
});
