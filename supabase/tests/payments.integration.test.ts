import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PEOPLE, type Person, SeededDatabase } from './support/database.ts';

const HARBOUR = '80000000-0000-4000-8000-000000000002';
const ATORVASTATIN = 'd0000000-0000-4000-8000-000000000002';
const payments = z.array(
  z.looseObject({
    id: z.string(),
    status: z.string(),
    amount: z.number(),
    currency: z.string(),
    payable: z.boolean(),
    refundable: z.boolean(),
    medication_display: z.string().nullable(),
  }),
);

let database: SeededDatabase;
/** Of Inès, at Harbour Pharmacy: due at the start of each test. */
let payment: string;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.client.query(
    `update public.payments set status = 'due', attempt = 1, refund_attempt = 1, checkout_session = null,
       payment_intent = null, refund = null, refund_reason = null, paid_at = null, refunded_at = null`,
  );
  payment = (await list('patient'))[0]?.id ?? '';
});

const list = async (person: Person, of?: string) =>
  payments.parse(await database.call(person, 'list_payments', of ? { of_prescription: of } : {}));
const statusOf = async (id = payment) =>
  (await database.client.query<{ status: string }>('select status from public.payments where id = $1', [id]))
    .rows[0]?.status;

/** Stripe's word, as the server passes it on. */
async function told(becomes: string, change: object = {}, event: string | null = randomUUID()) {
  const whole = {
    ...{ becomes, event, type: 'test', created: 1_790_000_000, payment, attempt: 1, amount: 500 },
    ...{ currency: 'eur', session: 'cs_1', intent: 'pi_1', refund: 're_1', refund_attempt: 1, ...change },
  };
  return asServer('select public.take_payment_event($1) as answer', [JSON.stringify(whole)]);
}
async function asServer(sql: string, values: unknown[]): Promise<unknown> {
  await database.client.query('begin');
  try {
    await database.become('service_role', null);
    const { rows } = await database.client.query<{ answer: unknown }>(sql, values);
    await database.client.query('commit');
    return rows[0]?.answer;
  } catch (error) {
    await database.client.query('rollback');
    throw error;
  }
}

describe('what is due', () => {
  test('a fill is paid once, however many parts it is handed over in, at the pharmacy’s rate', async () => {
    await database.undone(async () => {
      const count = async () =>
        Number((await database.client.query('select count(*) as n from public.payments')).rows[0]?.n);
      const before = await count();
      for (const [quantity, more] of [
        [40, 1],
        [50, 1],
        [90, 2],
      ] as const) {
        await database.client.query(
          `insert into public.medication_dispenses (prescription_id, performer_id, quantity_value) values ($1, $2, $3)`,
          [ATORVASTATIN, HARBOUR, quantity],
        );
        expect(await count(), String(quantity)).toBe(before + more);
      }
    });
  });

  test('a pharmacy without a rate charges nothing, and dispenses', async () => {
    await database.undone(async () => {
      await database.client.query('delete from private.copayment_rates');
      const { rows } = await database.client.query<{ id: string }>(
        `insert into public.medication_dispenses (prescription_id, performer_id, quantity_value)
         values ($1, $2, 90) returning id`,
        [ATORVASTATIN, HARBOUR],
      );
      const made = await database.client.query('select from public.payments where dispense_id = $1', [
        rows[0]?.id,
      ]);
      expect(made.rowCount).toBe(0);
    });
  });

  test('a dispense that was written down by mistake is not to be paid', async () => {
    await database.undone(async () => {
      await database.client.query(
        `update public.medication_dispenses d set status = 'entered-in-error'
         from public.payments p where p.dispense_id = d.id and p.id = $1`,
        [payment],
      );
      expect(await statusOf()).toBe('cancelled');
    });
  });

  test('the administrator of a pharmacy says what it charges, and nobody else', async () => {
    const set = (person: Person, amount: number) =>
      database.call(person, 'set_copayment', { pharmacy: HARBOUR, amount, currency: 'eur' });
    await set('administrator', 650);
    expect(await database.call('administrator', 'list_copayments')).toEqual([
      { id: HARBOUR, name: 'Harbour Pharmacy', amount: 650, currency: 'eur' },
    ]);
    for (const person of ['pharmacist', 'patient', 'operator', 'auditor'] as const) {
      await expect(set(person, 1)).rejects.toThrow(/no such pharmacy/);
      expect(await database.call(person, 'list_copayments')).toEqual([]);
    }
    await set('administrator', 0);
    expect(await database.call('administrator', 'list_copayments')).toMatchObject([{ amount: null }]);
    await set('administrator', 500);
  });
});

