import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/release/ports.ts';
import { checkRls } from '../../src/schema/rls/check.ts';
import { loadRls, writeRls } from '../../src/schema/rls/file.ts';
import { readMatrix } from '../../src/schema/rls/matrix.ts';
import { platformDatabase, type TestDatabase } from './support/platform.ts';

const FILE = 'supabase/rls.json';
let database: TestDatabase;
let db: TestDatabase['db'];
let workspace: string;

const check = (): Promise<CheckReport> => checkRls(db, { workspace, file: FILE });

beforeAll(async () => {
  database = await platformDatabase();
  ({ db } = database);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-rls-'));
  await cp('supabase', path.join(workspace, 'supabase'), { recursive: true });
  // UPDATE_RLS=1 writes the platform's expected matrix anew; read the difference before committing it.
  if (process.env['UPDATE_RLS']) await writeRls(db, { workspace: process.cwd(), file: FILE });
  else await writeRls(db, { workspace, file: FILE });
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(workspace, { recursive: true, force: true });
});

it('is what supabase/rls.json says', async () => {
  const report = await checkRls(db, { workspace: process.cwd(), file: FILE });
  expect(report.findings).toEqual([]);
  expect(report.outcome).toBe('pass');
});

interface Policy {
  readonly name: string;
  readonly relation: string;
  readonly command: string;
  readonly roles: string;
  readonly using: string | null;
  readonly check: string | null;
  readonly kind: 'permissive' | 'restrictive';
}

const POLICIES = `
select lower(permissive) as kind, format('%I', policyname) as name, format('%I.%I', schemaname, tablename) as relation, lower(cmd) as command,
  array_to_string(roles, ', ') as roles, qual as using, with_check as check from pg_policies
where schemaname in ('public', 'private', 'audit') order by 2, 1`;

/** Every way to take a policy away or to widen it that its kind allows. */
function mutations({ name, relation, command, roles, using, check, kind }: Policy): Record<string, string> {
  const on = `${name} on ${relation}`;
  const conditions = `${using === null ? '' : ` using (${using})`}${check === null ? '' : ` with check (${check})`}`;
  const other = kind === 'permissive' ? 'restrictive' : 'permissive';
  const forAll = `using (${using ?? 'true'})${check === null ? '' : ` with check (${check})`}`;
  return {
    drop: `drop policy ${on}`,
    ...(using === null || using === 'true' ? {} : { 'using (true)': `alter policy ${on} using (true)` }),
    ...(check === null ? {} : { 'check (true)': `alter policy ${on} with check (true)` }),
    ...(using === null || using === 'true'
      ? {}
      : { 'or something': `alter policy ${on} using (${using} or current_user = 'anon')` }),
    'to public': `alter policy ${on} to public`,
    'for all': `drop policy ${on}; create policy ${on} for all to ${roles} ${forAll}`,
    [other]: `drop policy ${on}; create policy ${on} as ${other} for ${command} to ${roles}${conditions}`,
  };
}

