/** How often something fell into a bucket of a metric, on a route. */
export interface Measurement {
  readonly metric: string;
  readonly route: string;
  readonly bucket: number;
  readonly n: number;
}

/**
 * Adds measurements up in memory and hands them over now and then. What could not be handed over is added to what comes
 * next; metrics, routes and buckets are from fixed lists, so it does not grow without end.
 */
export class Collector {
  readonly #counts = new Map<string, Measurement>();
  readonly #keep: (measured: readonly Measurement[]) => Promise<void>;

  constructor(keep: (measured: readonly Measurement[]) => Promise<void>) {
    this.#keep = keep;
  }

  add({ metric, route, bucket, n }: Measurement): void {
    const key = `${metric} ${route} ${bucket}`;
    this.#counts.set(key, { metric, route, bucket, n: n + (this.#counts.get(key)?.n ?? 0) });
  }

  /** @throws what `keep` threw */
  async flush(): Promise<void> {
    const measured = [...this.#counts.values()];
    if (measured.length === 0) return;
    this.#counts.clear();
    try {
      await this.#keep(measured);
    } catch (error) {
      for (const each of measured) this.add(each);
      throw error;
    }
  }
}
