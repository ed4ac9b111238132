import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Problem, ShiplockError } from '../release/errors.ts';
import type { ApprovalSignal } from '../release/ports.ts';
import { type ApprovalQuestion, decideApproval } from './decide.ts';
import { namesPlan } from './signals.ts';

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const OTHER = 'ff00ff00ff00'.padEnd(64, '1');
const NOW = new Date('2026-11-23T12:00:00Z');

const WRITE = { role: 'write', permission: 'write', teams: [] } as const;

function ask(
  signals: readonly ApprovalSignal[],
  { required = 1, ...more }: Partial<ApprovalQuestion> & { required?: number } = {},
) {
  return decideApproval({
    planHash: PLAN,
    requirements: [{ required, approvers: undefined, because: undefined }],
    signals,
    authors: new Map([['author', 'wrote the commit']]),
    runActors: ['starter'],
    freezeWindows: [],
    now: NOW,
    ...more,
  });
}

function comment(by: string, more: Partial<ApprovalSignal> = {}): ApprovalSignal {
  const at = '2026-11-23T10:00:00Z';
  return { by, via: 'comment', state: 'approved', planHash: PLAN, access: WRITE, at, ...more };
}

function review(by: string, more: Partial<ApprovalSignal> = {}): ApprovalSignal {
  return { by, via: 'review', state: 'approved', access: WRITE, ...more };
}

