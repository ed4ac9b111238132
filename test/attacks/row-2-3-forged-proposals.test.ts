import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { action as approvalGate } from '../../actions/approval-gate/main.ts';
import type { Rehearse, ReleaseContext } from '../../src/release/context.ts';
import { Proposals } from '../../src/release/record/proposals.ts';
import { newReleaseId, type Release, ReleaseRecord } from '../../src/release/record/record.ts';
import { foldState } from '../../src/release/state.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { digestOf } from '../release/context.ts';
import { Scene } from './support/scene.ts';

/**
 * Rows 2, 3 and 12 of the attack table, where the attacker uses what the plan role may really do: propose. A planning
 * job with that role staged and planned; the shipping role takes over from there.
 */
let scene: Scene;
let commit: string;
let commits = 0;
let forged: Proposals;

beforeAll(async () => {
  scene = await Scene.open();
  await scene.release({ commit: 'f'.repeat(40), run: 'first' });
  forged = new Proposals(await scene.attacker());
});
afterAll(() => scene.close());
beforeEach(() => {
  commits += 1;
  commit = commits.toString(16).padStart(4, '0').repeat(10);
});

const run = () => `run ${commits}`;
const planned = () => scene.walk({ commit, run: run(), as: 'planner' }, 'deploy', 'plan');
const shipped = () =>
  scene.walk({ commit, run: run() }, 'approve', 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize');
const of = (releaseId: string) => ({ releaseId, environment: 'production', commit, runId: run() });
async function releases(): Promise<Pick<Release, 'id' | 'runId'>[]> {
  const owner = await scene.owner();
  return owner.query('select id, run_id as "runId" from shiplock.release where commit_sha = $1', [commit]);
}
/** A deployment at hosting that the attacker could make with a token of the planning job. */
function stage(deployment: {
  id: string;
  releaseId: string;
  runId?: string;
  commit?: string;
  files?: string;
}) {
  const { files, ...rest } = deployment;
  scene.hosting.deployments.set(deployment.id, {
    url: 'https://evil.example',
    state: 'ready',
    commit,
    runId: run(),
    ...rest,
  });
  scene.hosting.sources.set(deployment.id, digestOf(files ?? 'something else'));
}

describe('what a planning job staged', () => {
  it('is taken over, and what was printed is what is approved: both roles compute the same hash', async () => {
    const before = scene.asked.length;
    const printed = await planned();
    const owner = await scene.owner();
    expect(await releases(), 'the planning role wrote nothing into the chain').toEqual([]);
    await shipped();
    expect(scene.asked.slice(before)).toEqual([printed.outputs['plan-hash']]);
    expect(await releases()).toEqual([{ id: printed.outputs['release-id'], runId: run() }]);
    expect(scene.hosting.deployments.get(scene.hosting.serving.deploymentId!)?.commit).toBe(commit);
    const roles = await owner.query<{ role: string }>(
      'select distinct role from shiplock.proposal where commit_sha = $1',
      [commit],
    );
    expect(roles).toEqual([{ role: expect.stringMatching(/^planner_/) }]);
  });

  it('is found again by a later step, and is not staged twice', { tags: 'full' }, async () => {
    await planned();
    const before = scene.hosting.writes.length;
    const again = await scene.walk({ commit, run: run(), as: 'planner' }, 'deploy');
    expect([again.state, scene.hosting.writes.length]).toEqual(['already', before]);
  });

  it('is found again where the job died before it could say so', { tags: 'full' }, async () => {
    const printed = await planned();
    const owner = await scene.owner();
    await owner.query(`delete from shiplock.proposal where commit_sha = $1 and what <> 'opened'`, [commit]);
    const again = await scene.walk({ commit, run: run(), as: 'planner' }, 'deploy', 'plan');
    expect(again.outputs['release-id']).toBe(printed.outputs['release-id']);
  });

  it('stays with the planning role: it approves, migrates and promotes nothing', async () => {
    await planned();
    for (const step of ['approve', 'migrate', 'promote', 'finalize'] as const)
      await expect(scene.walk({ commit, run: run(), as: 'planner' }, step)).rejects.toMatchObject({
        code: 'SHIPLOCK_DATABASE_PERMISSION',
        problem: { next: expect.stringContaining('owns the schema') },
      });
    expect(await releases()).toEqual([]);
  });

  it('is not gone on with by a run that has not approved it', { tags: 'full' }, async () => {
    await planned();
    await expect(scene.walk({ commit, run: run() }, 'migrate')).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_MISSING',
    });
  });
});

