import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { Scripted, Shop } from '../../src/hosting/scripted.ts';
import { acquireLease, giveBack } from '../../src/release/lease.ts';
import type { TrafficMove } from '../../src/release/ports.ts';
import { told } from '../../src/release/record/decode.ts';
import { newReleaseId, ReleaseRecord } from '../../src/release/record/record.ts';
import { verifyChain } from '../../src/release/record/verify.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { contextFor, MemoryHosting } from '../release/context.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

const [A, B] = ['a', 'b'].map((digit) => digit.repeat(40)) as [string, string];
let fresh: FreshDatabase;
let workspace: string;
let db: PgDatabase;
let hosting: SlowHosting;
const opened: PgDatabase[] = [];

/** A move takes a moment, so that jobs of the same time meet. */
class SlowHosting extends MemoryHosting {
  override async move(request: TrafficMove) {
    await new Promise((done) => setTimeout(done, 300));
    return super.move(request);
  }
}

async function context(commit: string, more: { leaseWaitSeconds?: number; leaseSeconds?: number } = {}) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return { ...made, environment: { ...made.environment, ...more } };
}

async function upToGate(commit: string) {
  for (const step of [deploy, plan, migrate, verify, gate]) await step(await context(commit));
}

const promotes = () => hosting.writes.filter((write) => write.startsWith('promote'));
const codeOf = (error: unknown) => (error as { code?: string }).code;

beforeEach(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-stale-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_notes.sql'),
    'create table public.notes (id int primary key); alter table public.notes enable row level security;',
  );
  hosting = new SlowHosting();
  db = await connect(fresh.url);
  opened.push(db);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

describe('three processes of one release at once', () => {
  it('attack 22: one promotes, and the others are refused with the job that is at work', async () => {
    await upToGate(A);
    const jobs = await Promise.all([context(A), context(A), context(A)]);
    // Longer than the moment in which a process that was killed may still look alive.
    hosting.move = async (request) => {
      await new Promise((done) => setTimeout(done, 6000));
      return MemoryHosting.prototype.move.call(hosting, request);
    };
    const ended = await Promise.allSettled(
      jobs.map((job, n) => promote({ ...job, run: { id: A, url: `https://ci/${n}` } })),
    );
    expect(promotes()).toEqual(['promote dpl_aaaa']);
    const refused = ended.filter((one) => one.status === 'rejected').map((one) => one.reason);
    expect(refused.map(codeOf)).toEqual(['SHIPLOCK_LEASE_BUSY', 'SHIPLOCK_LEASE_BUSY']);
    const winner = ended.findIndex((one) => one.status === 'fulfilled');
    for (const error of refused)
      expect(String(error)).toMatch(new RegExp(`since \\d{4}-.*https://ci/${winner}`));
    expect(await verifyChain(db)).toMatchObject({ intact: true });
  });

  it('attack 22: those that may wait say `already` when the first one is done', {
    tags: 'full',
  }, async () => {
    await upToGate(A);
    const jobs = await Promise.all([1, 2, 3].map(() => context(A, { leaseWaitSeconds: 60 })));
    const states = (await Promise.all(jobs.map((job) => promote(job)))).map(({ state }) => state);
    expect(promotes()).toEqual(['promote dpl_aaaa']);
    expect(states.sort()).toEqual(['already', 'already', 'done']);
    const record = new ReleaseRecord(db);
    const release = await record.latest('staging', A);
    const done = (await record.events(release!.id)).filter((event) => told(event)?.is === 'promoted');
    expect(done).toHaveLength(1);
  });

  it('attack 22: whole releases at once make each change once', { tags: 'full' }, async () => {
    await deploy(await context(A));
    const jobs = await Promise.all([1, 2, 3].map(() => context(A, { leaseWaitSeconds: 60 })));
    await Promise.all(jobs.map((job) => ship(job, { approvalWaitMs: 0 })));
    expect(promotes()).toEqual(['promote dpl_aaaa']);
    expect(await verifyChain(db)).toMatchObject({ intact: true });
  });

  it('attack 22: a process whose session ended is taken over at once, by a larger token', {
    tags: 'full',
  }, async () => {
    await upToGate(A);
    const release = (await new ReleaseRecord(db).latest('staging', A))!;
    const killed = await connect(fresh.url);
    const lease = await acquireLease(killed, {
      environment: 'staging',
      holder: release.id,
      say: () => undefined,
    });
    const next = await context(A);
    await killed.close();
    await promote(next);
    expect(promotes()).toEqual(['promote dpl_aaaa']);
    const [row] = await db.query<{ token: number }>('select token::int as token from shiplock.lease');
    expect(row?.token).toBeGreaterThan(lease.token);
  });
});

