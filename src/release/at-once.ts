/**
 * Runs `work` over items as they come, at most `most` of them at once and, where they are weighed, not more than `weight`
 * together (one alone may weigh more). An item is taken from its source only when there is room for it, so that a slow
 * receiver holds up the reading. After a failure nothing new is begun; what runs is waited for, and the first failure is
 * thrown.
 */
export async function atOnce<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  limit: {
    readonly most: number;
    readonly weight?: { readonly most: number; readonly of: (item: Item) => number };
  },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let carried = 0;
  const heavy = () => carried > 0 && carried >= (limit.weight?.most ?? Number.POSITIVE_INFINITY);
  for await (const item of items) {
    const weight = limit.weight?.of(item) ?? 0;
    carried += weight;
    const turn: Promise<void> = work(item)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        carried -= weight;
        running.delete(turn);
      });
    running.add(turn);
    while (failures.length === 0 && (running.size >= limit.most || heavy())) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
