import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plan } from '../../src/release/steps/plan.ts';
import { type Environments, PolicyScene } from './support/policy-scene.ts';

/** Commits that bring their own rules. Each test works on the environment as the ones before left it. */
let scene: PolicyScene;
beforeAll(async () => {
  scene = await PolicyScene.open();
});
afterAll(async () => {
  await scene?.close();
});

const folders = { database: { migrations: 'migrations', verify: 'verify' } };
const production = (more: object): Environments => ({
  production: { kind: 'production', vercel: { project: 'shop' }, ...folders, ...more },
});
const STRICT = production({
  approvals: { required: 2 },
  gates: { gate: { minSamples: 50 } },
});
const LOOSE = production({
  approvals: { required: 0, allowSelf: true, breakGlass: { people: ['ada'] } },
  gates: { gate: { minSamples: 1 } },
});

async function shipped(environments: Environments, approvers: readonly string[]) {
  const commit = scene.commit(environments);
  const context = await scene.release(commit, { own: environments });
  const { plan: summary } = await scene.ship(commit, context, approvers);
  expect(scene.hosting.serving.deploymentId).toBe(`dpl_${commit.sha.slice(0, 4)}`);
  return { commit, context, summary };
}

/** The release of this commit stops for want of approvals, and nothing moved. */
async function waits(commit: ReturnType<PolicyScene['commit']>, own: Environments | null, more: object = {}) {
  const before = scene.hosting.serving.deploymentId;
  const context = await scene.release(commit, { own, ...more });
  await expect(scene.ship(commit, context, ['grace'])).rejects.toMatchObject({
    code: 'SHIPLOCK_APPROVAL_PENDING',
  });
  expect(scene.hosting.serving.deploymentId).toBe(before);
  return context;
}

describe('attack 5: a commit that says how it is shipped', () => {
  test('the very first release is decided by the protected branch', async () => {
    const { summary } = await shipped(STRICT, ['grace', 'linus']);
    expect(summary).toMatch(/Rules: `shiplock\.yml at the head of main \([0-9a-f]{12}\)`/);
    expect(summary).not.toContain('changes the rules');
  });

  test('on its own branch: the protected branch’s rules hold, and the plan says that the commit’s do not', async () => {
    const commit = scene.commit(LOOSE, { merged: false });
    await waits(commit, LOOSE);
    const { summary } = await plan(await scene.release(commit, { own: LOOSE }));
    expect(summary).toContain('`approvals.required` | `2` | `0` | not at all: only the commit says so');
    expect(summary).not.toContain('changes the rules');
  });

  test('whose checkout holds another file than the commit does, or none at all', async () => {
    await waits(scene.commit(STRICT), LOOSE);
    await waits(scene.commit(STRICT), null);
  });

  test('with an input that names another file', async () => {
    const own = { own: LOOSE, inputs: { settings: 'loose.yml' } };
    await waits(scene.commit(LOOSE, { merged: false, file: 'loose.yml' }), LOOSE, own);
    // On the protected branch as well: what earlier releases left holds all the same.
    await waits(scene.commit(LOOSE, { file: 'loose.yml' }), LOOSE, own);
  });

  test('without a code host: what the release that serves was shipped under holds', async () => {
    const context = await scene.release(scene.commit(STRICT), { own: LOOSE, codeHost: false });
    expect(context.settings).toMatchObject({
      approvals: { required: 2 },
      gates: { gate: { minSamples: 50 } },
    });
  });

  test('as the head of main: old and new stand on top of the plan, and the old ones decide', async () => {
    await waits(scene.commit(LOOSE), LOOSE);
    const { summary, context } = await shipped(LOOSE, ['grace', 'linus']);
    expect(summary).toContain('This release changes the rules. The old ones apply to it.');
    expect(summary).toContain('`approvals.required` | `2` | `0` | to the next release');
    expect(summary.indexOf('approvals.required')).toBeLessThan(summary.indexOf('| commit |'));
    expect(context.said).toContain('gate of 50 samples');
  });

  test('from the next release on the new rules decide', async () => {
    const { summary, context } = await shipped(LOOSE, []);
    expect(summary).not.toContain('changes the rules');
    expect(context.said).toContain('gate of 1 samples');
  });

  test('a stricter rule holds as soon as it is merged, for older commits too', async () => {
    const older = scene.commit(LOOSE);
    scene.commit(STRICT);
    const context = await waits(older, LOOSE);
    expect(context.settings.approvals.required).toBe(2);
  });

  test('a rule that is merged while the plan waits voids the plan, and is named', async () => {
    const commit = scene.commit(LOOSE);
    const context = await scene.release(commit, { own: LOOSE });
    const { policy } = context;
    const merged = {
      ...context,
      policy: {
        ...policy,
        again: () => {
          scene.commit(production({ approvals: { required: 0 }, rollback: { soakHours: 100 } }));
          return policy.again();
        },
      },
    };
    await expect(scene.ship(commit, merged)).rejects.toMatchObject({
      code: 'SHIPLOCK_PLAN_DRIFT',
      message: expect.stringContaining('the rule rollback.soakHours was 24, now it is 100'),
    });
  });

  test('a new name for the same project, and a new name in the same database', async () => {
    await shipped(STRICT, ['grace']).catch(() => undefined);
    await shipped(STRICT, ['grace', 'linus']);
    const preview = { kind: 'staging', approvals: { required: 0 }, ...folders };
    const twin = { ...STRICT, preview: { ...preview, vercel: { project: 'shop' } } };
    const two = scene.commit(twin);
    const composed = await scene.release(two, { own: twin, environment: 'preview' });
    expect(composed.settings).toMatchObject({ kind: 'production', approvals: { required: 2 } });
    expect(composed.environment.kind).toBe('production');

    const renamed = { live: { ...preview, vercel: { project: 'live' } } };
    const three = scene.commit(renamed);
    const live = await scene.release(three, { own: renamed, environment: 'live' });
    expect(live.settings).toMatchObject({
      kind: 'production',
      approvals: { required: 2 },
      gates: { gate: { minSamples: 50 } },
    });
  });
});

