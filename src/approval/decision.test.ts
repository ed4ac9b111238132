import { describe, expect, it, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import type { ApprovalSignal } from '../release/ports.ts';
import { whyNoBareReviews } from './bare-reviews.ts';
import { type ApprovalQuestion, decideApproval } from './decide.ts';
import { frozenAt } from './freeze.ts';
import { SHORTEST_REASON } from './glass-reason.ts';
import { isAsked, type Risk, requirementsFor, teamsOf } from './requirements.ts';
import type { ApprovalSettings } from './settings.ts';
import { key, namesPlan, SHORTEST_PREFIX, sift, standingNoes } from './signals.ts';

/** What a decision says to the letter, and what holds at its bounds. Who counts at all: decide.test.ts. */

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const OTHER = 'ff00ff00ff00'.padEnd(64, '1');
const NOW = new Date('2026-11-23T12:00:00Z');
const WRITE = { role: 'write', permission: 'write', teams: [] } as const;
const AGES = { from: '2026-11-01T00:00', to: '2026-12-01T00:00', timezone: 'UTC', reason: 'audit' };

const yes = (by: string, more: Partial<ApprovalSignal> = {}): ApprovalSignal => ({
  ...{ by, via: 'comment', state: 'approved', planHash: PLAN, access: WRITE },
  at: '2026-11-23T10:00:00Z',
  ...more,
});
const no = (by: string, more: Partial<ApprovalSignal> = {}): ApprovalSignal => {
  const { planHash: _, ...bare } = yes(by);
  return { ...bare, state: 'rejected', ...more };
};
const one = { required: 1, approvers: undefined, because: undefined };
const ask = (signals: readonly ApprovalSignal[], more: Partial<ApprovalQuestion> = {}) =>
  decideApproval({
    ...{ planHash: PLAN, requirements: [one], signals, authors: new Map(), runActors: [] },
    ...{ freezeWindows: [], now: NOW },
    ...more,
  });

describe('an approval that expires', () => {
  const until = (signals: readonly ApprovalSignal[], more: Partial<ApprovalQuestion> = {}) =>
    ask(signals, { expireHours: 24, runStartedAt: '2026-11-23T09:00:00Z', ...more }).validUntil;
  test('holds until the first that counts is too old', () => {
    const later = yes('bob', { at: '2026-11-23T11:00:00Z' });
    expect(until([later, yes('ann')])).toBe('2026-11-24T10:00:00.000Z');
    expect(until([later])).toBe('2026-11-24T11:00:00.000Z');
  });
  test('a review, which has no time, is as old as the run', () => {
    const { at: _, planHash: __, ...review } = yes('ann', { via: 'review' });
    expect(until([review])).toBe('2026-11-24T09:00:00.000Z');
  });
  test('holds from now on where nobody had to give one', () => {
    expect(until([], { requirements: [] })).toBe('2026-11-24T12:00:00.000Z');
  });
  test('holds for good where none expires', () => {
    const decision = ask([yes('ann')]);
    expect(decision).not.toHaveProperty('validUntil');
    expect(decision).not.toHaveProperty('frozen');
  });
  test('counts until its very last moment', () => {
    const { at: _, ...timeless } = yes('ann');
    const last = yes('ann', { at: '2026-11-22T12:00:00Z' });
    expect(ask([last], { expireHours: 24 }).state).toBe('approved');
    expect(ask([{ ...last, at: '2026-11-22T11:59:59Z' }], { expireHours: 24 }).ignored[0]?.why).toBe(
      'it expired: it was given at 2026-11-22T11:59:59Z',
    );
    expect(ask([timeless], { expireHours: 24 }).ignored[0]?.why).toBe(
      'it expired: it was given at an unknown time',
    );
    const old = { ...timeless, via: 'review' as const };
    expect(ask([old], { expireHours: 24 }).ignored[0]?.why).toMatch(/^it might have expired: a review/);
    expect(ask([old], { expireHours: 24, runStartedAt: '2026-11-22T11:00:00Z' }).state).toBe('pending');
  });
});

describe('the sentence', () => {
  const pending = (signals: readonly ApprovalSignal[], more: Partial<ApprovalQuestion> = {}) =>
    ask(signals, more).reason;
  test('says what is missing', () => {
    expect(pending([])).toBe('Plan ab12cd34ef56 has 0 of 1 approval.');
    const two = { required: 2, approvers: ['ann', 'team:org/ops'], because: 'it loses data' };
    expect(pending([yes('ann'), yes('bob')], { requirements: [one, two] })).toBe(
      'Plan ab12cd34ef56 has 1 of 2 approvals from ann, team:org/ops (so far ann) because it loses data.',
    );
    expect(pending([yes('robot[bot]')])).toBe(
      'Plan ab12cd34ef56 has 0 of 1 approval; 1 signal did not count.',
    );
    expect(pending([yes('robot[bot]'), yes('other[bot]')])).toMatch(/; 2 signals did not count\.$/);
    const both = { requirements: [{ ...one, required: 3 }] };
    expect(pending([yes('bob'), yes('ann')], both)).toContain('2 of 3 approvals (so far ann, bob).');
    expect(ask([yes('bob'), yes('ann')], both)).toMatchObject({ missing: 1, approvers: ['ann', 'bob'] });
  });
  test('says who approved, or that nobody had to', () => {
    const none = { ...one, required: 0 };
    expect(pending([yes('bob'), yes('ann')])).toBe('Approved by ann, bob.');
    expect(pending([yes('ann')], { requirements: [none, one] })).toBe('Approved by ann.');
    expect(pending([yes('ann')], { requirements: [none] })).toBe('No approval is required.');
    expect(pending([], { requirements: [] })).toBe('No approval is required.');
  });
  test('says what holds it', () => {
    expect(ask([yes('ann')], { blockers: ['2 review threads are open on #7', 'x'] })).toMatchObject({
      state: 'pending',
      reason: 'The plan is blocked: 2 review threads are open on #7; x.',
    });
    expect(ask([yes('ann')], { freezeWindows: [AGES] })).toMatchObject({
      frozen: { reason: 'audit', until: '2026-12-01T00:00:00Z' },
      reason: 'Releases are frozen until 2026-12-01T00:00:00Z: audit',
    });
  });
});

describe('the glass', () => {
  const WHY = 'checkout is down for all';
  const rules = { allowed: true, people: ['oncall'], authors: false };
  const broken = (more: Partial<ApprovalQuestion>, glass = { reason: WHY, by: 'oncall' }) =>
    ask([], { breakGlass: glass, breakGlassRules: rules, requirements: [], ...more });
  test.each<[string, Partial<ApprovalQuestion>]>([
    ['a freeze window', { freezeWindows: [AGES] }],
    ['1 missing approval', { requirements: [one] }],
    ['2 missing approvals', { requirements: [{ ...one, required: 2 }] }],
    ['thread and threat', { blockers: ['thread', 'threat'] }],
    ['a freeze window and 1 missing approval', { freezeWindows: [AGES], requirements: [one] }],
    ['a freeze window and x', { freezeWindows: [AGES], blockers: ['x'] }],
  ])('is broken over %s', (over, more) => {
    expect(broken(more)).toMatchObject({
      state: 'approved',
      brokenGlass: { by: 'oncall', reason: WHY },
      reason: `oncall broke the glass over ${over}: ${WHY}`,
    });
  });
  test('is not broken over nothing', () => {
    expect(broken({})).toMatchObject({ state: 'approved', reason: 'No approval is required.' });
    expect(broken({})).not.toHaveProperty('brokenGlass');
  });
  test('keeps a reason of the shortest length, with its white space made plain', () => {
    const reason = `  ${'a'.repeat(SHORTEST_REASON - 2)} \n b `;
    const plain = `${'a'.repeat(SHORTEST_REASON - 2)} b`;
    expect(broken({ requirements: [one] }, { reason, by: ' oncall ' }).brokenGlass).toEqual({
      reason: plain,
      by: 'oncall',
    });
    const short = { reason: ` ${'a'.repeat(SHORTEST_REASON - 1)} `, by: 'oncall' };
    expect(() => broken({}, short)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
          notDone: ['nothing was approved'],
          what: expect.stringMatching(/it has 19 characters \(expected at least 20\)$/),
        }),
      }),
    );
  });
  test('is for somebody with a name', () => {
    const nobody = { breakGlassRules: { ...rules, people: [''] } };
    expect(() => broken(nobody, { reason: WHY, by: '  ' })).toThrow('BREAK_GLASS_REASON');
    expect(() => broken({}, { reason: WHY, by: 'eve' })).toThrow(ShiplockError);
    const outside = { breakGlassRules: { ...rules, people: ['cto'] } };
    expect(() => broken(outside)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          notDone: ['nothing was approved'],
          what: 'oncall is not allowed to break the glass: approvals.breakGlass.people names cto.',
        }),
      }),
    );
    expect(() => broken(outside, { reason: WHY, by: '' })).toThrow(
      /an unknown person is not allowed to break the glass/,
    );
  });
});

