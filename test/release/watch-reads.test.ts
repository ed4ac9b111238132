import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { gateSettings } from '../../src/gates/spec.ts';
import type { Gate } from '../../src/release/context.ts';
import { configurationError, OutsideCallError } from '../../src/release/errors.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { ship } from '../../src/release/ship.ts';
import { composeGate } from '../../src/runner/compose-gate.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { serve } from '../support/serve.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let commits = 0;
const nextCommit = () => (++commits).toString(16).padStart(4, '0').repeat(10);
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;

async function context(commit: string, watch?: Gate) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit, ...(watch ? { watch } : {}) });
  opened.push(made.db);
  return made;
}
async function closedAs(commit: string) {
  const { db } = await context(commit);
  const record = new ReleaseRecord(db);
  const events = await record.events((await record.latest('staging', commit))!.id);
  return events.find(({ body }) => body['is'] === 'closed')?.body['result'];
}

const FAULTS = {
  'HTTP 403': () =>
    configurationError({ code: 'SHIPLOCK_VERCEL_TOKEN', what: 'Vercel answered HTTP 403', next: 'x' }),
  'HTTP 500': () =>
    new OutsideCallError(
      { code: 'SHIPLOCK_VERCEL_UNREACHABLE', what: 'Vercel answered HTTP 500', next: 'x' },
      { certainty: 'not-done' },
    ),
  'a cut connection': () => new TypeError('fetch failed'),
};
const READS = ['domains', 'elsewhere', 'deployment'] as const;

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-watch-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
});
beforeEach(async () => {
  hosting = new MemoryHosting();
  const { db } = await context(nextCommit());
  const [there] = await db.query(`select to_regclass('shiplock.lease') as there`);
  if (Object.values(there ?? {})[0])
    await db.query('update shiplock.lease set holder = null, expires_at = null');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

const CASES = READS.flatMap((read) =>
  Object.entries(FAULTS).map(([name, fault]) => [read, name, fault] as const),
);
const NAME =
  'hosting.%s that answers the watch with %s rolls nothing back, and the release ends with the doubt';

it.each(CASES.slice(0, 1))(NAME, staysWithDoubt);
it.each(CASES.slice(1))(NAME, { tags: 'full' }, staysWithDoubt);

async function staysWithDoubt(
  read: (typeof READS)[number],
  _name: string,
  fault: () => Error,
): Promise<void> {
  await ship(await context(nextCommit()), { approvalWaitMs: 0 });
  const commit = nextCommit();
  const { url } = await serve((_q, r) => void r.end(JSON.stringify({ commit })));
  hosting.domains = async () => [url];
  const settings = gateSettings.parse({
    ...{ deadlineSeconds: 0.2, minSamples: 5 },
    sources: [{ use: 'http', compare: true, intervalMs: 10 }],
  });
  const real = composeGate('after', settings, {
    ...{ errorTracker: undefined, environment: 'staging', database: undefined },
  });
  const watch: Gate = async (target) => {
    Object.assign(hosting, { [read]: () => Promise.reject(fault()) });
    try {
      return await real(target);
    } finally {
      Reflect.deleteProperty(hosting, read);
    }
  };
  const release = await context(commit, watch);
  await ship(release, { approvalWaitMs: 0 });
  expect(release.said.join('\n')).toContain(`inconclusive, traffic stays where it is: could not read`);
  expect(release.said.join('\n')).toContain(fault().message.replace(/^\w+: /, ''));
  expect([hosting.serving.deploymentId, await closedAs(commit)]).toEqual([id(commit), 'released']);
}

it.each(['the record’s database was cut', 'a bug'])(
  'a watch that ends without a verdict (%s) leaves traffic where it is, and a rerun watches anew',
  async (what) => {
    await ship(await context(nextCommit()), { approvalWaitMs: 0 });
    const commit = nextCommit();
    const release = await context(commit, async (target) => {
      if (what === 'a bug') throw new TypeError('x is not a function');
      const other = await context(commit);
      await other.db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      return gateThat('pass')(target);
    });
    await expect(ship(release, { approvalWaitMs: 0 })).rejects.toMatchObject({
      code: 'SHIPLOCK_WATCH_UNDECIDED',
    });
    expect([hosting.serving.deploymentId, await closedAs(commit)]).toEqual([id(commit), undefined]);
    await ship(await context(commit), { approvalWaitMs: 0 });
    expect(await closedAs(commit)).toBe('released');
  },
);

it('a watch that fails still rolls back', async () => {
  const old = nextCommit();
  await ship(await context(old), { approvalWaitMs: 0 });
  const commit = nextCommit();
  const failing = ship(await context(commit, gateThat('fail')), { approvalWaitMs: 0 });
  await expect(failing).rejects.toMatchObject({ code: 'SHIPLOCK_GATE_FAILED' });
  expect([hosting.serving.deploymentId, await closedAs(commit)]).toEqual([id(old), 'rolled-back']);
});