describe('where the rules cannot be told', () => {
  test('an environment that the protected branch does not have is not shipped', async () => {
    scene.commit(STRICT);
    const own = { ...STRICT, preview: { kind: 'staging' } };
    const commit = scene.commit(own, { merged: false });
    await expect(scene.release(commit, { own, environment: 'preview' })).rejects.toMatchObject({
      code: 'SHIPLOCK_POLICY_ENVIRONMENT',
    });
  });

  test('a code host that does not answer stops a plan, and not a rollback', async () => {
    const commit = scene.commit(STRICT);
    scene.faults.set({ call: 'github.branch', fault: 'refuse', times: 10 });
    await expect(scene.release(commit, { own: STRICT })).rejects.toMatchObject({
      code: expect.stringMatching(/^SHIPLOCK_GITHUB_/),
    });
    const context = await scene.release(commit, { own: LOOSE, basis: 'if-known' });
    expect(context.settings.approvals.required).toBeGreaterThan(0);
    scene.faults.clear();
  });

  test('a settings file that is broken on the protected branch is named with branch and commit', async () => {
    const commit = scene.commit(STRICT);
    scene.github.addCommit({ message: 'Break it', contents: { 'shiplock.yml': 'environments: [' } });
    await expect(scene.release(commit, { own: STRICT })).rejects.toMatchObject({
      code: 'SHIPLOCK_POLICY_UNREADABLE',
      message: expect.stringMatching(/shiplock\.yml at the head of main \([0-9a-f]{12}\)/),
    });
  });
});

describe('a team without a settings file', () => {
  test('has the defaults as its rules, and a file that only a commit has loosens none of them', async () => {
    scene.commit(null);
    const none = await scene.release(scene.commit(null), { own: null });
    expect(none.settings.approvals.required).toBe(2);
    const other = await PolicyScene.open();
    try {
      const first = await other.release(other.commit(null), { own: null });
      expect(first.settings).toMatchObject({ kind: 'production', approvals: { required: 1 } });
      const branch = other.commit(LOOSE, { merged: false });
      const adopting = await other.release(branch, { own: LOOSE });
      expect(adopting.settings).toMatchObject({
        approvals: { required: 1 },
        vercel: { project: 'shop' },
        database: { migrations: 'migrations' },
      });
      expect(adopting.policy.decision.warnings).toEqual([
        expect.stringMatching(/the head of main .* has no shiplock\.yml: the default rules apply/),
      ]);
      const unasked = await other.release(branch, { own: LOOSE, codeHost: false });
      expect(unasked.policy.decision.warnings).toEqual([
        expect.stringContaining('the rules of the commit itself apply'),
      ]);
    } finally {
      await other.close();
    }
  });
});
