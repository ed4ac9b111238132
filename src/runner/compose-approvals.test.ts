import { describe, expect, test, vi } from 'vitest';
import type { GithubCodeHost } from '../codehost/index.ts';
import type { AskedPlan } from '../release/context.ts';
import type { ApprovalSignal } from '../release/ports.ts';
import { parseSettings } from '../settings/load.ts';
import { composeApprovals } from './compose-approvals.ts';
import type { RunFacts } from './github.ts';
import type { Inputs } from './values.ts';

/** What the rules are told: each is decided elsewhere, and worth nothing if the facts do not reach it. */

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const COMMIT = 'c'.repeat(40);
const WRITE = { role: 'write', permission: 'write', teams: [] } as const;
const comment = (by: string): ApprovalSignal => ({
  ...{ by, via: 'comment', state: 'approved', planHash: PLAN, access: WRITE, at: new Date().toISOString() },
});
const review = (by: string): ApprovalSignal => ({ by, via: 'review', state: 'approved', access: WRITE });

const FACTS: RunFacts = {
  ...{ workspace: '/', repository: 'acme/shop', apiUrl: 'https://api.github.com', runUrl: undefined },
  ...{ runId: '7', actor: 'starter', actors: ['starter'], sha: COMMIT, attempt: 1 },
};

async function asked(
  more: {
    readonly settings?: string;
    readonly signals?: readonly ApprovalSignal[];
    readonly authors?: readonly string[];
    readonly runActors?: readonly string[];
    readonly attempts?: number;
    readonly threads?: number;
    readonly inputs?: Inputs;
    readonly fast?: boolean;
    readonly facts?: Partial<RunFacts>;
    readonly before?: readonly AskedPlan[];
  } = {},
) {
  const { environments } = await parseSettings(
    `version: 1\nenvironments:\n  production:\n    kind: production\n${more.settings ?? '    approvals: { required: 1 }\n'}`,
    'shiplock.yml',
  );
  const codeHost = {
    approvals: async () => more.signals ?? [comment('grace')],
    authorship: async () => ({
      people: (more.authors ?? ['ada']).map((login) => ({ login, did: 'wrote commit ccccccc' })),
      ...{ unlinked: [], gaps: [], files: 1, pulls: [3] },
    }),
    openThreads: async () => (more.threads ? [{ pull: 3, open: more.threads }] : []),
    runActors: async () => ({
      actors: more.runActors ?? ['starter'],
      attempts: more.attempts ?? 1,
      createdAt: new Date().toISOString(),
    }),
    sent: () => 0,
  } as Partial<GithubCodeHost> as GithubCodeHost;
  const { approvals } = composeApprovals(
    environments['production']!,
    { 'shown-plan-hash': PLAN, ...more.inputs },
    { ...FACTS, ...more.facts },
    codeHost,
    { holds: {}, next: null, others: {}, changes: [] },
  );
  return approvals({
    ...{ planHash: PLAN, environment: 'production', commit: COMMIT, runId: '7', servingCommit: undefined },
    risk: { contract: false, dataLoss: false, hazards: false },
    fast: more.fast ?? false,
    memory: { rejections: [], asked: more.before ?? [] },
  });
}

describe('attack 7: which plans people were asked about', () => {
  const other = 'd'.repeat(64);
  const no: ApprovalSignal = { ...comment('heidi'), state: 'rejected', planHash: other };

  test('a planning job cannot make another plan of this one, so that a no to what it showed is none', async () => {
    const given = { inputs: { 'shown-plan-hash': other }, signals: [comment('grace'), no] };
    const first = await asked(given);
    expect(first).toMatchObject({ state: 'rejected', asked: { planHash: other, computed: PLAN } });
    expect((await asked({ ...given, before: [first.asked!] })).state).toBe('rejected');
  });

  test('a no to a plan that this role computed before is none to this one', async () => {
    const before = [{ runId: '6', attempt: 1, planHash: other }];
    expect((await asked({ signals: [comment('grace'), no], before })).state).toBe('approved');
  });
});

