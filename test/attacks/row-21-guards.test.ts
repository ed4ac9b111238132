import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import type { PhaseResult, ReleaseContext } from '../../src/release/context.ts';
import type { LiveState } from '../../src/release/ports.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { foldState } from '../../src/release/state.ts';
import { approve } from '../../src/release/steps/approve.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { finalize } from '../../src/release/steps/finalize.ts';
import { gate, watch } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { writeRls } from '../../src/schema/index.ts';
import { contextFor, MemoryHosting } from '../release/context.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

/** Guards that could once be switched off without any test noticing. What switches them off: test/guards/list.ts. */

const [A, B] = ['a', 'b'].map((digit) => digit.repeat(40)) as [string, string];
let fresh: FreshDatabase;
let db: PgDatabase;
let workspace: string;
let hosting: MemoryHosting;
const opened: { close(): Promise<void> }[] = [];

async function context(commit: string): Promise<ReleaseContext & { readonly said: string[] }> {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return made;
}
const file = (name: string, text: string) => writeFile(path.join(workspace, name), text);

beforeEach(async () => {
  fresh = await freshDatabase({ supabase: true });
  db = await connect(fresh.url);
  opened.push(db);
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-row-21-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  await file('migrations/20260101000000_orders.sql', 'create table public.orders (id int primary key);');
  hosting = new MemoryHosting();
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

type Step = (context: ReleaseContext) => Promise<PhaseResult>;
const STEPS: readonly (readonly [name: string, step: Step])[] = [
  ['deploy', deploy],
  ['plan', plan],
  ['migrate', migrate],
  ['verify', verify],
  ['gate', gate],
  ['promote', promote],
  ['watch', watch],
  ['finalize', finalize],
];
const stepsBefore = (name: string) =>
  STEPS.slice(
    0,
    STEPS.findIndex(([one]) => one === name),
  );
async function walk(commit: string, steps: readonly (readonly [name: string, step: Step])[]): Promise<void> {
  for (const [, step] of steps) await step(await context(commit));
}

describe('attack 21: a release that was closed is over', () => {
  test.each(sample(STEPS.slice(1), 3))('%s does nothing more', async (name, step) => {
    await ship(await context(A), { approvalWaitMs: 0 });
    await walk(B, stepsBefore(name));
    await rollback(await context(B), { reason: 'stopped', force: false });
    const before = { writes: [...hosting.writes], serving: hosting.serving };
    await expect(step(await context(B))).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_CLOSED' });
    expect({ writes: hosting.writes, serving: hosting.serving }).toEqual(before);
  });
});

describe('attack 21: promote compares with the plan what serves', () => {
  const job = { type: 'promote', state: 'running', to: 'dpl_foreign', requestedAt: 0 } as const;
  const MEANWHILE: readonly (readonly [what: string, live: Partial<LiveState>, code: string])[] = [
    ['somebody moved it', { deploymentId: 'dpl_foreign' }, 'SHIPLOCK_PRODUCTION_MOVED'],
    ['a rollback pinned it', { pinned: true }, 'SHIPLOCK_PRODUCTION_PINNED'],
    ['another job is moving it', { job }, 'SHIPLOCK_PRODUCTION_BUSY'],
  ];
  test.each(MEANWHILE)('and moves nothing when %s', async (_what, live, code) => {
    await ship(await context(A), { approvalWaitMs: 0 });
    await walk(B, stepsBefore('promote'));
    const before = [...hosting.writes];
    hosting.serving = { ...hosting.serving, ...live };
    await expect(promote(await context(B))).rejects.toMatchObject({ code });
    expect(hosting.writes).toEqual(before);
  });
});

describe('attack 21: a plan binds the approval', () => {
  const production = async () => {
    const made = await context(A);
    return { ...made, environment: { ...made.environment, kind: 'production' as const } };
  };
  test('and another plan needs another one', { tags: 'full' }, async () => {
    await deploy(await production());
    await plan(await production());
    await approve(await production(), { waitMs: 0 });
    await file('migrations/20260102000000_more.sql', 'create table public.more (id int primary key);');
    await plan(await production());
    await expect(migrate(await production())).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_MISSING' });
    await approve(await production(), { waitMs: 0 });
    expect((await migrate(await production())).state).toBe('done');
  });
});

describe('attack 21: a plan in force', () => {
  test.each([
    ['environment', { environment: 'elsewhere' }],
    ['commit', { commit: B }],
    ['deployment', { deployment: { id: 'dpl_foreign', url: '', digest: null } }],
  ])('that is of another environment, commit or deployment (%s) is none', async (_what, other) => {
    await walk(A, stepsBefore('migrate'));
    const record = new ReleaseRecord(db);
    const release = (await record.latest('staging', A))!;
    const { plan: made } = foldState(await record.events(release.id)).plan!;
    await record.append({
      ...{ releaseId: release.id, token: null, actor: 'ada', phase: 'plan' },
      saying: { is: 'planned', plan: { ...made, ...other }, hash: '', moved: [], outlook: {} },
    });
    await expect(migrate(await context(A))).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_MISSING' });
  });
});

describe('attack 21: proof from another environment', () => {
  test('is of that environment and that commit', async () => {
    const at = async (commit: string, name: string) => {
      const made = await context(commit);
      const requires = { environment: 'staging', database: () => connect(fresh.url) };
      const environment = { ...made.environment, name, ...(name === 'production' ? { requires } : {}) };
      return { ...made, environment };
    };
    await ship(await at(B, 'staging'), { approvalWaitMs: 0 });
    await ship(await at(A, 'preview'), { approvalWaitMs: 0 });
    await deploy(await at(A, 'production'));
    await expect(plan(await at(A, 'production'))).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_NOT_PROVED' });
  });

  test('is a release that was released there, not one that was given up', { tags: 'full' }, async () => {
    const requires = { environment: 'staging', database: () => connect(fresh.url) };
    const production = async () => {
      const made = await context(A);
      const environment = { ...made.environment, name: 'production', requires };
      return { ...made, environment };
    };
    await walk(A, stepsBefore('verify'));
    await rollback(await context(A), { reason: 'given up', force: false });
    await deploy(await production());
    await expect(plan(await production())).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_NOT_PROVED' });
  });
});

describe('attack 21: the row-level security of the live schema', () => {
  test('is checked by verify', { tags: 'full' }, async () => {
    await db.query(
      'create table public.secret (id int); alter table public.secret enable row level security',
    );
    await file('verify/ok.sql', `select 'ok' as check_name, 0 as bad;`);
    await writeRls(db, { workspace, file: 'rls.json', roles: ['anon', 'authenticated'] });
    await walk(A, stepsBefore('verify'));
    await db.query(
      'grant select on public.secret to anon; alter table public.secret disable row level security',
    );
    await expect(verify(await context(A))).rejects.toThrow(/rls failed/);
  });
});

describe('attack 21: the lease', () => {
  test('is renewed while a phase works', { tags: 'full' }, async () => {
    await walk(A, stepsBefore('verify'));
    const made = await context(A);
    const expiry = async () => {
      const [row] = await db.query<{ at: Date }>('select expires_at as at from shiplock.lease');
      return row!.at.getTime();
    };
    const renewed: boolean[] = [];
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const schema: ReleaseContext['schema'] = {
      ...made.schema,
      verify: async (expected) => {
        const before = await expiry();
        await vi.advanceTimersByTimeAsync(120_000);
        await until('the lease to be renewed', async () => (await expiry()) > before);
        renewed.push(true);
        return made.schema.verify(expected);
      },
    };
    await verify({ ...made, schema });
    expect(renewed).toEqual([true]);
  });
});