describe('attack 2: a proposal', () => {
  it('attack 2: of a deployment with other files is passed over, and the honest one ships', async () => {
    const evil = newReleaseId();
    stage({ id: `dpl_evil_${commits}`, releaseId: evil });
    await forged.staged(of(evil), `dpl_evil_${commits}`);
    await planned();
    await shipped();
    expect(scene.hosting.deployments.has(scene.hosting.serving.deploymentId!)).toBe(true);
    expect(scene.hosting.serving.deploymentId).not.toContain('evil');
    expect(scene.said.join('\n')).toContain(`${evil} was proposed for this run, but is not used`);
  });

  it.each([
    ['of another commit', { commit: '9'.repeat(40) }],
    ['of another run', { runId: 'some other run' }],
    ['that failed to build', { state: 'failed' as const }],
  ])('attack 2: of a deployment %s ships nothing', async (_, wrong) => {
    const evil = newReleaseId();
    stage({ id: `dpl_wrong_${commits}`, releaseId: evil, files: commit, ...wrong });
    await forged.staged(of(evil), `dpl_wrong_${commits}`);
    await expect(scene.walk({ commit, run: run() }, 'approve')).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_NOT_FOUND',
      problem: { what: expect.stringContaining(evil) },
    });
    expect(await releases()).toEqual([]);
  });

  it('attack 2: of a deployment whose files hosting cannot tell ships nothing', {
    tags: 'full',
  }, async () => {
    const evil = newReleaseId();
    stage({ id: `dpl_mute_${commits}`, releaseId: evil, files: commit });
    scene.hosting.sources.delete(`dpl_mute_${commits}`);
    await forged.staged(of(evil), `dpl_mute_${commits}`);
    await expect(scene.walk({ commit, run: run() }, 'approve')).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_NOT_FOUND',
      problem: { what: expect.stringContaining('cannot say which files') },
    });
  });

  it('attack 2: is passed over where hosting answers with a deployment of another release', {
    tags: 'full',
  }, async () => {
    const evil = newReleaseId();
    const staged = { id: `dpl_swapped_${commits}`, releaseId: evil, files: commit };
    stage(staged);
    await forged.staged(of(evil), staged.id);
    const findStaged = scene.hosting.findStaged.bind(scene.hosting);
    scene.hosting.findStaged = async () => ({
      ...scene.hosting.deployments.get(staged.id)!,
      releaseId: newReleaseId(),
    });
    await expect(scene.walk({ commit, run: run() }, 'approve')).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_NOT_FOUND',
      problem: { what: expect.stringContaining('does not have that release id') },
    });
    scene.hosting.findStaged = findStaged;
  });

  it('attack 2: that names the honest deployment under another release is passed over', async () => {
    const printed = await planned();
    const evil = newReleaseId();
    await forged.staged(
      of(evil),
      String((await scene.walk({ commit, run: run(), as: 'planner' }, 'deploy')).outputs['deployment-id']),
    );
    await shipped();
    expect(await releases()).toEqual([{ id: printed.outputs['release-id'], runId: run() }]);
  });

  it('attack 2: that names a deployment of another release says so, and ships nothing', async () => {
    const [evil, id] = [newReleaseId(), `dpl_other_${commits}`];
    stage({ id, releaseId: newReleaseId(), files: commit });
    await forged.staged(of(evil), id);
    await expect(scene.walk({ commit, run: run() }, 'approve')).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_NOT_FOUND',
      problem: {
        what: expect.stringContaining(`${evil}: hosting knows no deployment ${id} of that release`),
      },
    });
  });

  it('attack 2: with a release id that the record knows already reopens nothing', async () => {
    const owner = await scene.owner();
    const [old] = await owner.query<{ id: string; events: number }>(
      `select r.id, count(*)::int as events from shiplock.release r join shiplock.event e on e.release_id = r.id
        where run_id = 'first' group by r.id`,
    );
    // Hosting has forgotten what it served then, so the forged one is all that carries the id.
    const first = [...scene.hosting.deployments].filter(([, { releaseId }]) => releaseId === old!.id);
    for (const [id] of first) scene.hosting.deployments.delete(id);
    stage({ id: `dpl_old_${commits}`, releaseId: old!.id, files: commit });
    await forged.staged(of(old!.id), `dpl_old_${commits}`);
    await expect(scene.walk({ commit, run: run() }, 'approve')).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_NOT_FOUND',
    });
    scene.hosting.deployments.delete(`dpl_old_${commits}`);
    for (const [id, deployment] of first) scene.hosting.deployments.set(id, deployment);
    const [now] = await owner.query<{ events: number }>(
      'select count(*)::int as events from shiplock.event where release_id = $1',
      [old!.id],
    );
    expect(now?.events).toBe(old!.events);
  });

  it('attack 2: of a plan with fewer migrations skips none, and with another deployment promotes nothing else', async () => {
    const version = `2026020100${String(commits).padStart(4, '0')}`;
    await scene.file(
      `migrations/${version}_more.sql`,
      `create table public.more_${commits} (id int primary key);`,
    );
    const printed = await planned();
    const shown = JSON.parse(printed.outputs['plan-json']!);
    await forged.plan(of(printed.outputs['release-id']!), { ...shown, migrations: [] });
    await forged.plan(of(printed.outputs['release-id']!), {
      ...shown,
      deployment: { id: 'dpl_evil', url: 'https://evil.example', digest: shown.deployment.digest },
    });
    await shipped();
    expect(await scene.exists(`public.more_${commits}`)).toBe(true);
    expect(scene.hosting.serving.deploymentId).toBe(shown.deployment.id);
    expect(scene.asked.at(-1)).toBe(printed.outputs['plan-hash']);
  });
});