describe('mutation: each policy of the platform, dropped or changed', () => {
  it('turns the matrix red each time, and its SQL turns it green again', { tags: 'full' }, async () => {
    const policies = await db.query<Policy>(POLICIES);
    expect(policies.length).toBeGreaterThanOrEqual(10);
    for (const policy of policies) {
      for (const [what, sql] of Object.entries(mutations(policy))) {
        await db.query(sql);
        const red = await check();
        const label = `${policy.relation} ${policy.name}: ${what}`;
        expect(red.outcome, label).toBe('fail');
        expect(
          red.findings.some((f) => f.object.startsWith(`policy ${policy.relation} ${policy.name}`)),
          label,
        ).toBe(true);
        for (const { mend } of red.findings.filter((f) => f.object.startsWith('policy')))
          await db.query(mend ?? '');
        expect((await check()).findings, label).toEqual([]);
      }
    }
  });

  it.each([
    [
      'row-level security switched off',
      'alter table public.patients disable row level security',
      'rls public.patients',
    ],
    ['forced', 'alter table public.patients force row level security', 'rls public.patients'],
    ['a right given', 'grant select on public.patients to anon', 'public.patients anon select'],
    ['a right given to everybody', 'grant delete on public.notices to public', 'public.notices anon delete'],
    [
      'a right on one column',
      'grant update (title) on public.notices to authenticated',
      'public.notices authenticated update',
    ],
    [
      'one column more',
      'grant update (id) on public.profiles to authenticated',
      'public.profiles authenticated update',
    ],
    ['a right taken', 'revoke select on public.notices from anon', 'public.notices anon select'],
    [
      'truncate, which knows no policy',
      'grant truncate on public.notices to anon',
      'public.notices anon truncate',
    ],
  ])('%s', async (_, sql, object) => {
    await db.query(sql);
    const red = await check();
    expect(red.findings.map((f) => f.object)).toContain(object);
    for (const { mend } of red.findings) if (mend) await db.query(mend);
    expect((await check()).findings).toEqual([]);
  });

  it('sees ways around policies: functions of the owner, bodies that policies call, views', async () => {
    await db.query(`create function public.all_patients() returns setof public.patients language sql security definer
      set search_path = '' as 'select * from public.patients'`);
    await db.query('create view public.everything as select * from public.prescriptions');
    await db.query('grant select on public.everything to anon');
    const [old] = await db.query<{ sql: string }>(
      `select pg_get_functiondef('private.patient_id()'::regprocedure) as sql`,
    );
    await db.query(`create or replace function private.patient_id() returns uuid language sql stable security definer
      set search_path = '' as 'select p.id from public.patients p limit 1'`);
    const objects = (await check()).findings.map((f) => `${f.object}: ${f.message}`);
    expect(objects).toEqual([
      expect.stringMatching(/^public\.everything: .*view of its owner.*anon can select/),
      expect.stringMatching(/^function private\.patient_id\(\): its body changed/),
      expect.stringMatching(/^function public\.all_patients\(\): .*definer, callable by anon/),
    ]);
    await db.query('drop view public.everything; drop function public.all_patients()');
    await db.query(old?.sql ?? '');
    expect((await check()).outcome).toBe('pass');
  });
});