describe('attack 21: the approval gate tells its rules', () => {
  test('who approved', async () => {
    expect(await asked()).toMatchObject({ state: 'approved', approvers: ['grace'] });
    expect(await asked({ signals: [] })).toMatchObject({ state: 'pending' });
  });

  test('who worked on what is released', async () => {
    expect(await asked({ authors: ['grace'] })).toMatchObject({ state: 'pending', approvers: [] });
  });

  test.each([
    ['this attempt', { facts: { actors: ['grace'] } }],
    ['any attempt, as the code host knows', { runActors: ['starter', 'grace'] }],
  ])('who started %s', async (_what, more) => {
    expect(await asked(more)).toMatchObject({ state: 'pending', approvers: [] });
  });

  test('of a run that was started again, since its reviews may be of an earlier plan', async () => {
    const settings = '    approvals: { required: 1, bareReviews: count }\n';
    const bare = { settings, signals: [review('grace')] };
    expect(await asked(bare)).toMatchObject({ state: 'approved' });
    expect((await asked({ ...bare, attempts: 2 })).state).toBe('pending');
    expect((await asked({ ...bare, inputs: { 'shown-plan-hash': 'd'.repeat(64) } })).state).toBe('pending');
    expect(
      (await asked({ ...bare, settings: '    approvals: { required: 1, bareReviews: ignore }\n' })).state,
    ).toBe('pending');
  });

  test('the freeze windows', async () => {
    vi.useFakeTimers({ now: new Date('2026-12-25T12:00:00Z'), toFake: ['Date'] });
    try {
      const settings = `    approvals: { required: 1 }
    freeze: [{ from: 2026-12-24T00:00, to: 2026-12-27T00:00, timezone: UTC, reason: holidays }]\n`;
      expect(await asked({ settings })).toMatchObject({
        state: 'frozen',
        reason: expect.stringContaining('holidays'),
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test('who may break the glass, and over what', async () => {
    const inputs: Inputs = { 'break-glass-reason': 'the shop is down and this mends it' };
    const people = (names: string) =>
      `    approvals: { required: 1, breakGlass: { allowed: true, people: [${names}] } }\n`;
    expect(await asked({ settings: people('starter'), inputs, signals: [] })).toMatchObject({
      state: 'approved',
      evidence: { brokenGlass: { by: 'starter' } },
    });
    await expect(asked({ settings: people('linus'), inputs, signals: [] })).rejects.toMatchObject({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
    });
  });

  test('which review threads are open, where that blocks', async () => {
    const settings = '    approvals: { required: 1, openThreads: block }\n';
    expect((await asked({ settings })).state).toBe('approved');
    expect(await asked({ settings, threads: 2 })).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining('2 review threads are open on #3'),
    });
  });

  test('on the fast lane as many as the settings say there, and never more than without it', async () => {
    const settings = (required: number, fast: number) =>
      `    approvals: { required: ${required} }\n    fastLane: { for: [revert], required: ${fast} }\n`;
    expect((await asked({ settings: settings(2, 1) })).state).toBe('pending');
    expect((await asked({ settings: settings(2, 1), fast: true })).state).toBe('approved');
    expect((await asked({ settings: settings(1, 2), fast: true })).state).toBe('approved');
    const rules = `    approvals: { required: 2, rules: [{ when: { filesOver: 0 }, required: 2 }] }
    fastLane: { for: [revert] }\n`;
    expect((await asked({ settings: rules, fast: true })).state, 'rules still apply').toBe('pending');
  });

  test('how many must approve', async () => {
    expect(await asked({ settings: '    approvals: { required: 2 }\n' })).toMatchObject({ state: 'pending' });
    expect((await asked({ settings: '    approvals: { required: 0 }\n', signals: [] })).state).toBe(
      'approved',
    );
  });
});
