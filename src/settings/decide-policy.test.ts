import { describe, expect, test } from 'vitest';
import { decidePolicy, type PolicyQuestion, type Witness } from './decide-policy.ts';
import { policyOf } from './policy.ts';
import { environmentSchema } from './schema.ts';

const witness = (from: string, environments: Record<string, object>): Witness => ({
  from,
  policies: new Map(
    Object.entries(environments).map(([name, settings]) => [
      name,
      policyOf(environmentSchema.parse({ kind: 'production', ...settings })),
    ]),
  ),
});
const holds = (question: Partial<PolicyQuestion> & Pick<PolicyQuestion, 'commit'>) =>
  decidePolicy({
    environment: 'production',
    projects: new Set(['prj_shop', 'shop']),
    branch: undefined,
    earlier: [],
    neighbours: [],
    ...question,
  });

const strict = {
  approvals: { required: 2 },
  gates: { gate: { minSamples: 50 } },
  vercel: { project: 'shop' },
};
const loose = { approvals: { required: 0 }, gates: { gate: { minSamples: 1 } }, vercel: { project: 'shop' } };

describe('attack 5: a commit brings its own rules', () => {
  const commit = witness('the commit', { production: loose });

  test('from a branch of its own: the protected branch decides, and the plan says that the commit’s do not count', () => {
    const policy = holds({ commit, branch: witness('main', { production: strict }) });
    expect(policy.holds).toMatchObject({ approvals: { required: 2 }, gates: { gate: { minSamples: 50 } } });
    expect(policy.next).toBeNull();
    expect(policy.changes).toContainEqual({ key: 'approvals.required', from: 2, to: 0, takes: 'never' });
  });

  test('as the head of the protected branch: the earlier release’s decide, and the change is shown for the next', () => {
    const policy = holds({ commit, branch: commit, earlier: [witness('rel_1', { production: strict })] });
    expect(policy.holds).toMatchObject({ approvals: { required: 2 }, gates: { gate: { minSamples: 50 } } });
    expect(policy.next).toMatchObject({ approvals: { required: 0 }, gates: { gate: { minSamples: 1 } } });
    expect(policy.changes).toEqual([
      { key: 'approvals.required', from: 2, to: 0, takes: 'next' },
      { key: 'gates.gate.minSamples', from: 50, to: 1, takes: 'next' },
    ]);
  });

  test('in two commits, the first without a change of the rules: what serves still decides', () => {
    const first = witness('the commit', { production: strict });
    const policy = holds({
      commit: first,
      branch: commit,
      earlier: [witness('rel_1', { production: strict })],
    });
    expect(policy.holds).toMatchObject({ approvals: { required: 2 } });
  });

  test('a stricter rule that was merged this morning holds at once, also for an older commit', () => {
    const policy = holds({
      commit: witness('the commit', { production: strict }),
      branch: witness('main', { production: { ...strict, approvals: { required: 4 } } }),
      earlier: [witness('rel_1', { production: strict })],
    });
    expect(policy.holds).toMatchObject({ approvals: { required: 4 } });
    expect(policy.changes).toContainEqual({ key: 'approvals.required', from: 2, to: 4, takes: 'now' });
    expect(policy.next).toBeNull();
  });

  test('a rollback to a looser release loosens nothing that came after it', () => {
    const policy = holds({
      commit,
      branch: commit,
      earlier: [
        witness('rel_1, the live commit', { production: loose }),
        witness('rel_2', { production: strict }),
      ],
    });
    expect(policy.holds).toMatchObject({ approvals: { required: 2 } });
  });
});

