import { expect, test } from 'vitest';
import type { LoadSample } from '../../rehearsal/load.ts';
import { seen } from './verdict.ts';

const OLD = { from: 0, releases: new Set(['old']) };
const BOTH = { from: 100, releases: new Set(['old', 'new']) };
const NEW = { from: 200, releases: new Set(['new']) };
const asked = (at: number, release: string, more: Partial<LoadSample> = {}): LoadSample => ({
  ...{ at, ms: 10, status: 200, visit: 0, user: '', release },
  ...more,
});
const USERS = [undefined, 'ada'];

test('counts who asked, and who answered', () => {
  const samples = [asked(0, 'old'), asked(150, 'new', { visit: 1, user: 'ada' }), asked(1000, 'new')];
  const found = seen(samples, USERS, [OLD, BOTH, NEW]);
  expect(found).toMatchObject({ requests: 3, signedIn: 1, seconds: 1, failed: 0, unapproved: 0, wrong: [] });
  expect([...found.by]).toEqual([
    ['old', 1],
    ['new', 2],
  ]);
});

test('notices an answer of what nobody had approved yet, and of what was taken away', () => {
  const counted = (one: LoadSample) => seen([one], USERS, [OLD, BOTH, NEW]).unapproved;
  expect(counted(asked(50, 'new'))).toBe(1);
  expect(counted(asked(150, 'new'))).toBe(0);
  expect(counted(asked(150, 'another'))).toBe(1);
  expect(counted(asked(150, ''))).toBe(1);
  expect(counted(asked(250, 'old'))).toBe(1);
  // Begun before it changed, answered after.
  expect(counted(asked(195, 'old'))).toBe(0);
  expect(counted(asked(95, 'new'))).toBe(0);
});

test('notices no answer, errors, refusals, and somebody else’s session', () => {
  const found = (more: Partial<LoadSample>) => seen([asked(0, 'old', more)], USERS, [OLD]);
  expect(found({ status: 0 })).toMatchObject({ failed: 1, wrong: ['no answer, first after 0.0 s'] });
  for (const status of [302, 401, 404, 500, 502]) expect(found({ status }).failed).toBe(1);
  expect(found({ visit: 1, user: 'grace' }).failed).toBe(1);
  expect(found({ visit: 1, user: '' }).failed).toBe(1);
  expect(found({ visit: 0, user: 'ada' }).failed).toBe(1);
  expect(found({ visit: 1, user: 'ada' }).failed).toBe(0);
});
