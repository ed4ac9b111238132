import { expect, test } from 'vitest';
import { trafficNotes } from './traffic.ts';

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

test.each(['running', 'succeeded', 'failed', 'skipped'] as const)(
  'and nothing of a job that is %s',
  (state) => {
    const job = { type: 'promote', to: 'dpl_old', state, requestedAt } as const;
    expect(trafficNotes({ deploymentId: 'dpl_a', pinned: false, job })).toEqual([]);
  },
);
