import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installRecord } from '../../src/release/record/install.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** The owner's own role throughout: it could write everything. */
let fresh: FreshDatabase;
let workspace: string;
const hosting = new MemoryHosting();
const opened: { close(): Promise<void> }[] = [];

async function context(letter: string) {
  return contextOf(letter.repeat(40));
}

async function contextOf(commit: string) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return made;
}

/** Every relation, function and schema of the database, and the rows of the record. */
async function everything(): Promise<readonly string[]> {
  const { db } = await context('f');
  const objects = await db.query<{ name: string }>(
    `select 'schema ' || nspname as name from pg_namespace where nspname !~ '^pg_(toast_)?temp'
     union all select 'relation ' || oid::text from pg_class where relpersistence <> 't'
     union all select 'function ' || oid::text from pg_proc order by 1`,
  );
  const [record] = await db.query<{ there: boolean }>(
    "select to_regnamespace('shiplock') is not null as there",
  );
  const rows = record?.there
    ? await db.query<{ name: string }>(
        `select 'event ' || seq as name from shiplock.event union all select 'release ' || id from shiplock.release
         union all select 'proposal ' || id from shiplock.proposal order by 1`,
      )
    : [];
  return [...objects, ...rows].map(({ name }) => name);
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-plan-writes-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_orders.sql'),
    'create table public.orders (id int primary key); alter table public.orders enable row level security; grant select on public.orders to authenticated;',
  );
});
afterAll(async () => {
  await Promise.all(opened.map((db) => db.close()));
  await fresh.drop();
});

it('on a fresh database a plan installs nothing and opens nothing, whoever runs it, and says so', async () => {
  const before = await everything();
  const first = await context('a');
  const planned = await plan(first);
  expect(planned.outputs['pending-migrations']).toBe('1');
  expect(first.said.join('\n')).toContain('plan wrote nothing');
  expect(await everything()).toEqual(before);
});

it('migrate that finds no release says that it installed the record, if it did', async () => {
  await expect(migrate(await context('a'))).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
    problem: { done: [expect.stringContaining('schema shiplock')], notDone: ['nothing else was changed'] },
  });
  await expect(migrate(await context('a'))).rejects.toMatchObject({
    problem: { notDone: ['nothing was changed'] },
  });
});

it('with a record, a plan of what was never deployed is refused, and opens no release', async () => {
  await installRecord((await context('f')).db);
  const before = await everything();
  // Another commit each time the test is tried: a release that the first try opened would be found by the second.
  const commit = randomBytes(20).toString('hex');
  await expect(plan(await contextOf(commit))).rejects.toMatchObject({ code: 'SHIPLOCK_PHASE_ORDER' });
  expect(await everything()).toEqual(before);
});

it('after deploy a plan writes itself into the record, once, and says so', async () => {
  await deploy(await context('c'));
  const before = await everything();
  const first = await context('c');
  await plan(first);
  expect(first.said.join('\n')).toContain('plan wrote the plan into the record;');
  const written = (await everything()).filter((one) => !before.includes(one));
  expect(written).toEqual([expect.stringMatching(/^event /)]);
  const again = await context('c');
  await plan(again);
  expect(again.said.join('\n')).toContain('plan wrote nothing');
});
