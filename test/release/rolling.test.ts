import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Gate } from '../../src/release/context.ts';
import type { Hosting, Notices, Rolling } from '../../src/release/ports.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { answeredByRollback, ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

/** Hosting that shares traffic stage by stage once something serves. */
class RollingHosting extends MemoryHosting {
  stages = [5, 25, 100];
  automatic = false;
  now: Rolling | undefined;
  async rollingPlan() {
    return { stages: this.stages, automatic: this.automatic };
  }
  async rolling() {
    const { now } = this;
    // Hosting goes on by itself each time that somebody looks twice.
    if (now?.state === 'active' && this.automatic && this.looks++ % 4 === 3) this.on(now.stage + 1);
    return this.now;
  }
  looks = 0;
  on(stage: number) {
    const { now, stages } = this;
    if (!now) return;
    this.now = { ...now, stage, percent: stages[stage] ?? 100 };
    const job = { type: 'rolling', to: now.to, state: 'running', requestedAt: now.startedAt } as const;
    this.serving = { ...this.serving, job: { ...job, percent: stages[stage] ?? 100 } };
    if (stages[stage] !== 100) return;
    this.now = { ...this.now, state: 'complete' };
    this.serving = { deploymentId: now.to, pinned: false };
  }
  abort() {
    if (this.now) this.now = { ...this.now, state: 'aborted' };
    const { job: _, ...rest } = this.serving;
    this.serving = { ...rest, pinned: true };
  }
  override async move(request: Parameters<Hosting['move']>[0]) {
    if (request.kind === 'rollback') this.abort();
    if (request.kind === 'rollback' || this.serving.deploymentId === undefined) return super.move(request);
    this.writes.push(`promote ${request.to}`);
    const { stages, automatic } = this;
    this.now = { state: 'active', to: request.to, stage: 0, stages, automatic, startedAt: Date.now() };
    this.on(0);
    return {};
  }
  async advance({ to, from }: { to: string; from: number }) {
    this.writes.push(`advance ${to} ${from}`);
    this.on(from + 1);
    return { stage: from + 1 };
  }
  async complete({ to, from }: { to: string; from: number }) {
    this.writes.push(`complete ${to} ${from}`);
    this.on(this.stages.length - 1);
    return { stage: from + 1 };
  }
  override async confirm(request: Parameters<Hosting['confirm']>[0]): ReturnType<Hosting['confirm']> {
    if (request.canary && this.now?.to === request.to) return { state: 'done', evidence: { canary: true } };
    return super.confirm(request);
  }
}

const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: RollingHosting;
let old: string;
let commits = 0;

