import { errorFunction } from 'simple-statistics';

export interface Sample {
  /** How many did it. */
  readonly n: number;
  /** Of how many. */
  readonly of: number;
}

export interface Comparison {
  /** The share of the first less that of the second. */
  readonly difference: number;
  readonly z: number;
  /** How often chance alone makes a difference of this size, whichever way. */
  readonly p: number;
}

/** The normal approximation needs this many that did and did not, in both, as if there were no difference. */
const LEAST_EXPECTED = 5;

/**
 * Whether two shares differ: the two-proportion z-test with the pooled share. `null`: too few for it.
 * https://www.itl.nist.gov/div898/handbook/prc/section3/prc33.htm
 */
export function compareShares(a: Sample, b: Sample): Comparison | null {
  if (a.of === 0 || b.of === 0) return null;
  const pooled = (a.n + b.n) / (a.of + b.of);
  const least = Math.min(a.of, b.of) * Math.min(pooled, 1 - pooled);
  if (least < LEAST_EXPECTED) return null;
  const difference = a.n / a.of - b.n / b.of;
  const z = difference / Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  return { difference, z, p: 1 - errorFunction(Math.abs(z) / Math.SQRT2) };
}
