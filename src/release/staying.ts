import type { ReleaseContext } from './context.ts';
import { leave } from './lease.ts';
import type { Database } from './ports.ts';

/** Databases over which this process goes on from phase to phase. */
const STAYING = new WeakSet<Database>();

/** No other process of a release gets between the phases of this work. */
export async function stayFor<T>(context: ReleaseContext, work: () => Promise<T>): Promise<T> {
  const database = await context.database();
  STAYING.add(database);
  try {
    return await work();
  } finally {
    STAYING.delete(database);
    if (!context.dryRun) await leave(database).catch(() => undefined);
  }
}

export const staysOn = (database: Database): boolean => STAYING.has(database);
