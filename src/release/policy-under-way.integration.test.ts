import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contextFor, MemoryHosting, POLICY } from '../../test/release/context.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';
import type { PgDatabase } from '../database/connection.ts';
import { policyUnderWay } from './policy-under-way.ts';
import { ship } from './ship.ts';

const commit = 'a'.repeat(40);
const hosting = new MemoryHosting();
const opened: PgDatabase[] = [];
let fresh: FreshDatabase;
let workspace: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-under-way-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_a.sql'),
    'create table a (id int primary key);',
  );
  await writeFile(path.join(workspace, 'verify/a.sql'), "select 'a' as check_name, 0 as bad;");
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

/** Ships the commit in a run of its own, under a policy that names the run. @returns the release's id */
async function run(id: string): Promise<string> {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  const decision = { ...POLICY, policy: { ...POLICY.policy, holds: { run: id } } };
  const context = {
    ...made,
    run: { id, url: undefined },
    policy: { ...made.policy, decision, again: async () => decision },
  };
  const results = await ship(context, { approvalWaitMs: 0 });
  return results.find(({ outputs }) => outputs['release-id'])?.outputs['release-id'] ?? '';
}
const asked = async (about: { runId?: string; releaseId?: string; commit?: string }) => {
  const of = { runId: undefined, releaseId: undefined, commit, ...about };
  const policy = await policyUnderWay(opened[0]!, { environment: 'staging', evenClosed: true, ...of });
  return policy?.holds['run'];
};

test('the policy of a release is found by the run, not by what is newest of the commit', async () => {
  const first = await run('1');
  const second = await run('2');
  expect(second).not.toBe(first);
  expect(await asked({ runId: '1' })).toBe('1');
  expect(await asked({ runId: '2' })).toBe('2');
  // Somebody undoes it from another run.
  expect(await asked({ runId: '3' })).toBe('2');
  expect(await asked({ runId: '2', releaseId: first })).toBe('1');
  // A release of another commit is not this job's.
  expect(await asked({ releaseId: first, commit: 'b'.repeat(40) })).toBeUndefined();
});
