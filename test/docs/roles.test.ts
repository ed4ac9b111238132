import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../rehearsal/cloud/index.ts';
import { root } from '../../scripts/project.ts';
import { connect } from '../../src/database/connection.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { checkEnvironment } from '../../src/release/steps/verify.ts';
import { contextFor, MemoryHosting } from '../release/context.ts';
import { DocPage } from './page.ts';

/** docs/read-only-role.md, followed to the letter on a server of its own: roles belong to a whole server. */
const PASSWORD = 'a-password-of-this-test';
let cloud: Cloud;
let page: DocPage;
let workspace: string;
const opened: { close(): Promise<void> }[] = [];

const urlAs = (role: string, database: string): string => {
  const url = new URL(cloud.postgres.url(database));
  url.username = role;
  url.password = PASSWORD;
  return url.href;
};

async function context(database: string, hosting: MemoryHosting, letter: string, role = 'postgres') {
  const url = role === 'postgres' ? cloud.postgres.url(database) : urlAs(role, database);
  const made = await contextFor({ url, workspace, hosting, commit: letter.repeat(40) });
  opened.push(made.db);
  return made;
}

/** What "Install" says, as the role that owns the schema, step by step. */
async function install(database: string): Promise<void> {
  const owner = await connect(cloud.postgres.url(database));
  opened.push(owner);
  for (const { links, code } of page.steps('Install')) {
    for (const link of links.filter((each) => each.endsWith('.sql')))
      await owner.query(await readFile(path.join(root, 'docs', link), 'utf8'));
    for (const sql of code.filter((each) => each.startsWith('alter role')))
      for (const role of ['shiplock_plan', 'shiplock_verify'])
        await owner.query(sql.replace('shiplock_plan', role).replace('…', PASSWORD));
  }
}

async function count(database: string, what: string): Promise<number> {
  const [row] = await cloud.postgres.sql<{ n: number }>(
    database,
    `select count(*)::int as n from shiplock.${what}`,
  );
  return row?.n ?? -1;
}

beforeAll(async () => {
  [cloud, page] = await Promise.all([
    startCloud({ root, only: ['postgres'] }),
    DocPage.read('docs/read-only-role.md'),
  ]);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-roles-'));
  await mkdir(path.join(workspace, 'migrations'));
  await mkdir(path.join(workspace, 'verify'));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_orders.sql'),
    'create table public.orders (id int primary key); alter table public.orders enable row level security; grant select on public.orders to authenticated;',
  );
  await writeFile(
    path.join(workspace, 'verify/orders.sql'),
    `select 'orders' as check_name, count(*) as bad from public.orders where id is null;`,
  );
});
afterAll(async () => {
  await Promise.all(opened.map((db) => db.close()));
  await cloud.close();
});

it('the page names a file to run and a password to give', () => {
  const steps = page.steps('Install');
  expect(steps.flatMap(({ links }) => links)).toContain('sql/plan-role.sql');
  expect(steps.flatMap(({ code }) => code).some((code) => code.startsWith('alter role shiplock_plan'))).toBe(
    true,
  );
});

it('on a fresh project: the planner stages and plans, the owner ships what it staged, the verifier checks', async () => {
  await install('staging');
  const hosting = new MemoryHosting();
  const planner = () => context('staging', hosting, 'a', 'shiplock_plan');
  const staged = await deploy(await planner());
  const planned = await plan({ ...(await planner()), releaseId: staged.outputs['release-id'] });
  expect(planned.outputs['pending-migrations']).toBe('1');
  await expect(migrate(await planner())).rejects.toMatchObject({ kind: 'configuration' });

  const owner = await context('staging', hosting, 'a');
  await ship({ ...owner, releaseId: staged.outputs['release-id'] }, { approvalWaitMs: 0 });
  expect(hosting.writes).toEqual(['stage a', 'promote dpl_aaaa']);
  const verifier = await context('staging', hosting, 'a', 'shiplock_verify');
  const checked = await checkEnvironment(verifier, { asksHosting: true });
  expect(checked.outputs['outcome']).toBe('pass');
  // What it is told of hosting, it uses: it says what serves, and when that is not what the record says.
  expect(verifier.said).toContainEqual(expect.stringMatching(/staging serves deployment dpl_aaaa/));
  expect(verifier.said.join('\n')).not.toContain('hosting serves release');
  hosting.serving = { ...hosting.serving, releaseId: 'rel_other' };
  await checkEnvironment(verifier, { asksHosting: true });
  expect(verifier.said).toContainEqual(
    expect.stringContaining('hosting serves release rel_other, but by the record'),
  );
  // A look at the schema needs no hosting.
  hosting.live = () => Promise.reject(new Error('Vercel did not answer'));
  const alone = await checkEnvironment(verifier, { asksHosting: true });
  expect(alone.outputs['outcome']).toBe('pass');
  expect(verifier.said.join('\n')).toContain('could not compare the record with what serves');
});

it('on a project that ships already: the next plan is the planner’s, kept beside the record and not in it', async () => {
  const hosting = new MemoryHosting();
  await ship(await context('production', hosting, 'b'), { approvalWaitMs: 0 });
  await install('production');
  const events = await count('production', 'event');
  const planner = () => context('production', hosting, 'c', 'shiplock_plan');
  await deploy(await planner());
  const said = await planner();
  await plan(said);
  expect(said.said.join('\n')).toContain('plan wrote the plan as a proposal, outside the record');
  expect(await count('production', 'event')).toBe(events);
  expect(await count('production', 'proposal')).toBeGreaterThan(0);
  await ship(await context('production', hosting, 'c'), { approvalWaitMs: 0 });
  expect(hosting.writes.filter((write) => write.startsWith('stage c'))).toHaveLength(1);
});

it('taken away as the page says, they are gone', async () => {
  const [block] = page.blocks.filter(({ under }) => under.includes('Remove them'));
  for (const database of ['production', 'staging']) {
    const owner = await connect(cloud.postgres.url(database));
    opened.push(owner);
    const statements = (block?.text ?? '').split('\n').filter((line) => line.trim() !== '');
    expect(statements.length).toBeGreaterThan(1);
    // The roles themselves go with the last database.
    for (const statement of statements)
      if (database === 'staging' || !statement.startsWith('drop role')) await owner.query(statement);
  }
  const left = await cloud.postgres.sql(
    'postgres',
    `select from pg_roles where rolname in ('shiplock_plan', 'shiplock_verify')`,
  );
  expect(left).toEqual([]);
});
