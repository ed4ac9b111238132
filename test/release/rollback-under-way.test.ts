import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { OutsideCallError } from '../../src/release/errors.ts';
import type { Hosting } from '../../src/release/ports.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { sample } from '../support/full.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** A rollback, or a second try, while something of the release is still on its way, or after somebody else came. */
class SlowHosting extends MemoryHosting {
  /** What the next looks of `confirm` find, in turn; then what serves decides. */
  looks: (() => Awaited<ReturnType<Hosting['confirm']>>)[] = [];
  override async move(request: Parameters<Hosting['move']>[0]) {
    if (request.kind === 'rollback') return super.move(request);
    this.writes.push(`promote ${request.to}`);
    throw new OutsideCallError(
      { code: 'SHIPLOCK_VERCEL_UNREACHABLE', what: 'cut', next: 'look' },
      { certainty: 'unknown' },
    );
  }
  override async confirm(request: Parameters<Hosting['confirm']>[0]) {
    return this.looks.shift()?.() ?? super.confirm(request);
  }
}
const OPTIONS = { reason: 'it is bad', force: false };
const unseen = () => ({ state: 'ambiguous', evidence: {}, why: 'no job yet' }) as const;
const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: SlowHosting;
let commits = 0;

async function context(commit: string) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return made;
}
const nextCommit = () => (++commits).toString(16).padStart(4, '0').repeat(10);
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;
const closed = async (commit: string) => {
  const { db } = await context(commit);
  const [row] = await db.query<{ result: string }>(
    `select body ->> 'result' as result from shiplock.event e join shiplock.release r on r.id = e.release_id
      where e.kind = 'closed' and r.commit_sha = $1`,
    [commit],
  );
  return row?.result;
};

/** A release that serves, and the next one whose promote was sent and lost. */
async function lostPromote() {
  const [old, next] = [nextCommit(), nextCommit()];
  const move = hosting.move;
  hosting.move = (request) => MemoryHosting.prototype.move.call(hosting, request);
  await ship(await context(old), { approvalWaitMs: 0 });
  hosting.move = move;
  for (const phase of [deploy, plan, migrate, verify, gate]) await phase(await context(next));
  hosting.looks = [unseen];
  await expect(promote(await context(next))).rejects.toMatchObject({
    code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
  });
  return { old, next };
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-under-way-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_orders.sql'),
    'create table public.orders (id int primary key);',
  );
  await writeFile(path.join(workspace, 'verify/one.sql'), `select 'one' as check_name, 0::bigint as bad;`);
});
beforeEach(() => {
  hosting = new SlowHosting();
});
// Servers have so many connections, and these tests open one a step.
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

it('a promote that lands while the rollback waits is rolled back', async () => {
  const { old, next } = await lostPromote();
  hosting.looks = [
    () => {
      hosting.serving = { deploymentId: id(next), pinned: false };
      return { state: 'done', evidence: {} };
    },
  ];
  await rollback(await context(next), OPTIONS);
  expect(hosting.serving.deploymentId).toBe(id(old));
  expect(await closed(next)).toBe('rolled-back');
});

it('a promote that may still land keeps the release open, and production on the previous one', async () => {
  const { old, next } = await lostPromote();
  hosting.looks = [unseen];
  await expect(rollback(await context(next), OPTIONS)).rejects.toMatchObject({
    code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    problem: { production: `${id(old)}, as hosting showed it a moment ago` },
  });
  expect(await closed(next)).toBeUndefined();
  // It landed after all, and the rollback is run again.
  hosting.serving = { deploymentId: id(next), pinned: false };
  await rollback(await context(next), OPTIONS);
  expect(hosting.serving.deploymentId).toBe(id(old));
  expect(await closed(next)).toBe('rolled-back');
});

it('a promote that never happened is closed as abandoned', async () => {
  const { old, next } = await lostPromote();
  await rollback(await context(next), OPTIONS);
  expect(hosting.serving.deploymentId).toBe(id(old));
  expect(hosting.writes.filter((write) => write.startsWith('rollback'))).toEqual([]);
  expect(await closed(next)).toBe('abandoned');
});

