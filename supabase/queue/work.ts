import type pg from 'pg';
import { z } from 'zod';
import type { Readers } from './topics.ts';

const message = z.object({
  id: z.string(),
  topic: z.string(),
  version: z.number(),
  payload: z.unknown(),
  key: z.string(),
});
type Message = z.output<typeof message>;

const AT_ONCE = 50;
/** Longer than any message takes. */
const HIDDEN = '2 minutes';

/**
 * Handles what waits and can be read; what cannot stays. Each message is handled and taken out in one transaction: killed
 * in between, it comes back, and nothing of it was done.
 */
export async function work(
  client: pg.Client,
  readers: Readers,
): Promise<{ readonly done: number; readonly failed: number }> {
  const known = Object.entries(readers).flatMap(([topic, versions]) =>
    Object.keys(versions).map((version) => [topic, Number(version)] as const),
  );
  await noteReaders(client, known);
  const counts = { done: 0, failed: 0 };
  for (;;) {
    const { rows } = await client.query('select * from private.read_messages($1, $2, $3)', [
      JSON.stringify(known),
      AT_ONCE,
      HIDDEN,
    ]);
    const messages = z.array(message).parse(rows);
    if (messages.length === 0) return counts;
    for (const one of messages) counts[(await handled(client, readers, one)) ? 'done' : 'failed'] += 1;
  }
}

async function handled(client: pg.Client, readers: Readers, one: Message): Promise<boolean> {
  await client.query('begin');
  try {
    await readers[one.topic]?.[one.version]?.handle(client, one.payload, one.key);
    await client.query('select private.message_done($1)', [one.id]);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback');
    await client.query('select private.message_failed($1, $2)', [one.id, reasonOf(error)]);
    return false;
  }
}

/** Without the error's own words, which can be somebody's. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return `the payload does not fit: ${error.issues.map(({ path }) => path.join('.')).join(', ')}`;
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
  return `${error instanceof Error ? error.name : 'Error'}${code}`;
}

/** In one statement and one order: two that begin at once do not get in each other's way. */
async function noteReaders(client: pg.Client, known: readonly (readonly [string, number])[]): Promise<void> {
  await client.query(
    `with known as (
       select one ->> 0 as topic, (one ->> 1)::int as version from jsonb_array_elements($1::jsonb) as one
     ), gone as (
       delete from private.message_readers r where not exists (
         select from known k where k.topic = r.topic and k.version = r.version
       )
     )
     insert into private.message_readers (topic, version) select k.topic, k.version from known k order by 1, 2
     on conflict (topic, version) do update set at = now()`,
    [JSON.stringify(known)],
  );
}
