import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BareReviewFacts, whyNoBareReviews } from './bare-reviews.ts';
import { isAsked, NO_RISK, type Risk, requirementsFor, teamsOf } from './requirements.ts';
import { approvalSettings } from './settings.ts';

describe('how many and who, by what the plan risks', () => {
  const settings = approvalSettings.parse({
    required: 1,
    approvers: ['ann', 'team:acme/web'],
    rules: [
      { when: { contract: true }, required: 2 },
      { when: { dataLoss: true }, approvers: ['team:acme/dba'] },
      { when: { hazards: true, filesOver: 50 }, required: 3 },
    ],
  });
  const because = (risk: Partial<Risk>) =>
    requirementsFor(settings, { ...NO_RISK, ...risk }).map((one) => [one.required, one.because]);

  it.each<[string, Partial<Risk>, [number, string | undefined][]]>([
    ['nothing', {}, [[1, undefined]]],
    [
      'a contract',
      { contract: true },
      [
        [1, undefined],
        [2, 'it contains a contract migration'],
      ],
    ],
    [
      'data loss',
      { dataLoss: true },
      [
        [1, undefined],
        [1, 'it loses data'],
      ],
    ],
    ['hazards in a small change', { hazards: true, files: 50 }, [[1, undefined]]],
    [
      'hazards in a large one',
      { hazards: true, files: 51 },
      [
        [1, undefined],
        [3, 'it contains hazards and it changes 51 files'],
      ],
    ],
    [
      'hazards in one of unknown size',
      { hazards: true, files: undefined },
      [
        [1, undefined],
        [3, 'it contains hazards and it changes an unknown number of files'],
      ],
    ],
  ])('%s', (_, risk, expected) => {
    expect(because(risk)).toEqual(expected);
  });
  it('one file is a file', () => {
    const rules = approvalSettings.parse({ required: 1, rules: [{ when: { filesOver: 0 }, required: 2 }] });
    const asked = requirementsFor(rules, { ...NO_RISK, files: 1 });
    expect(asked.map(({ because }) => because)).toContain('it changes 1 file');
  });
  it('a rule never takes away what is always needed', () => {
    const risk = fc.record({
      contract: fc.boolean(),
      dataLoss: fc.boolean(),
      hazards: fc.boolean(),
      files: fc.option(fc.nat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(risk, (one) => {
        expect(requirementsFor(settings, one)[0]).toMatchObject({ required: 1, because: undefined });
      }),
    );
  });
  it('asks the teams that it names, once each', () => {
    expect(teamsOf(settings)).toEqual(['acme/web', 'acme/dba']);
    const dba = { required: 1, approvers: ['team:ACME/dba'], because: undefined };
    expect(isAsked(dba, { by: 'x', teams: ['acme/DBA'] })).toBe(true);
    expect(isAsked(dba, { by: 'acme/dba', teams: [] })).toBe(false);
    expect(isAsked(dba, { by: 'team:acme/dba', teams: [] })).toBe(true);
  });
  it.each([
    [{ rules: [{ when: {} }] }],
    [{ approvers: [] }],
    [{ approvers: ['a b'] }],
    [{ approvers: ['team:acme'] }],
    [{ rules: [{ when: { contract: false } }] }],
  ])('refuses %j', (wrong) => {
    expect(approvalSettings.safeParse(wrong).success).toBe(false);
  });
});

describe('attack 8: a review that names no hash', () => {
  const H1 = '1'.repeat(64);
  const H2 = '2'.repeat(64);
  const facts: BareReviewFacts = {
    ...{ setting: 'count', planHash: H1, runId: '7', attempts: 1, shown: H1, asked: [] },
  };
  const first = { runId: '7', attempt: 1, planHash: H1 };
  it.each<[string, Partial<BareReviewFacts>, string | undefined]>([
    ['of the plan that was shown', {}, undefined],
    ['of another plan', { shown: H2 }, 'when plan 222222222222 was shown'],
    ['of nobody knows which', { shown: undefined }, 'not told which plan was shown'],
    ['that the settings refuse', { setting: 'ignore' }, 'require a plan hash'],
    ['in a second attempt that showed the same', { attempts: 2, asked: [first] }, undefined],
    ['in a second attempt, the first unknown', { attempts: 2 }, 'which had an unknown plan'],
    [
      'in a second attempt of another run’s first',
      { attempts: 2, asked: [{ ...first, runId: '8' }] },
      'unknown plan',
    ],
    [
      'in a second attempt that showed another',
      { attempts: 2, asked: [{ ...first, planHash: H2 }] },
      'which showed plan 2222',
    ],
    [
      'in a third attempt, the second another',
      { attempts: 3, asked: [first, { ...first, attempt: 2, planHash: H2 }] },
      'attempt 2',
    ],
  ])('%s', (_, more, why) => {
    const found = whyNoBareReviews({ ...facts, ...more });
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });
});
