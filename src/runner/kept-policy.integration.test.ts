import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { contextFor, MemoryHosting, POLICY } from '../../test/release/context.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';
import { ship } from '../release/ship.ts';
import { withRelease } from './compose.ts';
import type { PolicyBasis } from './compose-policy.ts';

/** A release whose plan has rules that this version cannot read: an earlier version kept them in another form. */

const commit = 'a'.repeat(40);
let fresh: FreshDatabase;
let workspace: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-kept-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  await writeFile(
    path.join(workspace, 'migrations/20260101000000_a.sql'),
    'create table a (id int primary key);',
  );
  await writeFile(path.join(workspace, 'verify/a.sql'), "select 'a' as check_name, 0 as bad;");
  const made = await contextFor({ url: fresh.url, workspace, hosting: new MemoryHosting(), commit });
  const decision = { ...POLICY, policy: { ...POLICY.policy, holds: { approvals: { required: 'two' } } } };
  const policy = { ...made.policy, decision, again: async () => decision };
  try {
    await ship({ ...made, policy }, { approvalWaitMs: 0 });
  } finally {
    await made.db.close();
  }
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await fresh?.drop();
  await rm(workspace, { recursive: true, force: true });
});

async function composed(basis: PolicyBasis) {
  vi.stubEnv('GITHUB_WORKSPACE', workspace);
  vi.stubEnv('GITHUB_REPOSITORY', undefined);
  const warnings: string[] = [];
  const door = {
    inputs: { environment: 'staging', commit, 'database-url': fresh.url },
    say: () => undefined,
    warn: (line: string) => void warnings.push(line),
  };
  const sources = await withRelease(door, async ({ policy }) => policy.decision.sources, basis);
  return { warnings, sources };
}

test('a rollback does not need the rules: it says which part it cannot read, and goes on with the defaults', async () => {
  const { warnings, sources } = await composed('if-known');
  expect(sources).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^could not read the rules, so the defaults apply: SHIPLOCK_POLICY_UNREADABLE: .*the plan of this release.*kind is missing.*approvals\.required must be a number, and is text/,
    ),
  ]);
});

test('what goes forward does: it ends with a code and the next step', async () => {
  await expect(composed('witnesses')).rejects.toMatchObject({
    code: 'SHIPLOCK_POLICY_UNREADABLE',
    problem: { next: expect.stringContaining('A rollback does not need these rules.') },
  });
});