async function context(commit: string, more: { watch?: Gate; rolling?: readonly number[] | undefined } = {}) {
  const { rolling = hosting.automatic ? undefined : [5, 25], ...rest } = more;
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit, ...rest });
  opened.push(made.db);
  return { ...made, environment: { ...made.environment, rolling } };
}
const nextCommit = () => (++commits).toString(16).padStart(4, '0').repeat(10);
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;
const writes = () => hosting.writes.filter((write) => !write.startsWith('stage'));
async function ready() {
  const commit = nextCommit();
  for (const phase of [deploy, plan, migrate, verify, gate]) await phase(await context(commit));
  hosting.writes.length = 0;
  return commit;
}
async function events(commit: string, is: string) {
  const { db } = await context(commit);
  const record = new ReleaseRecord(db);
  const all = await record.events((await record.latest('staging', commit))!.id);
  return all.map(({ body }) => body).filter((body) => body['is'] === is);
}
/** A gate that answers in turn; then it passes. Each look runs `meanwhile`. */
const gates =
  (decisions: ('pass' | 'fail')[], meanwhile: (look: number) => void = () => undefined): Gate =>
  async (target) => {
    meanwhile(decisions.length);
    return gateThat(decisions.shift() ?? 'pass')(target);
  };

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-rolling-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
});
beforeEach(async () => {
  hosting = new RollingHosting();
  old = nextCommit();
  const { db } = await context(old);
  const [there] = await db.query(`select to_regclass('shiplock.lease') as there`);
  if (Object.values(there ?? {})[0])
    await db.query('update shiplock.lease set holder = null, expires_at = null');
  await ship(await context(old), { approvalWaitMs: 0 });
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

it('goes from stage to stage with a gate in each, one write each, and the record has them', async () => {
  const commit = await ready();
  const told = await context(commit);
  await promote(told);
  expect(writes()).toEqual([`promote ${id(commit)}`, `advance ${id(commit)} 0`, `complete ${id(commit)} 1`]);
  expect(hosting.serving.deploymentId).toBe(id(commit));
  expect((await events(commit, 'stage-reached')).map(({ percent }) => percent)).toEqual([5, 25]);
  expect((await events(commit, 'gate-judged')).map(({ stage }) => stage)).toContain(1);
  expect(told.said.join('\n')).toContain('5 % of traffic');
});

it('the release’s thread hears of each stage with its share of traffic, and the message shows it', async () => {
  const commit = await ready();
  const told: { readonly reply: string | undefined; readonly detail: string | undefined }[] = [];
  const notices: Notices = {
    vendor: 'memory-chat',
    async publish({ reply, phases }) {
      told.push({ reply, detail: phases.find(({ phase }) => phase === 'promote')?.detail });
      return { channel: 'C1', ts: '1' };
    },
  };
  await promote({ ...(await context(commit)), notices });
  expect(told.filter(({ reply }) => reply !== undefined)).toEqual([
    {
      reply: '5 % of traffic goes to the new version (stage 1 of 3)',
      detail: '5 % of traffic',
    },
    {
      reply: '25 % of traffic goes to the new version (stage 2 of 3)',
      detail: '25 % of traffic',
    },
  ]);
});

it('a rolling release that cannot be read stays as it is, and is not rolled back by itself', async () => {
  const commit = await ready();
  const read = hosting.rolling.bind(hosting);
  hosting.rolling = async () => {
    if (hosting.now) throw new Error('HTTP 403');
    return read();
  };
  const error: unknown = await promote(await context(commit)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'SHIPLOCK_ROLLING_UNREAD' });
  expect(answeredByRollback('promote', error)).toBe(false);
  expect(writes()).toEqual([`promote ${id(commit)}`]);
  hosting.rolling = read;
  await promote(await context(commit));
  expect(writes()).toEqual([`promote ${id(commit)}`, `advance ${id(commit)} 0`, `complete ${id(commit)} 1`]);
});

it('a gate that fails in a stage stops there, and the rollback action aborts it from another job', async () => {
  const commit = await ready();
  const failing = await context(commit, { watch: gates(['pass', 'fail']) });
  await expect(promote(failing)).rejects.toMatchObject({ code: 'SHIPLOCK_GATE_FAILED' });
  expect(hosting.serving.job).toMatchObject({ to: id(commit), percent: 25 });
  await rollback(
    { ...(await context(commit)), run: { id: 'on call', url: undefined } },
    { reason: 'bad', force: false },
  );
  expect(writes().at(-1)).toBe(`rollback ${id(old)}`);
  expect(hosting.serving).toMatchObject({ deploymentId: id(old), pinned: true });
  expect((await events(commit, 'closed'))[0]).toMatchObject({ result: 'rolled-back' });
});

it('a rollback does not take an answer from before the stages for one without them', async () => {
  const commit = await ready();
  await expect(promote(await context(commit, { watch: gates(['pass', 'fail']) }))).rejects.toThrow();
  const { now, serving } = hosting;
  const before = () => {
    hosting.now = undefined;
    hosting.serving = { deploymentId: id(old), pinned: false };
  };
  before();
  const back = async () => rollback(await context(commit), { reason: 'bad', force: false });
  await expect(back()).rejects.toMatchObject({ code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS' });
  expect(await events(commit, 'closed')).toEqual([]);
  Object.assign(hosting, { now, serving });
  await back();
  expect(writes().at(-1)).toBe(`rollback ${id(old)}`);
  expect((await events(commit, 'closed'))[0]).toMatchObject({ result: 'rolled-back' });
});

it('a job that was killed in a stage goes on there, and repeats neither write nor gate', async () => {
  const commit = await ready();
  const killed = gates(['pass', 'pass'], (left) => {
    if (left === 1) throw new Error('killed');
  });
  await expect(promote(await context(commit, { watch: killed }))).rejects.toThrow('killed');
  const again: number[] = [];
  await promote(await context(commit, { watch: gates([], () => again.push(hosting.now?.stage ?? -1)) }));
  expect(again).toEqual([1]);
  expect(writes()).toEqual([`promote ${id(commit)}`, `advance ${id(commit)} 0`, `complete ${id(commit)} 1`]);
});

it.each(['abort', 'advance', 'complete'] as const)(
  'a person who does "%s" in the dashboard is followed',
  async (what) => {
    const commit = await ready();
    const person = gates([], () => {
      if (hosting.now?.stage !== 0) return;
      if (what === 'abort') hosting.abort();
      else hosting.on(what === 'advance' ? 1 : 2);
    });
    const promoted = promote(await context(commit, { watch: person }));
    if (what === 'abort') {
      await expect(promoted).rejects.toMatchObject({ code: 'SHIPLOCK_ROLLING_ABORTED' });
      await rollback(await context(commit), { reason: 'aborted', force: false });
      expect(writes()).toEqual([`promote ${id(commit)}`]);
      expect(hosting.serving.deploymentId).toBe(id(old));
      return;
    }
    await promoted;
    const steps = what === 'advance' ? [`complete ${id(commit)} 1`] : [];
    expect(writes()).toEqual([`promote ${id(commit)}`, ...steps]);
  },
);

it('stages that hosting goes through by itself are followed without a write', { tags: 'full' }, async () => {
  hosting.automatic = true;
  const commit = await ready();
  await promote(await context(commit));
  expect(writes()).toEqual([`promote ${id(commit)}`]);
  expect(hosting.serving.deploymentId).toBe(id(commit));
});

it('somebody else’s rolling release: the plan says so, and nothing migrates or moves', async () => {
  const job = {
    type: 'rolling',
    to: 'dpl_x',
    state: 'running',
    requestedAt: Date.now(),
    percent: 10,
  } as const;
  const commit = nextCommit();
  await deploy(await context(commit));
  hosting.serving = { ...hosting.serving, job };
  const { summary } = await plan(await context(commit));
  expect(summary).toContain('rolling release of dpl_x is in progress (10 % of traffic)');
  await expect(migrate(await context(commit))).rejects.toMatchObject({ code: 'SHIPLOCK_PRODUCTION_BUSY' });
  hosting.serving = { deploymentId: id(old), pinned: false };
  const later = await ready();
  hosting.serving = { ...hosting.serving, job };
  await expect(promote(await context(later))).rejects.toMatchObject({ code: 'SHIPLOCK_PRODUCTION_BUSY' });
  expect(writes()).toEqual([]);
});

it.each([
  ['hosting has other stages', [10, 100], false, [5, 25]],
  ['hosting goes on by itself', [5, 25, 100], true, [5, 25]],
  ['hosting waits for somebody, and the settings say nothing', [5, 25, 100], false, undefined],
] as const)('%s: the plan refuses, with the command', async (_, stages, automatic, wanted) => {
  const commit = nextCommit();
  await deploy(await context(commit));
  Object.assign(hosting, { stages: [...stages], automatic });
  const told = await context(commit);
  const environment = { ...told.environment, rolling: wanted };
  await expect(plan({ ...told, environment })).rejects.toMatchObject({
    code: 'SHIPLOCK_ROLLING_SETTINGS',
    problem: { next: expect.stringContaining('vercel rolling-release') },
  });
});
