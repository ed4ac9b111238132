import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Session } from '../../src/release/session.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** A job moved traffic and ended before the record had more than that; then a person moved it again, without a pin. */

const opened: { close(): Promise<void> }[] = [];
const hosting = new MemoryHosting();
const OLD = 'a'.repeat(40);
let fresh: FreshDatabase;
let workspace: string;
let commits = 0;
let next: string;

async function context(commit: string, run = '7') {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return { ...made, run: { ...made.run, id: run } };
}
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;
const back = async (run: string) => rollback(await context(next, run), { reason: 'it is bad', force: false });
const serves = (deploymentId: string) => {
  hosting.serving = { deploymentId, pinned: false };
  hosting.writes.length = 0;
};

/** The job ends when it is about to say this in the record. */
async function cutAt(is: string, work: () => Promise<unknown>) {
  const { append } = Session.prototype;
  const cut = vi.spyOn(Session.prototype, 'append').mockImplementation(function (this: Session, ...args) {
    if (args[1].is === is) throw new Error('cut');
    return append.apply(this, args);
  });
  await expect(work()).rejects.toThrow('cut');
  cut.mockRestore();
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-since-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
  await ship(await context(OLD), { approvalWaitMs: 0 });
});
beforeEach(async () => {
  commits += 1;
  next = String(commits).padStart(4, '0').repeat(10);
  serves(id(OLD));
  for (const phase of [deploy, plan, migrate, verify, gate]) await phase(await context(next));
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

it('promoted, and moved back by hand: the same job again neither promotes nor says that it did', async () => {
  await cutAt('promoted', async () => promote(await context(next)));
  expect(hosting.serving.deploymentId).toBe(id(next));
  serves(id(OLD));
  await expect(promote(await context(next))).rejects.toMatchObject({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    problem: { done: [`${id(next)} was promoted once, and served`], notDone: ['no traffic was moved'] },
  });
  expect([hosting.serving.deploymentId, hosting.writes]).toEqual([id(OLD), []]);
  await back('8');
});

/** Sent, and the job ends before it hears what came of it; `came`: hosting did it. */
async function cutAfterSending(came: boolean) {
  const { move, confirm } = hosting;
  hosting.move = async (request) => {
    if (came) await move.call(hosting, request);
    throw new Error('cut');
  };
  hosting.confirm = async () => ({ state: 'ambiguous', evidence: {}, why: 'unseen' });
  await expect(promote(await context(next))).rejects.toMatchObject({
    code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
  });
  Object.assign(hosting, { move, confirm });
}
const job = (to: string, requestedAt: number) =>
  ({ type: 'promote', to, requestedAt, state: 'succeeded' }) as const;

it('sent, unseen, and promoted back by hand: it is not sent over that', async () => {
  hosting.serving = { ...hosting.serving, job: job(id(OLD), 7) };
  await cutAfterSending(true);
  serves(id(OLD));
  hosting.serving = { ...hosting.serving, job: job(id(OLD), 9) };
  await expect(promote(await context(next))).rejects.toMatchObject({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    problem: { done: ['the promote was sent once'], notDone: ['no traffic was moved'] },
  });
  expect([hosting.serving.deploymentId, hosting.writes]).toEqual([id(OLD), []]);
  await back('8');
});

it('sent, never done, and nobody did anything: it is sent again', async () => {
  hosting.serving = { ...hosting.serving, job: job(id(OLD), 7) };
  await cutAfterSending(false);
  hosting.writes.length = 0;
  await promote(await context(next));
  expect([hosting.serving.deploymentId, hosting.writes]).toEqual([id(next), [`promote ${id(next)}`]]);
  await back('8');
});

it('promoted, pinned back by hand, and approved again with the pin in the plan: it is promoted again', async () => {
  await cutAt('promoted', async () => promote(await context(next)));
  serves(id(OLD));
  hosting.serving = { deploymentId: id(OLD), pinned: true };
  await expect(promote(await context(next))).rejects.toMatchObject({ code: 'SHIPLOCK_PRODUCTION_PINNED' });
  await plan(await context(next));
  await promote(await context(next));
  expect([hosting.serving.deploymentId, hosting.writes]).toEqual([id(next), [`promote ${id(next)}`]]);
  await back('8');
});

it('rolled back, and brought back by hand: only a new run rolls it back again', async () => {
  await promote(await context(next));
  await cutAt('rolled-back', () => back('8'));
  expect(hosting.serving.deploymentId).toBe(id(OLD));
  serves(id(next));
  await expect(back('8')).rejects.toMatchObject({ code: 'SHIPLOCK_PRODUCTION_MOVED' });
  expect([hosting.serving.deploymentId, hosting.writes]).toEqual([id(next), []]);
  await back('9');
  expect([hosting.serving.deploymentId, hosting.writes]).toEqual([id(OLD), [`rollback ${id(OLD)}`]]);
});
