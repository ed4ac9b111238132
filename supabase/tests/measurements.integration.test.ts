import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PEOPLE, type Person, SeededDatabase } from './support/database.ts';

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});

const sql = (text: string, values: readonly unknown[] = []) => database.client.query(text, [...values]);
/** As the app's server, with its secret key. */
async function asServer(statement: string, values: readonly unknown[]): Promise<void> {
  await sql('begin');
  try {
    await database.become('service_role', null);
    await sql(statement, values);
    await sql('commit');
  } catch (error) {
    await sql('rollback');
    throw error;
  }
}
const add = (measured: unknown) => asServer('select public.add_measurements($1)', [JSON.stringify(measured)]);
const report = z.object({
  measured: z.array(
    z.object({ metric: z.string(), route: z.string(), buckets: z.array(z.array(z.number())) }),
  ),
  hours: z.array(z.object({ hour: z.string(), requests: z.number(), failed: z.number() })),
  funnel: z.record(z.string(), z.number()),
  wordings: z.array(z.object({ variant: z.string(), outcome: z.string(), n: z.number() })),
});
const read = async () => report.parse(await database.call('operator', 'ops_measurements'));
const others = Object.keys(PEOPLE).filter((person): person is Person => person !== 'operator');

describe('measurements', () => {
  test('add up by hour, metric, route and bucket, whoever sends them', async () => {
    const one = { metric: 'duration', route: 'GET /queue', bucket: 40, n: 2 };
    await add([one, one, { ...one, bucket: 41 }]);
    await add([one, { ...one, metric: 'failed', bucket: 0, n: 1 }]);
    const { measured, hours } = await read();
    expect(measured).toEqual([
      {
        metric: 'duration',
        route: 'GET /queue',
        buckets: [
          [40, 6],
          [41, 2],
        ],
      },
      { metric: 'failed', route: 'GET /queue', buckets: [[0, 1]] },
    ]);
    expect(hours).toHaveLength(48);
    // An hour can have passed since; it is there all the same.
    expect(hours.slice(-2).reduce((sum, { requests }) => sum + requests, 0)).toBe(8);
    expect(hours.slice(-2).reduce((sum, { failed }) => sum + failed, 0)).toBe(1);
    expect(hours.slice(0, 46).every(({ requests }) => requests === 0)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['another metric', [{ metric: 'name', route: '/', bucket: 1, n: 1 }]],
    ['a bucket past the last', [{ metric: 'LCP', route: '/', bucket: 201, n: 1 }]],
    ['none', [{ metric: 'LCP', route: '/', bucket: 1, n: 0 }]],
    ['a whole text as a route', [{ metric: 'LCP', route: 'x'.repeat(81), bucket: 1, n: 1 }]],
  ])('%s is refused', async (_, measured) => {
    await expect(add(measured)).rejects.toThrow(/check constraint/);
  });
});

describe('outcomes of wordings', () => {
  test('a form that is sent again counts once', async () => {
    const form = randomUUID();
    const outcome = (key: string, became: string) =>
      asServer(`select public.add_wording_outcome($1, 'short', $2)`, [key, became]);
    await outcome(form, 'accepted');
    await outcome(form, 'accepted');
    await outcome(randomUUID(), 'edited');
    expect((await read()).wordings).toEqual([
      { variant: 'short', outcome: 'accepted', n: 1 },
      { variant: 'short', outcome: 'edited', n: 1 },
    ]);
    await expect(outcome(randomUUID(), 'Ines')).rejects.toThrow(/check constraint/);
  });
});

describe('rights', () => {
  test.each(others)('%s reads none of it and adds nothing', async (person) => {
    await expect(database.call(person, 'ops_measurements')).rejects.toThrow(/only operators/);
    await expect(database.call(person, 'add_measurements', { measured: '[]' })).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      database.call(person, 'add_wording_outcome', { form: randomUUID(), of_variant: 'x', became: 'edited' }),
    ).rejects.toThrow(/permission denied/);
  });

  test.each(['anon', 'authenticated', 'service_role'])('%s reads no table of it', async (role) => {
    for (const table of ['private.measurements', 'private.wording_outcomes'])
      await expect(
        database.undone(async () => {
          await database.become(role, PEOPLE.operator);
          await sql(`select from ${table}`);
        }),
      ).rejects.toThrow(/permission denied/);
  });
});

describe('the funnel', () => {
  test('comes from prescriptions, dispenses and payments, each counted once', async () => {
    const before = (await read()).funnel;
    await database.undone(async () => {
      const { rows } = await sql(
        `insert into public.prescriptions (status, medication_code, medication_display, subject_id, requester_id,
           dosage_instruction, dispense_quantity_value, dispense_quantity_unit, signed_at, medication_id)
         select s.status, 'C10AA05', 'x', 'c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'x',
           30, 'tablets', s.signed, (select m.id from public.medications m limit 1)
         from (values ('draft', null), ('active', now()), ('active', now()), ('entered-in-error', now())) as s (status, signed)
         returning id, status, signed_at`,
      );
      const active = rows.filter((row) => row.status === 'active').map((row) => row.id);
      // Two parts of one prescription are one that was dispensed; past the triggers, which have tests of their own.
      await sql("set local session_replication_role = 'replica'");
      await sql(
        `insert into public.medication_dispenses (id, prescription_id, performer_id, medication_id, fill_number,
           quantity_value, quantity_unit, dispensed_by)
         select i.id, $1, '80000000-0000-4000-8000-000000000002', (select m.id from public.medications m limit 1), 1, 10,
           'tablets', '${PEOPLE.pharmacist}'
         from unnest($2::uuid[]) as i (id)`,
        [active[0], [randomUUID(), randomUUID()]],
      );
      await sql(
        `insert into public.payments (dispense_id, subject_id, performer_id, amount, currency, status, paid_at)
         select d.id, 'c0000000-0000-4000-8000-000000000001', d.performer_id, 500, 'eur', 'paid', now()
         from public.medication_dispenses d where d.prescription_id = $1 limit 1`,
        [active[0]],
      );
      await sql("set local session_replication_role = 'origin'");
      await database.become('authenticated', PEOPLE.operator);
      const after = await sql('select public.ops_measurements() as answer');
      expect(report.parse(after.rows[0]?.answer).funnel).toEqual({
        drafted: Number(before['drafted']) + 3,
        signed: Number(before['signed']) + 2,
        dispensed: Number(before['dispensed']) + 1,
        charged: Number(before['charged']) + 1,
        paid: Number(before['paid']) + 1,
      });
    });
  });

  test('is found by index: the trail of the days, not every prescription', async () => {
    await database.undone(async () => {
      await sql('set local enable_seqscan = off');
      const { rows } = await sql(
        `explain (format json) select distinct e.row_id from audit.entries e
         where e.at > now() - interval '30 days' and e.relation = 'public.prescriptions' and e.action = 'insert'`,
      );
      expect(JSON.stringify(rows)).toMatch(/entries_at_idx|entries_relation_row_id_idx/);
    });
  });
});
