import { describe, expect, test } from 'vitest';
import { type JsonObject, toJson } from './canonical.ts';
import type { Phase } from './phases.ts';
import { PLAN } from './plan.fixture.ts';
import { type Plan, planHash } from './plan.ts';
import type { EventKind } from './record/events.ts';
import type { RecordEvent } from './record/record.ts';
import { answerOf, began, foldState, tried } from './state.ts';

/** Where a release stands, from its events alone. */

type Said = readonly [kind: EventKind, phase: Phase, body: object];
const fold = (...said: readonly Said[]) =>
  foldState(
    said.map(
      ([kind, phase, body], index): RecordEvent => ({
        ...{ seq: index + 1, releaseId: 'rel_1', at: `2026-01-0${index + 1}T00:00:00Z`, actor: 'ada' },
        ...{ kind, phase, token: null, body: toJson(body) as JsonObject, prevHash: '', hash: '' },
      }),
    ),
  );
const done = (phase: Phase, more: object = {}): Said => [
  'outcome',
  phase,
  { step: 'phase', result: 'done', ...more },
];
const planned = (plan: Plan = PLAN, more: object = {}): Said => ['planned', 'plan', { plan, ...more }];
const approved = (plan: Plan = PLAN): Said => ['approved', 'approve', { plan, approvers: ['grace'] }];
const call = (result: string, more: object = {}): object => ({
  ...{ step: 'call', call: 'vercel.promote', key: 'dpl_1', result },
  ...more,
});
const OTHER: Plan = { ...PLAN, commit: 'b'.repeat(40) };

describe('a release without events', () => {
  test('has done nothing', () => {
    const state = fold();
    expect(state.donePhases.size).toBe(0);
    expect([state.plan, state.approval, state.closed, state.deployed, state.promotedAt]).toEqual(
      Array(5).fill(undefined),
    );
    expect([state.calls, state.undone]).toEqual([[], []]);
  });
});

describe('phases', () => {
  test('are done once they say so', () => {
    const state = fold(
      done('deploy', { deploymentId: 'dpl_1', url: 'https://one.example' }),
      done('migrate'),
      done('promote', { startedAt: '2026-01-01T10:00:00Z' }),
    );
    expect([...state.donePhases]).toEqual(['deploy', 'migrate', 'promote']);
    expect(state.deployed).toMatchObject({ deploymentId: 'dpl_1', url: 'https://one.example' });
    expect(state.promotedAt).toBe('2026-01-01T10:00:00Z');
  });

  test.each([
    ['an outcome that failed', ['outcome', 'migrate', { step: 'phase', result: 'failed' }]],
    ['an intent', ['intent', 'migrate', { step: 'phase', result: 'done' }]],
    ['something that was seen', ['observed', 'migrate', { step: 'phase', result: 'done' }]],
    ['a call', ['outcome', 'migrate', call('done')]],
    ['a deployment that is not named', done('deploy', { deploymentId: '', url: '' })],
    ['a promote without a time', done('promote')],
  ] as const)('are not done by %s', (_what, said) => {
    expect(fold(said as Said).donePhases.size).toBe(0);
  });

  test('a rollback tells which migrations it undid, over all its tries', () => {
    const state = fold(done('rollback', { undone: ['1'] }), done('rollback', { undone: ['2'] }));
    expect(state.undone).toEqual(['1', '2']);
    expect([...state.donePhases]).toEqual(['rollback']);
  });
});

