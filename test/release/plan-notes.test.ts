import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gate } from '../../src/release/context.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let commits = 0;
const nextCommit = () => (++commits).toString(16).padStart(4, '0').repeat(10);
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;
const url = (commit: string) => `https://dpl-${commit.slice(0, 4)}.example`;

async function context(commit: string) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return made;
}
async function shipped(): Promise<string> {
  const commit = nextCommit();
  await ship(await context(commit), { approvalWaitMs: 0 });
  return commit;
}
async function planned(): Promise<string> {
  const commit = nextCommit();
  await deploy(await context(commit));
  return (await plan(await context(commit))).summary;
}

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-notes-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
  hosting = new MemoryHosting();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

describe('a gate that compares is told what serves at the same time', () => {
  const asked: (readonly string[] | undefined)[] = [];
  const asks: Gate = async (target) => {
    asked.push(await target.serving?.());
    return gateThat('pass')(target);
  };
  const compared = async () => {
    asked.length = 0;
    const commit = nextCommit();
    await ship({ ...(await context(commit)), gate: asks, watch: asks }, { approvalWaitMs: 0 });
    return commit;
  };

  it('nothing, where nothing served; then the previous release, before and after traffic moves', async () => {
    const first = await compared();
    expect(asked).toEqual([[], []]);
    await compared();
    expect(asked).toEqual([[url(first)], [url(first)]]);
  });

  it('nothing, once that deployment is gone or no longer ready', async () => {
    const before = hosting.serving.deploymentId ?? '';
    const there = hosting.deployments.get(before)!;
    hosting.deployments.set(before, { ...there, state: 'canceled' });
    await compared();
    hosting.deployments.set(before, there);
    expect(asked).toEqual([[], []]);
  });
});

describe('the plan says which deployments a rollback could not lead back to', () => {
  let older: string;
  let newer: string;
  beforeAll(async () => {
    [older, newer] = [await shipped(), await shipped()];
  });
  beforeEach(() => {
    for (const [key, { expiresAt: _, ...there }] of hosting.deployments) hosting.deployments.set(key, there);
  });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  it('none, where all are there and stay', async () => {
    expect(await planned()).not.toContain('A rollback');
  });

  it('no word of one that is kept for longer than anybody waits', async () => {
    const there = hosting.deployments.get(id(older))!;
    hosting.deployments.set(id(older), { ...there, expiresAt: inDays(90) });
    expect(await planned()).not.toContain('A rollback');
  });

  it('what serves, the one before it, and one that will be deleted soon', async () => {
    const there = hosting.deployments.get(id(newer))!;
    hosting.deployments.set(id(newer), { ...there, expiresAt: inDays(3) });
    hosting.deployments.delete(id(older));
    const words = await planned();
    expect(words).toContain(
      `A rollback of this release leads back to what serves now (${id(newer)}) until ${inDays(3).slice(0, 10)} only`,
    );
    expect(words).toMatch(
      new RegExp(
        `A rollback to an earlier release can lead back to release rel_\\S+ \\(${id(older)}\\) no longer: hosting no longer has it`,
      ),
    );
  });
});
