import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { loadParser } from '../../src/database/sql/parser.ts';
import type { ShiplockError } from '../../src/release/errors.ts';
import { installRecord } from '../../src/release/record/install.ts';
import { authorityOf, Proposals } from '../../src/release/record/proposals.ts';
import { newReleaseId, ReleaseRecord } from '../../src/release/record/record.ts';
import { databaseSchema, drift, fingerprint, schemaSnapshot, verifyFile } from '../../src/schema/index.ts';
import { checkRls } from '../../src/schema/rls/check.ts';
import { verdict } from '../../src/schema/verdict/verdict.ts';
import { sample } from '../support/full.ts';
import { platformDatabase, type TestDatabase } from './support/platform.ts';

await loadParser();

const ROLES = ['shiplock_plan', 'shiplock_verify'] as const;
let database: TestDatabase;
let owner: PgDatabase;
const passwords = new Map<string, string>();

async function as(role: (typeof ROLES)[number]): Promise<PgDatabase> {
  const url = new URL(database.url);
  url.username = role;
  url.password = passwords.get(role) ?? '';
  return connect(url.href);
}

beforeAll(async () => {
  database = await platformDatabase();
  owner = database.db;
  const sql = await readFile('docs/sql/plan-role.sql', 'utf8');
  await owner.query(sql); // before the record is installed: the installation admits the roles
  await installRecord(owner);
  // As docs/read-only-role.md says of functions that verify SQL calls.
  await owner.query(
    `grant execute on function private.dispensed_quantity(uuid), audit.verify(bigint, text),
      audit.event_hash(audit.events), audit.content_hash(audit.entries) to shiplock_verify`,
  );
  for (const role of ROLES) {
    passwords.set(role, randomBytes(8).toString('hex'));
    await owner.query(`alter role ${role} password '${passwords.get(role)}'`);
  }
});
afterAll(async () => {
  for (const role of ROLES) await owner.query(`drop owned by ${role}`);
  await database[Symbol.asyncDispose]();
});

const schemaOf = (db: PgDatabase) =>
  databaseSchema({
    database: async () => db,
    workspace: process.cwd(),
    verifyDir: 'supabase/verify',
    rlsFile: 'supabase/rls.json',
    usageFile: 'supabase/usage.json',
  });

