import { setTimeout as sleep } from 'node:timers/promises';
import { namesOf } from '../../database/sql/definitions.ts';
import { loadParser } from '../../database/sql/parser.ts';
import type { Database, Say } from '../../release/ports.ts';
import { type ApiOptions, NOT_SERVED, visitor } from './api.ts';

/** PostgREST reads the catalog of a large schema in seconds; a minute is no longer loading. */
const WAIT_MS = 60_000;
const PAUSE_MS = 250;
const SLOWEST_PAUSE_MS = 2_000;
/** Relations that are asked for: the schema cache is read as a whole. */
const MOST = 20;

/** Supabase has an event trigger that tells PostgREST of every DDL: https://docs.postgrest.org/en/stable/references/schema_cache.html */
const WATCHED = `select exists (select from pg_catalog.pg_event_trigger
  where evtname = 'pgrst_ddl_watch' and evtenabled in ('O', 'A')) as watched`;

/** Tells PostgREST that the schema changed, where the platform does not do that by itself. */
export async function announce(db: Database): Promise<void> {
  const [row] = await db.query<{ watched: boolean }>(WATCHED);
  if (!row?.watched) await db.query("notify pgrst, 'reload schema'");
}

/** Of new objects, the relations that the Data API serves by name: in `public`, and no partitions. */
export function servedRelations(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.keys(now)
    .filter((id) => id.startsWith('relation public.') && !Object.hasOwn(before, id))
    .map((id) => id.slice('relation '.length));
}

/**
 * Waits until the Data API knows these relations: until it has read the schema anew it answers that a new table is not
 * there (PGRST205), whoever asks. What else it answers is for other checks.
 * @returns those that it does not serve after the wait
 */
export async function awaitRelations(
  api: Pick<ApiOptions, 'url' | 'key'>,
  relations: readonly string[],
  options: { readonly say: Say; readonly waitMs?: number },
): Promise<readonly string[]> {
  const ask = await visitor({ ...api, retry: false });
  await loadParser();
  const started = performance.now();
  const { say, waitMs = WAIT_MS } = options;
  let missing = relations.slice(0, MOST);
  for (let pause = PAUSE_MS; ; pause = Math.min(pause * 2, SLOWEST_PAUSE_MS)) {
    const answers = await Promise.all(
      missing.map(async (name) => {
        const [schema = '', relation = ''] = namesOf(name) ?? [];
        return { name, code: (await ask({ schema, relation })).code };
      }),
    );
    missing = answers.filter(({ code }) => code === NOT_SERVED).map(({ name }) => name);
    const waited = performance.now() - started;
    if (missing.length === 0 && waited > PAUSE_MS)
      say(`the Data API serves the new schema after ${Math.round(waited)} ms`);
    if (missing.length === 0 || waited + pause > waitMs) return missing;
    await sleep(pause);
  }
}
