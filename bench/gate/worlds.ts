/** Worlds that a gate may watch: how requests fail there. All of them are seeded, and the same on every machine. */

export type Random = () => number;

/** mulberry32. */
export function random(seed: number): Random {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many of so many requests, made at this moment, fail. */
export type World = (requests: number, atMs: number) => number;

/** Each request fails on its own. */
export function independent(rate: number, next: Random): World {
  return (requests) => {
    let failures = 0;
    for (let i = 0; i < requests; i += 1) if (next() < rate) failures += 1;
    return failures;
  };
}

/** Failures come in runs of this mean length, one request after the other; the rate over all of them is `rate`. */
export function runs(rate: number, length: number, next: Random): World {
  const begins = rate / (length * (1 - rate));
  let failing = next() < rate;
  return (requests) => {
    let failures = 0;
    for (let i = 0; i < requests; i += 1) {
      if (failing) failures += 1;
      failing = next() < (failing ? 1 - 1 / length : begins);
    }
    return failures;
  };
}

/** Everything fails at once for so long, again and again; in all, this share of the time. */
export function outages(rate: number, seconds: number, next: Random): World {
  const gapMs = (1000 * seconds * (1 - rate)) / rate;
  const after = (ms: number) => -Math.log(1 - next()) * ms;
  let begins = next() < rate ? 0 : after(gapMs);
  return (requests, atMs) => {
    while (atMs > begins + seconds * 1000) begins += seconds * 1000 + after(gapMs);
    return atMs >= begins ? requests : 0;
  };
}

/** Each five seconds have a failure rate of their own, exponentially distributed around `rate`. */
export function uneven(rate: number, next: Random): World {
  let until = 0;
  let now = rate;
  return (requests, atMs) => {
    for (; atMs >= until; until += 5_000) now = Math.min(1, -Math.log(1 - next()) * rate);
    return independent(now, next)(requests, atMs);
  };
}

/** Events that come at random: how many in so long. */
export function poisson(mean: number, next: Random): number {
  let count = 0;
  for (let product = next(); product > Math.exp(-mean); product *= next()) count += 1;
  return count;
}