describe('shiplock_plan', () => {
  it('sees the very schema that the owner sees', async () => {
    const db = await as('shiplock_plan');
    const [mine, theirs] = [await schemaSnapshot(db), await schemaSnapshot(owner)];
    expect(mine.unreadable).toEqual([]);
    expect(fingerprint(mine)).toBe(fingerprint(theirs));
    expect((await drift(theirs, mine)).state).toBe('clean');
    expect(verdict(theirs, mine).answer).toBe('safe');
    expect(await checkRls(db, { workspace: process.cwd(), file: 'supabase/rls.json' })).toMatchObject({
      outcome: 'pass',
    });
    await db.close();
  });

  it('reads the history and the record, proposes, and writes nothing else', async () => {
    const db = await as('shiplock_plan');
    await db.query('select version from supabase_migrations.schema_migrations');
    expect(await authorityOf(db)).toBe('plan');
    const of = { releaseId: newReleaseId(), environment: 'production', commit: 'a'.repeat(40), runId: '1' };
    const proposals = new Proposals(db);
    await proposals.release(of, { url: null, actor: 'ada' });
    await proposals.staged(of, 'dpl_1');
    await proposals.plan(of, { format: 1 });
    expect(await proposals.candidates(of)).toContainEqual({ releaseId: of.releaseId, deploymentId: 'dpl_1' });
    const record = new ReleaseRecord(db);
    expect(await record.events(of.releaseId)).toEqual([]);
    await db.close();
  });

  it.each([
    'select * from public.prescriptions',
    'select * from audit.entries',
    'select * from auth.users',
    `insert into public.notices (category, title, body) values ('recall', 'x', 'y')`,
    `insert into supabase_migrations.schema_migrations (version) values ('1')`,
    `update shiplock.lease set holder = 'me'`,
    `select * from shiplock.open('rel_1', 'production', '${'a'.repeat(40)}', null, null, null, 'ada', 'plan', '{}')`,
    `select * from shiplock.append('rel_1', null, 'ada', 'plan', 'planned', '{}')`,
    `select * from shiplock.append('rel_1', null, 'ada', 'plan', 'planned', '{}', array['{}'])`,
    `select * from shiplock.acquire('production', 'rel_1', 300)`,
    `select shiplock.propose('staged', 'rel_1', 'production', '${'a'.repeat(40)}', null, '{}')`,
    'select shiplock.admit_roles()',
    'insert into shiplock.event select * from shiplock.event',
    'begin; lock table shiplock.event in row exclusive mode',
    'select * from shiplock.lease for update',
    `insert into shiplock.body values (repeat('0', 64), '{}')`,
    'delete from shiplock.proposal',
    `update shiplock.proposal set role = 'postgres'`,
    'set role authenticated',
    'create table public.mine (id int)',
  ])('may not: %s', async (sql) => {
    const db = await as('shiplock_plan');
    await expect(db.query(sql)).rejects.toThrow(/SHIPLOCK_DATABASE_PERMISSION/);
    await db.close();
  });

  it('attack 3: leaves connections to the release and the app', async () => {
    const [{ most, ...limits } = { most: 0 }] = await owner.query<{
      most: number;
      plan: number;
      verify: number;
    }>(
      `select current_setting('max_connections')::int as most,
         (select rolconnlimit from pg_roles where rolname = 'shiplock_plan') as plan,
         (select rolconnlimit from pg_roles where rolname = 'shiplock_verify') as verify`,
    );
    expect(limits).toEqual({ plan: 30, verify: 30 });
    expect(most).toBeGreaterThan(60);
  });

  it('cannot verify rows, and says which grant is missing instead of counting none', async () => {
    const db = await as('shiplock_plan');
    const reports = await schemaOf(db).verify({});
    const sql = reports.find((r) => r.check === 'verify-sql');
    expect(sql?.outcome).toBe('unknown');
    const messages = sql?.findings.map((f) => f.message) ?? [];
    expect(
      messages.every((m) =>
        /^missing grant: grant (usage on schema|select on) \w+ to the role|it needs BYPASSRLS/.test(m),
      ),
      messages.join('\n'),
    ).toBe(true);
    expect(reports.find((r) => r.check === 'contract')?.outcome).toBe('pass');
    await db.close();
  });
});