describe('what counts', () => {
  const cases: [string, ApprovalSignal, string | undefined][] = [
    ['the full hash', comment('ann'), undefined],
    ['a prefix of 12 digits', comment('ann', { planHash: PLAN.slice(0, 12) }), undefined],
    ['upper case', comment('ann', { planHash: PLAN.slice(0, 12).toUpperCase() }), undefined],
    ['a prefix of 11 digits', comment('ann', { planHash: PLAN.slice(0, 11) }), 'only 11 digits'],
    ['another plan', comment('ann', { planHash: OTHER }), 'another plan'],
    [
      'no hash in a comment',
      { by: 'ann', via: 'comment', state: 'approved', access: WRITE },
      'names no plan hash',
    ],
    ['a review without hash', review('ann'), undefined],
    ['a review of another plan', review('ann', { planHash: OTHER }), 'another plan'],
    ['the author', comment('Author'), 'Author wrote the commit'],
    ['who started the run', comment('STARTER'), 'started the run'],
    ['a bot', comment('deployer[bot]'), 'a bot gave it'],
    [
      'somebody of whom nothing is known',
      { ...comment('ann'), access: undefined! },
      'the permissions of ann in the repository are unknown',
    ],
    [
      'somebody who may only read',
      comment('ann', { access: { role: 'read', permission: 'read', teams: [] } }),
      'requires the role write',
    ],
    ['an edited comment', comment('ann', { invalid: 'edited after it was written' }), 'edited'],
  ];
  it.each(cases)('%s', (_, signal, why) => {
    const decision = ask([signal]);
    expect(decision.state).toBe(why === undefined ? 'approved' : 'pending');
    expect(decision.ignored.map((each) => each.why).join()).toContain(why ?? '');
    expect(decision.missing).toBe(why === undefined ? 0 : 1);
  });

  it('counts a person once, however often and by whichever way', () => {
    const signals = [comment('ann'), comment('ANN'), review('Ann')];
    expect(ask(signals, { required: 2 })).toMatchObject({ state: 'pending', missing: 1, approvers: ['ANN'] });
  });

  it('lets the author approve only where that is allowed', () => {
    expect(ask([comment('author')], { allowSelf: true }).state).toBe('approved');
  });

  it('attack 8: does not count a review without hash where it may have been of another plan', () => {
    const bareReviews = 'it was asked for when plan ff00 was shown';
    expect(ask([review('ann')], { bareReviews }).ignored[0]?.why).toBe(bareReviews);
    expect(ask([review('ann', { planHash: PLAN.slice(0, 16) })], { bareReviews }).state).toBe('approved');
    expect(ask([review('ann', { mentions: [PLAN.slice(0, 16)] })], { bareReviews }).state).toBe('approved');
  });

  it('takes digits in a review for a plan only where they are one', () => {
    const mentions = ['20260102000000', 'c0ffee111111'];
    expect(ask([review('ann', { mentions })]).state).toBe('approved');
    expect(ask([review('ann', { mentions: [OTHER.slice(0, 12)] })], { otherPlans: [OTHER] }).state).toBe(
      'pending',
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
    ['an approval without a time', review('bob')],
    ['an approval of another plan', comment('bob', { at: '2026-11-23T11:00:00Z', planHash: OTHER })],
    ['an edited approval', comment('bob', { at: '2026-11-23T11:00:00Z', invalid: 'edited' })],
    ['somebody else', comment('ann', { at: '2026-11-23T11:00:00Z' })],
  ])('are not withdrawn by %s', (_, yes) => {
    expect(ask([no, yes]).state).toBe('rejected');
  });
  it('may come from the author and without a hash, but not for another plan that is known', () => {
    expect(ask([comment('author', { state: 'rejected', planHash: undefined! })]).state).toBe('rejected');
    const other = { ...no, planHash: OTHER };
    expect(ask([other, comment('ann')], { otherPlans: [OTHER] }).state).toBe('approved');
  });
  it('attack 7: digits that are no plan’s hash are words', () => {
    for (const planHash of ['20260102000000', 'deadbeefdead', OTHER])
      expect(ask([{ ...no, planHash }, comment('ann')]).state).toBe('rejected');
    const said = review('bob', { state: 'rejected', mentions: ['20260102000000'] });
    expect(ask([said, comment('ann')]).state).toBe('rejected');
  });
  it('are withdrawn by the author too, whose yes does not count', () => {
    const own = comment('author', { state: 'rejected' });
    const later = comment('author', { at: '2026-11-23T11:00:00Z' });
    expect(ask([own, later])).toMatchObject({ state: 'pending', approvers: [] });
  });
  it('are told with who, when and why', () => {
    expect(ask([{ ...no, reason: 'it locks orders' }]).reason).toBe(
      'The plan was rejected by bob at 2026-11-23T10:00:00Z (it locks orders).',
    );
  });
  it('do not count from a bot, an outsider or an account that is gone', () => {
    const read = { role: 'read', permission: 'read', teams: [] } as const;
    for (const more of [{ by: 'x[bot]' }, { by: '' }, { access: read }, { invalid: 'a bot wrote it' }])
      expect(ask([{ ...no, ...more }, comment('ann')])).toMatchObject({ state: 'approved', seen: [] });
  });
});

describe('attack 7: a no that was seen once', () => {
  const old = { by: 'bob', via: 'comment', id: 'issue-comment 7', at: '2026-11-23T10:00:00Z' } as const;
  const remembered = [old];
  it('stays one when its comment is gone, or says something else', () => {
    expect(ask([comment('ann')], { remembered })).toMatchObject({ state: 'rejected', rejectedBy: ['bob'] });
    const edited = comment('bob', { id: old.id, invalid: 'edited', at: '2026-11-23T11:00:00Z' });
    expect(ask([comment('ann'), edited], { remembered }).state).toBe('rejected');
    const moved = comment('bob', { id: old.id, state: 'rejected', planHash: OTHER });
    expect(ask([comment('ann'), moved], { remembered, otherPlans: [OTHER] }).state).toBe('rejected');
  });
  it('is withdrawn by the same person’s later approval alone', () => {
    const later = { at: '2026-11-23T11:00:00Z' };
    expect(ask([comment('ann', later)], { remembered }).state).toBe('rejected');
    expect(ask([comment('bob', later)], { remembered }).approvers).toEqual(['bob']);
  });
  it('is handed on to be remembered, withdrawn or not', () => {
    const no = comment('bob', { state: 'rejected', id: 'issue-comment 7', reason: 'why' });
    const { seen } = ask([no, comment('bob', { at: '2026-11-23T11:00:00Z' })]);
    expect(seen).toEqual([{ ...old, planHash: PLAN, reason: 'why' }]);
  });
  it('of a review, which has no time, is as old as the record of it: a later comment withdraws it in another run', () => {
    const review = {
      by: 'bob',
      via: 'review',
      id: 'review 1.1 bob',
      seenAt: '2026-11-23T10:00:00Z',
    } as const;
    const later = comment('bob', { at: '2026-11-23T11:00:00Z' });
    expect(ask([later], { remembered: [review] }).approvers).toEqual(['bob']);
    expect(ask([comment('bob', { at: '2026-11-23T09:00:00Z' })], { remembered: [review] }).state).toBe(
      'rejected',
    );
    const { seenAt: _, ...unknown } = review;
    expect(ask([later], { remembered: [unknown] }).state).toBe('rejected');
    // In its own run it might be the newer of the two.
    const still = { ...unknown, state: 'rejected' as const, access: WRITE };
    expect(ask([later, still], { remembered: [review] }).state).toBe('rejected');
    expect(ask([later, { ...still, id: 'review 2.1 bob' }], { remembered: [review] }).state).toBe('rejected');
  });
  it('of another plan does not hold this one', () => {
    const other = [{ ...old, planHash: OTHER }];
    expect(ask([comment('ann')], { remembered: other, otherPlans: [OTHER] }).state).toBe('approved');
  });
});

describe('who must approve', () => {
  const dba = comment('dora', { access: { ...WRITE, teams: ['acme/dba'] } });
  const requirements = [
    { required: 1, approvers: undefined, because: undefined },
    { required: 1, approvers: ['team:Acme/dba', 'cto'], because: 'it loses data' },
  ];
  it('asks every requirement for itself, by login and by team', () => {
    const pending = ask([comment('ann')], { requirements });
    expect(pending).toMatchObject({ state: 'pending', missing: 1, approvers: ['ann'] });
    expect(pending.reason).toContain('0 of 1 approval from team:Acme/dba, cto because it loses data');
    expect(ask([comment('ann'), dba], { requirements }).state).toBe('approved');
    expect(ask([dba], { requirements }).state).toBe('approved');
    expect(ask([comment('CTO')], { requirements }).state).toBe('approved');
  });
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'the login %s is a login like any other',
    (login) => {
      expect(ask([comment(login)])).toMatchObject({ state: 'approved', approvers: [login] });
      expect(ask([comment(login)], { authors: new Map([[login, 'wrote it']]) }).state).toBe('pending');
      expect(ask([comment(login)], { requirements }).state).toBe('pending');
    },
  );
  it('takes the role that the settings name', () => {
    const as = (role: string, permission: 'read' | 'write' | 'admin') =>
      comment('ann', { access: { role, permission, teams: [] } });
    expect(ask([as('write', 'write')], { role: 'maintain' }).state).toBe('pending');
    expect(ask([as('admin', 'admin')], { role: 'maintain' }).state).toBe('approved');
    expect(ask([as('releaser', 'read')], { role: 'releaser' }).state).toBe('approved');
    expect(ask([as('write', 'write')], { role: 'releaser' }).state).toBe('pending');
    expect(ask([as('admin', 'admin')], { role: 'releaser' }).state).toBe('approved');
  });
});

