import { describe, expect, test } from 'vitest';
import { PLAN, plannedMigration } from './plan.fixture.ts';
import { movedSince, type Plan, planHash, planMigrations, planSchema, shortHash } from './plan.ts';

/** What a plan's hash covers, and how a plan that moved is told from one that did not. */

const OTHER = 'b'.repeat(64);
const WAITING = { version: '9', file: 'migrations/9_x.sql', checksum: 'c9' };
const REVERT: Plan['fastLane'] = { because: 'revert', releaseId: 'rel_0', commit: OTHER };
const with_ = (more: Partial<Plan>): Plan => ({ ...PLAN, ...more });

/** Each: what became different, and what people are told. */
const MOVED: readonly (readonly [what: string, now: Plan, told: readonly string[]])[] = [
  ['another commit', with_({ commit: OTHER }), [`the commit was ${PLAN.commit}, now it is ${OTHER}`]],
  [
    'another deployment',
    with_({ deployment: { ...PLAN.deployment, id: 'dpl_2', digest: OTHER } }),
    ['the staged deployment was dpl_1, now it is dpl_2'],
  ],
  [
    'other files in the same deployment',
    with_({ deployment: { ...PLAN.deployment, digest: OTHER } }),
    ['the files of the staged deployment changed (digest dddddddddddd, now bbbbbbbbbbbb)'],
  ],
  [
    'files that nobody can tell any more',
    with_({ deployment: { ...PLAN.deployment, digest: null } }),
    ['the files of the staged deployment changed (digest dddddddddddd, now none)'],
  ],
  [
    'another deployment in production',
    with_({ production: { deploymentId: null, pinned: false } }),
    ['production was served by deployment dpl_0, now by none'],
  ],
  [
    'a rollback',
    with_({ production: { deploymentId: 'dpl_0', pinned: true } }),
    ['a rollback pinned production'],
  ],
  ['the fast lane', with_({ fastLane: REVERT }), ['the release takes the fast lane now (revert, rel_0)']],
  [
    'another release to replace',
    with_({ replaces: null }),
    ['the release to replace was rel_0, now it is none'],
  ],
  [
    'another schema',
    with_({ schemaFingerprint: OTHER }),
    ['the schema was changed by somebody else (fingerprint ffffffffffff, now bbbbbbbbbbbb)'],
  ],
  ['another proof', with_({ provedBy: null }), ['a different release proved this commit on staging']],
  [
    'other settings',
    with_({ settings: { app: 'other' } }),
    ['the commit’s own settings for the environment (its folders) changed'],
  ],
  [
    'a new migration',
    with_({ migrations: [...PLAN.migrations, plannedMigration('2')] }),
    ['migrations/2_x.sql is a new migration'],
  ],
  [
    'a migration less',
    with_({ migrations: [] }),
    ['migrations/1_x.sql is gone, or somebody else applied it'],
  ],
  [
    'an edited migration',
    with_({ migrations: [plannedMigration('1', { checksum: 'edited' })] }),
    ['migrations/1_x.sql was edited'],
  ],
  [
    'a migration that locks more',
    with_({ migrations: [plannedMigration('1', { locks: ['AccessExclusiveLock public.a'] })] }),
    ['the locks or risks of migrations/1_x.sql changed with the live schema'],
  ],
  [
    'another rule',
    with_({ policy: { ...PLAN.policy, holds: { approvals: 0 } } }),
    ['the rule approvals was 1, now it is 0'],
  ],
  [
    'another rule for the next release',
    with_({ policy: { ...PLAN.policy, next: { approvals: 2 } } }),
    ['for the next release the rule approvals was 1, now it is 2'],
  ],
  [
    'a contract file that waits',
    with_({ waiting: [WAITING] }),
    ['the waiting contract files were none, now they are migrations/9_x.sql'],
  ],
  ['a field that no sentence is about', with_({ environment: 'staging' }), ['the plan changed']],
];

