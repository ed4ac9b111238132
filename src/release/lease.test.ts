import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clocks, Fence } from './fence.ts';
import { acquireLease, type Lease, renew } from './lease.ts';
import type { Database } from './ports.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'performance'] }));
afterEach(() => vi.useRealTimers());

function taken(): Lease {
  const fence = new Fence();
  fence.extend(300, clocks());
  return { environment: 'production', holder: 'rel_1', token: 7, seconds: 300, fence };
}
/** A database that answers a renewal, at once or after a while. */
const answering = (ok: boolean, afterMs = 0, asked: unknown[] = []): Database => ({
  query: async <Row extends object>(text: string, values?: readonly unknown[]) => {
    asked.push(text, values);
    vi.advanceTimersByTime(afterMs);
    return [{ ok }] as object[] as Row[];
  },
  transaction: () => Promise.reject(new Error('not expected')),
  close: async () => undefined,
});

test('attack 22: a renewal that finds another holder lets no write leave any more', async () => {
  const lease = taken();
  expect(await renew(answering(false), lease)).toBe(false);
  expect(lease.fence.remainingMs()).toBe(Number.NEGATIVE_INFINITY);
  expect(() => lease.fence.check('vercel.promote')).toThrow('was not sent');
});

test('attack 22: a renewal counts from when it was asked for, not from its answer', async () => {
  const lease = taken();
  vi.advanceTimersByTime(200_000);
  const asked: unknown[] = [];
  expect(await renew(answering(true, 50_000, asked), lease)).toBe(true);
  expect(asked[1]).toEqual(['production', 'rel_1', 7, 300]);
  expect(lease.fence.remainingMs()).toBe(270_000 - 50_000);
});

/** Somebody else has it, and says so again each time: a look takes two seconds. */
function heldBy(holder: string) {
  let looks = 0;
  const answer = {
    granted: false,
    holder,
    token: 3,
    expiresAt: new Date(9e12),
    pid: 1,
    run: null,
    since: null,
  };
  const db: Database = {
    ...answering(true),
    query: async <Row extends object>(text: string) => {
      // Whether the holder's release is over: it is not.
      if (text.includes('shiplock.give_back')) return [];
      looks += 1;
      vi.advanceTimersByTime(2000);
      return [answer] as object[] as Row[];
    },
  };
  return { db, looks: () => looks };
}

test.each([
  ['without a wait, at once', 'rel_2', 0, 1, 'SHIPLOCK_LEASE_HELD'],
  ['with a wait, when it is over', 'rel_2', 5, 3, 'SHIPLOCK_LEASE_HELD'],
  ['another process of this release, after a moment of grace', 'rel_1', 0, 2, 'SHIPLOCK_LEASE_BUSY'],
])('the wait for a lease ends: %s', async (_, holder, waitSeconds, looks, code) => {
  const there = heldBy(holder);
  const said: string[] = [];
  const request = {
    environment: 'production',
    holder: 'rel_1',
    waitSeconds,
    say: (line: string) => said.push(line),
  };
  await expect(acquireLease(there.db, request)).rejects.toMatchObject({ code });
  expect(there.looks()).toBe(looks);
  expect(said.length).toBe(waitSeconds > 0 ? 1 : 0);
});
