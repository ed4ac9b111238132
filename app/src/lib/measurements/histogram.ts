/** Each bucket ends a tenth higher than the one before, so a percentile is right to a tenth whatever is measured. */
const GROWTH = 1.1;
const LAST = 200;

/** `[bucket, how many]`, as the database keeps them. */
export type Histogram = readonly (readonly [bucket: number, n: number])[];

/** The bucket of a value: 0 up to 1, then one for each tenth. */
export function bucketOf(value: number): number {
  if (value <= 1) return 0;
  // What lies on an edge belongs below it, also after rounding.
  return Math.min(LAST, Math.ceil(Math.log(value) / Math.log(GROWTH) - 1e-9));
}

const endOf = (bucket: number): number => GROWTH ** bucket;
const startOf = (bucket: number): number => (bucket === 0 ? 0 : endOf(bucket - 1));

export const total = (of: Histogram): number => of.reduce((sum, [, n]) => sum + n, 0);

/** The value that the share `q` of all does not exceed; `null` of nothing. */
export function quantile(of: Histogram, q: number): number | null {
  const rank = total(of) * q;
  let before = 0;
  for (const [bucket, n] of [...of].sort(([a], [b]) => a - b)) {
    if (before + n >= rank && n > 0)
      return startOf(bucket) + (endOf(bucket) - startOf(bucket)) * ((rank - before) / n);
    before += n;
  }
  return null;
}
