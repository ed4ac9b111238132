import * as promises from 'node:timers/promises';

/** Waits longer than this are waits for somebody else: between two looks, or before the next try. */
const SHORT_MS = 50;
const TIMES = 20;
/** Kept, for hurry.ts puts the other one in its place. */
const wait = promises.setTimeout;

/**
 * What the product gets for `node:timers/promises`: it waits a twentieth of the time, so that it looks as often and tries as
 * often as ever. Its deadlines go by the clock, which is left alone.
 */
export const setTimeout = <T = void>(
  milliseconds?: number,
  value?: T,
  options?: Parameters<typeof promises.setTimeout>[2],
): Promise<T> => wait(hurried(milliseconds ?? 1), value, options);

const hurried = (milliseconds: number) => Math.max(Math.min(milliseconds, SHORT_MS), milliseconds / TIMES);

export const { scheduler, setImmediate, setInterval } = promises;