describe('expiry', () => {
  it('counts from when a comment was written', () => {
    expect(ask([comment('ann')], { expireHours: 2 }).state).toBe('approved');
    expect(ask([comment('ann')], { expireHours: 1.9 }).ignored[0]?.why).toContain('it expired');
    expect(ask([comment('ann', { at: 'no time' })], { expireHours: 2 }).state).toBe('pending');
  });
  it('takes a review, which carries no time, to be as old as its run', () => {
    const runStartedAt = '2026-11-23T10:00:00Z';
    expect(ask([review('ann')], { expireHours: 2, runStartedAt }).state).toBe('approved');
    expect(ask([review('ann')], { expireHours: 1, runStartedAt }).ignored[0]?.why).toContain(
      'might have expired',
    );
    expect(ask([review('ann')], { expireHours: 1 }).state).toBe('pending');
  });
  it('never ends a no', () => {
    expect(ask([comment('bob', { state: 'rejected' })], { expireHours: 1 }).state).toBe('rejected');
  });
});

it('is held by what else holds it, until it is solved', () => {
  const blockers = ['2 review threads of #7 are open'];
  expect(ask([comment('ann')], { blockers })).toMatchObject({
    state: 'pending',
    missing: 0,
    reason: 'The plan is blocked: 2 review threads of #7 are open.',
  });
});

