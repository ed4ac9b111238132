import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadyRoutes, RouteLook } from '../../src/release/ready-route.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, EVIDENCE, MemoryHosting } from './context.ts';

const options = { approvalWaitMs: 0 };
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let commits = 0;
const opened: { close(): Promise<void> }[] = [];

const seen =
  (state: RouteLook['state']): ReadyRoutes =>
  async () => [{ path: '/api/health/ready', state, said: 'HTTP 404, This page could not be found' }];

async function context(extra: Partial<Parameters<typeof contextFor>[0]> = {}) {
  const commit = String(commits).padStart(40, 'a');
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit, ...extra });
  opened.push(made.db);
  return made;
}

async function tables(): Promise<readonly string[]> {
  const { db } = await context();
  const rows = await db.query<{ relname: string }>(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname like 'orders%'`,
  );
  return rows.map(({ relname }) => relname);
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
});
beforeEach(async () => {
  commits += 1;
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-ready-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(
    path.join(workspace, `migrations/2026010100000${commits}_orders.sql`),
    `create table public.orders_${commits} (id int primary key); alter table public.orders_${commits} enable row level security; revoke all on public.orders_${commits} from anon, authenticated;`,
  );
  hosting = new MemoryHosting();
  const { db } = await context();
  await db.query('drop schema if exists supabase_migrations, shiplock cascade');
});
afterAll(async () => {
  await Promise.all(opened.map((db) => db.close()));
  await fresh.drop();
});

describe('an app without a ready route', () => {
  it('is told so by ship after the build: no migration is applied, no domain moves', async () => {
    await expect(ship(await context({ ready: seen('absent') }), options)).rejects.toMatchObject({
      code: 'SHIPLOCK_READY_ROUTE',
      problem: {
        what: expect.stringContaining('/api/health/ready: HTTP 404, This page could not be found'),
        next: expect.stringContaining('SHIPLOCK_RELEASE_ID'),
      },
    });
    expect(await tables()).not.toContain(`orders_${commits}`);
    expect(hosting.writes).toHaveLength(1);
  });

  it('is told so by plan and by migrate too, where the job before could not look', async () => {
    await deploy(await context({ ready: seen('closed') }));
    await expect(plan(await context({ ready: seen('absent') }))).rejects.toThrow(/SHIPLOCK_READY_ROUTE/);
    await plan(await context({ ready: seen('closed') }));
    await expect(migrate(await context({ ready: seen('absent') }))).rejects.toThrow(/SHIPLOCK_READY_ROUTE/);
    expect(await tables()).not.toContain(`orders_${commits}`);
  });

  it('is no hindrance to a release that is past its migrations: the gate decides there', async () => {
    for (const step of [deploy, plan, migrate]) await step(await context());
    const again = await context({ ready: seen('absent') });
    for (const step of [deploy, plan, migrate, verify, gate]) await step(again);
  });

  it('may fail until its migrations are there: that is a warning', async () => {
    const waits = await context({ ready: seen('unclear') });
    await ship(waits, options);
    expect(waits.said.join('\n')).toContain('it might need the pending migrations');
  });
});

describe('a gate that fails', () => {
  it('names path, status and the first words of the answer in the log and in the error', async () => {
    const example = 'GET http://staged/api/health/ready: HTTP 404, expected 200; it answered This page';
    const failing = await context();
    const sources = [{ name: 'probes', samples: 9, failures: 9, examples: [example, example] }];
    const bad = {
      ...failing,
      gate: async () => ({
        result: { decision: 'fail', reason: '9 of 9 failed', evidence: { ...EVIDENCE, sources } } as const,
        proceed: false,
        markdown: '',
      }),
    };
    await expect(ship(bad, options)).rejects.toMatchObject({
      code: 'SHIPLOCK_GATE_FAILED',
      problem: { what: expect.stringContaining(example) },
    });
    expect(failing.said.filter((line) => line === `failed sample: probes: ${example}`)).toHaveLength(1);
  });
});