describe('whose work it is', () => {
  test('is told by what they did, rather than that they started the run', () => {
    const own = { authors: new Map([['Ann', 'wrote commit 1234567']]), runActors: ['ann', 'bob', 'Bob'] };
    expect(ask([yes('ann'), yes('bob')], own).ignored.map(({ why }) => why)).toEqual([
      'ann wrote commit 1234567',
      'bob started the run or an attempt of it',
    ]);
  });
});

describe('a plan is named', () => {
  test(`by ${SHORTEST_PREFIX} digits of its hash or more, in either case`, () => {
    expect(namesPlan(PLAN.slice(0, SHORTEST_PREFIX), PLAN)).toBe(true);
    expect(namesPlan(PLAN.toUpperCase(), PLAN)).toBe(true);
    expect(namesPlan(PLAN, PLAN.toUpperCase())).toBe(true);
    expect(namesPlan(PLAN.slice(0, SHORTEST_PREFIX - 1), PLAN)).toBe(false);
    expect(namesPlan(PLAN.slice(1, 14), PLAN)).toBe(false);
    expect(namesPlan('', PLAN)).toBe(false);
  });
  test('in a no, of another plan that is known: it does not stand, and is remembered', () => {
    const decision = ask([no('bob', { planHash: OTHER.slice(0, 12) })], { otherPlans: [OTHER, PLAN] });
    expect(decision).toMatchObject({ state: 'pending', rejectedBy: [], rejections: [] });
    expect(decision.seen).toEqual([expect.objectContaining({ by: 'bob', planHash: OTHER.slice(0, 12) })]);
    expect(decision.ignored[0]?.why).toBe('it names another plan, ff00ff00ff00');
    const mentioned = no('bob', { mentions: [OTHER.slice(0, 14)] });
    expect(ask([mentioned], { otherPlans: [OTHER] }).ignored[0]?.why).toBe(
      'it names another plan, ff00ff00ff00',
    );
    expect(ask([no('bob', { mentions: [OTHER, PLAN] })], { otherPlans: [OTHER] }).state).toBe('rejected');
  });
});

