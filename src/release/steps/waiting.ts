/** Time as a waiting gate sees it; tests give one that does not really pass. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const FIRST_MS = 3_000;
const LONGEST_MS = 300_000;
const HOUR_MS = 3_600_000;
/**
 * A job's token has 1,000 requests per hour for everything that uses it:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github_token-in-github-actions
 */
const PER_HOUR = 95;
/** Requests that may come quickly, while people are at it. With those of an hour they stay below 200. */
const BURST = 100;

/**
 * How long to wait after each look: quick while people may be at it, then every five minutes, and never so often that the
 * looks cost more requests per hour than the gate may take.
 */
export function pauses(): (requests: number) => number {
  let next = FIRST_MS;
  let quick = BURST;
  return (requests) => {
    quick -= requests;
    const pause = quick > 0 ? next : Math.max(next, Math.ceil((requests * HOUR_MS) / PER_HOUR));
    next = Math.min(next * 1.5, LONGEST_MS);
    return Math.min(pause, HOUR_MS);
  };
}
