import type { FlagConfig } from './model.ts';

export type Flags = ReadonlyMap<string, FlagConfig>;

/**
 * Flags as they were read last, at most `keepMs` old. When they cannot be read, the last good ones go on being used, and
 * are asked for again after `retryMs`; before the first good ones there are none, and code has its own defaults.
 */
export function flagStore(options: {
  readonly load: () => Promise<Flags>;
  readonly keepMs: number;
  readonly retryMs: number;
  readonly onFailure: (error: unknown) => void;
  readonly now?: () => number;
}): () => Promise<Flags> {
  const now = options.now ?? Date.now;
  let good: Flags = new Map();
  let until = Number.NEGATIVE_INFINITY;
  let underway: Promise<void> | undefined;
  const read = async () => {
    try {
      good = await options.load();
      until = now() + options.keepMs;
    } catch (error) {
      until = now() + options.retryMs;
      options.onFailure(error);
    }
    underway = undefined;
  };
  return async () => {
    if (now() >= until) {
      underway ??= read();
      await underway;
    }
    return good;
  };
}