describe('whatever shows more than the file says', () => {
  beforeAll(async () => {
    await db.query(`create role limited nologin; grant limited to postgres; grant create on schema public to limited;
      create table public.drawer ("a, b" int, a int, b int); revoke all on public.drawer from anon, authenticated;
      grant select ("a, b") on public.drawer to anon; alter table public.drawer enable row level security;
      create table public.papers (id uuid, secret text); revoke all on public.papers from anon, authenticated;
      create table public.shown (id uuid); grant select on public.shown to anon;
      create view public.board with (security_invoker = yes) as select 1 as one from public.notices;
      create view public.shelf as select 1 as one from public.notices where id is null;
      create view public.sieve with (security_barrier) as select 1 as one from public.notices;
      alter view public.shelf owner to limited; grant select on public.shelf to anon;
      create function public.find() returns int language sql security definer set search_path = '' as 'select 1';
      alter function public.find() owner to limited`);
    await writeRls(db, { workspace, file: FILE });
  });
  afterAll(async () => {
    await db.query(`drop view public.board, public.shelf, public.sieve; drop function public.find();
      drop table public.drawer, public.papers, public.shown; revoke create on schema public from limited; drop role limited`);
    await writeRls(db, { workspace, file: FILE });
  });

  it.each<[string, string, RegExp, string?]>([
    [
      'a view of its owner that shows other rows',
      'create or replace view public.shelf as select 1 as one from public.notices',
      /^public\.shelf: its definition changed/,
      'create or replace view public.shelf as select 1 as one from public.notices where id is null',
    ],
    [
      'a view with another owner',
      'alter view public.shelf owner to postgres',
      /^public\.shelf: expected to read with the privileges of limited, but it reads with those of postgres/,
    ],
    [
      'a function with another owner',
      'alter function public.find() owner to postgres',
      /^function public\.find\(\): expected to run with the privileges of limited/,
    ],
    [
      'a function that looks names up where its caller says',
      'alter function public.find() reset search_path',
      /^function public\.find\(\): expected to run with search_path="" set, but it runs with nothing/,
    ],
    [
      'a function that looks names up elsewhere, past policies',
      'alter function public.find() set search_path = public, pg_temp; alter function public.find() set row_security = off',
      /^function public\.find\(\): .*it runs with row_security=off, search_path=public, pg_temp/,
    ],
    [
      'a function that sees rows before policies do',
      'alter function public.find() leakproof',
      /^function public\.find\(\): .*it runs with search_path="", leakproof/,
    ],
    [
      'a view that hides rows no longer from functions',
      'alter view public.sieve reset (security_barrier)',
      /^public\.sieve: it is no longer a security barrier/,
    ],
    [
      'an owner whom policies no longer hold',
      'alter role limited bypassrls',
      /^function public\.find\(\): .*those of limited \(bypassrls\)/,
    ],
    [
      'a table that is read through another one',
      'alter table public.papers inherit public.shown',
      /^public\.papers: it inherits from public\.shown/,
      'alter table public.papers no inherit public.shown',
    ],
    [
      'a view that reads with the privileges of its reader, however that is written, and then of its owner',
      'alter view public.board set (security_invoker = off)',
      /^rls public\.board: expected view of its reader, but it is view of its owner/,
    ],
    [
      'columns whose names together are the name of another',
      'revoke select on public.drawer from anon; grant select (a, b) on public.drawer to anon',
      /^public\.drawer anon select: expected no rows \("a, b"\), but it is no rows \(a, b\)/,
    ],
    [
      'a procedure with the privileges of its owner',
      `create procedure public.sweep() language sql security definer as 'select 1'`,
      /^function public\.sweep\(\): not in the expected matrix: runs as definer/,
    ],
  ])('%s', async (_, sql, said, undo) => {
    await db.query(sql);
    const red = await check();
    expect(red.findings.map((f) => `${f.object}: ${f.message}`)).toContainEqual(expect.stringMatching(said));
    for (const mend of undo ? [undo] : red.findings.map((f) => f.mend ?? '')) await db.query(mend);
    expect((await check()).findings).toEqual([]);
    await db.query('drop procedure if exists public.sweep()');
  });
});

it('looks at tables of storage once the project has a policy on them', async () => {
  await db.query(`create schema storage; grant usage on schema storage to authenticated;
    create table storage.objects (id int, owner uuid); create table storage.buckets (id int);
    alter table storage.objects enable row level security; grant all on storage.objects to authenticated`);
  expect((await check()).findings).toEqual([]);
  await db.query(
    'create policy mine on storage.objects for select to authenticated using (owner = auth.uid())',
  );
  expect((await check()).findings).toMatchObject([
    {
      object: 'storage.objects',
      message: expect.stringMatching(/not in the expected matrix.*authenticated can select/),
    },
  ]);
  await db.query('drop schema storage cascade');
});

describe('the matrix agrees with what the server does', () => {
  it('for each role, relation and verb', async () => {
    const matrix = await readMatrix(db);
    for (const [relation, { rights }] of Object.entries(matrix.relations)) {
      for (const role of matrix.roles) {
        for (const [verb, sql] of Object.entries({
          select: `select from ${relation}`,
          delete: `delete from ${relation} where false`,
        })) {
          const cell = rights[role]?.[verb as 'select'];
          const refused = await db
            .transaction(async (tx) => {
              await tx.query(`set local role ${role}`);
              await tx.query(sql);
              return false;
            })
            .catch(() => true);
          expect(refused, `${role} ${verb} ${relation}: ${cell}`).toBe(cell === undefined);
        }
      }
    }
  });
});