describe('noes', () => {
  test('are told in the order of their time, each once', () => {
    const late = no('ann', { id: '2', at: '2026-11-23T11:00:00Z', reason: 'second' });
    const early = no('bob', { id: '1', at: '2026-11-23T09:00:00Z', reason: 'first' });
    const { rejections, seen, reason, rejectedBy } = ask([late, early]);
    expect(rejections.map(({ id }) => id)).toEqual(['1', '2']);
    expect(seen.map(({ id }) => id)).toEqual(['1', '2']);
    expect(rejectedBy).toEqual(['ann', 'bob']);
    expect(reason).toBe(
      'The plan was rejected by bob at 2026-11-23T09:00:00Z (first), ann at 2026-11-23T11:00:00Z (second).',
    );
  });
  test('without a time or a reason are told without', () => {
    const { at: _, ...timeless } = no('bob');
    expect(ask([timeless]).reason).toBe('The plan was rejected by bob.');
    // Nobody can tell that the yes came later.
    expect(ask([timeless, yes('bob')]).state).toBe('rejected');
    const { at: __, ...sometime } = yes('bob');
    expect(ask([no('bob'), sometime]).state).toBe('rejected');
  });
  test('are known again by the comment, or by person and way', () => {
    expect(key({ by: 'Ann', via: 'comment', id: 'c1' })).toBe('c1');
    expect(key({ by: ' Ann', via: 'review' })).toBe('review:ann');
  });
  test('that are remembered stand beside those that are read, once each', () => {
    const remembered = [
      { by: 'bob', via: 'comment' as const, id: '1', at: '2026-11-23T08:00:00Z' },
      { by: 'cat', via: 'comment' as const, id: '9', at: '2026-11-23T08:00:00Z' },
      { by: 'dan', via: 'comment' as const, id: '7', planHash: OTHER },
    ];
    const read = no('bob', { id: '1', at: '2026-11-23T09:00:00Z' });
    expect(
      standingNoes([read], remembered, { planHash: PLAN, otherPlans: [OTHER, PLAN], role: 'write' }),
    ).toEqual({
      standing: [expect.objectContaining({ id: '9' }), expect.objectContaining({ id: '1', at: read.at })],
      seen: [expect.objectContaining({ id: '1' })],
    });
  });
  test('count from whoever may write, or has the role that is asked for', () => {
    const standard = {
      ...{ planHash: PLAN, otherPlans: [], own: new Map(), allowSelf: false, bareReviews: undefined },
      ...{ since: undefined, reviewsSince: undefined },
    };
    const may = (role: string, permission: 'none' | 'read' | 'write' | 'admin', asked: string) => {
      const signal = no('ann', { access: { role, permission, teams: [] } });
      return sift([signal], [], { ...standard, role: asked }).rejections.length === 1;
    };
    expect(may('write', 'write', 'admin')).toBe(true);
    expect(may('read', 'read', 'write')).toBe(false);
    expect(may('security', 'read', 'Security')).toBe(true);
    expect(may('triage', 'read', 'security')).toBe(false);
    expect(may('admin', 'admin', 'security')).toBe(true);
  });
});

