import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApprovalSignal } from '../release/ports.ts';
import { type ApprovalQuestion, decideApproval, namesPlan } from './decide.ts';

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const OTHER = 'ff00ff00ff00'.padEnd(64, '1');
const NOW = new Date('2026-11-23T12:00:00Z');

function ask(signals: readonly ApprovalSignal[], more: Partial<ApprovalQuestion> = {}) {
  return decideApproval({
    planHash: PLAN,
    required: 1,
    signals,
    authors: ['author'],
    runActors: ['starter'],
    freezeWindows: [],
    now: NOW,
    ...more,
  });
}

function comment(by: string, more: Partial<ApprovalSignal> = {}): ApprovalSignal {
  return { by, via: 'comment', state: 'approved', planHash: PLAN, at: '2026-11-23T10:00:00Z', ...more };
}

describe('what counts', () => {
  const cases: [string, ApprovalSignal, string | undefined][] = [
    ['the full hash', comment('ann'), undefined],
    ['a prefix of 12 digits', comment('ann', { planHash: PLAN.slice(0, 12) }), undefined],
    ['upper case', comment('ann', { planHash: PLAN.slice(0, 12).toUpperCase() }), undefined],
    ['a prefix of 11 digits', comment('ann', { planHash: PLAN.slice(0, 11) }), 'only 11 digits'],
    ['another plan', comment('ann', { planHash: OTHER }), 'another plan'],
    ['no hash in a comment', { by: 'ann', via: 'comment', state: 'approved' }, 'names no plan hash'],
    ['a review without hash', { by: 'ann', via: 'review', state: 'approved' }, undefined],
    [
      'a review of another plan',
      { by: 'ann', via: 'review', state: 'approved', planHash: OTHER },
      'another plan',
    ],
    ['the author', comment('Author'), 'wrote the commit or started the run'],
    ['who started the run', comment('STARTER'), 'wrote the commit or started the run'],
    ['a bot', comment('deployer[bot]'), 'a bot cannot approve'],
    ['an edited comment', comment('ann', { invalid: 'edited after it was written' }), 'edited'],
  ];
  it.each(cases)('%s', (_, signal, why) => {
    const decision = ask([signal]);
    expect(decision.state).toBe(why === undefined ? 'approved' : 'pending');
    expect(decision.ignored.map((each) => each.why).join()).toContain(why ?? '');
    expect(decision.missing).toBe(why === undefined ? 0 : 1);
  });

  it('counts a person once, however often and by whichever way', () => {
    const signals = [
      comment('ann'),
      comment('ANN'),
      { by: 'Ann', via: 'review', state: 'approved' } as const,
    ];
    expect(ask(signals, { required: 2 })).toMatchObject({ state: 'pending', missing: 1, approvers: ['ANN'] });
  });

  it('lets the author approve only where that is allowed', () => {
    expect(ask([comment('author')], { allowSelf: true }).state).toBe('approved');
  });

  it('does not count a review without hash where it may have been of an earlier plan', () => {
    const review = { by: 'ann', via: 'review', state: 'approved' } as const;
    expect(ask([review], { bareReviews: 'ignore' }).ignored[0]?.why).toContain('earlier plan');
    expect(ask([{ ...review, planHash: PLAN.slice(0, 16) }], { bareReviews: 'ignore' }).state).toBe(
      'approved',
    );
  });

  it('needs nobody when nobody is required', () => {
    expect(ask([], { required: 0 })).toMatchObject({ state: 'approved', approvers: [], missing: 0 });
  });
});

describe('rejections', () => {
  const no = comment('bob', { state: 'rejected' });
  it('win over any number of approvals', () => {
    expect(ask([comment('ann'), comment('cem'), no])).toMatchObject({
      state: 'rejected',
      rejectedBy: ['bob'],
    });
  });
  it('are withdrawn by a later approval of the same person', () => {
    expect(ask([no, comment('bob', { at: '2026-11-23T11:00:00Z' })]).approvers).toEqual(['bob']);
  });
  it.each([
    ['an earlier approval', comment('bob', { at: '2026-11-23T09:00:00Z' })],
    ['an approval at the same moment', comment('bob')],
    ['an approval without a time', { by: 'bob', via: 'review', state: 'approved' } as const],
    ['an approval of another plan', comment('bob', { at: '2026-11-23T11:00:00Z', planHash: OTHER })],
    ['somebody else', comment('ann', { at: '2026-11-23T11:00:00Z' })],
  ])('are not withdrawn by %s', (_, yes) => {
    expect(ask([no, yes]).state).toBe('rejected');
  });
  it('may come from the author and without a hash, but not for another plan', () => {
    expect(ask([{ by: 'author', via: 'comment', state: 'rejected' }]).state).toBe('rejected');
    expect(ask([{ ...no, planHash: OTHER }, comment('ann')]).state).toBe('approved');
  });
});