describe('probes', () => {
  const people = {
    alice: '00000000-0000-4000-8000-00000000000a',
    bob: '00000000-0000-4000-8000-00000000000b',
  };
  const probe = {
    name: 'patients see themselves',
    setup: 'supabase/verify/rls/patients.setup.sql',
    users: {
      alice: { role: 'authenticated', claims: { sub: people.alice } },
      bob: { role: 'authenticated', claims: { sub: people.bob } },
    },
    relation: 'public.patients',
    key: 'medical_record_number',
    rows: { 'MRN-A': ['alice'], 'MRN-B': ['bob'] },
  };
  const setup = Object.entries(people)
    .map(
      ([name, id]) => `insert into auth.users (id, email) values ('${id}', '${name}@example.test');
insert into public.profiles (id, display_name) values ('${id}', '${name}');
insert into public.patients (profile_id, medical_record_number, given_name, family_name, birth_date)
  values ('${id}', 'MRN-${name[0]?.toUpperCase()}', '${name}', 'Test', '1990-01-01');`,
    )
    // The app's own tables give rows only to reads that are noted.
    .concat('select private.open_read();')
    .join('\n');

  async function withProbe(change: object = {}, sql = setup): Promise<CheckReport> {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(path.join(workspace, 'supabase/verify/rls'), { recursive: true });
    await writeFile(path.join(workspace, probe.setup), sql);
    const file = path.join(workspace, FILE);
    const before = await readFile(file, 'utf8');
    await writeFile(file, JSON.stringify({ ...JSON.parse(before), probes: [{ ...probe, ...change }] }));
    try {
      return await check();
    } finally {
      await writeFile(file, before);
    }
  }

  it('pass when each user sees their rows and no others, and leave nothing behind', async () => {
    const report = await withProbe();
    expect(report).toMatchObject({ outcome: 'pass', findings: [] });
    expect(await db.query('select from auth.users')).toHaveLength(0);
  });

  it('fail when a policy shows another person’s row, naming who sees what', async () => {
    await db.query(`alter policy "patients read themselves" on public.patients using (true)`);
    const messages = (await withProbe()).findings.map((f) => f.message);
    expect(messages).toContain('alice (authenticated) sees row MRN-B of public.patients');
    expect(messages).toContain('bob (authenticated) sees row MRN-A of public.patients');
    await db.query(
      `alter policy "patients read themselves" on public.patients
       using (profile_id = (select auth.uid()) and (select private.session_is_open()))`,
    );
  });

  it('fail when somebody no longer sees their own', async () => {
    expect(
      (await withProbe({ rows: { 'MRN-A': ['alice', 'bob'], 'MRN-B': ['bob'] } })).findings,
    ).toMatchObject([{ message: 'bob (authenticated) does not see row MRN-A of public.patients' }]);
  });

  it('are unknown, not passed, when the row is not there or the setup fails', async () => {
    expect(await withProbe({ rows: { 'MRN-Z': [] } })).toMatchObject({ outcome: 'unknown' });
    expect(await withProbe({}, 'insert into nowhere values (1)')).toMatchObject({ outcome: 'unknown' });
    expect(await withProbe({}, `${setup} commit;`)).toMatchObject({ outcome: 'unknown' });
    expect(await db.query('select from auth.users')).toHaveLength(0);
  });
});

it('keeps probes and roles of an existing file when it is written anew', async () => {
  const probes = [{ name: 'x', users: {}, relation: 'public.notices', rows: {} }];
  const file = path.join(workspace, FILE);
  await writeFile(
    file,
    JSON.stringify({ version: 1, roles: ['anon'], relations: {}, functions: {}, probes }),
  );
  const matrix = await writeRls(db, { workspace, file: FILE });
  expect(matrix.roles).toEqual(['anon']);
  expect((await loadRls(workspace, FILE))?.probes).toMatchObject(probes);
});

it('names the place of a mistake in the file', async () => {
  await writeFile(
    path.join(workspace, 'bad.json'),
    '{"version":1,"roles":["anon"],"relations":{},"functions":{},"probs":[]}',
  );
  await expect(loadRls(workspace, 'bad.json')).rejects.toThrow(/SHIPLOCK_SCHEMA_RLS_FILE.*probs/);
});