describe('attack 3: a newer release of the same commit', () => {
  it.each(['before', 'between', 'after'])(
    'attack 3: proposed %s the honest jobs changes nothing',
    async (when) => {
      const attack = async (at: string) => {
        if (at !== when) return;
        for (let n = 0; n < 20; n += 1) {
          const evil = newReleaseId();
          await forged.release(of(evil), { url: null, actor: 'ada' });
          await forged.staged(of(evil), `dpl_nowhere_${n}`);
          await forged.plan(of(evil), { format: 1 });
        }
      };
      await attack('before');
      await scene.walk({ commit, run: run(), as: 'planner' }, 'deploy');
      await attack('between');
      const printed = await scene.walk({ commit, run: run(), as: 'planner' }, 'plan');
      await attack('after');
      await shipped();
      expect(await releases()).toEqual([{ id: printed.outputs['release-id'], runId: run() }]);
      expect(scene.hosting.serving.deploymentId).toBe(
        JSON.parse(printed.outputs['plan-json']!).deployment.id,
      );
    },
  );

  it('attack 3: a flood of proposals costs few requests, and the release id of the planning job still finds its own', async () => {
    const honest = await planned();
    for (let at = 0; at < 40; at += 1) await forged.staged(of(`a${at}`), `dpl_flood_${at}`);
    let asked = 0;
    const counted = (context: ReleaseContext) => ({
      hosting: Object.assign(Object.create(context.hosting), {
        deployment: (id: string) => {
          asked += id.startsWith('dpl_flood') ? 1 : 0;
          return context.hosting.deployment(id);
        },
      }),
    });
    const flooded = scene.walk({ commit, run: run(), change: counted }, 'approve');
    await expect(flooded).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_NOT_FOUND' });
    expect(asked).toBe(25);
    expect(scene.said.join('\n')).toContain('set the input release-id');
    const releaseId = honest.outputs['release-id']!;
    await scene.walk({ commit, run: run(), change: () => ({ releaseId }) }, 'approve');
    expect(scene.asked.at(-1)).toBe(honest.outputs['plan-hash']);
  });

  it('attack 3: no hosting that refuses to tell of a proposed deployment stops the run', async () => {
    const deployment = scene.hosting.deployment.bind(scene.hosting);
    await forged.staged(of(newReleaseId()), 'dpl_of_another_team');
    scene.hosting.deployment = async (id) => {
      if (id === 'dpl_of_another_team') throw new Error('403 Forbidden');
      return deployment(id);
    };
    await planned();
    await shipped();
    scene.hosting.deployment = deployment;
    expect(scene.hosting.deployments.get(scene.hosting.serving.deploymentId!)?.commit).toBe(commit);
  });
});

describe('attack 12: release-id', () => {
  it('attack 12: of a release of another commit is refused, in every phase', async () => {
    const owner = await scene.owner();
    const [other] = await owner.query<{ id: string }>(
      `select id from shiplock.release where run_id = 'first'`,
    );
    const change = () => ({ releaseId: other!.id });
    for (const step of [
      'deploy',
      'plan',
      'approve',
      'migrate',
      'verify',
      'gate',
      'promote',
      'watch',
      'finalize',
    ] as const)
      await expect(scene.walk({ commit, run: run(), change }, step), step).rejects.toMatchObject({
        code: 'SHIPLOCK_RELEASE_MISMATCH',
        problem: { what: expect.stringContaining('ffffffffffff') },
      });
  });

  it('attack 12: of a release of this commit in another environment is refused', {
    tags: 'full',
  }, async () => {
    const change = (made: Awaited<ReturnType<Scene['context']>>) => ({
      environment: { ...made.environment, name: 'other' },
    });
    const opened = await scene.walk({ commit, run: run(), change }, 'deploy');
    const context = await scene.context({ commit, run: run() });
    await expect(migrate({ ...context, releaseId: opened.outputs['release-id']! })).rejects.toMatchObject({
      code: 'SHIPLOCK_RELEASE_MISMATCH',
    });
  });

  it('that a planning job put out finds its deployment without any proposal, in another run too', {
    tags: 'full',
  }, async () => {
    const printed = await planned();
    const owner = await scene.owner();
    await owner.query('delete from shiplock.proposal where commit_sha = $1', [commit]);
    const change = () => ({ releaseId: printed.outputs['release-id']! });
    await scene.walk({ commit, run: 'a later run', change }, 'approve');
    expect(scene.asked.at(-1)).toBe(printed.outputs['plan-hash']);
  });
});