describe('a yes of a role', () => {
  const may = (
    role: string,
    permission: 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin',
    asked: string,
  ) => ask([yes('ann', { access: { role, permission, teams: [] } })], { role: asked });
  test.each([
    ['write', 'write', 'write', 'approved'],
    ['maintain', 'maintain', 'write', 'approved'],
    ['write', 'write', 'maintain', 'pending'],
    ['triage', 'triage', 'write', 'pending'],
    ['triage', 'triage', 'triage', 'approved'],
    ['none', 'none', 'read', 'pending'],
    ['Security', 'write', 'security', 'approved'],
    ['write', 'write', 'security', 'pending'],
    ['admin', 'admin', 'security', 'approved'],
  ] as const)('%s (%s), where %s is asked for: %s', (role, permission, asked, state) => {
    expect(may(role, permission, asked).state).toBe(state);
  });
  test('that is not enough is told with both', () => {
    expect(may('triage', 'triage', 'maintain').ignored[0]?.why).toBe(
      'ann is not allowed to: that requires the role maintain, and theirs is triage',
    );
    const bare = { by: 'ann', via: 'comment', state: 'approved', access: WRITE } as const;
    expect(ask([bare]).ignored[0]?.why).toBe('it names no plan hash');
    expect(ask([yes(' ')]).ignored[0]?.why).toBe('it is not known who gave it');
    expect(ask([yes('ann', { planHash: OTHER })]).ignored[0]?.why).toBe(
      'it names another plan, ff00ff00ff00',
    );
    expect(ask([yes('ann', { planHash: PLAN.slice(0, 11) })]).ignored[0]?.why).toBe(
      'it names only 11 digits of a plan hash; at least 12 are needed',
    );
    expect(ask([yes('ann', { invalid: 'it was edited' })]).ignored[0]?.why).toBe('it was edited');
  });
});

describe('requirements', () => {
  type Settings = Pick<ApprovalSettings, 'required' | 'approvers' | 'rules'>;
  const rules: Settings['rules'] = [
    { when: { contract: true, filesOver: 10 }, required: 2 },
    { when: { hazards: true } },
  ];
  const settings: Settings = { required: 1, approvers: ['ann', 'team:org/a'], rules };
  const risk: Risk = { contract: false, dataLoss: false, hazards: false, files: 0 };
  const because = (more: Partial<Risk>) =>
    requirementsFor(settings, { ...risk, ...more }).map((each) => each.because);
  it('are added where all conditions of a rule hold, and say which', () => {
    expect(because({})).toEqual([undefined]);
    expect(because({ contract: true })).toEqual([undefined]);
    expect(because({ contract: true, files: 10 })).toEqual([undefined]);
    expect(because({ contract: true, files: 11 })).toEqual([
      undefined,
      'it contains a contract migration and it changes 11 files',
    ]);
    expect(because({ contract: true, files: undefined })).toEqual([
      undefined,
      'it contains a contract migration and it changes an unknown number of files',
    ]);
    expect(because({ files: 11 })).toEqual([undefined]);
    expect(because({ hazards: true })).toEqual([undefined, 'it contains hazards']);
    const loss: Settings = { ...settings, rules: [{ when: { dataLoss: true }, approvers: ['team:org/b'] }] };
    expect(requirementsFor(loss, { ...risk, dataLoss: true })[1]).toEqual({
      required: 1,
      approvers: ['team:org/b'],
      because: 'it loses data',
    });
    expect(requirementsFor(loss, risk)).toHaveLength(1);
  });
  it('take what they do not say from the environment', () => {
    const [, added] = requirementsFor(settings, { ...risk, hazards: true });
    expect(added).toEqual({ required: 1, approvers: settings.approvers, because: 'it contains hazards' });
    expect(requirementsFor(settings, { ...risk, contract: true, files: 11 })[1]?.required).toBe(2);
  });
  it('name each team once, for the code host', () => {
    const more: Settings['rules'] = [
      ...rules,
      { when: { hazards: true }, approvers: ['team:org/a', 'team:org/b', 'eve'] },
    ];
    expect(teamsOf({ ...settings, rules: more })).toEqual(['org/a', 'org/b']);
    expect(teamsOf({ approvers: undefined, rules: [] })).toEqual([]);
  });
  it('ask people by login or team, without case', () => {
    const asked = { ...one, approvers: ['Ann', 'team:Org/Ops'] };
    expect(isAsked(asked, { by: 'ann', teams: [] })).toBe(true);
    expect(isAsked(asked, { by: 'bob', teams: ['org/ops'] })).toBe(true);
    expect(isAsked(asked, { by: 'org/ops', teams: ['ann'] })).toBe(false);
    expect(isAsked(one, { by: 'bob', teams: [] })).toBe(true);
  });
});

