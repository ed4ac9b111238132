import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gate } from '../../src/release/context.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

const GONE = { code: 'SHIPLOCK_DEPLOY_GONE' };
const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let commits = 0;
let id: string;

async function context() {
  const commit = commits.toString(16).padStart(4, '0').repeat(10);
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return made;
}

const table = () => `orders_${commits}`;
async function migrated(): Promise<boolean> {
  const { db } = await context();
  const rows = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table()]);
  return rows[0]?.there === true;
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-gone-'));
  await mkdir(path.join(workspace, 'migrations'));
});
beforeEach(async () => {
  commits += 1;
  id = `dpl_${commits.toString(16).padStart(4, '0')}`;
  await writeFile(
    path.join(workspace, `migrations/2026010100000${commits}_orders.sql`),
    `create table public.${table()} (id int primary key); alter table public.${table()} enable row level security; revoke all on public.${table()} from anon, authenticated;`,
  );
  hosting = new MemoryHosting();
  await deploy(await context());
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

describe('a staged deployment that was deleted', () => {
  it('is found by plan, and by migrate before anything migrates', async () => {
    const kept = hosting.deployments.get(id)!;
    hosting.deployments.delete(id);
    await expect(plan(await context())).rejects.toMatchObject(GONE);
    hosting.deployments.set(id, kept);
    await plan(await context());
    hosting.deployments.delete(id);
    await expect(migrate(await context())).rejects.toMatchObject(GONE);
    expect(await migrated()).toBe(false);
  });

  it('after the gate stops the promote; deploy builds it again, and the new one needs a plan and a gate', async () => {
    for (const step of [plan, migrate, verify, gate]) await step(await context());
    hosting.deployments.delete(id);
    await expect(promote(await context())).rejects.toMatchObject(GONE);
    expect(hosting.writes.filter((write) => write.startsWith('promote'))).toEqual([]);
    const { outputs } = await deploy(await context());
    expect(outputs['deployment-id']).not.toBe('');
    expect(hosting.writes.filter((write) => write.startsWith('stage'))).toHaveLength(2);
    await expect(promote(await context())).rejects.toMatchObject({ code: 'SHIPLOCK_PHASE_ORDER' });
    let opens: object = {};
    hosting.protectionHeaders = () => ({ bypass: 'secret' });
    const watch: Gate = async (target) => {
      opens = target.headers;
      return gateThat('pass')(target);
    };
    await ship({ ...(await context()), watch }, { approvalWaitMs: 0 });
    // The watch opens Deployment Protection as the gate and the confirmation do.
    expect(opens).toEqual({ bypass: 'secret' });
    expect(hosting.serving.deploymentId).toBe(outputs['deployment-id']);
  });

  it('is not built again because hosting answers once as if it had not been there yet', async () => {
    const shown = hosting.deployment.bind(hosting);
    let old = 2;
    hosting.deployment = async (idOrHost) => (old-- > 0 ? undefined : shown(idOrHost));
    await deploy(await context());
    expect(old).toBeLessThan(0);
    expect(hosting.writes.filter((write) => write.startsWith('stage'))).toHaveLength(1);
  });

  it('is not built again while it stands', async () => {
    await deploy(await context());
    expect(hosting.writes.filter((write) => write.startsWith('stage'))).toHaveLength(1);
  });
});
