import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PgDatabase } from '../../src/database/connection.ts';
import { planRole } from '../support/plan-role.ts';
import { Scene } from './support/scene.ts';

/** Row 23: a database that was made by PostgreSQL 14 or older, where everybody may create objects in `public`. */
const commit = 'a'.repeat(40);
const refused = { code: 'SHIPLOCK_DATABASE_SHADOWED' };
let scene: Scene;
let owner: PgDatabase;

beforeEach(async () => {
  scene = await Scene.open();
  owner = await scene.owner();
  await scene.release({ commit: 'f'.repeat(40), run: 'first' });
});
afterEach(() => scene.close());

/** An aggregate for exactly the types that the planner of hazards collects; PostgreSQL's own takes any. */
async function replace(attacker: PgDatabase): Promise<void> {
  await attacker.query(`create function public.taken(jsonb, text, jsonb) returns jsonb language plpgsql as $$
      begin raise exception 'taken over as %', current_user; end $$;
    create aggregate public.jsonb_object_agg(text, jsonb) (sfunc = public.taken, stype = jsonb)`);
}

it('attack 23: a function of the planning role in public is run by nobody', async () => {
  await owner.query('grant create on schema public to public');
  await replace(await scene.attacker());
  await expect(scene.walk({ commit }, 'deploy')).rejects.toMatchObject(refused);
  await expect(scene.walk({ commit }, 'plan')).rejects.toMatchObject(refused);
  await owner.query(`revoke create on schema public from public;
    drop aggregate public.jsonb_object_agg(text, jsonb); drop function public.taken`);
  await scene.release({ commit });
  expect(scene.hosting.serving.deploymentId).toBe('dpl_aaaa');
});

it('attack 23: a release is not approved while the planning role may create, and a rollback goes on', async () => {
  await scene.release({ commit });
  await owner.query('grant create on schema public to shiplock_plan');
  const next = 'b'.repeat(40);
  await scene.walk({ commit: next, as: 'planner' }, 'deploy', 'plan');
  await expect(scene.walk({ commit: next }, 'approve')).rejects.toMatchObject(refused);
  expect((await scene.rollback({ commit })).outputs['outcome']).toBe('done');
  expect(scene.said.join('\n')).toContain('shiplock_plan is allowed to create objects');
});

it('attack 23: what the planning role made before still counts when the privilege is gone', async () => {
  await owner.query(`create function public.left_behind() returns int language sql as 'select 1';
    grant create on schema public to shiplock_plan; alter function public.left_behind() owner to shiplock_plan;
    revoke create on schema public from shiplock_plan`);
  await expect(scene.walk({ commit }, 'deploy')).rejects.toMatchObject(refused);
});

it('attack 23: the file that makes the roles refuses where they could create', async () => {
  await owner.query('grant create on schema public to public');
  await expect(planRole(owner, 'verify_of_nobody')).rejects.toThrow(
    /could create objects in the schema public/,
  );
  await owner.query('revoke create on schema public from public');
});