describe('a review that names no plan', () => {
  const facts = {
    ...({ setting: 'count', planHash: PLAN, runId: '1', attempts: 1, shown: PLAN, asked: [] } as const),
  };
  const asked = (attempt: number, planHash = PLAN, runId = '1') => ({ runId, attempt, planHash });
  it('counts where every plan that its writer can have seen is this one', () => {
    expect(whyNoBareReviews(facts)).toBeUndefined();
    expect(whyNoBareReviews({ ...facts, attempts: 3, asked: [asked(1), asked(2)] })).toBeUndefined();
    // Of this attempt it is known by what was shown, and another run is another review.
    const others = [asked(1), asked(2, OTHER), asked(1, OTHER, '2')];
    expect(whyNoBareReviews({ ...facts, attempts: 2, asked: others })).toBeUndefined();
  });
  it.each([
    ['the settings do not count it', { setting: 'ignore' }, /^the settings \(approvals\.bareReviews\)/],
    ['it is not known what was shown', { shown: undefined }, /was not told which plan was shown/],
    ['another was shown', { shown: OTHER }, /when plan ff00ff00ff00 was shown$/],
    [
      'of an earlier attempt nothing is known',
      { attempts: 2 },
      /might belong to attempt 1 of this run, which had/,
    ],
    [
      'an earlier attempt showed another',
      { attempts: 3, asked: [asked(1), asked(2), asked(2, OTHER)] },
      /might belong to attempt 2 of this run, which showed plan ff00ff00ff00$/,
    ],
  ] as const)('does not count where %s', (_what, more, why) => {
    expect(whyNoBareReviews({ ...facts, ...more })).toMatch(why);
  });
});

describe('a freeze window', () => {
  const weekly = (from: string, to: string, reason = 'weekly') =>
    ({ weekdays: ['mon'], from, to, timezone: 'UTC', reason }) as const;
  // 2026-11-23 is a Monday.
  const until = (from: string, to: string, at: string) =>
    frozenAt([weekly(from, to)], new Date(`2026-11-${at}:00Z`))?.until;
  it('begins and ends at its minute', () => {
    expect(until('10:30', '11:15', '23T10:29')).toBeUndefined();
    expect(until('10:30', '11:15', '23T10:30')).toBe('2026-11-23T11:15:00Z');
    expect(until('10:30', '11:15', '23T11:14')).toBe('2026-11-23T11:15:00Z');
    expect(until('10:30', '11:15', '23T11:15')).toBeUndefined();
  });
  it('may last until the day is over, or for a day', () => {
    expect(until('10:30', '24:00', '23T23:59')).toBe('2026-11-24T00:00:00Z');
    expect(until('10:30', '24:00', '24T00:00')).toBeUndefined();
    expect(until('10:30', '10:30', '24T10:29')).toBe('2026-11-24T10:30:00Z');
    expect(until('10:30', '10:30', '23T10:29')).toBeUndefined();
  });
  it('of several is the one that ends last, and of two that end together the first', () => {
    const at = new Date('2026-11-23T12:00:00Z');
    const [short, long] = [weekly('10:00', '13:00', 'short'), weekly('11:00', '14:00', 'long')];
    expect(frozenAt([short, long], at)?.reason).toBe('long');
    expect(frozenAt([long, short], at)?.reason).toBe('long');
    expect(frozenAt([weekly('11:00', '14:00', 'first'), long], at)?.reason).toBe('first');
  });
});
