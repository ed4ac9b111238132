import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** Projects as Supabase makes them now, and as it made them before 30 May 2026. */
const project = { none: undefined, all: undefined } as Record<'none' | 'all', FreshDatabase | undefined>;
let workspace: string;
beforeAll(async () => {
  project.none = await freshDatabase({ supabase: true, grants: 'none' });
  project.all = await freshDatabase({ supabase: true, grants: 'all' });
  for (const each of [project.none, project.all])
    await run(each, ['create table public.old (id int); alter table public.old enable row level security']);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-reach-'));
});
afterAll(async () => {
  await project.none?.drop();
  await project.all?.drop();
  await rm(workspace, { recursive: true });
});

async function run(at: FreshDatabase | undefined, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: at?.url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

interface Asked {
  readonly grants?: 'none' | 'all';
  readonly config?: string;
}

/** What the plan says of the two rules, given what the app says that it uses. */
async function planned(
  files: readonly string[],
  uses: object | undefined,
  { grants = 'none', config }: Asked = {},
) {
  const folder = path.join(workspace, 'supabase');
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'migrations'), { recursive: true });
  for (const [index, sql] of files.entries())
    await writeFile(path.join(folder, `migrations/2026010100000${index}_a.sql`), sql);
  if (uses) await writeFile(path.join(folder, 'usage.json'), JSON.stringify({ version: 1, uses }));
  if (config) await writeFile(path.join(folder, 'config.toml'), config);
  const engine = migrationEngine({
    url: project[grants]?.url ?? '',
    workspace,
    directory: 'supabase/migrations',
    usage: 'supabase/usage.json',
  });
  const { pending, refusals = [] } = await engine.pending({ refuse: false });
  const hazards = pending.flatMap(({ statements }) => statements.flatMap((each) => each.hazards));
  const said = hazards.filter(({ rule }) => rule === 'used-out-of-reach' || rule === 'no-api-role-reaches');
  return {
    said: said.map(({ rule, severity, message }) => ({ rule, severity, message })),
    grants: said.flatMap(({ message }) => /GRANT .*;$/.exec(message)?.[0] ?? []),
    isRefused:
      refusals.some(({ what }) => what.includes('used-out-of-reach')) ||
      said.some(({ severity }) => severity === 'refused'),
  };
}

const RLS = 'alter table public.notes enable row level security;';
const NOTES = `create table public.notes (id int generated always as identity, note text); ${RLS}`;
const reads = { relations: { 'public.notes': { select: ['*'] } } };
const writes = { relations: { 'public.notes': { select: ['id'], insert: ['note'], delete: true } } };
const OWN = `${NOTES} create policy own on public.notes to authenticated using (true);`;

