import type pg from 'pg';
import { z } from 'zod';

/** What one version of a kind of message is, and what is done with it. In the transaction that takes it out of the queue. */
export interface Reader {
  handle(client: pg.Client, payload: unknown, key: string): Promise<void>;
}

/** By topic and version. */
export type Readers = Readonly<Record<string, Readonly<Record<number, Reader>>>>;

function reader<Schema extends z.ZodType>(
  schema: Schema,
  handle: (client: pg.Client, payload: z.output<Schema>, key: string) => Promise<void>,
): Reader {
  return { handle: (client, payload, key) => handle(client, schema.parse(payload), key) };
}

const request = z.object({ request: z.uuid() });
const prescription = z.object({ prescription: z.uuid() });

const notify = (of: string) => (client: pg.Client, id: string, key: string) =>
  client.query(of, [id, key]).then(() => undefined);
const tellWhoIsAsked = notify(
  `select private.notify(a.profile_id, 'renewal-asked', r.prescription_id, $2)
   from public.renewal_requests r join public.practitioners a on a.id = r.requester_id where r.id = $1`,
);
const tellWhoAsked = notify(
  `select private.notify(p.profile_id, 'renewal-answered', r.prescription_id, $2)
   from public.renewal_requests r join public.patients p on p.id = r.subject_id where r.id = $1`,
);
// Unless it was stopped, or renewed, meanwhile.
const tellThatItEnds = notify(
  `select private.notify(s.profile_id, 'ends-soon', p.id, $2)
   from public.prescriptions p join public.patients s on s.id = p.subject_id
   where p.id = $1 and p.status = 'active'`,
);

/**
 * Every version that this release can read. A payload that becomes another one is a new version: write it here beside the
 * old one and ship that, and only with the next release send it, so that a rollback finds messages that it can read.
 */
export const READERS: Readers = {
  'renewal-asked': { 1: reader(request, (client, { request: id }, key) => tellWhoIsAsked(client, id, key)) },
  'renewal-answered': { 1: reader(request, (client, { request: id }, key) => tellWhoAsked(client, id, key)) },
  'renewal-reminder': {
    1: reader(prescription, (client, { prescription: id }, key) => tellThatItEnds(client, id, key)),
  },
};
