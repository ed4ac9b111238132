import type { z } from 'zod';
import {
  type AccessLog,
  bearerToken,
  type Faults,
  hexSecret,
  type MakeSecret,
  StandIn,
} from '../kit/index.ts';
import { once } from './idempotency.ts';
import { inputOf, refundInput, sessionInput } from './input.ts';
import { checkoutPage } from './page.ts';
import { errorBody, errorOf, StripeRefusal } from './problem.ts';
import {
  API_VERSION,
  type Intent,
  newId,
  type Refund,
  type Session,
  type StripeEvent,
  type StripeState,
  seconds,
} from './state.ts';
import { deliver, type Endpoint } from './webhooks.ts';

/** A running Stripe account in test mode. */
export interface StripePart {
  readonly url: string;
  readonly secretKey: string;
  /** Signs what is sent to the webhook. */
  readonly webhookSecret: string;
  readonly state: StripeState;
  /** Where events go from now on; before, they are only kept. */
  sendTo(url: string): void;
  /** The customer pays, or lets the checkout expire; the event of it. */
  pay(session: string): Promise<StripeEvent>;
  expire(session: string): Promise<StripeEvent>;
  /** What a bank says of a refund afterwards. */
  finishRefund(refund: string, status: 'succeeded' | 'failed'): Promise<StripeEvent>;
  close(): Promise<void>;
}

