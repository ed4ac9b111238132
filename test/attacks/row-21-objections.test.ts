import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PgDatabase } from '../../src/database/connection.ts';
import type { Approvals, ReleaseContext } from '../../src/release/context.ts';
import { approve } from '../../src/release/steps/approve.ts';
import { contract } from '../../src/release/steps/contract.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { finalize } from '../../src/release/steps/finalize.ts';
import { gate, watch } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { contextFor, MemoryHosting } from '../release/context.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** What happens between the yes and the writes: a no, too much time, another plan. */
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let commit: string;
let commits = 0;
const opened: PgDatabase[] = [];

type Change = Partial<Pick<ReleaseContext, 'approvals' | 'objections'>>;
async function production(change: Change = {}): Promise<ReleaseContext> {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return { ...made, ...change, environment: { ...made.environment, name: 'production', kind: 'production' } };
}
const yes = async (...request: Parameters<Approvals>) => (await production()).approvals(...request);
const no: Change = {
  objections: async () => {
    const standing = [{ by: 'grace', via: 'comment' as const, at: '2026-01-01T00:00:00Z', reason: 'locked' }];
    return { standing, seen: standing };
  },
};
const file = (name: string) =>
  writeFile(
    path.join(workspace, 'migrations', `${name}.sql`),
    `create table public.${name.slice(15)} (id int);`,
  );

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-objections-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  hosting = new MemoryHosting();
});
afterAll(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});
beforeEach(async () => {
  commits += 1;
  commit = String(commits).repeat(40);
  await file(`2026010100000${commits}_table_${commits}`);
  await deploy(await production());
  await plan(await production());
  // A release that was stopped must not stand in the way of the next.
  return async () => {
    await rollback(await production(), { reason: 'the test is over', force: true });
  };
});
const applied = async (name: string) =>
  (await opened[0]!.query<{ there: boolean }>('select to_regclass($1) is not null as there', [name]))[0]
    ?.there;

describe('attack 7, 21: a no after the approval', () => {
  test('keeps migrations from being applied', async () => {
    await approve(await production(), { waitMs: 0 });
    await expect(migrate(await production(no))).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_REJECTED' });
    expect(await applied(`public.table_${commits}`)).toBe(false);
  });

  test('keeps traffic from moving, though the migrations are applied', async () => {
    await approve(await production(), { waitMs: 0 });
    for (const step of [migrate, verify, gate]) await step(await production());
    const before = [...hosting.writes];
    await expect(promote(await production(no))).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_REJECTED' });
    expect(hosting.writes).toEqual(before);
  });
});

describe('attack 7, 10: a contract file whose release serves', () => {
  const DROP = '-- shiplock: allow=drop-table reason="unused"\ndrop table';
  const drop = () => contract(contextOfContract, { force: true });
  let contextOfContract: ReleaseContext;

  /** Ships this test's commit with a file that drops its table later on. */
  async function shipped(): Promise<{ readonly hash: string; readonly table: string }> {
    const table = `public.table_${commits}`;
    await plan(await production());
    await approve(await production(), { waitMs: 0 });
    for (const step of [migrate, verify, gate, promote, watch, finalize]) await step(await production());
    commits += 1;
    commit = String(commits).repeat(40);
    await writeFile(
      path.join(workspace, 'migrations', `2026010100000${commits}_drop_${commits}.sql`),
      `${DROP} ${table};`,
    );
    await deploy(await production());
    const { outputs } = await plan(await production());
    await approve(await production(), { waitMs: 0 });
    for (const step of [migrate, verify, gate, promote, watch, finalize]) await step(await production());
    return { hash: outputs['plan-hash'] ?? '', table };
  }

  test('stays while somebody says no to the plan that it was approved in, and goes once they do not', async () => {
    const { hash, table } = await shipped();
    const asked: string[] = [];
    // Another release serves by now; the file is still the earlier one's.
    commits += 1;
    commit = String(commits).repeat(40);
    await deploy(await production());
    await plan(await production());
    await approve(await production(), { waitMs: 0 });
    for (const step of [migrate, verify, gate, promote, watch, finalize]) await step(await production());
    contextOfContract = await production({
      objections: async (request) => {
        asked.push(request.planHash);
        return request.planHash === hash ? no.objections!(request) : { standing: [], seen: [] };
      },
    });
    await expect(drop()).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_REJECTED' });
    expect(asked).toContain(hash);
    expect(await applied(table)).toBe(true);
    const frozen = async () => ({ until: '2026-12-27', reason: 'the sale of the year' });
    const open = await production();
    contextOfContract = { ...open, policy: { ...open.policy, frozen } };
    await expect(drop()).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_FROZEN' });
    expect(await applied(table)).toBe(true);
    contextOfContract = await production();
    expect((await drop()).state).toBe('done');
    expect(await applied(table)).toBe(false);
  });
});

describe('attack 21: an approval', () => {
  test('that expired begins no migration', async () => {
    const old: Approvals = async (request) => ({
      ...(await yes(request)),
      validUntil: '2026-01-01T00:00:00Z',
    });
    await approve(await production({ approvals: old }), { waitMs: 0 });
    await expect(migrate(await production())).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_EXPIRED' });
    expect(await applied(`public.table_${commits}`)).toBe(false);
  });

  test('is of the plan as it is when it is recorded', async () => {
    const meanwhile: Approvals = async (request) => {
      await file(`2026020100000${commits}_meanwhile`);
      return yes(request);
    };
    await expect(approve(await production({ approvals: meanwhile }), { waitMs: 0 })).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_DRIFT',
    });
  });
});
