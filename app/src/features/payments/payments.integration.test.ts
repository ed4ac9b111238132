import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Browser, ORIGIN } from '@/test/browser';
import { Service } from '@/test/service';
import { type StripePart, startStripe } from '../../../../rehearsal/cloud/stripe/index.ts';
import { deliver } from '../../../../rehearsal/cloud/stripe/webhooks.ts';

const ATORVASTATIN = 'd0000000-0000-4000-8000-000000000002';
let service: Service;
let stripe: StripePart;
/** Serves the webhook's route handler, as Next.js would. */
let site: Server;
let webhook: string;
let patient: Browser;
let pharmacist: Browser;
let administrator: Browser;
/** Of a dispense that was handed over for this test. */
let payment: string;

beforeAll(async () => {
  service = await Service.start();
  stripe = await startStripe({ faults: service.faults, log: service.log });
  Object.assign(process.env, {
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_URL: stripe.url,
  });
  const { POST } = await import('@/app/api/stripe/webhook/route');
  site = createServer(async (request, response) => {
    const body = await request.reduce((text: string, part: unknown) => text + String(part), '');
    const headers = { 'stripe-signature': String(request.headers['stripe-signature'] ?? '') };
    const answer = await POST(new Request(`${ORIGIN}/api/stripe/webhook`, { method: 'POST', headers, body }));
    response.writeHead(answer.status).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  webhook = `http://127.0.0.1:${(site.address() as AddressInfo).port}/api/stripe/webhook`;
  patient = await Browser.signedIn('ines.moreau@example.test');
  pharmacist = await Browser.signedIn('mei.tanaka@example.test');
  administrator = await Browser.signedIn('nadia.haddad@example.test');
});
afterAll(async () => {
  site?.close();
  await stripe?.close();
  await service?.close();
});

/** Three parts of a fill of ninety would be one payment; each test has a dispense of its own. */
beforeEach(async () => {
  stripe.sendTo(webhook);
  await service.sql(
    `insert into public.medication_dispenses (id, prescription_id, performer_id, quantity_value, dispensed_by)
     select gen_random_uuid(), p.id, p.dispense_performer_id, 1, 'a0000000-0000-4000-8000-000000000005'
     from public.prescriptions p where p.id = $1`,
    [ATORVASTATIN],
  );
  await service.sql(
    `insert into public.payments (dispense_id, subject_id, performer_id, amount, currency)
     select d.id, p.subject_id, d.performer_id, 500, 'eur'
     from public.medication_dispenses d join public.prescriptions p on p.id = d.prescription_id
     where d.prescription_id = $1 and not exists (select from public.payments e where e.dispense_id = d.id)`,
    [ATORVASTATIN],
  );
  const [made] = await service.sql<{ id: string }>(
    `select id from public.payments where status = 'due' order by created_at desc, id limit 1`,
  );
  payment = made?.id ?? '';
});
afterEach(() => service.faults.clear());

const pay = async (who = patient, of = payment) =>
  who.submit((await import('./actions.ts')).pay, { payment: of });
const refund = async (who = pharmacist, of = payment, because = 'not-dispensed') =>
  who.submit((await import('./actions.ts')).refund, { payment: of, because });
const seen = async (who = patient, of = payment) => {
  const { listPayments } = await import('./queries.ts');
  return (await who.inRequest(() => listPayments())).find(({ id }) => id === of);
};
const status = async () => (await seen())?.status;
/** The checkout at Stripe that an address of its page is of. */
const sessionOf = (url: unknown) =>
  z.string().parse(new URL(z.string().parse(url)).pathname.split('/').at(-1));
const problemOf = (state: unknown) =>
  z.object({ problem: z.object({ title: z.string(), detail: z.string() }) }).parse(state).problem;
const countOf = (of: string) =>
  stripe.state.sessions.filter(({ client_reference_id: id }) => id === of).length;

describe('a co-payment, from the counter to the bank and back', () => {
  test('dispensed, paid on Stripe’s page, refunded by the pharmacy', async () => {
    expect(await seen()).toMatchObject({ status: 'due', payable: true, amount: 500, currency: 'eur' });
    const page = await pay();
    expect(page).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\/cs_test_/);
    await stripe.pay(sessionOf(page));
    expect(await seen()).toMatchObject({ status: 'paid', payable: false, paid_at: expect.any(String) });

    expect(await refund()).toBe('/payments');
    expect(await seen()).toMatchObject({ status: 'refunded', refund_reason: 'not-dispensed' });
    expect(problemOf(await refund()).detail).toContain('nothing to give back');
  });

  test('the first part of a fill that is handed over at the counter makes its payment due, the rest none', async () => {
    const { dispense } = await import('@/features/dispensing/actions');
    const prescription = 'd0000000-0000-4000-8000-000000000003';
    const { listPayments } = await import('./queries.ts');
    const due = async () => (await patient.inRequest(() => listPayments(prescription))).length;
    // Ten of thirty were handed over before.
    for (const [quantity, payments] of [
      ['20', 1],
      ['10', 2],
      ['20', 2],
    ] as const) {
      const form = { key: randomUUID(), prescription, quantity, note: '' };
      expect(await pharmacist.submit(dispense, form)).toBe(`/prescriptions/${prescription}`);
      expect(await due(), quantity).toBe(payments);
    }
  });

  test('Stripe is told the amount and our id, and nothing about a person', async () => {
    const page = await pay();
    const told = stripe.state.sessions.find(({ id }) => id === sessionOf(page));
    expect(told).toMatchObject({
      ...{ client_reference_id: payment, metadata: { payment, attempt: '1' }, amount_total: 500 },
      ...{ success_url: `${ORIGIN}/payments?from=checkout`, customer_email: null },
    });
    await stripe.pay(sessionOf(page));
    await refund();
    const words = [
      'Moreau',
      'Inès',
      'ines',
      'MRN-',
      'Atorvastatin',
      ATORVASTATIN,
      'c0000000',
      'not-dispensed',
    ];
    const all = JSON.stringify(stripe.state);
    expect(words.filter((word) => all.includes(word))).toEqual([]);
  });
});

describe('sent twice', () => {
  test('two clicks lead to one checkout, also at the same time', async () => {
    const [first, second] = await Promise.all([pay(), pay()]);
    expect(new Set([first, second, await pay()]).size).toBe(1);
    expect(countOf(payment)).toBe(1);
  });

  test('an event that comes again, late, or out of order changes nothing', async () => {
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    const paid = await stripe.pay(sessionOf(await pay()));
    const to = { url: webhook, secret: stripe.webhookSecret };
    expect(await Promise.all([deliver(paid, to), deliver(paid, to)])).toEqual([200, 200]);
    expect(await status()).toBe('paid');
    await refund();
    const [given] = stripe.state.events.slice(-1);
    if (!given) throw new Error('no event');
    expect([await deliver(given, to), await deliver(paid, to), await deliver(given, to)]).toEqual([
      200, 200, 200,
    ]);
    expect(await status()).toBe('refunded');
    // Another event of the same thing, as Stripe may make.
    await deliver({ ...paid, id: 'evt_again' }, to);
    expect(await status()).toBe('refunded');
  });

  test('the refund’s event before the payment’s: it stays given back', async () => {
    const page = await pay();
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    const paid = await stripe.pay(sessionOf(page));
    const to = { url: webhook, secret: stripe.webhookSecret };
    const object = {
      ...{ id: 're_early', object: 'refund', status: 'succeeded', amount: 500, currency: 'eur' },
      ...{ payment_intent: stripe.state.intents.at(-1)?.id, metadata: { payment, attempt: '1' } },
    };
    expect(await deliver({ ...paid, id: 'evt_early', type: 'refund.updated', data: { object } }, to)).toBe(
      200,
    );
    expect(await deliver(paid, to)).toBe(200);
    expect(await status()).toBe('refunded');
  });

  test('a refund that is asked for twice is one', async () => {
    await stripe.pay(sessionOf(await pay()));
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    expect([await refund(pharmacist), await refund(administrator)]).toEqual(['/payments', '/payments']);
    expect(stripe.state.refunds.filter(({ metadata }) => metadata['payment'] === payment)).toHaveLength(1);
    expect(await status()).toBe('refunding');
  });
});

describe('a checkout that comes to nothing', () => {
  test('expired: the next try is another one', async () => {
    const first = await pay();
    await stripe.expire(sessionOf(first));
    expect(await status()).toBe('due');
    const second = await pay();
    expect(second).not.toBe(first);
    await stripe.pay(sessionOf(second));
    expect(await status()).toBe('paid');
  });

  test('expired, and the event was lost: Pay finds it out', async () => {
    const first = await pay();
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    await stripe.expire(sessionOf(first));
    const second = await pay();
    expect(sessionOf(second)).not.toBe(sessionOf(first));
  });

  test('paid, and the event was lost: Pay finds it out and asks for no second payment', async () => {
    const page = await pay();
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    await stripe.pay(sessionOf(page));
    expect(await pay()).toBe('/payments?from=checkout');
    expect(await status()).toBe('paid');
    expect(countOf(payment)).toBe(1);
  });
});

describe('when Stripe does not do it', () => {
  test.each([
    [{ kind: 'status', status: 402 }],
    [{ kind: 'error-before', status: 500 }],
    ['rate-limit'],
    ['cut-before'],
    ['html'],
  ] as const)('opening a checkout, %o: nothing is charged, and the next try works', async (fault) => {
    service.faults.set({ call: 'stripe.open-checkout', fault, times: 'always' });
    expect(problemOf(await pay()).detail).toContain('You were not charged');
    service.faults.clear();
    await stripe.pay(sessionOf(await pay()));
    expect([await status(), countOf(payment)]).toEqual(['paid', 1]);
  });

  test.each([
    ['cut-after'],
    [{ kind: 'error-after', status: 500 }],
    [{ kind: 'status', status: 409 }],
  ] as const)('once, %o: the client repeats it, and there is one checkout', async (fault) => {
    service.faults.set({ call: 'stripe.open-checkout', fault });
    await stripe.pay(sessionOf(await pay()));
    expect([await status(), countOf(payment)]).toEqual(['paid', 1]);
  });

  test('a refund whose answer never came can be asked for again, and is one', async () => {
    await stripe.pay(sessionOf(await pay()));
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    service.faults.set({ call: 'stripe.refund', fault: 'cut-after', times: 'always' });
    expect(problemOf(await refund()).detail).toContain('asking again refunds it once');
    expect(await status()).toBe('refunding');
    service.faults.clear();
    expect(await refund()).toBe('/payments');
    expect(stripe.state.refunds.filter(({ metadata }) => metadata['payment'] === payment)).toHaveLength(1);
  });

  test('a refund that was refused leaves the payment paid, and can be asked for anew', async () => {
    await stripe.pay(sessionOf(await pay()));
    service.faults.set({ call: 'stripe.refund', fault: { kind: 'status', status: 402 } });
    expect(problemOf(await refund()).detail).toContain('Nothing was refunded');
    expect(await status()).toBe('paid');
    expect(await refund()).toBe('/payments');
    expect(await status()).toBe('refunded');
  });

  test('an event while the database is away is asked for again, and then counts', async () => {
    const page = await pay();
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    const paid = await stripe.pay(sessionOf(page));
    const to = { url: webhook, secret: stripe.webhookSecret };
    service.faults.set({ call: 'supabase.service.rest', fault: 'error-before', times: 'always' });
    expect(await deliver(paid, to)).toBe(503);
    service.faults.clear();
    expect(await deliver(paid, to)).toBe(200);
    expect(await status()).toBe('paid');
  });
});

describe('what is refused', () => {
  test('an event that Stripe did not sign, or of another account, moves nothing', async () => {
    stripe.sendTo('http://127.0.0.1:9/nowhere');
    const paid = await stripe.pay(sessionOf(await pay()));
    expect(await deliver(paid, { url: webhook, secret: 'whsec_of_somebody_else' })).toBe(400);
    expect((await fetch(webhook, { method: 'POST', body: JSON.stringify(paid) })).status).toBe(400);
    const to = { url: webhook, secret: stripe.webhookSecret };
    const live = { ...paid, id: 'evt_live', livemode: true as false };
    const foreign = { ...paid, id: 'evt_other', data: { object: { ...paid.data.object, metadata: {} } } };
    const cheap = { ...paid, id: 'evt_cheap', data: { object: { ...paid.data.object, amount_total: 1 } } };
    for (const event of [live, foreign, cheap]) expect(await deliver(event, to)).toBe(200);
    expect(await status()).toBe('open');
    expect((await fetch(webhook, { method: 'POST', body: 'x'.repeat(300 * 1024) })).status).toBe(400);
  });

  test('nobody pays or refunds for others', async () => {
    for (const who of [pharmacist, administrator]) {
      expect(problemOf(await pay(who)).title).toBe('Not found');
    }
    await stripe.pay(sessionOf(await pay()));
    expect(problemOf(await refund(patient)).title).toBe('Not found');
    expect(problemOf(await refund(pharmacist, payment, 'because I say so')).title).toContain('not complete');
    expect(await status()).toBe('paid');
  });

  test('without keys payments are off, and what is due is still shown', async () => {
    vi.resetModules();
    const { STRIPE_SECRET_KEY: key } = process.env;
    Object.assign(process.env, { STRIPE_SECRET_KEY: '', STRIPE_WEBHOOK_SECRET: '' });
    try {
      const { pay: payOff } = await import('./actions.ts');
      const { POST } = await import('@/app/api/stripe/webhook/route');
      const said = await patient.submit(payOff, { payment });
      expect(problemOf(said).detail).toBe('Payments are off. Please pay at the pharmacy.');
      expect((await POST(new Request(webhook, { method: 'POST', body: '{}' }))).status).toBe(404);
      expect(await seen()).toMatchObject({ status: 'due' });
    } finally {
      Object.assign(process.env, {
        STRIPE_SECRET_KEY: key,
        STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      });
    }
  });
});
