import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { foldState } from '../../src/release/state.ts';
import { Scene } from './support/scene.ts';

/** Rows 1 and 2 of the attack table: what whoever holds the plan role's connection string writes into the record. */
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as const;
let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

async function releaseOf(commit: string): Promise<string> {
  const owner = await scene.owner();
  const [row] = await owner.query<{ id: string }>(
    'select id from shiplock.release where commit_sha = $1 order by opened_at desc limit 1',
    [commit],
  );
  return row!.id;
}

async function planOf(release: string) {
  const owner = await scene.owner();
  const { plan, hash } = foldState(await new ReleaseRecord(owner).events(release)).plan!;
  return { plan, hash };
}

/** Tries to append to the chain. True: the database let it happen. */
async function append(release: string, phase: string, kind: string, body: object): Promise<boolean> {
  const attacker = await scene.attacker();
  return attacker
    .query('select * from shiplock.append($1, null, $2, $3, $4, $5)', [
      release,
      'ada',
      phase,
      kind,
      JSON.stringify(body),
    ])
    .then(
      () => true,
      () => false,
    );
}

const ROAD = ['deploy', 'plan', 'approve', 'migrate', 'verify', 'gate'] as const;

it('attack 1: a planned event with the approved hash and another deployment promotes nothing else', async () => {
  await scene.walk({ commit: A }, ...ROAD);
  const release = await releaseOf(A);
  const { plan, hash } = await planOf(release);
  const forged = { ...plan, deployment: { id: 'dpl_evil', url: 'https://evil.example' } };
  expect(await append(release, 'plan', 'planned', { plan: forged, hash })).toBe(false);
  const now = { v: 2, is: 'planned', plan: forged, hash, moved: [], outlook: {} };
  expect(await append(release, 'plan', 'planned', now)).toBe(false);
  await scene.walk({ commit: A }, 'promote', 'watch', 'finalize');
  expect(scene.hosting.serving.deploymentId).toBe('dpl_aaaa');
});

it('attack 2: a planned event with fewer migrations skips none', async () => {
  await scene.walk({ commit: A }, 'deploy', 'plan', 'approve');
  const release = await releaseOf(A);
  const { plan, hash } = await planOf(release);
  // As if the run had died right after it began to migrate: the plan is not computed again then.
  const owner = await scene.owner();
  await owner.query(`select * from shiplock.acquire('production', $1, 300)`, [release]);
  await owner.query(
    `select * from shiplock.append($1, 1, 'ada', 'migrate', 'intent', '{"step":"call","call":"database.migrate","atMs":1}')`,
    [release],
  );
  await owner.query('select shiplock.leave()');
  expect(await append(release, 'plan', 'planned', { plan: { ...plan, migrations: [] }, hash })).toBe(false);
  await scene.walk({ commit: A }, 'migrate');
  expect(await scene.exists('public.orders')).toBe(true);
});

it('attack 2: a release opened before with a forged deployment does not keep the real one from being uploaded', async () => {
  const owner = await scene.owner();
  await scene.release({ commit: B });
  const attacker = await scene.attacker();
  const forged = 'rel_01890000-0000-7000-8000-000000000000';
  const opened = await attacker
    .query('select * from shiplock.open($1, $2, $3, null, $4, null, $5, $6, $7)', [
      forged,
      'production',
      A,
      '1',
      'ada',
      'deploy',
      '{}',
    ])
    .then(
      () => true,
      () => false,
    );
  const value = { id: 'dpl_evil', url: 'https://evil.example', state: 'ready' };
  await append(forged, 'deploy', 'planned', { step: 'call', call: 'memory.deploy', result: 'done', value });
  await scene.release({ commit: A });
  expect([opened, scene.hosting.writes.includes('stage a'), scene.hosting.serving.deploymentId]).toEqual([
    false,
    true,
    'dpl_aaaa',
  ]);
  const rows = await owner.query('select id from shiplock.release where id = $1', [forged]);
  expect(rows).toEqual([]);
});

it('attack 2: a promote that is faked as done is made all the same', async () => {
  await scene.walk({ commit: A }, ...ROAD);
  const faked = { step: 'call', call: 'memory.promote', key: 'dpl_aaaa', result: 'done', value: {} };
  expect(await append(await releaseOf(A), 'promote', 'planned', faked)).toBe(false);
  await scene.walk({ commit: A }, 'promote', 'watch', 'finalize');
  expect(scene.hosting.writes).toContain('promote dpl_aaaa');
  expect(scene.hosting.serving.deploymentId).toBe('dpl_aaaa');
});

it('attack 2: a forged snapshot on a closed release changes no verdict', { tags: 'full' }, async () => {
  await scene.release({ commit: A });
  await scene.release({ commit: B, run: '2' });
  const owner = await scene.owner();
  await owner.query('alter table public.orders rename column id to number');
  const empty = { format: 1, schemas: ['public'], objects: {}, unreadable: [] };
  expect(
    await append(await releaseOf(A), 'finalize', 'planned', { what: 'schema-snapshot', snapshot: empty }),
  ).toBe(false);
  const { rollback } = await import('../../src/release/steps/rollback.ts');
  await expect(
    rollback(await scene.context({ commit: B, run: '2' }), { reason: 'test', force: false }),
  ).rejects.toMatchObject({ code: 'SHIPLOCK_ROLLBACK_UNSAFE' });
});

it('attack 2: nothing is appended to a closed release, in no phase', async () => {
  await scene.release({ commit: A });
  const release = await releaseOf(A);
  for (const phase of ['deploy', 'plan', 'promote', 'finalize', 'rollback'])
    for (const kind of ['opened', 'planned', 'approved', 'outcome', 'observed', 'closed'])
      expect(
        await append(release, phase, kind, { result: 'released', serves: release }),
        `${phase} ${kind}`,
      ).toBe(false);
});
