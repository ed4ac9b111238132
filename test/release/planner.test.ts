import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { V1 } from '../../src/release/record/schema/v1.ts';
import { Scene } from '../attacks/support/scene.ts';

/** What a job with the connection string of shiplock_plan does where there is no record that it could propose to. */
const commit = 'a'.repeat(40);
const planner = { commit, as: 'planner' } as const;
let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

describe('a planning role without a record', () => {
  it('stages and plans, writes nothing, and says so; the shipping role goes on from the release id', async () => {
    const staged = await scene.walk(planner, 'deploy');
    expect(staged.state).toBe('done');
    const change = () => ({ releaseId: staged.outputs['release-id']! });
    const planned = await scene.walk({ ...planner, change }, 'plan');
    expect(JSON.parse(planned.outputs['plan-json']!).deployment.id).toBe(staged.outputs['deployment-id']);
    expect(await scene.tables()).toEqual([]);
    expect(scene.said.join('\n')).toContain('does not record what this job does');

    await scene.walk(
      { commit, change },
      'approve',
      'migrate',
      'verify',
      'gate',
      'promote',
      'watch',
      'finalize',
    );
    expect(scene.asked.at(-1)).toBe(planned.outputs['plan-hash']);
    expect(scene.hosting.serving.deploymentId).toBe(staged.outputs['deployment-id']);
  });

  it('plans the database alone where it does not know what was staged', { tags: 'full' }, async () => {
    await scene.walk(planner, 'deploy');
    const planned = await scene.walk(planner, 'plan');
    expect(planned.outputs['pending-migrations']).toBe('1');
    expect(JSON.parse(planned.outputs['plan-json']!).deployment).toEqual({ id: '', url: '', digest: null });
    expect(scene.said.join('\n')).toContain('nobody can approve its hash');
  });

  it('does the same with a record of an older version, which the shipping role upgrades', {
    tags: 'full',
  }, async () => {
    const owner = await scene.owner();
    await owner.query(V1);
    await owner.query('insert into shiplock.schema_version (version) values (1)');
    await owner.query(
      'grant usage on schema shiplock to shiplock_plan; grant select on all tables in schema shiplock to shiplock_plan',
    );
    const staged = await scene.walk(planner, 'deploy');
    const change = () => ({ releaseId: staged.outputs['release-id']! });
    const planned = await scene.walk({ ...planner, change }, 'plan');
    expect(scene.said.join('\n')).toContain('does not record what this job does');
    await scene.walk({ commit, change }, 'approve');
    expect(scene.asked.at(-1)).toBe(planned.outputs['plan-hash']);
    expect(await scene.tables()).toContain('proposal');
  });

  it('cannot ship: the phases that change the environment say who can, and install nothing', {
    tags: 'full',
  }, async () => {
    for (const step of ['approve', 'migrate'] as const)
      await expect(scene.walk(planner, step)).rejects.toMatchObject({
        code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
        problem: { next: expect.stringContaining('owns the schema') },
      });
    for (const step of ['verify', 'promote'] as const)
      await expect(scene.walk(planner, step)).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_NOT_FOUND' });
    expect(await scene.tables()).toEqual([]);
  });
});

describe('a planning role with a record', () => {
  beforeEach(() => scene.release({ commit: 'b'.repeat(40), run: 'before' }).then(() => undefined));

  it('needs the deploy action before the plan action', { tags: 'full' }, async () => {
    await expect(scene.walk(planner, 'plan')).rejects.toMatchObject({ code: 'SHIPLOCK_PHASE_ORDER' });
  });

  it('ships to staging without anybody who approves: the shipping role plans for itself', {
    tags: 'full',
  }, async () => {
    const run = { commit, kind: 'staging' } as const;
    await scene.walk({ ...run, as: 'planner' }, 'deploy', 'plan');
    await scene.walk(run, 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize');
    expect(scene.hosting.serving.deploymentId).toBe('dpl_aaaa');
    expect(await scene.exists('public.orders')).toBe(true);
  });

  it('says that a release was shipped already', { tags: 'full' }, async () => {
    await scene.release({ commit });
    const again = await scene.walk(planner, 'deploy', 'plan');
    expect(again.summary).toContain('shipped with this plan');
  });

  it('prints a plan that nobody approves once something moved; the next one is', async () => {
    const first = await scene.walk(planner, 'deploy', 'plan');
    const owner = await scene.owner();
    await owner.query('create table public.by_hand (id int)');
    await scene.walk({ commit }, 'approve');
    expect(scene.asked.at(-1)).not.toBe(first.outputs['plan-hash']);
    const second = await scene.walk(planner, 'plan');
    expect(second.outputs['plan-hash']).toBe(scene.asked.at(-1));
  });
});