it.each(['rolling', 'promote'] as const)(
  'a %s job that brings the release is aborted by a write, though the previous release still serves',
  async (type) => {
    const { old, next } = await lostPromote();
    hosting.serving = {
      deploymentId: id(old),
      pinned: false,
      job: { type, to: id(next), from: id(old), state: 'running', requestedAt: Date.now() },
    };
    // One look for the promote that was sent, and one more for a job that may end by itself.
    const running = () => ({ state: 'running', evidence: {} }) as const;
    hosting.looks = type === 'rolling' ? [running] : [running, running];
    await rollback(await context(next), OPTIONS);
    expect(hosting.writes.at(-1)).toBe(`rollback ${id(old)}`);
    expect(await closed(next)).toBe('rolled-back');
  },
);

/** Hosting's own words for a job that failed and for one that was canceled. */
it.each(['failed', 'skipped'] as const)(
  'a job of the release that ends as %s while the rollback waits leaves nothing to move back',
  async (state) => {
    const { old, next } = await lostPromote();
    const job = { type: 'promote', to: id(next), from: id(old), requestedAt: Date.now() } as const;
    hosting.serving = { deploymentId: id(old), pinned: false, job: { ...job, state: 'running' } };
    hosting.looks = [
      () => ({ state: 'running', evidence: {} }),
      () => {
        hosting.serving = { deploymentId: id(old), pinned: false, job: { ...job, state } };
        return { state: 'not-done', evidence: {} };
      },
    ];
    await rollback(await context(next), OPTIONS);
    expect(hosting.writes.filter((write) => write.startsWith('rollback'))).toEqual([]);
    expect([hosting.serving.deploymentId, await closed(next)]).toEqual([id(old), 'abandoned']);
  },
);

it.each(['failed', 'skipped'] as const)(
  'a job of the release that %s, though the release serves all the same: it is rolled back',
  async (state) => {
    const { old, next } = await lostPromote();
    hosting.serving = {
      deploymentId: id(next),
      pinned: false,
      job: { type: 'promote', to: id(next), from: id(old), state, requestedAt: Date.now() },
    };
    hosting.looks = [unseen];
    await rollback(await context(next), OPTIONS);
    expect(hosting.writes.at(-1)).toBe(`rollback ${id(old)}`);
    expect([hosting.serving.deploymentId, await closed(next)]).toEqual([id(old), 'rolled-back']);
  },
);

it('a job of somebody else that fails meanwhile is waited for, and not aborted', async () => {
  const { old, next } = await lostPromote();
  const job = { type: 'promote', to: 'dpl_other', from: id(old), requestedAt: Date.now() } as const;
  hosting.serving = { deploymentId: id(old), pinned: false, job: { ...job, state: 'running' } };
  let looked = 0;
  hosting.looks = [
    () => ({ state: 'not-done', evidence: {} }),
    () => {
      looked += 1;
      hosting.serving = { deploymentId: id(old), pinned: false, job: { ...job, state: 'failed' } };
      return { state: 'not-done', evidence: {} };
    },
  ];
  await rollback(await context(next), OPTIONS);
  expect([looked, hosting.writes.filter((write) => write.startsWith('rollback'))]).toEqual([1, []]);
  expect(await closed(next)).toBe('abandoned');
});

it('a job of somebody else is not aborted', async () => {
  const { old, next } = await lostPromote();
  hosting.serving = {
    deploymentId: id(old),
    pinned: false,
    job: { type: 'rolling', to: 'dpl_other', from: id(old), state: 'running', requestedAt: Date.now() },
  };
  hosting.looks = [() => ({ state: 'not-done', evidence: {} })];
  await rollback(await context(next), OPTIONS);
  expect(hosting.writes.filter((write) => write.startsWith('rollback'))).toEqual([]);
});