describe('attack 5: an environment under another name', () => {
  const main = (environments: Record<string, object>) => witness('main', environments);

  test('with the same project, as the one and only staging', () => {
    const both = main({ production: strict, preview: { ...loose, kind: 'staging' } });
    const policy = holds({ environment: 'preview', commit: both, branch: both });
    expect(policy.holds).toMatchObject({ kind: 'production', approvals: { required: 2 } });
  });

  test('with the same project by its id', () => {
    const both = main({
      production: { ...strict, vercel: { project: 'prj_shop' } },
      preview: { ...loose, kind: 'staging' },
    });
    const policy = holds({ environment: 'preview', commit: both, branch: both });
    expect(policy.holds).toMatchObject({ kind: 'production' });
  });

  test('that was renamed, into the database of the old name: its gate holds as well', () => {
    const renamed = main({ live: { ...loose, vercel: {} } });
    const policy = holds({
      environment: 'live',
      projects: new Set(),
      commit: renamed,
      branch: renamed,
      neighbours: [...witness('rel_1', { production: strict }).policies.values()],
    });
    expect(policy.holds).toMatchObject({ approvals: { required: 2 }, gates: { gate: { minSamples: 50 } } });
  });

  test('that takes over the project in the very commit that takes it from the old name', () => {
    const swapped = main({
      production: { ...strict, vercel: { project: 'elsewhere' } },
      staging: { ...loose, kind: 'staging' },
    });
    const before = witness('rel_1', {
      production: strict,
      staging: { ...loose, kind: 'staging', vercel: { project: 'shop-staging' } },
    });
    const policy = holds({ environment: 'staging', commit: swapped, branch: swapped, earlier: [before] });
    expect(policy.holds).toMatchObject({ kind: 'production', approvals: { required: 2 } });
    expect(policy.changes).toContainEqual({
      key: 'vercel.project',
      from: 'shop-staging',
      to: 'shop',
      takes: 'now',
    });
  });

  test('neither by a past of its own: gates, role and approvers are those of the project that it goes to', () => {
    const approvals = { required: 2, role: 'maintain', approvers: ['team:acme/release'] };
    const production = { ...strict, approvals };
    const own = { ...loose, kind: 'staging', approvals: { approvers: ['mallory'], role: 'triage' } };
    const there = { ...own, vercel: { project: 'shop-staging' } };
    const both = main({ production, staging: own });
    for (const past of [there, own]) {
      const earlier = [witness('rel_1', { production, staging: past })];
      const policy = holds({ environment: 'staging', commit: both, branch: both, earlier });
      expect(policy.holds).toMatchObject({
        kind: 'production',
        approvals,
        gates: { gate: { minSamples: 50 } },
      });
    }
    // Nor by another environment that is production too, with rules of its own elsewhere.
    const other = { ...own, kind: 'production' };
    const moved = main({ production, other });
    const earlier = [witness('rel_1', { production, other: { ...other, vercel: { project: 'other' } } })];
    const policy = holds({ environment: 'other', commit: moved, branch: moved, earlier });
    expect(policy.holds).toMatchObject({ approvals, gates: { gate: { minSamples: 50 } } });
    // And production is bound by nobody's looser gate.
    const first = holds({
      commit: both,
      branch: both,
      earlier: [witness('rel_1', { production, staging: own })],
    });
    expect(first.holds).toMatchObject({ approvals, gates: { gate: { minSamples: 50 } } });
  });

  test('production that calls itself staging', () => {
    const staging = main({ production: { ...loose, kind: 'staging' } });
    const earlier = [witness('rel_1', { production: strict })];
    expect(holds({ commit: staging, branch: staging, earlier }).holds).toMatchObject({ kind: 'production' });
  });

  test('that only the commit knows', () => {
    const ask = () =>
      holds({
        environment: 'preview',
        commit: witness('the commit', { preview: loose }),
        branch: main({ production: strict }),
      });
    expect(ask).toThrow(/SHIPLOCK_POLICY_ENVIRONMENT.*main does not have environment preview/);
  });

  test('staging with a project of its own is bound by nobody else', () => {
    const both = main({
      production: strict,
      staging: { ...loose, kind: 'staging', vercel: { project: 'shop-staging' } },
    });
    const projects = new Set(['prj_staging', 'shop-staging']);
    const policy = holds({ environment: 'staging', projects, commit: both, branch: both });
    expect(policy.holds).toMatchObject({ kind: 'staging', approvals: { required: 0 } });
    expect(policy.changes).toEqual([]);
  });
});

test('nothing changes where all say the same, and the first release is decided by the protected branch', () => {
  const same = witness('main', { production: strict });
  for (const earlier of [[], [same]]) {
    const policy = holds({ commit: same, branch: same, earlier });
    expect(policy).toMatchObject({ next: null, changes: [], holds: { approvals: { required: 2 } } });
  }
});

test('a requirement of staging that was removed holds for the release that removes it', () => {
  const commit = witness('main', { production: {} });
  const policy = holds({
    commit,
    branch: commit,
    earlier: [witness('rel_1', { production: { requires: 'staging' } })],
  });
  expect(policy.holds).toMatchObject({ requires: 'staging' });
  expect(policy.changes).toContainEqual({ key: 'requires', from: 'staging', to: null, takes: 'next' });
});