describe('attack 1, 21: the plan in force', () => {
  test('has the hash of what it says, whatever the event calls it', () => {
    const state = fold(planned(PLAN, { hash: planHash(OTHER), outlook: { rehearsal: 'pass' } }));
    expect(state.plan).toEqual({ plan: PLAN, hash: planHash(PLAN), rehearsal: 'pass', callsBefore: 0 });
    expect([...state.donePhases]).toEqual(['plan']);
  });

  test('is the one that was approved', () => {
    const state = fold(planned(), approved());
    expect(state.approval).toEqual({ hash: planHash(PLAN), approvers: ['grace'] });
    expect([...state.donePhases]).toEqual(['plan', 'approve']);
  });

  test('is the one that was approved, though no plan is left before it', () => {
    const state = fold(approved());
    expect(state.plan).toMatchObject({ plan: PLAN, rehearsal: undefined });
    expect(state.approval?.hash).toBe(planHash(PLAN));
  });

  test('knows which calls are older than it: approving it or recording it again makes it no newer', () => {
    const made: Said = ['observed', 'promote', call('done')];
    const callsBefore = (...said: Said[]) => fold(...said).plan?.callsBefore;
    expect(callsBefore(planned(), approved(), made, planned(), approved())).toBe(0);
    expect(callsBefore(planned(), approved(), made, planned(OTHER), approved(OTHER))).toBe(1);
  });

  test('keeps its rehearsal when it is approved; another one has none', () => {
    const rehearsed = planned(PLAN, { outlook: { rehearsal: 'pass' } });
    expect(fold(rehearsed, approved()).plan?.rehearsal).toBe('pass');
    expect(fold(rehearsed, approved(OTHER)).plan).toEqual({
      ...{ plan: OTHER, hash: planHash(OTHER), rehearsal: undefined, callsBefore: 0 },
    });
  });

  test('the same plan again keeps its approval, another one drops it', () => {
    expect(fold(planned(), approved(), planned()).approval).toBeDefined();
    const dropped = fold(planned(), approved(), planned(OTHER));
    expect(dropped.approval).toBeUndefined();
    expect([...dropped.donePhases]).toEqual(['plan']);
    expect(dropped.plan?.hash).toBe(planHash(OTHER));
  });

  test('is gone when it was voided, or cannot be read', () => {
    for (const last of [['voided', 'plan', {}], planned({ ...PLAN, format: 9 } as never)] as const) {
      const state = fold(planned(), approved(), last as Said);
      expect([state.plan, state.approval, state.donePhases.size]).toEqual([undefined, undefined, 0]);
    }
  });

  test('an approval that cannot be read approves nothing', () => {
    const state = fold(planned(), ['approved', 'approve', { hash: planHash(PLAN), approvers: ['grace'] }]);
    expect(state.approval).toBeUndefined();
    expect(state.donePhases.has('approve')).toBe(false);
  });

  test.each([
    ['a plan that another phase wrote', ['planned', 'deploy', { plan: PLAN }]],
    ['a plan that was only seen', ['observed', 'plan', { plan: PLAN }]],
    ['an approval that another phase wrote', ['approved', 'plan', { plan: PLAN, approvers: [] }]],
  ] as const)('is not made by %s', (_what, said) => {
    const state = fold(said as Said);
    expect([state.plan, state.approval]).toEqual([undefined, undefined]);
  });
});

describe('a deployment that is staged anew', () => {
  const staged = (deploymentId: string) => done('deploy', { deploymentId, url: 'https://a.example' });
  const before = [staged('dpl_1'), done('migrate'), done('gate'), planned(), approved()];

  test('needs a plan, an approval and a gate of its own', () => {
    const state = fold(...before, staged('dpl_2'));
    expect([state.plan, state.approval, state.deployed?.deploymentId]).toEqual([
      undefined,
      undefined,
      'dpl_2',
    ]);
    expect([...state.donePhases].sort()).toEqual(['deploy', 'migrate']);
  });

  test('is not one that is only said again', () => {
    const state = fold(...before, staged('dpl_1'));
    expect(state.approval).toBeDefined();
    expect(state.donePhases.has('gate')).toBe(true);
  });
});

describe('calls', () => {
  test('are begun by their intent and ended by what became of them', () => {
    const promote = { name: 'vercel.promote', key: 'dpl_1' };
    const state = fold(
      ['intent', 'promote', { step: 'call', call: 'vercel.promote', key: 'dpl_1', atMs: 5 }],
      ['observed', 'promote', call('done', { value: { id: 1 } })],
      ['outcome', 'watch', call('failed')],
    );
    expect(state.calls).toEqual([
      { ...promote, state: 'begun', atMs: 5, phase: 'promote', at: '2026-01-01T00:00:00Z' },
      { ...promote, state: 'done', value: { id: 1 }, phase: 'promote', at: '2026-01-02T00:00:00Z' },
      { ...promote, state: 'failed', value: undefined, phase: 'watch', at: '2026-01-03T00:00:00Z' },
    ]);
    expect([began(state, 'promote'), began(state, 'watch'), began(state, 'migrate')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([tried(state, 'watch', 'vercel.promote'), tried(state, 'watch', 'other')]).toEqual([true, false]);
    expect(tried(state, 'migrate', 'vercel.promote')).toBe(false);
    expect(answerOf(state, 'vercel.promote')).toEqual({ id: 1 });
    expect(answerOf(state, 'other')).toBeUndefined();
  });

  test('an intent does not end a call, nor an outcome begin one', () => {
    const state = fold(
      ['intent', 'promote', call('done')],
      ['outcome', 'promote', { step: 'call', call: 'vercel.promote', atMs: 5 }],
    );
    expect(state.calls).toEqual([]);
  });
});

describe('the end of a release', () => {
  test('says how, and who serves now', () => {
    expect(fold(['closed', 'finalize', { result: 'released', serves: 'rel_1' }]).closed).toEqual({
      ...{ result: 'released', serves: 'rel_1', at: '2026-01-01T00:00:00Z' },
    });
    expect(fold(['closed', 'rollback', { result: 'rolled-back' }]).closed?.serves).toBeNull();
  });

  test('that cannot be read is an end all the same', () => {
    expect(fold(['closed', 'finalize', { result: 'odd' }]).closed).toMatchObject({ result: 'abandoned' });
  });

  test('is not made by a phase that ends none', () => {
    expect(fold(['closed', 'plan', { result: 'released', serves: 'rel_1' }]).closed).toBeUndefined();
  });
});