const person = {
  'promoted a hot fix': () => {
    const job = { type: 'promote', to: 'dpl_fix', state: 'succeeded', requestedAt: Date.now() } as const;
    hosting.serving = { deploymentId: 'dpl_fix', pinned: false, job };
    return { code: 'SHIPLOCK_PRODUCTION_MOVED', message: /serves dpl_fix, .*a promote was requested at 20/ };
  },
  'promoted it without a trace of a job': () => {
    hosting.serving = { deploymentId: 'dpl_fix', pinned: false };
    return { code: 'SHIPLOCK_PRODUCTION_MOVED', message: /serves dpl_fix, .*somebody moved it/ };
  },
  'pinned what serves': () => {
    hosting.serving = { ...hosting.serving, pinned: true };
    return { code: 'SHIPLOCK_PRODUCTION_PINNED', message: /pinned by a rollback/ };
  },
  'is moving traffic right now': () => {
    const job = { type: 'promote', to: 'dpl_fix', state: 'running', requestedAt: Date.now() } as const;
    hosting.serving = { ...hosting.serving, job };
    return { code: 'SHIPLOCK_PRODUCTION_BUSY', message: /promote of dpl_fix is in progress/ };
  },
};
it.each(sample(Object.keys(person) as (keyof typeof person)[], 2))(
  'a promote that is tried again stops where a person %s in between',
  async (what) => {
    const old = nextCommit();
    const move = hosting.move;
    hosting.move = (request) => MemoryHosting.prototype.move.call(hosting, request);
    await ship(await context(old), { approvalWaitMs: 0 });
    for (const earlier of ['refused', 'lost'] as const) {
      const next = nextCommit();
      hosting.serving = { deploymentId: id(old), pinned: false };
      for (const phase of [deploy, plan, migrate, verify, gate]) await phase(await context(next));
      hosting.move =
        earlier === 'lost'
          ? move
          : async () => {
              throw new OutsideCallError(
                { code: 'SHIPLOCK_VERCEL_RATE_LIMITED', what: 'too many requests', next: 'wait' },
                { certainty: 'not-done' },
              );
            };
      hosting.looks = earlier === 'lost' ? [unseen] : [];
      await expect(promote(await context(next))).rejects.toThrow();
      hosting.move = (request) => MemoryHosting.prototype.move.call(hosting, request);
      const writes = hosting.writes.length;
      const { code, message } = person[what]();
      const again = promote(await context(next));
      await expect(again, earlier).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
      expect(hosting.writes.length, earlier).toBe(writes);
      hosting.serving = { deploymentId: id(old), pinned: false };
      await rollback(await context(next), OPTIONS);
    }
  },
);

it('a promote that is tried again goes through where nobody did anything', async () => {
  const { next } = await lostPromote();
  hosting.move = (request) => MemoryHosting.prototype.move.call(hosting, request);
  await promote(await context(next));
  expect(hosting.serving.deploymentId).toBe(id(next));
});

it.each(['failed', 'canceled'] as const)(
  'a build that %s is built anew when it is asked for again',
  async (ended) => {
    const commit = nextCommit();
    const stage = hosting.stage;
    hosting.stage = async (request) => ({
      ...(await stage.call(hosting, request)),
      state: ended,
      failure: 'no KEY',
    });
    await expect(deploy(await context(commit))).rejects.toMatchObject({
      code: 'SHIPLOCK_DEPLOY_BUILD_FAILED',
    });
    await expect(deploy(await context(commit))).rejects.toMatchObject({
      code: 'SHIPLOCK_DEPLOY_BUILD_FAILED',
    });
    hosting.stage = stage;
    const built = await deploy(await context(commit));
    expect(built.state).toBe('done');
    expect(hosting.writes).toHaveLength(3);
    const { db } = await context(commit);
    const release = await new ReleaseRecord(db).latest('staging', commit);
    expect(release).toBeDefined();
    expect((await deploy(await context(commit))).state).toBe('already');
    expect(hosting.writes).toHaveLength(3);
  },
);
