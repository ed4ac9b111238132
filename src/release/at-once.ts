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
  const failures: unknown[] = [];
  let running = 0;
  let carried = 0;
  let wake = () => {};
  const full = () => running >= limit.most || (carried > 0 && carried >= mostWeight);
  const mostWeight = limit.weight?.most ?? Number.POSITIVE_INFINITY;
  /** The end of any work that runs. One promise for all: racing them anew for each item costs more than the work. */
  const oneEnds = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const begin = async (item: Item, weight: number): Promise<void> => {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    } finally {
      running -= 1;
      carried -= weight;
      wake();
    }
  };
  for await (const item of items) {
    const weight = limit.weight?.of(item) ?? 0;
    running += 1;
    carried += weight;
    void begin(item, weight);
    while (failures.length === 0 && full()) await oneEnds();
    if (failures.length > 0) break;
  }
  while (running > 0) await oneEnds();
  if (failures.length > 0) throw failures[0];
}
