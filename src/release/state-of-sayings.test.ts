import { describe, expect, test } from 'vitest';
import { encode } from './record/encode.ts';
import type { EventPhase, Saying } from './record/events.ts';
import { foldState, openCall } from './state.ts';

/** Where a release stands, from what this version writes. */

type Said = readonly [phase: EventPhase, saying: Saying];
const fold = (...said: readonly Said[]) =>
  foldState(
    said.map(([phase, saying], index) => {
      const { kind, body } = encode(phase, saying);
      return {
        ...{ seq: index + 1, releaseId: 'rel_1', at: `2026-01-0${index + 1}T00:00:00Z`, actor: 'ada' },
        ...{ kind, phase, token: null, body, prevHash: '', hash: '' },
      };
    }),
  );

const deployed = (deploymentId: string): Said => [
  'deploy',
  { is: 'deployed', deploymentId, url: 'https://one.example', digest: null, adopted: false },
];
const promoted = (deploymentId: string | null): Said => [
  'promote',
  { is: 'promoted', startedAt: '2026-01-01T00:00:00Z', outcome: 'done', deploymentId },
];
const migrated = (schemaFingerprint: string | null, ...versions: string[]): Said => [
  'migrate',
  {
    ...{ is: 'migrated', schemaFingerprint },
    applied: versions.map((version) => ({ version, milliseconds: 1, retries: 0 })),
  },
];
const stage = (number: number, deploymentId = 'dpl_1'): Said => [
  'promote',
  {
    ...{ is: 'stage-reached', deploymentId, stage: number, percent: 10, stages: [10, 100] },
    automatic: false,
  },
];
const judged = (proceed: boolean, number?: number): Said => [
  'promote',
  {
    ...{ is: 'gate-judged', decision: proceed ? 'pass' : 'fail', reason: '', proceed, evidence: {} },
    ...(number === undefined ? {} : { stage: number }),
  },
];
const closed = (result: 'released' | 'rolled-back' | 'abandoned'): Said => [
  'rollback',
  { is: 'closed', result, serves: null },
];

describe('a release without events', () => {
  test('has applied, decided and undone nothing', () => {
    const state = fold();
    expect(state).toMatchObject({ applied: [], rollbacks: [], openRollbacks: [], timesRolledBack: 0 });
    expect([state.project, state.rolling, state.served, state.schemaLeft]).toEqual(Array(4).fill(undefined));
  });
});

test('it is of the hosting project that it was opened for', () => {
  expect(fold(['plan', { is: 'opened', project: ['prj_1', 'shop'] }]).project).toEqual(['prj_1', 'shop']);
});

describe('migrations', () => {
  test('that were applied are told in order, over all tries and by a contract run', () => {
    const state = fold(migrated('f1', '1', '2'), migrated('f2', '3'), [
      'contract',
      { is: 'phase-done', applied: ['4'] },
    ]);
    expect(state.applied).toEqual(['1', '2', '3', '4']);
    expect(state.schemaLeft).toBe('f2');
    expect([...state.donePhases]).toEqual(['migrate', 'contract']);
  });

  test('leave a schema that nobody kept, and a phase that applied none', () => {
    const state = fold(migrated(null), ['verify', { is: 'phase-done' }]);
    expect([state.schemaLeft, state.applied]).toEqual([undefined, []]);
  });
});

describe('gates', () => {
  test('say how each phase was decided', () => {
    const state = fold(
      ['gate', { is: 'gated', decision: 'pass' }],
      ['watch', { is: 'gated', decision: 'fail' }],
    );
    expect([...state.decisions]).toEqual([
      ['gate', 'pass'],
      ['watch', 'fail'],
    ]);
  });

  test('of a rolling release pass a stage where they let it go on', () => {
    expect([...fold(judged(true, 0), judged(false, 1), judged(true)).stagesPassed]).toEqual([0]);
  });
});

describe('rolling releases', () => {
  test('stand at the last stage that was reached, since then', () => {
    expect(fold(stage(0), stage(1)).rolling).toMatchObject({
      ...{ stage: 1, deploymentId: 'dpl_1', stages: [10, 100], at: '2026-01-02T00:00:00Z' },
    });
  });

  test('begin anew with another deployment, and not with the same', () => {
    const began = [deployed('dpl_1'), stage(0), judged(true, 0)];
    const again = fold(...began, deployed('dpl_1'));
    expect([again.rolling?.stage, again.stagesPassed.size]).toEqual([0, 1]);
    const anew = fold(...began, deployed('dpl_2'));
    expect([anew.rolling, anew.stagesPassed.size]).toEqual([undefined, 0]);
  });
});

describe('what served as the release', () => {
  test('is what was promoted, else what it had deployed', () => {
    expect(fold(deployed('dpl_1'), promoted('dpl_2')).served).toBe('dpl_2');
    expect(fold(deployed('dpl_1'), promoted(null)).served).toBe('dpl_1');
    expect(fold(promoted(null)).served).toBeUndefined();
  });
});

