import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AccessLog, Faults } from '../kit/index.ts';
import { type StripePart, startStripe } from './index.ts';
import { signature } from './webhooks.ts';

/** Stripe's own client against the stand-in. */
const faults = new Faults();
const log = new AccessLog();
let part: StripePart;
let stripe: Stripe;

const clientOf = (key: string, retries = 0) => {
  const { hostname, port } = new URL(part.url);
  return new Stripe(key, {
    ...{ host: hostname, port, protocol: 'http', telemetry: false },
    ...{ maxNetworkRetries: retries, timeout: 5_000 },
  });
};
beforeAll(async () => {
  part = await startStripe({ faults, log });
  stripe = clientOf(part.secretKey);
});
afterEach(() => faults.clear());
afterAll(async () => {
  await part.close();
  expect(log.unimplemented).toEqual([]);
  expect(log.crashes).toEqual([]);
});

const ORDER = {
  mode: 'payment',
  allowed_payment_method_types: ['card'],
  client_reference_id: 'order-1',
  metadata: { payment: 'p1', attempt: '1' },
  line_items: [
    { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'Co-payment' } } },
  ],
  success_url: 'https://rx.example/payments',
  cancel_url: 'https://rx.example/payments',
} satisfies Stripe.Checkout.SessionCreateParams;
const open = (key?: string, client = stripe, order: Stripe.Checkout.SessionCreateParams = ORDER) =>
  client.checkout.sessions.create(order, key ? { idempotencyKey: key } : {});
/** What Stripe's client makes of it. */
const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (!(error instanceof Stripe.errors.StripeError)) throw new Error(`not refused: ${String(error)}`);
  return [error.type, error.statusCode, error.code].join(' ');
};

test('a checkout is opened, read and paid, and its event tells it', async () => {
  const made = await open();
  expect(made).toMatchObject({
    ...{ object: 'checkout.session', status: 'open', payment_status: 'unpaid', amount_total: 500 },
    ...{ currency: 'eur', client_reference_id: 'order-1', payment_intent: null, metadata: ORDER.metadata },
  });
  expect(made.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\/cs_test_/);
  const event = await part.pay(made.id);
  expect(event).toMatchObject({ type: 'checkout.session.completed', livemode: false });
  const paid = await stripe.checkout.sessions.retrieve(made.id);
  expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
  expect(paid.payment_intent).toMatch(/^pi_/);
});

test('its page is paid by a button, once, and leads back', async () => {
  const made = await open();
  const page = await fetch(made.url ?? '');
  expect(await page.text()).toContain('Pay €5.00');
  for (const _twice of [1, 2]) {
    const sent = await fetch(made.url ?? '', { method: 'POST', redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, ORDER.success_url]);
  }
  expect(
    part.state.events.filter((event) => 'id' in event.data.object && event.data.object.id === made.id),
  ).toHaveLength(1);
});

describe('idempotency keys', () => {
  test('the same request under the same key is one checkout', async () => {
    const [first, second] = [await open('k1'), await open('k1')];
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await open('k2')).id).not.toBe(first.id);
  });

  test('another request under it is refused', async () => {
    await open('k3');
    const other = { ...ORDER, client_reference_id: 'order-2' };
    expect(await refused(open('k3', stripe, other))).toBe('StripeIdempotencyError 400 ');
  });

  test('one that comes while the first is under way is a conflict, which the client sends again', async () => {
    await open('k4');
    const first = part.state.keys['k4'];
    part.state.keys['k4'] = { of: first?.of ?? '' };
    expect(await refused(open('k4'))).toBe('StripeAPIError 409 idempotency_key_in_use');
    delete part.state.keys['k4'];
    faults.set({ call: 'stripe.open-checkout', fault: { kind: 'status', status: 409 } });
    expect(await refused(open('k4'))).toBe('StripeAPIError 409 idempotency_key_in_use');
    faults.set({ call: 'stripe.open-checkout', fault: { kind: 'status', status: 409 } });
    expect(await open('k4', clientOf(part.secretKey, 1))).toMatchObject({ status: 'open' });
  });

  test('what was cut after it was done is found by its key', async () => {
    const before = part.state.sessions.length;
    faults.set({ call: 'stripe.open-checkout', fault: 'cut-after', times: 1 });
    const made = await open('k5', clientOf(part.secretKey, 2));
    expect(part.state.sessions.slice(before).map(({ id }) => id)).toEqual([made.id]);
  });
});

test.each([
  [{ kind: 'status', status: 402 }, 'StripeCardError 402 card_declined'],
  ['rate-limit', 'StripeRateLimitError 429 rate_limit'],
  [{ kind: 'error-before', status: 500 }, 'StripeAPIError 500 '],
  [{ kind: 'error-after', status: 503 }, 'StripeAPIError 503 '],
] as const)('a fault is what Stripe’s client knows it as: %o', async (fault, known) => {
  faults.set({ call: 'stripe.open-checkout', fault });
  expect(await refused(open())).toBe(known);
});

test('a connection that is cut is a StripeConnectionError', async () => {
  faults.set({ call: 'stripe.open-checkout', fault: 'cut-before', times: 'always' });
  expect(await refused(open('k6'))).toMatch(/^StripeConnectionError/);
});

test('what is wrong is refused as Stripe does', async () => {
  expect(await refused(open(undefined, clientOf('sk_test_wrong')))).toBe('StripeAuthenticationError 401 ');
  const unknown = { ...ORDER, customer_email: 'somebody@example.test' };
  expect(await refused(open(undefined, stripe, unknown))).toBe(
    'StripeInvalidRequestError 400 parameter_unknown',
  );
  expect(await refused(stripe.checkout.sessions.retrieve('cs_test_none'))).toBe(
    'StripeInvalidRequestError 404 resource_missing',
  );
  expect(await refused(stripe.refunds.create({ payment_intent: 'pi_none' }))).toBe(
    'StripeInvalidRequestError 404 resource_missing',
  );
});

test('money is given back once', async () => {
  const { id } = await open();
  await part.pay(id);
  const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(id);
  const made = await stripe.refunds.create({ payment_intent: String(intent) }, { idempotencyKey: 'r1' });
  expect(made).toMatchObject({ object: 'refund', amount: 500, currency: 'eur', status: 'succeeded' });
  const again = await stripe.refunds.create({ payment_intent: String(intent) }, { idempotencyKey: 'r1' });
  expect(again.id).toBe(made.id);
  expect(await refused(stripe.refunds.create({ payment_intent: String(intent) }))).toBe(
    'StripeInvalidRequestError 400 charge_already_refunded',
  );
});

test('events are signed so that Stripe’s client takes them, and nothing else', async () => {
  const got: { body: string; header: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      got.push({ body, header: String(request.headers['stripe-signature']) });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  part.sendTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
  const { id } = await open();
  const event = await part.expire(id);
  server.close();
  const [sent] = got;
  const read = (body = sent?.body ?? '', header = sent?.header ?? '', secret = part.webhookSecret) =>
    stripe.webhooks.constructEvent(body, header, secret);
  expect(read()).toMatchObject({ id: event.id, type: 'checkout.session.expired' });
  expect(() => read(sent?.body.replace('500', '501'))).toThrow();
  expect(() => read(sent?.body, sent?.header, 'whsec_other')).toThrow();
  const old = signature(sent?.body ?? '', part.webhookSecret, Math.floor(Date.now() / 1000) - 600);
  expect(() => read(sent?.body, old)).toThrow(/tolerance/);
});
