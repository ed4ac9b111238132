import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { READERS, type Readers } from '../queue/topics.ts';
import { work } from '../queue/work.ts';
import { PEOPLE, type Person, SeededDatabase } from './support/database.ts';

const ATORVASTATIN = 'd0000000-0000-4000-8000-000000000002';
const BISOPROLOL = 'd0000000-0000-4000-8000-000000000003';

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});
const sql = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await database.client.query<Row>(text, values)).rows;
beforeEach(async () => {
  await sql('delete from private.messages');
  await sql('delete from private.notifications');
});

const send = (topic: string, version: number, payload: object, key = randomUUID()) =>
  sql('select private.send_message($1, $2, $3, $4)', [topic, version, payload, key]);
/** As if that much time had passed. */
const later = (minutes: number) =>
  sql('update private.messages set visible_at = visible_at - make_interval(mins => $1)', [minutes]);
const report = z.object({
  read_at: z.string().nullable(),
  waiting: z.array(
    z.object({
      topic: z.string(),
      version: z.number(),
      n: z.number(),
      known: z.boolean(),
      oldest: z.string(),
    }),
  ),
  dead: z.array(z.object({ id: z.number(), topic: z.string(), reads: z.number(), problem: z.string() })),
});
const ops = async () => report.parse(await database.call('operator', 'ops_queue'));
const told = async (person: Person) =>
  z
    .array(z.object({ kind: z.string(), prescription: z.string() }))
    .parse(await database.call(person, 'list_notifications'));

const failing = (error: Error): Readers => ({
  'renewal-reminder': { 1: { handle: () => Promise.reject(error) } },
});

describe('versions', () => {
  /** A release that writes the second version of reminders, and reads both. */
  const newer: Readers = {
    ...READERS,
    'renewal-reminder': {
      ...READERS['renewal-reminder'],
      2: {
        handle: async (client, payload, key) => {
          const { prescriptions } = z.object({ prescriptions: z.array(z.uuid()) }).parse(payload);
          for (const prescription of prescriptions)
            await READERS['renewal-reminder']?.[1]?.handle(
              client,
              { prescription },
              `${key} ${prescription}`,
            );
        },
      },
    },
  };

  test('what a newer release sent waits through a rollback, is shown, and is handled by the next release', async () => {
    await send('renewal-reminder', 2, { prescriptions: [ATORVASTATIN, BISOPROLOL] });
    await send('renewal-reminder', 1, { prescription: ATORVASTATIN });
    // The release that was rolled back to.
    expect(await work(database.client, READERS)).toEqual({ done: 1, failed: 0 });
    await later(60);
    expect(await work(database.client, READERS)).toEqual({ done: 0, failed: 0 });
    expect(await ops()).toMatchObject({
      waiting: [{ topic: 'renewal-reminder', version: 2, n: 1, known: false }],
      dead: [],
    });
    // It was not read, so it did not lose a try.
    expect(await sql('select reads from private.messages')).toEqual([{ reads: 0 }]);
    // The release that sent it, again.
    expect(await work(database.client, newer)).toEqual({ done: 1, failed: 0 });
    expect((await told('patient')).map(({ prescription }) => prescription).sort()).toEqual([
      ATORVASTATIN,
      ATORVASTATIN,
      BISOPROLOL,
    ]);
    expect((await ops()).waiting).toEqual([]);
  });

  test('what an older release sent is handled by the next one', async () => {
    await send('renewal-reminder', 1, { prescription: BISOPROLOL });
    expect(await work(database.client, newer)).toEqual({ done: 1, failed: 0 });
    expect(await told('patient')).toMatchObject([{ kind: 'ends-soon', prescription: BISOPROLOL }]);
  });

  test('a topic that nobody knows waits, too', async () => {
    await send('text-message', 1, {});
    expect(await work(database.client, READERS)).toEqual({ done: 0, failed: 0 });
    expect((await ops()).waiting).toMatchObject([{ topic: 'text-message', known: false }]);
  });
});

