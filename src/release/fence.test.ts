import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clocks, Fence } from './fence.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'performance'] }));
afterEach(() => vi.useRealTimers());

function held(seconds: number) {
  const fence = new Fence();
  fence.extend(seconds, clocks());
  return fence;
}
const sends = (fence: Fence) => {
  try {
    fence.check('vercel.promote');
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'SHIPLOCK_LEASE_EXPIRED', certainty: 'not-done' });
    return false;
  }
};

test('attack 22: a request leaves while the lease lives, and none in its last seconds or later', () => {
  const fence = held(300);
  expect(sends(fence)).toBe(true);
  vi.advanceTimersByTime(269_000);
  expect(sends(fence)).toBe(true);
  vi.advanceTimersByTime(1_001);
  expect(sends(fence)).toBe(false);
});

test('attack 22: a machine that slept is told by the wall clock, one whose clock was set back by the other', () => {
  const slept = held(300);
  vi.setSystemTime(Date.now() + 600_000);
  expect(sends(slept)).toBe(false);
  const setBack = held(300);
  vi.advanceTimersByTime(300_000);
  vi.setSystemTime(1_000_000);
  expect(sends(setBack)).toBe(false);
});

test('attack 22: without a lease, or after it was lost, nothing is sent; a renewal opens it again', () => {
  const fence = new Fence();
  expect(sends(fence)).toBe(false);
  fence.extend(300, clocks());
  fence.close();
  expect(sends(fence)).toBe(false);
  fence.extend(300, clocks());
  expect(sends(fence)).toBe(true);
});
