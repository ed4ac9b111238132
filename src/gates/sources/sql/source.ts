import { EVERY_MS, goodOfTotal, type Source } from '../../source.ts';
import type { SqlSettings } from './settings.ts';

/** Runs the gate's query, which may only read. `since` is its $1. */
export type Select = (since: string) => Promise<readonly { good?: unknown; total?: unknown }[]>;

/** A query that returns one row (good, total). */
export function sqlSource({ name }: SqlSettings, select: Select, since: string): Source {
  return {
    name,
    everyMs: EVERY_MS,
    ownTotal: true,
    countsRequests: true,
    async sample() {
      const rows = await select(since);
      return goodOfTotal(name, rows.length === 1 ? rows[0]?.good : undefined, rows[0]?.total);
    },
  };
}