describe('who sees and does what', () => {
  test('a patient pays, the pharmacy gives back, and whoever administers it sees no medication', async () => {
    await told('paid');
    const seen = async (person: Person) => (await list(person)).find(({ id }) => id === payment);
    expect(await seen('patient')).toMatchObject({ payable: false, refundable: false });
    expect(await seen('pharmacist')).toMatchObject({ payable: false, refundable: true });
    expect(await seen('administrator')).toMatchObject({ refundable: true, medication_display: null });
    expect((await seen('patient'))?.medication_display).toEqual(expect.any(String));
    for (const person of ['other pharmacist', 'prescriber', 'auditor', 'operator', 'stranger'] as const)
      expect(await seen(person), person).toBeUndefined();
  });

  test('each look at payments is noted as a read of the patient’s record', async () => {
    const reads = async () =>
      Number(
        (
          await database.client.query(
            `select count(*) as n from audit.events where action = 'read' and relation = 'public.payments'
               and actor_id = $1`,
            [PEOPLE.pharmacist],
          )
        ).rows[0]?.n,
      );
    const before = await reads();
    await list('pharmacist');
    expect(await reads()).toBe(before + 1);
  });

  test('nobody pays or gives back what is not theirs', async () => {
    for (const person of ['pharmacist', 'prescriber', 'stranger'] as const)
      await expect(database.call(person, 'begin_payment', { payment })).rejects.toThrow(/no such payment/);
    await told('paid');
    for (const person of ['patient', 'other pharmacist', 'operator', 'prescriber'] as const) {
      const refund = database.call(person, 'request_refund', { payment, because: 'other' });
      await expect(refund).rejects.toThrow(/no such payment/);
    }
  });

  test('nobody but the server passes on what Stripe says', async () => {
    for (const [name, args] of [
      ['take_payment_event', { change: '{}' }],
      ['note_checkout', { payment, of_attempt: 1, session: 'x' }],
      ['note_refund', { payment, of_attempt: 1, made: 'x' }],
    ] as const)
      await expect(database.call('patient', name, args)).rejects.toThrow(/denied/);
  });

  test('people write to the table directly in no way', async () => {
    await expect(
      database.undone(async () => {
        await database.become('authenticated', PEOPLE.pharmacist);
        await database.client.query("update public.payments set status = 'paid'");
      }),
    ).rejects.toThrow(/denied/);
  });
});

