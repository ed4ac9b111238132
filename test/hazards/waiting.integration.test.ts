import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import { migrationsMarkdown } from '../../src/present/migrations.ts';
import { leftOpen } from '../../src/release/steps/gaps.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** What only a contract file brings comes after the soak time: until then the release has to do without it. */

let database: FreshDatabase;
let db: PgDatabase;
let workspace: string;
beforeAll(async () => {
  database = await freshDatabase({ supabase: true, grants: 'all' });
  db = await connect(database.url);
  await db.client.query(`
    create schema private;
    create table public.old (id int primary key, note text);
    alter table public.old enable row level security;
    create policy all_of_them on public.old using (true);
    insert into public.old values (1, 'a'), (2, null);
    create table public.sent (id int primary key, note text unique not null);
    alter table public.sent enable row level security;
    create publication mine for table public.sent;
    create function public.price() returns int language sql as 'select 1';
    create table public.closed (id int);
    revoke all on public.closed from anon, authenticated;`);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-waiting-'));
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
  await rm(workspace, { recursive: true });
});

const USES = {
  version: 1 as const,
  uses: { relations: { 'private.fresh': { select: ['id'] } }, functions: [] },
};

async function plan(files: readonly string[], found = {}) {
  const sources = files.map((sql, index) => ({
    ...{ version: `${index + 1}`, name: 'x', file: `${index + 1}_x.sql`, checksum: '', sql },
  }));
  return (await planMigrations(sources, db, found)).pending;
}

type Pending = Awaited<ReturnType<typeof plan>>;
const phases = (pending: Pending) => pending.map(({ phase }) => phase[0]).join('');
const refusedIn = ({ statements = [] }: Partial<Pending[number]> = {}) =>
  statements.flatMap(({ hazards }) =>
    hazards.filter(({ severity, allowed }) => severity === 'refused' && !allowed),
  );

const TABLE = 'create table public.fresh (id int primary key)';
const WAITS = '-- shiplock: phase=contract\n';

describe('what only a file that waits brings does not count for this release', () => {
  const CASES: [name: string, now: string, waits: string, rule: string, uses?: object][] = [
    [
      'row level security',
      TABLE,
      'alter table public.fresh enable row level security',
      'table-without-row-security',
    ],
    [
      'a revoke',
      TABLE,
      'revoke all on public.fresh from anon, authenticated, public',
      'table-without-row-security',
    ],
    [
      'a move to a schema of its own',
      TABLE,
      'alter table public.fresh set schema private',
      'table-without-row-security',
    ],
    [
      'a drop',
      'create table public.fresh as select * from public.old',
      'drop table public.fresh',
      'table-without-row-security',
    ],
    [
      'another name, secured under it',
      TABLE,
      'alter table public.fresh rename to later; alter table public.later enable row level security',
      'table-without-row-security',
    ],
    [
      'a block that secures it',
      TABLE,
      'do $$ begin alter table public.fresh enable row level security; end $$',
      'table-without-row-security',
    ],
    [
      'row level security of a table that it grants',
      'grant select on public.closed to anon',
      'alter table public.closed enable row level security',
      'table-without-row-security',
    ],
    [
      'a GRANT that the app needs',
      'create table private.fresh (id int); alter table private.fresh enable row level security',
      'grant select on private.fresh to authenticated',
      'used-out-of-reach',
      USES,
    ],
    [
      'what identifies the rows of a published table',
      'alter table public.sent replica identity nothing',
      'alter table public.sent replica identity full',
      'publication-refuses-writes',
    ],
    [
      'a function that is called before',
      'create view public.v with (security_invoker) as select public.made_later() as n',
      'create function public.made_later() returns int language sql as $$ select 1 $$',
      'unknown-to-server',
    ],
  ];
  it.each(CASES)('%s', async (_name, now, waits, rule, uses) => {
    const found = uses ? { uses } : {};
    const pending = await plan([`-- shiplock: phase=expand\n${now}`, `${WAITS}${waits}`], found);
    expect(phases(pending)).toBe('ec');
    expect(refusedIn(pending[0]).map((hazard) => hazard.rule)).toContain(rule);
    expect(refusedIn(pending[0]).find((hazard) => hazard.rule === rule)?.message).toContain(
      'until a waiting contract file is applied',
    );
    // The same in a file of this release is enough.
    const both = await plan(
      rule === 'unknown-to-server'
        ? [`-- shiplock: phase=expand\n${waits}`, `-- shiplock: phase=expand\n${now}`]
        : [`-- shiplock: phase=expand\n${now}`, `-- shiplock: phase=expand\n${waits}`],
      found,
    );
    expect(both.flatMap((file) => refusedIn(file)).filter((hazard) => hazard.rule === rule)).toEqual([]);
  });

  it.each([
    [
      'rights that it gives back',
      'revoke select on public.old from authenticated',
      'grant select on public.old to authenticated',
    ],
    [
      'a policy that lets in again whom row level security keeps out',
      'drop policy all_of_them on public.old',
      'create policy all_of_them on public.old using (true)',
    ],
    [
      'a function that it makes again',
      'drop function public.price()',
      'create function public.price() returns int language sql as $$ select 2 $$',
    ],
  ])('and what needs it waits with it: %s', async (_name, now, waits) => {
    const pending = await plan([now, `${WAITS}${waits}`]);
    expect(phases(pending)).toBe('cc');
    expect(pending[0]?.statements.flatMap(({ breaks = [] }) => breaks).join()).toMatch(/waiting/);
    expect(phases(await plan([now, waits]))).toBe('ee');
  });

  it('an open table of today stays open until the file that closes it is applied', async () => {
    const open = [{ object: 'public.old', message: 'it has no row level security' }];
    const closing = 'alter table public.old enable row level security';
    const of = async (sql: string) => ({
      pending: await plan([sql]),
      appliedCount: 0,
      ignored: [],
      facts: [],
    });
    expect(leftOpen(open, await of(`-- shiplock: phase=expand\n${closing}`))).toEqual([]);
    expect(leftOpen(open, await of(`${WAITS}${closing}`))).toEqual(open);
    expect(leftOpen(open, await of(`${WAITS}revoke all on public.old from anon`))).toEqual(open);
  });
});

