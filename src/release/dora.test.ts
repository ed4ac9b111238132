import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dora, type Shipped } from './dora.ts';
import { encode } from './record/encode.ts';
import type { EventPhase, Saying } from './record/events.ts';

const NOW = new Date('2026-02-01T00:00:00Z');
const hour = (n: number) => new Date(NOW.getTime() + n * 3_600_000).toISOString();
const event = (phase: EventPhase, at: number, saying: Saying) => {
  const { kind, body } = encode(phase, saying);
  return {
    ...{ seq: 1, releaseId: 'rel', at: hour(at), actor: 'ada', token: null },
    ...{ phase, kind, body, prevHash: '', hash: '' },
  };
};
/** Hours from now, which are before it: opened, traffic moved, closed. */
function release(
  opened: number,
  moved?: number,
  closed?: number,
  result?: 'released' | 'rolled-back',
): Shipped {
  return {
    id: 'rel',
    openedAt: hour(opened),
    events: [
      ...(moved === undefined
        ? []
        : [
            event('promote', moved, {
              is: 'promoted',
              startedAt: hour(moved),
              outcome: 'done',
              deploymentId: 'd',
            }),
          ]),
      ...(closed === undefined || !result
        ? []
        : [
            event(result === 'released' ? 'finalize' : 'rollback', closed, {
              is: 'closed',
              result,
              serves: null,
            }),
          ]),
    ],
  };
}
const abandoned: Shipped = {
  ...release(-5),
  events: [event('rollback', -4, { is: 'closed', result: 'abandoned', serves: null })],
};
const HOUR = 3600;

test.each<[string, Shipped[], object]>([
  [
    'nothing was released',
    [],
    { deployments: 0, perDay: 0, leadSeconds: null, failureRate: null, restoreSeconds: null },
  ],
  [
    'one that served',
    [release(-5, -3, -2, 'released')],
    { deployments: 1, perDay: 0.1, leadSeconds: 2 * HOUR, failed: 0, failureRate: 0, restoreSeconds: null },
  ],
  ['one that still is to be watched counts', [release(-5, -1)], { deployments: 1, failed: 0 }],
  [
    'one that was rolled back',
    [release(-9, -8, -7.5, 'rolled-back')],
    { deployments: 1, failed: 1, failureRate: 1, restoreSeconds: 0.5 * HOUR },
  ],
  [
    'one of four',
    [
      release(-9, -8, -7, 'rolled-back'),
      release(-6, -5, -4, 'released'),
      release(-4, -3, -2, 'released'),
      release(-2, -1),
    ],
    { deployments: 4, failed: 1, failureRate: 0.25, leadSeconds: HOUR, restoreSeconds: HOUR },
  ],
  ['one that was abandoned before it served is none', [abandoned], { deployments: 0, failureRate: null }],
  [
    'one that was rolled back before it served is none',
    [release(-9, undefined, -7, 'rolled-back')],
    { deployments: 0, failed: 0 },
  ],
  ['one before the window', [release(-300, -250, -249, 'released')], { deployments: 0 }],
  [
    'an even number: the mean of the middle two',
    [release(-9, -8), release(-9, -6)],
    { leadSeconds: 2 * HOUR },
  ],
])('%s', (_, releases, expected) => {
  expect(dora(releases, 10, NOW)).toMatchObject({ days: 10, ...expected });
});

test('an error rate is between 0 and 1, and no figure depends on the order of the releases', () => {
  const any = fc
    .tuple(
      fc.integer({ min: -400, max: -3 }),
      fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
      fc.constantFrom('released' as const, 'rolled-back' as const),
    )
    .map(([opened, moved, result]) =>
      release(opened, moved === null ? undefined : opened + moved, opened + 3, result),
    );
  fc.assert(
    fc.property(fc.array(any), (releases) => {
      const found = dora(releases, 10, NOW);
      expect(dora(releases.toReversed(), 10, NOW)).toEqual(found);
      if (found.failureRate !== null) {
        expect(found.failureRate).toBeGreaterThanOrEqual(0);
        expect(found.failureRate).toBeLessThanOrEqual(1);
      }
      expect(found.failed).toBeLessThanOrEqual(found.deployments);
      expect(found.restoreSeconds === null).toBe(found.failed === 0);
    }),
  );
});
