/**
 * Lets requests that come at the same time share one call, and keeps its answer for `keepMilliseconds`. Failures are
 * never kept. Only for what is the same for everyone: an answer that depends on the person must not pass through here.
 */
export function singleFlight<Value>(
  load: () => Promise<Value>,
  keepMilliseconds: number,
  now: () => number = Date.now,
): () => Promise<Value> {
  let kept: { value: Value; until: number } | undefined;
  let underway: Promise<Value> | undefined;
  return () => {
    if (kept && now() < kept.until) return Promise.resolve(kept.value);
    underway ??= load()
      .then((value) => {
        kept = { value, until: now() + keepMilliseconds };
        return value;
      })
      .finally(() => {
        underway = undefined;
      });
    return underway;
  };
}