describe('decisions to roll back', () => {
  const verdict = (at: string, run: string | null): Said => [
    'rollback',
    {
      ...{ is: 'verdict-given', previous: 'rel_0', verdict: { answer: 'safe', reasons: [] } },
      decision: { at, run },
    },
  ];
  const ended = (at: string, run: string | null, undone: readonly string[] = []): Said => [
    'rollback',
    {
      ...{ is: 'rolled-back', to: 'dpl_0', reason: '', moved: true, undone },
      decision: { at, run },
    },
  ];
  const AT = '2026-01-01T00:00:00Z';
  const LATER = '2026-01-02T00:00:00Z';

  test('are told by their verdict and by their end, and count once', () => {
    const state = fold(verdict(AT, '1'), ended(AT, '1', ['7']));
    expect(state.rollbacks).toEqual([{ at: AT, run: '1' }]);
    expect(state.undone).toEqual(['7']);
  });

  test('are told by their end alone', () => {
    expect(fold(ended(AT, '1')).rollbacks).toEqual([{ at: AT, run: '1' }]);
  });

  test('are others at another time or in another run, oldest first', () => {
    const all = [verdict(AT, '1'), verdict(AT, '2'), verdict(LATER, '1'), verdict(AT, '1')];
    expect(fold(...all).rollbacks).toEqual([
      { at: AT, run: '1' },
      { at: AT, run: '2' },
      { at: LATER, run: '1' },
    ]);
  });

  test('are none where a verdict was only asked for', () => {
    const [phase, saying] = verdict(AT, '1');
    const { decision: _, ...asked } = saying as Extract<Saying, { is: 'verdict-given' }>;
    expect(fold([phase, asked]).rollbacks).toEqual([]);
  });

  test('are open until the release is closed', () => {
    expect(fold(verdict(AT, '1')).openRollbacks).toEqual([{ at: AT, run: '1' }]);
    const over = fold(verdict(AT, '1'), closed('rolled-back'));
    expect([over.openRollbacks, over.rollbacks.length]).toEqual([[], 1]);
    expect(fold(verdict(AT, '1'), closed('rolled-back'), verdict(LATER, '2')).openRollbacks).toEqual([
      { at: LATER, run: '2' },
    ]);
  });

  test('count as rolled back where the release ended so', () => {
    expect(fold(closed('rolled-back'), closed('rolled-back')).timesRolledBack).toBe(2);
    expect(fold(closed('released'), closed('abandoned')).timesRolledBack).toBe(0);
  });
});

test('a release that was overtaken names the newer one', () => {
  const overtaken = fold([
    'migrate',
    { is: 'closed', result: 'abandoned', serves: null, overtakenBy: 'rel_9' },
  ]);
  expect(overtaken.closed).toEqual({
    ...{ result: 'abandoned', serves: null, at: '2026-01-01T00:00:00Z', overtakenBy: 'rel_9' },
  });
  expect(fold(closed('abandoned')).closed).not.toHaveProperty('overtakenBy');
});

test('it looked at hosting after the restores that it says', () => {
  const looked = (restored: number): Said => ['record', { is: 'reconciled', restored, live: {} }];
  expect([...fold(looked(7), looked(9)).reconciled]).toEqual([7, 9]);
});

describe('a call without an end', () => {
  const begun = (atMs: number, call = 'hosting.promote', phase: EventPhase = 'promote'): Said => [
    phase,
    { is: 'call-begun', call, atMs },
  ];
  const became = (result: 'done' | 'failed' | 'not-done' | 'ambiguous'): Said => [
    'promote',
    { is: 'call-settled', call: 'hosting.promote', result },
  ];
  const open = (...said: readonly Said[]) => openCall(fold(...said), 'promote', 'hosting.promote');

  test('was begun when its last intent says', () => {
    expect(open()).toBeUndefined();
    expect(open(begun(5))).toBe(5);
    expect(open(begun(5), begun(8))).toBe(8);
  });

  test.each(['done', 'failed', 'not-done'] as const)('has its end once it is %s', (result) => {
    expect(open(begun(5), became(result))).toBeUndefined();
    expect(open(begun(5), became(result), begun(9))).toBe(9);
  });

  test('has none while nobody can tell what became of it', () => {
    expect(open(begun(5), became('ambiguous'))).toBe(5);
  });

  test('is neither one of another phase nor of another name', () => {
    expect(open(begun(5, 'hosting.promote', 'rollback'))).toBeUndefined();
    expect(open(begun(5, 'other.call'))).toBeUndefined();
    expect(open(begun(5), ['promote', { is: 'call-ended', call: 'other.call', result: 'done' }])).toBe(5);
  });
});
