import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { loadParser } from '../../../src/database/sql/parser.ts';
import { type SchemaSnapshot, type SnapshotObject, snapshotSchema } from '../../../src/release/snapshot.ts';

await loadParser();

/** Two catalogs as Postgres had them, before and after a change. */
export interface Catalogs {
  readonly before: string;
  readonly change: string;
  readonly previous: SchemaSnapshot;
  readonly live: SchemaSnapshot;
}

/**
 * `SHIPLOCK_RECORD_CATALOGS=1 SHIPLOCK_TEST_FULL=1 npx vitest run --project integration
 * test/schema/verdict-rules.integration.test.ts` writes them anew. Catalogs of other major versions differ in their
 * words: they are compared with the one they were recorded on alone.
 */
export const RECORDED_ON = 18;
export const RECORDING = process.env['SHIPLOCK_RECORD_CATALOGS'] === '1';
const file = new URL('./catalogs.json', import.meta.url);

/** What differs from the catalog that every case starts from; null: gone. */
const delta = z.record(z.string(), z.custom<SnapshotObject>().nullable());
type Delta = z.infer<typeof delta>;
const storedSchema = z.object({
  base: snapshotSchema,
  cases: z.array(z.object({ before: z.string(), change: z.string(), previous: delta, live: delta })),
});
type Stored = z.infer<typeof storedSchema>;
let stored: Stored | undefined;

/** The catalogs that were kept for this change, so that rules can be tried without a server. */
export function keptCatalogs(before: string, change: string): Pick<Catalogs, 'previous' | 'live'> {
  stored ??= storedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const found = stored.cases.find((one) => one.before === before && one.change === change);
  if (!found) throw new Error(`no catalogs were kept for: ${before || change}`);
  return { previous: patched(stored.base, found.previous), live: patched(stored.base, found.live) };
}

export async function record(all: readonly Catalogs[]): Promise<void> {
  const base = all.find(({ before }) => before === '')?.previous;
  if (!base) throw new Error('nothing was recorded');
  const cases = all.map(({ before, change, previous, live }) => ({
    ...{ before, change, previous: differing(base, previous), live: differing(base, live) },
  }));
  await writeFile(file, `${JSON.stringify({ base, cases }, null, 1)}\n`);
}

function differing(base: SchemaSnapshot, { objects, ...rest }: SchemaSnapshot): Delta {
  const { objects: there, ...same } = base;
  if (JSON.stringify(rest.unreadable) !== JSON.stringify(same.unreadable))
    throw new Error('unreadable differs');
  const found: Delta = {};
  for (const id of new Set([...Object.keys(there), ...Object.keys(objects)]))
    if (JSON.stringify(there[id]) !== JSON.stringify(objects[id])) found[id] = objects[id] ?? null;
  return found;
}

function patched(base: SchemaSnapshot, changes: Delta): SchemaSnapshot {
  const objects = new Map(Object.entries(base.objects));
  for (const [id, object] of Object.entries(changes))
    if (object) objects.set(id, object);
    else objects.delete(id);
  return { ...base, objects: Object.fromEntries(objects) };
}