describe('a contract file of an earlier release that waits', () => {
  const engine = async (files: Readonly<Record<string, string>>) => {
    const folder = path.join(workspace, 'supabase/migrations');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [name, sql] of Object.entries(files)) await writeFile(path.join(folder, name), sql);
    return migrationEngine({ url: database.url, workspace, directory: 'supabase/migrations' });
  };
  const waiting = new Set(['20260101000000']);
  const pending = async (files: Readonly<Record<string, string>>) =>
    (await engine(files)).pending({ refuse: false, waiting, judgeWaiting: true });

  it('says what it still risks, as warnings that refuse nothing and are no part of the plan’s hash', async () => {
    const found = await pending({
      '20260101000000_filled.sql':
        'alter table public.old alter note set not null;\nalter table public.old drop column note;',
      '20260102000000_new.sql': 'alter table public.old add column other int;',
    });
    expect(found.refusals).toBeUndefined();
    const hazards = found.waiting?.flatMap(({ statements = [] }) =>
      statements.flatMap((each) => each.hazards),
    );
    expect(hazards?.filter(({ severity }) => severity === 'refused')).toEqual([]);
    const warned = hazards?.filter(({ severity }) => severity === 'warning') ?? [];
    expect(warned.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['rows-break-constraint', 'drop-column']),
    );
    expect(
      warned.every(
        ({ passing, message }) => passing && /file (?:of an earlier release )?waits/.test(message),
      ),
    ).toBe(true);
    const text = migrationsMarkdown(found);
    expect(text).toContain('20260101000000_filled.sql');
    expect(text).toContain('1 row of public.old has no note: id 2');
  });

  it('says so where nothing else is pending', async () => {
    const found = await pending({
      '20260101000000_filled.sql': 'alter table public.old alter note set not null;',
    });
    expect(found.pending).toEqual([]);
    expect(migrationsMarkdown(found)).toContain('1 row of public.old has no note: id 2');
  });

  it('closes nothing for this release', async () => {
    const found = await pending({
      '20260101000000_secure.sql': 'alter table if exists public.fresh enable row level security;',
      '20260102000000_new.sql': `${TABLE};`,
    });
    expect(found.refusals?.map(({ what }) => what).join()).toContain('table-without-row-security');
  });
});