describe('a plan that moved', () => {
  test.each(MOVED)('has another hash, and is told: %s', (_what, now, told) => {
    expect(planHash(now)).not.toBe(planHash(PLAN));
    expect(movedSince(PLAN, now)).toEqual(told);
  });

  test('back again is told as well', () => {
    const pinned = with_({ production: { deploymentId: 'dpl_0', pinned: true } });
    expect(movedSince(pinned, PLAN)).toEqual(['production is no longer pinned']);
    expect(movedSince(with_({ replaces: null }), PLAN)).toEqual([
      'the release to replace was none, now it is rel_0',
    ]);
    const waiting = ['8', '9'].map((version) => ({ version, file: `${version}.sql`, checksum: 'c' }));
    expect(movedSince(with_({ waiting }), PLAN)).toEqual([
      'the waiting contract files were 8.sql, 9.sql, now they are none',
    ]);
    expect(movedSince(with_({ provedBy: null }), PLAN)).toHaveLength(1);
    const frozen = with_({ policy: { ...PLAN.policy, holds: { approvals: 1, freeze: 'fri' } } });
    expect(movedSince(PLAN, frozen)).toEqual(['the rule freeze was not set, now it is "fri"']);
  });

  test('by its fast lane alone is told: another release, another reason, or none', () => {
    const fast = (more: object) => with_({ fastLane: { ...REVERT, ...more } });
    expect(movedSince(fast({}), fast({ releaseId: 'rel_9' }))).toEqual([
      'the release takes the fast lane now (revert, rel_9)',
    ]);
    expect(movedSince(fast({}), fast({ because: 'served-before' }))).toEqual([
      'the release takes the fast lane now (served-before, rel_0)',
    ]);
    expect(movedSince(fast({}), PLAN)).toEqual(['the release no longer takes the fast lane']);
  });

  test('names the objects that moved where they are known', () => {
    const now = with_({ schemaFingerprint: OTHER });
    expect(movedSince(PLAN, now, 'table public.a')[0]).toContain('by somebody else: table public.a (');
  });

  test('of an earlier version had no policy, and is told like any other', () => {
    const { policy: _, ...early } = PLAN;
    const before = { ...early } as Partial<Plan> as Plan;
    expect(movedSince(before, PLAN)).toEqual(['the plan changed']);
    expect(movedSince(before, with_({ commit: OTHER }))).toHaveLength(1);
  });

  test('is not the same plan, written in another order', () => {
    const same = Object.fromEntries(Object.entries(PLAN).reverse()) as Partial<Plan> as Plan;
    expect(movedSince(PLAN, same)).toEqual([]);
    expect(planHash(same)).toBe(planHash(PLAN));
    expect(planHash(PLAN)).toMatch(/^[0-9a-f]{64}$/);
    expect(shortHash(planHash(PLAN))).toBe(planHash(PLAN).slice(0, 12));
  });
});

describe('a plan that is read back', () => {
  test('is the plan that was written', () => {
    for (const plan of [PLAN, with_({ waiting: [WAITING] }), with_({ fastLane: REVERT })])
      expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  test.each([
    ['a field that this version does not know', { ...PLAN, more: 1 }],
    ['another format', { ...PLAN, format: 2 }],
    ['a digest that is none', { ...PLAN, deployment: { ...PLAN.deployment, digest: 'd' } }],
    ['a digest too long', { ...PLAN, deployment: { ...PLAN.deployment, digest: 'd'.repeat(65) } }],
    ['a digest with more', { ...PLAN, deployment: { ...PLAN.deployment, digest: `${'d'.repeat(64)}\n` } }],
    ['a deployment with a field too many', { ...PLAN, deployment: { ...PLAN.deployment, more: 1 } }],
    ['a waiting file with a field too many', { ...PLAN, waiting: [{ ...WAITING, more: 1 }] }],
    ['a waiting file without its content', { ...PLAN, waiting: [{ version: '9', file: '9.sql' }] }],
    ['a fast lane for a reason that nobody knows', { ...PLAN, fastLane: { ...REVERT, because: 'haste' } }],
    ['a fast lane with a field too many', { ...PLAN, fastLane: { ...REVERT, more: 1 } }],
    ['a migration with a field too many', { ...PLAN, migrations: [{ ...plannedMigration('1'), more: 1 }] }],
    ['no policy', { ...PLAN, policy: undefined }],
  ])('is refused with %s', (_what, plan) => {
    expect(planSchema.safeParse(plan).success).toBe(false);
  });
});

test('what a migration locks and risks is in the plan, each once, and what is only told is not', () => {
  const lock = { level: 'AccessExclusiveLock', relation: 'public.a' };
  const hazard = (severity: string, allowed = false) => ({ rule: severity, severity, allowed });
  const statement = (line: number, hazards: readonly object[]) => ({ line, locks: [lock], hazards });
  const migration = {
    ...plannedMigration('1'),
    statements: [statement(3, [hazard('warning')]), statement(9, [hazard('info'), hazard('refused', true)])],
  };
  const [planned] = planMigrations({
    pending: [migration],
    appliedCount: 0,
    ignored: [],
    facts: [],
  } as never);
  expect(planned).toEqual(
    plannedMigration('1', {
      locks: ['AccessExclusiveLock public.a'],
      hazards: ['refused (allowed) line 9', 'warning line 3'],
    }),
  );
});

test('why a migration is applied after later versions is in the plan, and nothing where it is not', () => {
  const pending = (late: object) =>
    planMigrations({ pending: [{ ...plannedMigration('1'), ...late, statements: [] }] } as never)[0];
  expect(pending({ late: 'a long-lived branch' })).toHaveProperty('late', 'a long-lived branch');
  expect(pending({})).not.toHaveProperty('late');
});
