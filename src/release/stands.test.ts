import { expect, test } from 'vitest';
import { PLAN } from './plan.fixture.ts';
import { planHash } from './plan.ts';
import { encode } from './record/encode.ts';
import type { EventPhase, Saying } from './record/events.ts';
import { contractCutShort, doubtsOf, waitsFor } from './stands.ts';
import { foldState } from './state.ts';

const state = (...said: (readonly [EventPhase, Saying])[]) =>
  foldState(
    said.map(([phase, saying], index) => {
      const { kind, body } = encode(phase, saying);
      return {
        ...{ seq: index + 1, releaseId: 'rel_1', at: '2026-01-01T00:00:00Z', actor: 'ada', token: null },
        ...{ phase, kind, body, prevHash: '', hash: '' },
      };
    }),
  );
const deployed = [
  'deploy',
  { is: 'deployed', deploymentId: 'd', url: '', digest: null, adopted: false },
] as const;
const planned = (approvals: object) => {
  const plan = {
    ...PLAN,
    kind: 'production' as const,
    policy: { ...PLAN.policy, holds: { approvals: { ...approvals } } },
  };
  return [plan, ['plan', { is: 'planned', plan, hash: '', moved: [], outlook: {} }]] as const;
};
const begun = (key: string) =>
  ['promote', { is: 'call-begun', call: 'vercel.promote', key, atMs: 0 }] as const;
const ended = (key: string, result: 'done' | 'ambiguous' | 'not-done') =>
  ['promote', { is: 'call-ended', call: 'vercel.promote', key, result }] as const;

test('a release waits for the first phase that is not done', () => {
  expect(waitsFor(state())).toMatchObject({ phase: 'deploy' });
  expect(waitsFor(state(deployed))).toMatchObject({ phase: 'plan', what: 'waits for its next job: plan' });
});

test.each([
  [{ required: 2, approvers: ['grace', 'team:acme/ops'] }, '2 approvals by grace, team:acme/ops'],
  [{ required: 1 }, '1 approval'],
  [{}, 'approvals'],
])('a plan waits for those whom its policy %j names, with what they type', (approvals, who) => {
  const [plan, event] = planned(approvals);
  const hash = planHash(plan).slice(0, 12);
  expect(waitsFor(state(deployed, event))?.what).toBe(`waits for ${who}: \`/approve ${hash}\``);
});

test('one that is over waits for nothing and is in no doubt', () => {
  const over = state(begun('d'), ['rollback', { is: 'closed', result: 'abandoned', serves: null }]);
  expect([waitsFor(over), doubtsOf(over)]).toEqual([undefined, []]);
});

test.each<[string, (readonly [EventPhase, Saying])[], number]>([
  ['was sent', [begun('d')], 1],
  ['was answered', [begun('d'), ended('d', 'done')], 0],
  ['was refused', [begun('d'), ended('d', 'not-done')], 0],
  ['was lost', [begun('d'), ended('d', 'ambiguous')], 1],
  ['was lost, and another one was answered', [begun('d'), begun('e'), ended('e', 'done')], 1],
])('a call that %s leaves so many doubts: %#', (_, said, doubts) => {
  expect(doubtsOf(state(...said))).toHaveLength(doubts);
});

const contracting = (forced?: string): readonly [EventPhase, Saying] => {
  const request = { versions: ['3'], ...(forced ? { forced } : {}) };
  return ['contract', { is: 'call-begun', call: 'database.contract', atMs: 0, request }];
};
const over = (result: 'released' | 'rolled-back') =>
  ['finalize', { is: 'closed', result, serves: 'rel_1' }] as const;
const applied = ['contract', { is: 'call-ended', call: 'database.contract', result: 'done' }] as const;

test('a release that serves is in doubt of the contract migrations that a killed job began', () => {
  const cut = state(over('released'), contracting('unused'));
  expect(doubtsOf(cut).map(({ call }) => call)).toEqual(['database.contract']);
  expect(contractCutShort(cut)).toMatchObject({ versions: ['3'], forced: 'unused' });
  const unrecorded = state(over('released'), contracting(), applied);
  expect([doubtsOf(unrecorded), contractCutShort(unrecorded)?.versions]).toEqual([[], ['3']]);
  for (const said of [
    [over('released'), contracting(), applied, over('released')],
    [over('released'), begun('d')],
    [contracting(), over('released')],
    [over('released'), contracting(), over('rolled-back')],
  ])
    expect([doubtsOf(state(...said)), contractCutShort(state(...said))]).toEqual([[], undefined]);
});