describe('a project whose new tables are granted to nobody', () => {
  const opened: [name: string, files: string[], uses: object, grant: string][] = [
    ['a table', [NOTES], reads, 'GRANT SELECT ON public.notes TO service_role;'],
    [
      'a table with policies',
      [OWN],
      writes,
      'GRANT SELECT, INSERT, DELETE ON public.notes TO authenticated;',
    ],
    [
      'a table for everybody',
      [`${NOTES} create policy p on public.notes using (true);`],
      reads,
      'GRANT SELECT ON public.notes TO anon, authenticated;',
    ],
    [
      'a right that is missing',
      [`${OWN} grant select on public.notes to authenticated;`],
      writes,
      'GRANT INSERT, DELETE ON public.notes TO authenticated;',
    ],
    [
      'columns that are missing',
      [`${OWN} grant select (note) on public.notes to anon;`],
      { relations: { 'public.notes': { select: ['id', 'note'] } } },
      'GRANT SELECT ON public.notes TO authenticated;',
    ],
    [
      'rights that a later file takes',
      [
        `${OWN} grant select on public.notes to authenticated;`,
        'revoke all on public.notes from authenticated',
      ],
      reads,
      'GRANT SELECT ON public.notes TO authenticated;',
    ],
    [
      'a view',
      ['create view public.notes with (security_invoker = true) as select * from public.old'],
      reads,
      'GRANT SELECT ON public.notes TO authenticated;',
    ],
    [
      'a materialized view',
      ['create materialized view public.notes as select * from public.old'],
      reads,
      'GRANT SELECT ON public.notes TO authenticated;',
    ],
    [
      'a name that needs quotes',
      [`create table public."Notes" (id int); alter table public."Notes" enable row level security`],
      { relations: { 'public."Notes"': { select: ['id'] } } },
      'GRANT SELECT ON public."Notes" TO service_role;',
    ],
    [
      'a function',
      [
        "create function public.notes(a int) returns int language sql as 'select 1'; revoke all on function public.notes(int) from public",
      ],
      { functions: ['public.notes(int)'] },
      'GRANT EXECUTE ON FUNCTION public.notes(integer) TO authenticated;',
    ],
    [
      'a function where PUBLIC may call nothing',
      [
        "alter default privileges revoke execute on functions from public; create function public.notes() returns int language sql as 'select 1'",
      ],
      { functions: ['public.notes()'] },
      'GRANT EXECUTE ON FUNCTION public.notes() TO authenticated;',
    ],
    [
      'the sequence of a serial column',
      [
        `create table public.notes (id serial, note text); ${RLS} grant insert on public.notes to authenticated; revoke all on all sequences in schema public from anon, authenticated`,
      ],
      { relations: { 'public.notes': { insert: ['note'] } } },
      'GRANT USAGE ON SEQUENCE public.notes_id_seq TO authenticated;',
    ],
  ];
  test.each(sample(opened, 3))(
    'refuses %s that the app uses, with the GRANT that opens it',
    async (_name, files, uses, grant) => {
      const { grants, isRefused } = await planned(files, uses);
      expect(isRefused).toBe(true);
      expect(grants).toEqual([grant]);
      expect((await planned([...files, ...grants], uses)).said).toEqual([]);
      // PostgreSQL takes it.
      await run(project.none, ['begin', ...files, ...grants, 'rollback']);
    },
  );

  const quiet: [name: string, files: string[], uses: object | undefined][] = [
    ['granted in the same file', [`${OWN} grant select on public.notes to authenticated`], reads],
    ['granted in a later file', [OWN, 'grant all on all tables in schema public to authenticated'], writes],
    ['granted to PUBLIC', [`${OWN} grant select on public.notes to public`], reads],
    ['for service_role alone', [`${NOTES} grant select on public.notes to service_role`], reads],
    [
      'for a role of the app’s',
      [`${NOTES} create role reach_app; grant select on public.notes to reach_app`],
      reads,
    ],
    [
      'granted by default privileges of the release',
      [`alter default privileges in schema public grant select on tables to authenticated; ${NOTES}`],
      reads,
    ],
    ['not used by the app', [NOTES], { relations: { 'public.old': { select: ['id'] } } }],
    ['made and dropped', [`${NOTES} drop table public.notes`], reads],
    [
      'with a function that PUBLIC may call',
      ["create function public.notes() returns int language sql as 'select 1'"],
      { functions: ['public.notes()'] },
    ],
    [
      'with all sequences granted',
      [
        `create table public.notes (id bigserial, note text); ${RLS} grant insert on public.notes to anon; grant usage on all sequences in schema public to anon`,
      ],
      { relations: { 'public.notes': { insert: ['note'] } } },
    ],
    [
      'in a schema that the API does not serve',
      ['create schema inner; create table inner.notes (id int)'.replaceAll('inner', 'kept')],
      undefined,
    ],
  ];
  test.each(sample(quiet, 3))('says nothing of a table %s', async (_name, files, uses) => {
    expect((await planned(files, uses)).said).toEqual([]);
  });

  test('without a word of what the app uses there is a hint, and a warning where policies show who was meant', async () => {
    const [remark] = (await planned([NOTES], undefined)).said;
    expect(remark).toMatchObject({ rule: 'no-api-role-reaches', severity: 'info' });
    expect(remark?.message).toContain('GRANT SELECT, INSERT, UPDATE, DELETE ON public.notes TO service_role');
    expect((await planned([OWN], undefined)).said).toMatchObject([{ severity: 'warning' }]);
    expect(
      (await planned([`${NOTES} grant select on public.notes to service_role`], undefined)).said,
    ).toEqual([]);
  });

  test('a schema that config.toml says the API serves counts like public', async () => {
    const files = ['create schema api; grant usage on schema api to anon; create table api.notes (id int)'];
    const config = '[api]\nschemas = ["public", "api"]\n';
    expect((await planned(files, undefined, { config })).said).toMatchObject([
      { rule: 'no-api-role-reaches' },
    ]);
    await expect(planned(files, undefined, { config: '[api\n' })).rejects.toMatchObject({
      code: 'SHIPLOCK_PROJECT_CONFIG',
    });
  });
});

test('an older project grants by itself, so nothing is missing', async () => {
  expect((await planned([OWN], writes, { grants: 'all' })).said).toEqual([]);
  expect((await planned([OWN], undefined, { grants: 'all' })).said).toEqual([]);
  expect(
    (
      await planned([`${OWN} revoke all on public.notes from anon, authenticated, service_role`], reads, {
        grants: 'all',
      })
    ).isRefused,
  ).toBe(true);
});
