import { afterEach, beforeEach, expect, it } from 'vitest';
import { installRecord } from '../../src/release/record/install.ts';
import { V1 } from '../../src/release/record/schema/v1.ts';
import { Scene } from './support/scene.ts';

/** Row 3: whoever holds the planning role sits idle in a transaction, with every lock that the role can take. */
const commit = 'a'.repeat(40);
let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

/** Reads every table that it may, takes the advisory locks that versions of the record have used, and stays. */
async function sitIdle() {
  const attacker = await scene.attacker();
  await attacker.query('begin');
  for (const name of ['shiplock.event', 'shiplock.install'])
    await attacker.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  return attacker;
}

it('attack 3: the record is installed and upgraded under an idle transaction with its old locks', async () => {
  const owner = await scene.owner();
  const attacker = await sitIdle();
  await owner.query(V1);
  await owner.query('insert into shiplock.schema_version (version) values (1)');
  expect(await installRecord(owner)).toBe(true);
  await attacker.query('rollback');
});

it('attack 3: the record is upgraded though a planner prepared a statement on its version and sits in the transaction', async () => {
  const owner = await scene.owner();
  await owner.query(V1);
  await owner.query('insert into shiplock.schema_version (version) values (1)');
  await owner.query('grant usage on schema shiplock to shiplock_plan');
  const attacker = await sitIdle();
  await attacker.query('prepare held as delete from shiplock.schema_version');
  expect(await installRecord(owner)).toBe(true);
});

it('attack 3: a release and its rollback go through while a planner reads, proposes and stays in its transaction', async () => {
  await scene.release({ commit: 'f'.repeat(40), run: 'first' });
  const attacker = await sitIdle();
  for (const table of ['release', 'event', 'lease', 'proposal', 'schema_version'])
    await attacker.query(`select * from shiplock.${table}`);
  const of = ['rel_evil', 'production', commit, '1'];
  await attacker.query('select shiplock.propose_staged($1, $2, $3, $4, $5)', [...of, 'dpl_evil']);
  for (const sql of [
    'select * from shiplock.event for share',
    'select * from shiplock.lease for update',
    'lock table shiplock.event in share mode',
    'select shiplock.lock_chain()',
  ]) {
    await attacker.query('savepoint before');
    await expect(attacker.query(sql), sql).rejects.toMatchObject({ code: 'SHIPLOCK_DATABASE_PERMISSION' });
    await attacker.query('rollback to savepoint before');
  }
  await scene.walk({ commit, as: 'planner' }, 'deploy', 'plan');
  await scene.walk({ commit }, 'approve', 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize');
  expect(scene.hosting.serving.deploymentId).toBe('dpl_aaaa');
  expect((await scene.rollback({ commit })).outputs['outcome']).toBe('done');
  expect(scene.hosting.serving.deploymentId).toBe('dpl_ffff');
  await attacker.query('rollback');
});

it('attack 3: a migration goes through though a planner prepared statements on its table and sits in the transaction', async () => {
  await scene.release({ commit: 'f'.repeat(40), run: 'first' });
  const held = [await sitIdle(), await scene.attacker()];
  await held[1]?.query('begin');
  for (const attacker of held) await attacker.query('prepare held as delete from public.orders');
  const column = 'alter table public.orders add column note text;';
  await scene.file('migrations/20260102000000_note.sql', column);
  const index = 'create index concurrently orders_by_note on public.orders (note);';
  await scene.file('migrations/20260103000000_index.sql', index);
  await scene.walk({ commit, as: 'planner' }, 'deploy', 'plan');
  await scene.walk({ commit, lockBudgetMs: 20_000 }, 'approve', 'migrate');
  expect(await scene.exists('public.orders_by_note')).toBe(true);
  expect(scene.said.filter((line) => /ended pid \d+ of planner_/.test(line))).toHaveLength(held.length);
  for (const attacker of held)
    await expect(attacker.query('select 1')).rejects.toMatchObject({ code: 'SHIPLOCK_DATABASE_CUT' });
});