describe('attack 11: proof of staging', () => {
  const production = async (database: boolean) => {
    const context = await scene.context({ commit, run: run(), as: 'planner' });
    const codeHost = {
      vendor: 'github',
      openDeployment: async () => '1',
      upsertComment: async () => ({ url: '' }),
    };
    const requires = {
      environment: 'staging',
      ...(database ? { database: () => scene.reader() } : {}),
    };
    return { ...context, codeHost: codeHost as never, environment: { ...context.environment, requires } };
  };
  const staging = (made: Awaited<ReturnType<Scene['context']>>) => ({
    environment: { ...made.environment, name: 'staging', kind: 'staging' as const },
  });
  const onStaging = () => ({ commit, run: `staging ${run()}`, kind: 'staging' as const, change: staging });

  it('attack 11: is not what somebody posted at the code host; the line to add is told', async () => {
    await planned();
    await expect(plan(await production(false))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_NOT_PROVED',
      problem: {
        next: expect.stringContaining(`staging-database-url: \${{ secrets.STAGING_DATABASE_URL }}`),
      },
    });
    await expect(plan(await production(true))).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_NOT_PROVED' });
  });

  it('attack 11: is void once the commit was rolled back there', async () => {
    await scene.release({ ...onStaging(), commit: '8'.repeat(40), run: 'staging before' });
    await planned();
    const proof = await scene.release(onStaging());
    const proved = await plan(await production(true));
    expect(JSON.parse(proved.outputs['plan-json']!).provedBy).toEqual({
      environment: 'staging',
      releaseId: proof.outputs['release-id'],
    });
    await scene.rollback({ ...onStaging() });
    await expect(plan(await production(true))).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_NOT_PROVED',
      problem: { what: expect.stringContaining('rolled back there') },
    });
    // The planning role of staging can propose what it likes.
    await forged.staged({ ...of(newReleaseId()), environment: 'staging' }, 'dpl_1');
    await expect(plan(await production(true))).rejects.toMatchObject({ code: 'SHIPLOCK_PLAN_NOT_PROVED' });
  });
});

describe('attack 2: the rehearsal of down files', () => {
  const rehearse: Rehearse = async () => ({
    ...{ outcome: 'pass', detail: '', migrations: [], findings: [], surprises: [] },
  });
  const said = async () => {
    const owner = await scene.owner();
    const record = new ReleaseRecord(owner);
    const release = await record.latest('production', commit, run());
    return foldState(await record.events(release?.id ?? '')).plan?.rehearsal;
  };
  beforeEach(async () => {
    // An earlier test of this file rolled back.
    scene.hosting.serving = { ...scene.hosting.serving, pinned: false };
    await scene.file(
      `migrations/202602010000${10 + commits}_more.sql`,
      `create table more_${commits} (id int);`,
    );
  });

  it('counts as the shipping role saw it, not as the planning job says', async () => {
    const of = { commit, run: run(), change: () => ({ rehearse }) };
    await scene.walk({ ...of, as: 'planner' }, 'deploy', 'plan');
    await scene.walk({ commit, run: run() }, 'approve');
    expect(await said()).toBe('skipped');
  });

  it('is made by the gate that records the plan, where it has a server for it', async () => {
    await planned();
    await scene.walk({ commit, run: run(), change: () => ({ rehearse }) }, 'approve');
    expect(await said()).toBe('pass');
    const workflow = parse(await readFile('.github/workflows/production.yml', 'utf8'));
    const gate = workflow.jobs.ship.steps.find(({ uses }: { uses?: string }) =>
      uses?.endsWith('/approval-gate'),
    );
    expect(Object.keys(gate.env)).toContain('SHIPLOCK_REHEARSAL_DATABASE_URL');
    expect(approvalGate.manifest.inputs).toContain('rehearsal-database-url');
  });
});