describe('freeze windows and breaking the glass', () => {
  const freezeWindows = [
    { from: '2026-11-20T00:00', to: '2026-11-27T00:00', timezone: 'UTC', reason: 'release freeze' },
  ];
  const glass = { reason: 'checkout is down for everybody since noon', by: 'oncall' };
  const breakGlassRules = { allowed: true, people: ['OnCall'], authors: false };
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
    const decision = ask([], { freezeWindows, breakGlass: glass, breakGlassRules });
    expect(decision).toMatchObject({ state: 'approved', missing: 1, approvers: [], brokenGlass: glass });
    expect(decision.reason).toContain('a freeze window and 1 missing approval');
  });
  it('does not call it broken when nothing was passed over', () => {
    expect(ask([comment('ann')], { breakGlass: glass, breakGlassRules }).brokenGlass).toBeUndefined();
  });
  it('never passes over a no', () => {
    expect(ask([comment('bob', { state: 'rejected' })], { breakGlass: glass, breakGlassRules }).state).toBe(
      'rejected',
    );
  });
  it.each([
    [undefined, /it is off here.*breakGlass\.people/],
    [{ allowed: true, people: [], authors: true }, /it is off here.*breakGlass\.people/],
    [{ ...breakGlassRules, allowed: false }, /it is off here/],
    [{ ...breakGlassRules, people: ['cto'] }, /names cto/],
  ])('attack 6: is off with the settings %j, and says how it is switched on', (rules, says) => {
    const more = rules ? { breakGlassRules: rules } : {};
    const problem = thrownBy(() => ask([], { breakGlass: glass, ...more }));
    expect(problem.code).toBe('SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN');
    expect(`${problem.what} ${problem.next}`).toMatch(says);
  });
  it('attack 6: is not for the author’s own work, unless the settings say so', () => {
    const authors = new Map([['OnCall', 'wrote commit 1234567']]);
    const problem = thrownBy(() => ask([], { breakGlass: glass, breakGlassRules, authors }));
    expect(problem).toMatchObject({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
      what: expect.stringContaining('wrote commit 1234567'),
    });
    const rules = { ...breakGlassRules, authors: true };
    expect(ask([], { breakGlass: glass, breakGlassRules: rules, authors }).state).toBe('approved');
  });
  it.each(['', 'hotfix', `short${' '.repeat(40)}`])('refuses the reason %j', (reason) => {
    expect(() => ask([], { breakGlass: { reason, by: 'oncall' }, breakGlassRules })).toThrow(
      'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
    );
  });
});

function thrownBy(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof ShiplockError) return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
}

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
      access: fc.constant(WRITE),
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
              .filter((each) => each.state === 'approved' && each.invalid === undefined && each.access)
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
        const withdrew = (each: ApprovalSignal) => each.state === 'rejected' && signals.length > 1;
        for (const each of signals)
          expect(dropped.has(each) || people.has(each.by.toLowerCase()) || withdrew(each)).toBe(true);
        expect(ignored.every((each) => each.why.length > 0)).toBe(true);
      }),
    );
  });
});