describe('shiplock_verify', () => {
  it('runs every check of verify', async () => {
    const db = await as('shiplock_verify');
    const reports = await schemaOf(db).verify({ snapshot: await schemaSnapshot(owner) });
    expect(Object.fromEntries(reports.map((r) => [r.check, r.outcome]))).toEqual({
      'verify-sql': 'pass',
      contract: 'pass',
      rls: 'pass',
      drift: 'pass',
      advisors: 'skipped',
      api: 'skipped',
      performance: 'pass',
    });
    await db.close();
  });

  it.each([
    `insert into public.notices (category, title, body) values ('recall', 'x', 'y')`,
    `set default_transaction_read_only = off; insert into public.notices (category, title, body) values ('recall', 'x', 'y')`,
    'set role service_role',
    'create table public.mine (id int)',
  ])('may not: %s', async (sql) => {
    const db = await as('shiplock_verify');
    await expect(db.query(sql)).rejects.toThrow(/SHIPLOCK_DATABASE_(PERMISSION|READ_ONLY)/);
    await db.close();
  });

  it.each([
    ['select * from public."Closed Table"', 'grant select on "Closed Table" to'],
    ['select * from "Closed Schema".t', 'grant usage on schema "Closed Schema" to'],
    [`select nextval('public."closed ""numbers"')`, 'grant usage, select on sequence "closed ""numbers" to'],
    ['select public."Closed F"()', 'grant execute on function "Closed F" to'],
    ['select public."Closed A"(1)', 'grant execute on function "Closed A" to'],
    ['select * from public.closed_far', 'grant select on closed_far to'],
  ])('is told the grant that %s needs, with the name in quotes', async (query, grant) => {
    const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-rights-'));
    await writeFile(path.join(workspace, 'a.sql'), query);
    await owner.query(`create table public."Closed Table" (id int); create schema "Closed Schema";
      create table "Closed Schema".t (id int); create sequence public."closed ""numbers";
      create function public."Closed F"() returns int language sql as 'select 1';
      revoke execute on function public."Closed F"() from public;
      create aggregate public."Closed A" (int) (sfunc = int4pl, stype = int);
      revoke execute on function public."Closed A"(int) from public;
      create extension file_fdw; create server far foreign data wrapper file_fdw;
      create foreign table public.closed_far (id text) server far options (filename '/dev/null');
      revoke pg_read_all_data from shiplock_verify`);
    // Before PostgreSQL 16 it is the role that inherits, not the grant.
    const [server] = await owner.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const inherits = (server?.version ?? 0) >= 160_000 ? 'with inherit true' : '';
    const db = await as('shiplock_verify');
    const { undecided } = await verifyFile(db, 'a.sql', { workspace });
    const next = await db.query(query).catch((error: ShiplockError) => error.problem.next);
    await db.close();
    await owner.query(`drop table public."Closed Table"; drop schema "Closed Schema" cascade;
      drop sequence public."closed ""numbers"; drop function public."Closed F"();
      drop aggregate public."Closed A" (int); drop extension file_fdw cascade;
      grant pg_read_all_data to shiplock_verify ${inherits}`);
    await rm(workspace, { recursive: true });
    expect(undecided[0]?.message).toContain(`missing grant: ${grant} the role in database-url`);
    // The same where it is not a check that is refused.
    expect(next).toContain(grant.replace(/^.* on /, ' on '));
  });

  it('says BYPASSRLS when it lacks it, instead of counting the rows it is shown', async () => {
    const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-rights-'));
    await mkdir(path.join(workspace, 'v'));
    await writeFile(
      path.join(workspace, 'v/a.sql'),
      `select 'x' as check_name, count(*) as bad from public.patients`,
    );
    await owner.query('alter role shiplock_verify nobypassrls');
    const db = await as('shiplock_verify');
    const result = await verifyFile(db, 'v/a.sql', { workspace });
    expect(result.undecided[0]?.message).toMatch(
      /rows of patients might be hidden from this role: it needs BYPASSRLS/,
    );
    await owner.query('alter role shiplock_verify bypassrls');
    await db.close();
    await rm(workspace, { recursive: true });
  });
});

describe('a catalog that somebody closed', () => {
  it.each(
    sample(
      [
        'pg_aggregate',
        'pg_attrdef',
        'pg_attribute',
        'pg_class',
        'pg_collation',
        'pg_constraint',
        'pg_default_acl',
        'pg_depend',
        'pg_enum',
        'pg_event_trigger',
        'pg_extension',
        'pg_index',
        'pg_inherits',
        'pg_language',
        'pg_namespace',
        'pg_policy',
        'pg_proc',
        'pg_publication',
        'pg_publication_rel',
        'pg_range',
        'pg_rewrite',
        'pg_sequence',
        'pg_trigger',
        'pg_type',
      ],
      5,
    ),
  )('%s: the part is unreadable, the grant is named, and nothing passes', async (catalog) => {
    const before = await schemaSnapshot(owner);
    await owner.query(`revoke select on pg_catalog.${catalog} from public`);
    const db = await as('shiplock_plan');
    const live = await schemaSnapshot(db);
    expect(live.unreadable.map((u) => u.why)).toContainEqual(
      expect.stringContaining(`missing grant: grant select on ${catalog} to the role in database-url`),
    );
    const found = await drift(before, live);
    expect(found.state).toBe('unknown');
    // What was not read is not reported as gone.
    expect(found.findings.map((f) => f.object)).toEqual(live.unreadable.map((u) => u.what));
    expect(verdict(before, live).answer).toBe('unknown');
    await owner.query(`grant select on pg_catalog.${catalog} to public`);
    await db.close();
  });

  it('leaves the matrix unknown, with the grant that is missing', async () => {
    await owner.query('revoke select on pg_catalog.pg_policy from public');
    const db = await as('shiplock_plan');
    const report = await checkRls(db, { workspace: process.cwd(), file: 'supabase/rls.json' });
    expect(report.outcome).toBe('unknown');
    expect(report.findings[0]?.message).toContain('missing grant: grant select on pg_policy');
    await owner.query('grant select on pg_catalog.pg_policy to public');
    await db.close();
  });
});