describe('tries', () => {
  test('what fails comes back later and later, and after five tries is put aside, until somebody revives it', async () => {
    await send('renewal-reminder', 1, { prescription: ATORVASTATIN });
    const secret = new Error('duplicate key (name)=(Inès Moreau)');
    for (let tries = 1; tries <= 5; tries++) {
      expect(await work(database.client, failing(secret))).toEqual({ done: 0, failed: 1 });
      // Not at once.
      expect(await work(database.client, failing(secret))).toEqual({ done: 0, failed: 0 });
      if (tries < 5) await later(2 ** tries);
    }
    const { dead } = await ops();
    expect(dead).toMatchObject([{ topic: 'renewal-reminder', reads: 5, problem: 'Error' }]);
    expect(await work(database.client, READERS)).toEqual({ done: 0, failed: 0 });
    expect(await sql('select private.revive_message($1) as done', [dead[0]?.id])).toEqual([{ done: true }]);
    expect(await work(database.client, READERS)).toEqual({ done: 1, failed: 0 });
  });

  test('a payload that does not fit is said by its fields alone', async () => {
    await send('renewal-reminder', 1, { prescription: 'Inès' });
    await work(database.client, READERS);
    expect(await sql('select problem from private.messages')).toEqual([
      { problem: 'the payload does not fit: prescription' },
    ]);
  });

  test('a message that ends whoever reads it is put aside as well', async () => {
    await send('renewal-reminder', 1, { prescription: ATORVASTATIN });
    const read = () =>
      sql('select id from private.read_messages($1, 10, $2)', ['[["renewal-reminder",1]]', '2 minutes']);
    for (let tries = 1; tries <= 5; tries++) {
      expect(await read()).toHaveLength(1);
      expect(await read()).toHaveLength(0);
      await later(2);
    }
    expect(await read()).toHaveLength(0);
    expect((await ops()).dead).toMatchObject([{ problem: 'whoever read it did not come to an end' }]);
  });

  test('two that read at once never have the same message', async () => {
    for (let n = 0; n < 40; n++) await send('renewal-reminder', 1, { prescription: ATORVASTATIN });
    const another = await SeededDatabase.another(database);
    try {
      const counts = await Promise.all([work(database.client, READERS), work(another.client, READERS)]);
      expect(counts[0].done + counts[1].done).toBe(40);
      expect(await sql('select 1 from private.notifications')).toHaveLength(40);
    } finally {
      await another.client.end();
    }
  });
});

describe('who is told', () => {
  test('of an asked and an answered renewal: the other one, once', async () => {
    const asked = z
      .object({ id: z.uuid() })
      .parse(
        await database.call('patient', 'request_renewal', { key: randomUUID(), prescription: ATORVASTATIN }),
      );
    await work(database.client, READERS);
    await work(database.client, READERS);
    expect(await told('prescriber')).toMatchObject([{ kind: 'renewal-asked', prescription: ATORVASTATIN }]);
    const answer = { key: randomUUID(), request: asked.id, approve: false, because: 'Come in first.' };
    await database.call('prescriber', 'answer_renewal', answer);
    await work(database.client, READERS);
    expect(await told('patient')).toMatchObject([{ kind: 'renewal-answered', prescription: ATORVASTATIN }]);
    expect(await told('pharmacist')).toEqual([]);
  });

  test('of a prescription that ends within two weeks: the patient, once for each end', async () => {
    await sql(
      `update public.prescriptions set dispense_validity_start = current_date - 60,
         dispense_validity_end = current_date + 7 where id = $1 and status = 'draft'`,
      [BISOPROLOL],
    );
    await sql(
      `insert into public.prescriptions (id, status, medication_code, medication_display, subject_id, requester_id,
         dosage_instruction, dispense_quantity_value, dispense_quantity_unit, dispense_validity_start, dispense_validity_end,
         dispense_performer_id, medication_id)
       select 'd2000000-0000-4000-8000-000000000001', 'active', medication_code, medication_display, subject_id, requester_id,
         dosage_instruction, 30, 'tablets', current_date - 60, current_date + 7, dispense_performer_id, medication_id
       from public.prescriptions where id = $1`,
      [BISOPROLOL],
    );
    expect(await sql('select private.send_reminders() as n')).toEqual([{ n: '1' }]);
    expect(await sql('select private.send_reminders() as n')).toEqual([{ n: '0' }]);
    await work(database.client, READERS);
    expect(await told('patient')).toMatchObject([
      { kind: 'ends-soon', prescription: 'd2000000-0000-4000-8000-000000000001' },
    ]);
    // Also after it was handled.
    expect(await sql('select private.send_reminders() as n')).toEqual([{ n: '0' }]);
  });

  test('nobody but operators sees the queue', async () => {
    for (const person of Object.keys(PEOPLE).filter((one) => one !== 'operator') as Person[])
      await expect(database.call(person, 'ops_queue')).rejects.toThrow(/only operators/);
  });
});