/** Starts Stripe's API with checkout and refunds, and the page on which a checkout is paid. */
export async function startStripe(options: {
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly secret?: MakeSecret;
  /** Refunds stay pending until `finishRefund`; without it they succeed at once. */
  readonly slowRefunds?: boolean;
}): Promise<StripePart> {
  const secret = options.secret ?? hexSecret;
  const secretKey = secret('sk_test_');
  const webhookSecret = secret('whsec_');
  const state: StripeState = { sessions: [], intents: [], refunds: [], events: [], keys: {} };
  let endpoint: Endpoint | undefined;
  let base = '';

  const standIn = new StandIn<StripeState>({
    ...{ vendor: 'stripe', faults: options.faults, log: options.log, state },
    errorBody: (status, _code, message) => errorOf(status, message),
    authorize(c) {
      const token = bearerToken(c);
      if (token === secretKey) return undefined;
      const message = token ? 'Invalid API Key provided.' : 'You did not provide an API key.';
      return Response.json(errorBody('invalid_request_error', message), { status: 401 });
    },
  });

  const emit = async (type: string, object: object): Promise<StripeEvent> => {
    const event: StripeEvent = {
      ...{ id: newId('evt'), object: 'event', api_version: API_VERSION, created: seconds(), type },
      ...{ data: { object: structuredClone(object) }, livemode: false, pending_webhooks: 1 },
      request: { id: null, idempotency_key: null },
    };
    state.events.push(event);
    // Stripe tries again for days; here whoever wants that sends it again.
    if (endpoint) await deliver(event, endpoint).catch(() => 0);
    return event;
  };
  const openSession = (id: string): Session => {
    const found = sessionOf(state, id);
    if (found.status !== 'open') throw new Error(`${id} is ${found.status}`);
    return found;
  };
  const pay = async (id: string) => {
    const session = openSession(id);
    const intent: Intent = {
      ...{ id: newId('pi'), amount: session.amount_total, currency: session.currency },
      ...{ metadata: session.metadata, refunded: 0 },
    };
    state.intents.push(intent);
    Object.assign(session, {
      payment_intent: intent.id,
      payment_status: 'paid',
      status: 'complete',
      url: null,
    });
    return emit('checkout.session.completed', session);
  };
  const expire = async (id: string) => {
    const session = openSession(id);
    Object.assign(session, { status: 'expired', url: null });
    return emit('checkout.session.expired', session);
  };

  standIn
    .route('POST', '/v1/checkout/sessions', 'stripe.open-checkout', (c) =>
      once(c, state.keys, async () => {
        const made = newSession(await inputOf(c, sessionInput), base);
        state.sessions.push(made);
        return made;
      }),
    )
    .route('GET', '/v1/checkout/sessions/:id', 'stripe.read-checkout', (c, now) => {
      const found = now.sessions.find(({ id }) => id === c.req.param('id'));
      return found ? c.json(found) : missing('checkout.session', c.req.param('id'));
    })
    .route('POST', '/v1/refunds', 'stripe.refund', (c) =>
      once(c, state.keys, async () => {
        const made = newRefund(await inputOf(c, refundInput), state, options.slowRefunds ?? false);
        state.refunds.push(made);
        await emit('refund.created', made);
        return made;
      }),
    )
    .route(
      'GET',
      '/pay/:id',
      'stripe.checkout-page',
      (c) => checkoutPage(sessionOf(state, c.req.param('id') ?? '')),
      {
        public: true,
      },
    )
    .route(
      'POST',
      '/pay/:id',
      'stripe.pay',
      async (c) => {
        const { status, success_url: to, id } = sessionOf(state, c.req.param('id') ?? '');
        if (status === 'open') await pay(id);
        return c.redirect(to, 303);
      },
      { public: true },
    );

  const server = await standIn.listen();
  base = server.url;
  return {
    ...{ url: server.url, secretKey, webhookSecret, state, pay, expire },
    sendTo(url) {
      endpoint = { url, secret: webhookSecret };
    },
    async finishRefund(id, status) {
      const refund = state.refunds.find((one) => one.id === id);
      if (!refund) throw new Error(`there is no refund ${id}`);
      refund.status = status;
      return emit(status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
    },
    close: () => server.close(),
  };
}

function sessionOf(state: StripeState, id: string): Session {
  const found = state.sessions.find((one) => one.id === id);
  if (!found) throw new Error(`there is no checkout ${id}`);
  return found;
}

function missing(what: string, id: string | undefined): Response {
  const message = `No such ${what}: '${id}'`;
  return Response.json(
    errorBody('invalid_request_error', message, { code: 'resource_missing', param: 'id' }),
    { status: 404 },
  );
}

function newSession(input: z.output<typeof sessionInput>, base: string): Session {
  const currencies = new Set(input.line_items.map(({ price_data: { currency } }) => currency));
  const [currency, another] = currencies;
  if (!currency || another) {
    throw new StripeRefusal(400, 'invalid_request_error', 'All line items must be of the same currency.');
  }
  const total = input.line_items.reduce(
    (sum, { quantity, price_data: { unit_amount: each } }) => sum + quantity * each,
    0,
  );
  const id = newId('cs_test');
  return {
    ...{ id, object: 'checkout.session', amount_subtotal: total, amount_total: total },
    ...{ cancel_url: input.cancel_url ?? null, client_reference_id: input.client_reference_id ?? null },
    ...{ created: seconds(), currency, customer: null, customer_email: null, expires_at: seconds() + 86_400 },
    ...{ livemode: false, metadata: input.metadata, mode: 'payment', payment_intent: null },
    ...{
      allowed_payment_method_types: input.allowed_payment_method_types,
      payment_method_types: input.allowed_payment_method_types,
      payment_status: 'unpaid',
      status: 'open',
    },
    ...{ success_url: input.success_url, ui_mode: 'hosted_page', url: `${base}/pay/${id}` },
  };
}

function newRefund(input: z.output<typeof refundInput>, state: StripeState, slow: boolean): Refund {
  const intent = state.intents.find(({ id }) => id === input.payment_intent);
  if (!intent) {
    throw new StripeRefusal(
      404,
      'invalid_request_error',
      `No such payment_intent: '${input.payment_intent}'`,
      {
        ...{ code: 'resource_missing', param: 'payment_intent' },
      },
    );
  }
  if (intent.refunded === intent.amount) {
    throw new StripeRefusal(400, 'invalid_request_error', 'This charge has already been refunded.', {
      code: 'charge_already_refunded',
    });
  }
  const amount = input.amount ?? intent.amount - intent.refunded;
  if (amount > intent.amount - intent.refunded) {
    throw new StripeRefusal(400, 'invalid_request_error', 'Refund amount is greater than charge amount.', {
      param: 'amount',
    });
  }
  intent.refunded += amount;
  return {
    ...{ id: newId('re'), object: 'refund', amount, balance_transaction: null, charge: newId('ch') },
    ...{ created: seconds(), currency: intent.currency, metadata: input.metadata, payment_intent: intent.id },
    ...{ reason: input.reason ?? null, status: slow ? 'pending' : 'succeeded' },
  };
}
