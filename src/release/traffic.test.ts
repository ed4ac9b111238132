import { expect, test } from 'vitest';
import { movedOutside, trafficNotes } from './traffic.ts';

const requestedAt = Date.parse('2026-11-20T08:00:00Z');

test('a plan names the domains that nothing can be asked through, and a job that hosting never ended', () => {
  const job = { type: 'promote', to: 'dpl_old', state: 'stale', said: 'pending', requestedAt } as const;
  expect(
    trafficNotes({ deploymentId: 'dpl_a', pinned: false, unasked: ['*.acme.example is a wildcard'], job }),
  ).toEqual([
    '*.acme.example is a wildcard',
    'Hosting has called a promote of dpl_old "pending" since 2026-11-20T08:00:00.000Z. Shiplock does not wait for it.',
  ]);
});

test('a plan tells what really serves, where it is not what the last release deployed', () => {
  const live = { deploymentId: 'dpl_c', commit: 'c'.repeat(40), pinned: false };
  const last = { id: 'rel_b', deploymentId: 'dpl_b' };
  expect(movedOutside(live, last, 'dpl_d')).toMatch(
    /serves dpl_c of commit cccccccccccc, which is not what release rel_b deployed \(dpl_b\).*leads back to dpl_c/,
  );
  expect(movedOutside({ ...live, deploymentId: 'dpl_b' }, last, 'dpl_d')).toBeUndefined();
  expect(movedOutside({ ...live, deploymentId: 'dpl_d' }, last, 'dpl_d')).toBeUndefined();
  expect(movedOutside({ ...live, deploymentId: undefined }, last, 'dpl_d')).toBeUndefined();
});

test.each(['running', 'succeeded', 'failed', 'skipped'] as const)(
  'and nothing of a job that is %s',
  (state) => {
    const job = { type: 'promote', to: 'dpl_old', state, requestedAt } as const;
    expect(trafficNotes({ deploymentId: 'dpl_a', pinned: false, job })).toEqual([]);
  },
);