describe('a process that was stopped between intent and request', () => {
  it('attack 22: sends nothing when it wakes after its lease, and another release has taken over', async () => {
    await ship(await context(A), { approvalWaitMs: 0 });
    await upToGate(B);
    const vercel = await Scripted.start();
    const shop = new Shop(vercel);
    shop.deployments = { dpl_aaaa: { id: 'dpl_aaaa', url: 'a.example', readyState: 'READY', meta: {} } };
    const staged = [...hosting.deployments.values()].find(({ commit }) => commit === B)!;
    const { host } = new URL(staged.url);
    const answer = {
      ...{ id: staged.id, url: host, readyState: 'READY' },
      meta: { shiplockReleaseId: staged.releaseId, githubCommitSha: B },
    };
    Object.assign(shop.deployments, { [staged.id]: answer, [host]: answer });
    for (const domain of Object.keys(shop.serving)) shop.serving[domain] = 'dpl_aaaa';
    const leaseSeconds = 3;
    const job = { url: fresh.url, workspace, commit: B, apiUrl: `http://${vercel.host}`, leaseSeconds };
    const child = spawn(
      process.execPath,
      [path.resolve('test/attacks/support/stale-runner.ts'), JSON.stringify(job)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      let reads = 0;
      let stopped = false;
      // The first look is that of the phase; the second is that of the move, and the request comes right after it.
      vercel.on('GET /v9/projects/*', () => {
        reads += 1;
        if (reads === 2) stopped = child.kill('SIGSTOP');
        return { json: shop.project };
      });
      await until('the run to stop', () => stopped);
      const record = new ReleaseRecord(db);
      const release = (await record.latest('staging', B))!;
      expect((await record.events(release.id)).at(-1)).toMatchObject({
        kind: 'intent',
        body: { call: 'vercel.promote' },
      });
      const other = await record.open(
        {
          id: newReleaseId(),
          environment: 'staging',
          commit: 'c'.repeat(40),
          replaces: null,
          runId: '9',
          runUrl: null,
          actor: 'grace',
        },
        'deploy',
      );
      const lease = await acquireLease(db, {
        environment: 'staging',
        holder: other.id,
        waitSeconds: 30,
        say: () => undefined,
      });
      child.kill('SIGCONT');
      await once(child, 'close');
      expect(said.trim()).toBe('SHIPLOCK_LEASE_EXPIRED');
      expect(vercel.count('POST')).toBe(0);
      // Whoever takes the release up again finds the intent, reads, and sends the one request.
      await giveBack(db, lease);
      hosting.serving = { deploymentId: 'dpl_aaaa', pinned: false };
      expect((await promote(await context(B))).state).toBe('done');
      expect(promotes()).toEqual(['promote dpl_aaaa', 'promote dpl_bbbb']);
      expect(await verifyChain(db)).toMatchObject({ intact: true });
    } finally {
      child.kill('SIGKILL');
      await vercel.stop();
    }
  });

  it('attack 22: renewals that fail are noticed: the next write is not sent, and its intent is settled', {
    tags: 'full',
  }, async () => {
    await upToGate(A);
    const job = await context(A, { leaseSeconds: 3 });
    await db.query('alter function shiplock.renew rename to renew_no_more');
    const live = hosting.live.bind(hosting);
    let looks = 0;
    // The move's own look takes longer than the lease lives.
    const patient = Object.assign(Object.create(hosting) as SlowHosting, {
      live,
      move: async (request: TrafficMove) => {
        looks += 1;
        await new Promise((done) => setTimeout(done, 3500));
        request.notAfter?.check('memory.promote');
        return MemoryHosting.prototype.move.call(hosting, request);
      },
    });
    await expect(promote({ ...job, hosting: patient })).rejects.toMatchObject({
      code: 'SHIPLOCK_LEASE_EXPIRED',
      certainty: 'not-done',
    });
    expect(looks).toBe(1);
    expect(promotes()).toEqual([]);
    expect(job.said.join('\n')).toContain('could not renew');
    const record = new ReleaseRecord(db);
    const events = await record.events((await record.latest('staging', A))!.id);
    expect(events.at(-1)).toMatchObject({
      kind: 'outcome',
      body: { call: 'memory.promote', result: 'failed' },
    });
  });
});