describe('freeze windows and breaking the glass', () => {
  const freezeWindows = [
    { from: '2026-11-20T00:00', to: '2026-11-27T00:00', timezone: 'UTC', reason: 'release freeze' },
  ];
  const glass = { reason: 'checkout is down for everybody since noon', by: 'oncall' };
  it('freezes what is approved', () => {
    const decision = ask([comment('ann')], { freezeWindows });
    expect(decision).toMatchObject({
      state: 'frozen',
      approvers: ['ann'],
      frozen: { reason: 'release freeze' },
    });
    expect(decision.reason).toContain('2026-11-27T00:00:00Z');
  });
  it('breaks the glass over the window and the missing approvals, and says so', () => {
    const decision = ask([], { freezeWindows, breakGlass: glass });
    expect(decision).toMatchObject({ state: 'approved', missing: 1, approvers: [], brokenGlass: glass });
    expect(decision.reason).toContain('a freeze window and 1 missing approval');
  });
  it('does not call it broken when nothing was passed over', () => {
    expect(ask([comment('ann')], { breakGlass: glass }).brokenGlass).toBeUndefined();
  });
  it('never passes over a no', () => {
    expect(ask([comment('bob', { state: 'rejected' })], { breakGlass: glass }).state).toBe('rejected');
  });
  it.each([{ allowed: false }, { allowed: true, people: ['cto'] }])(
    'obeys the settings %j',
    (breakGlassRules) => {
      expect(() => ask([], { breakGlass: glass, breakGlassRules })).toThrow(
        'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
      );
      const allowed = { allowed: true, people: ['OnCall'] };
      expect(ask([], { breakGlass: glass, breakGlassRules: allowed }).state).toBe('approved');
    },
  );
  it.each(['', 'hotfix', `short${' '.repeat(40)}`])('refuses the reason %j', (reason) => {
    expect(() => ask([], { breakGlass: { reason, by: 'oncall' } })).toThrow(
      'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
    );
  });
});

describe('for any signals', () => {
  const person = fc.constantFrom('ann', 'Ann', 'bob', 'cem', 'author', 'starter', 'x[bot]', '');
  const optional = { requiredKeys: ['by', 'via', 'state'] as ('by' | 'via' | 'state')[] };
  const signal: fc.Arbitrary<ApprovalSignal> = fc.record(
    {
      by: person,
      via: fc.constantFrom('review' as const, 'comment' as const),
      state: fc.constantFrom('approved' as const, 'rejected' as const),
      planHash: fc.constantFrom(PLAN, PLAN.slice(0, 12), PLAN.slice(0, 11), OTHER, OTHER.slice(0, 12)),
      at: fc.constantFrom('2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z', 'no time'),
      invalid: fc.constantFrom('edited'),
    },
    optional,
  );

  it('is never approved with fewer than the required distinct others who meant this plan', () => {
    fc.assert(
      fc.property(
        fc.array(signal, { maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (signals, required) => {
          const decision = ask(signals, { required });
          if (decision.state !== 'approved') return;
          // Counted again in another way, from the signals alone.
          const others = new Set(
            signals
              .filter((each) => each.state === 'approved' && each.invalid === undefined)
              .filter((each) => (each.planHash ? namesPlan(each.planHash, PLAN) : each.via === 'review'))
              .map((each) => each.by.toLowerCase())
              .filter((by) => !['author', 'starter', 'x[bot]', ''].includes(by)),
          );
          expect(others.size).toBeGreaterThanOrEqual(required);
          expect(decision.approvers).toHaveLength(
            new Set(decision.approvers.map((by) => by.toLowerCase())).size,
          );
        },
      ),
    );
  });

  it('does not depend on the order of signals', () => {
    const shuffled = fc
      .array(signal, { maxLength: 8 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([signals, other]) => {
        const { ignored: _a, ...one } = ask(signals, { required: 2 });
        const { ignored: _b, ...two } = ask(other, { required: 2 });
        expect(two).toEqual(one);
      }),
    );
  });

  it('accounts for every signal: counted or ignored with a reason', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 8 }), (signals) => {
        const { ignored, approvers, rejectedBy } = ask(signals);
        const people = new Set([...approvers, ...rejectedBy].map((by) => by.toLowerCase()));
        const dropped = new Set(ignored.map((each) => each.signal));
        for (const each of signals) expect(dropped.has(each) || people.has(each.by.toLowerCase())).toBe(true);
        expect(ignored.every((each) => each.why.length > 0)).toBe(true);
      }),
    );
  });
});