describe('what Stripe says moves a payment forward', () => {
  test('checkout, paid, given back', async () => {
    expect(await database.call('patient', 'begin_payment', { payment })).toMatchObject({
      ...{ id: payment, amount: 500, currency: 'eur', attempt: 1, session: null },
    });
    expect(await asServer('select public.note_checkout($1, 1, $2) as answer', [payment, 'cs_1'])).toBe(true);
    expect(await database.call('patient', 'begin_payment', { payment })).toMatchObject({ session: 'cs_1' });
    expect(await told('paid')).toBe('done');
    await expect(database.call('patient', 'begin_payment', { payment })).rejects.toThrow(/is paid already/);
    const asked = { payment, because: 'wrong-amount' };
    const first = await database.call('administrator', 'request_refund', asked);
    expect(first).toEqual({ id: payment, intent: 'pi_1', attempt: 1 });
    expect(await database.call('pharmacist', 'request_refund', asked)).toEqual(first);
    expect(await statusOf()).toBe('refunding');
    expect(await told('refunded')).toBe('done');
    await expect(database.call('pharmacist', 'request_refund', asked)).rejects.toThrow(
      /nothing to give back/,
    );
  });

  test('the same event twice is one', async () => {
    const event = randomUUID();
    expect([await told('paid', {}, event), await told('paid', {}, event)]).toEqual(['done', 'again']);
    // Also where the payment has moved on since.
    expect(await told('refunded')).toBe('done');
    expect(await told('paid', {}, event)).toBe('again');
    expect(await statusOf()).toBe('refunded');
  });

  test('two servers that get one event at the same time carry it out once', async () => {
    const event = randomUUID();
    const [here, there] = [await SeededDatabase.another(database), await SeededDatabase.another(database)];
    try {
      const change = { becomes: 'paid', event, type: 't', created: 1, payment, amount: 500, currency: 'eur' };
      const outcomes = await Promise.all(
        [here, there].map(async ({ client }) => {
          const { rows } = await client.query<{ answer: string }>(
            'select private.take_payment_event($1) as answer',
            [JSON.stringify({ ...change, intent: 'pi_1' })],
          );
          return rows[0]?.answer;
        }),
      );
      expect(outcomes.sort()).toEqual(['again', 'done']);
    } finally {
      await Promise.all([here.client.end(), there.client.end()]);
    }
  });

  test('a checkout that expired is followed by another; what comes late of the first changes nothing', async () => {
    await database.call('patient', 'begin_payment', { payment });
    expect(await told('failed')).toBe('done');
    expect(await database.call('patient', 'begin_payment', { payment })).toMatchObject({ attempt: 2 });
    expect(await told('failed')).toBe('stale');
    expect(await statusOf()).toBe('open');
    expect(await asServer('select public.note_checkout($1, 1, $2) as answer', [payment, 'cs_1'])).toBe(false);
  });

  test('another amount or currency than was asked for is not taken for paid', async () => {
    expect(await told('paid', { amount: 1 })).toBe('wrong-amount');
    expect(await told('paid', { currency: 'huf' })).toBe('wrong-amount');
    expect(await statusOf()).toBe('due');
  });

  test('a second payment of the same thing is told, and the first one stays', async () => {
    await told('paid');
    expect(await told('paid', { intent: 'pi_2' })).toBe('paid-twice');
  });

  test('a part of the money given back is not all of it', async () => {
    await told('paid');
    expect(await told('refunded', { amount: 100 })).toBe('in-part');
    expect(await statusOf()).toBe('paid');
  });

  test('a refund that Stripe’s own page made is found by the intent', async () => {
    await told('paid');
    expect(await told('refunded', { payment: null })).toBe('done');
    expect(await told('refunded', { payment: null, intent: 'pi_unheard' })).toBe('unknown');
  });

  test('a refund that failed can be asked for again; an older one’s failure changes nothing', async () => {
    await told('paid');
    await database.call('pharmacist', 'request_refund', { payment, because: 'duplicate' });
    await asServer('select public.note_refund($1, 1, $2) as answer', [payment, 're_1']);
    expect(await told('refund-failed', { refund: 're_0' })).toBe('stale');
    expect(await told('refund-failed')).toBe('done');
    const again = await database.call('pharmacist', 'request_refund', { payment, because: 'duplicate' });
    expect(again).toMatchObject({ attempt: 2 });
    expect(await told('refund-failed', { refund_attempt: 1 })).toBe('stale');
  });

  test('whatever comes, in whatever order and how often: what was given back stays so', async () => {
    const names = ['processing', 'paid', 'failed', 'refunded'] as const;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...names, ...names], { minLength: 4 }), async (order) => {
        await database.undone(async () => {
          await database.client.query("update public.payments set status = 'open' where id = $1", [payment]);
          let over = false;
          for (const becomes of order) {
            const change = {
              becomes,
              attempt: 1,
              amount: 500,
              currency: 'eur',
              intent: 'pi_1',
              refund: 're_1',
            };
            await database.client.query('select private.move_payment($1, $2)', [
              payment,
              JSON.stringify(change),
            ]);
            over ||= becomes === 'refunded';
            if (over) expect(await statusOf(), order.join(', ')).toBe('refunded');
          }
          const paid = order.includes('paid');
          if (paid && !over) expect(await statusOf(), order.join(', ')).toBe('paid');
        });
      }),
      { numRuns: 40 },
    );
  });
});
