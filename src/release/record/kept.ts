import { z } from 'zod';
import { type Json, type JsonObject, sha256 } from '../canonical.ts';
import { failure } from '../errors.ts';
import type { Database } from '../ports.ts';

// Most events keep nothing apart, and a refusal takes longer than an answer.
const digests = z.object({ kept: z.record(z.string(), z.string()).optional() });

/** Digests of the parts that this body keeps apart, by name; none where it is whole. */
export function keptApart(body: JsonObject): Readonly<Record<string, string>> {
  return digests.safeParse(body).data?.kept ?? {};
}

/**
 * The same events with the parts that they keep apart in their bodies.
 * @param names which parts; the others stay away
 * @throws SHIPLOCK_RECORD_BROKEN where a part is not there, or is not what its digest says
 */
export async function withParts<Event extends { readonly body: JsonObject; readonly seq: number }>(
  db: Database,
  events: readonly Event[],
  names: readonly string[],
): Promise<readonly Event[]> {
  const wanted = events.map(({ body }) =>
    Object.entries(keptApart(body)).filter(([name]) => names.includes(name)),
  );
  const all = [...new Set(wanted.flatMap((one) => one.map(([, digest]) => digest)))];
  if (all.length === 0) return events;
  const rows = await db.query<{ digest: string; content: string }>(
    'select digest, content from shiplock.body where digest = any($1)',
    [all],
  );
  const contents = new Map(rows.map(({ digest, content }) => [digest, content]));
  return events.map((event, index) => {
    const parts = wanted[index] ?? [];
    if (parts.length === 0) return event;
    const { kept: _kept, ...rest } = event.body;
    const whole = parts.map(([name, digest]) => {
      const content = contents.get(digest);
      if (content === undefined || sha256(content) !== digest) throw broken(event.seq, name, digest);
      return [name, JSON.parse(content) as Json] as const;
    });
    return { ...event, body: { ...rest, ...Object.fromEntries(whole) } };
  });
}

function broken(seq: number, name: string, digest: string) {
  return failure({
    code: 'SHIPLOCK_RECORD_BROKEN',
    what: `the ${name} of event ${seq} is not in shiplock.body as it was written (digest ${digest})`,
    notDone: ['nothing was changed'],
    next: 'Run `shiplock record verify`: it lists everything that was changed. See runbooks/record.md.',
  });
}
