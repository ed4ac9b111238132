import type { Guard } from '../guard.ts';

const policy = ['src/settings/decide-policy.test.ts'];
const whose = ['src/settings/whose.test.ts'];

/** By whose rules a release is decided. */
export const POLICY: readonly Guard[] = [
  {
    name: 'policy: of the protected branch, not of the commit',
    file: 'src/settings/decide-policy.ts',
    find: 'const next = (branch ?? commit).policies.get(environment);',
    replace: 'const next = commit.policies.get(environment);',
    tests: policy,
  },
  {
    name: 'policy: an environment that the branch does not have is not shipped',
    file: 'src/settings/decide-policy.ts',
    find: 'if (!next) throw notProtected(environment, branch ?? commit);',
    replace: 'if (!next) return { holds: {}, next: null, others: {}, changes: [] };',
    tests: policy,
  },
  {
    name: 'policy: what earlier releases were shipped under still holds',
    file: 'src/settings/decide-policy.ts',
    find: '...(before.length > 0 ? before : bounds), next], bounds',
    replace: 'next], bounds',
    tests: policy,
  },
  {
    name: 'policy: another name for the same project is bound by its rules',
    file: 'src/settings/decide-policy.ts',
    find: 'return project !== undefined && projects.has(project);',
    replace: 'return false;',
    tests: policy,
  },
  {
    name: 'policy: a new name in the same database is bound by its neighbours',
    file: 'src/settings/decide-policy.ts',
    find: '...(before.length === 0 ? neighbours : []),',
    replace: '',
    tests: policy,
  },
  {
    name: 'policy: a change stands on the plan',
    file: 'src/settings/decide-policy.ts',
    find: 'changes: [...changed(oldest, next, holds), ...ignored(question, next)],',
    replace: 'changes: [],',
    tests: policy,
  },
  {
    name: 'policy: of approvals the larger number holds',
    file: 'src/settings/whose.ts',
    find: 'required: MOST,',
    replace: 'required: OLD,',
    tests: [...policy, ...whose],
  },
  {
    name: 'policy: a freeze of each holds',
    file: 'src/settings/whose.ts',
    find: 'freeze: UNION,',
    replace: "freeze: 'commit',",
    tests: [...policy, ...whose],
  },
  {
    name: 'policy: only whom all name breaks the glass',
    file: 'src/settings/whose.ts',
    find: 'people: COMMON,',
    replace: 'people: UNION,',
    tests: [...policy, ...whose],
  },
  {
    name: 'policy: asked again when the plan is',
    file: 'src/release/steps/plan.ts',
    find: 'const { policy } = await session.context.policy.again();',
    replace: 'const { policy } = session.context.policy.decision;',
    tests: ['test/attacks/row-5-policy.test.ts'],
    title: 'merged while the plan waits',
  },
];
