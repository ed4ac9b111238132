import { z } from 'zod';

/** What happens to a payment, as `take_payment_event` takes it. */
export interface Change {
  readonly becomes: 'paid' | 'processing' | 'failed' | 'refunded' | 'refund-failed';
  /** Our id; null where Stripe knows only its own. */
  readonly payment: string | null;
  readonly attempt?: number;
  readonly session?: string;
  readonly intent?: string | null;
  readonly refund?: string;
  readonly refund_attempt?: number;
  readonly amount?: number | null;
  readonly currency?: string | null;
}

/** What the webhook reads of an event: https://docs.stripe.com/api/events/object */
export const stripeEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  created: z.number(),
  livemode: z.boolean(),
  data: z.looseObject({ object: z.looseObject({}) }),
});
export type StripeEvent = z.output<typeof stripeEvent>;

/** What we put on everything that we make there. */
const ours = z.object({ payment: z.uuid(), attempt: z.coerce.number().int() });

/** https://docs.stripe.com/api/checkout/sessions/object */
const session = z.looseObject({
  id: z.string(),
  status: z.string().nullable(),
  payment_status: z.string(),
  payment_intent: z.string().nullable(),
  amount_total: z.number().nullable(),
  currency: z.string().nullable(),
  metadata: ours,
});

/** https://docs.stripe.com/api/refunds/object */
const refund = z.looseObject({
  id: z.string(),
  status: z.string().nullable(),
  payment_intent: z.string().nullable(),
  amount: z.number(),
  currency: z.string(),
  // Made on Stripe's own page, a refund has none of our words.
  metadata: ours.nullable().catch(null),
});

/** What an event means for a payment; null: nothing, or it is none of ours. */
export function changeOf({ type, data: { object } }: StripeEvent): Change | null {
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return changeOfSession(object, type === 'checkout.session.async_payment_failed');
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return changeOfRefund(object);
    default:
      return null;
  }
}

/** What a checkout says of its payment as it is now. `failed`: its payment was refused after it was completed. */
export function changeOfSession(of: unknown, failed = false): Change | null {
  const parsed = session.safeParse(of);
  // One of another service that shares the account.
  if (!parsed.success) return null;
  const {
    id,
    status,
    payment_status: paid,
    payment_intent: intent,
    metadata,
    amount_total,
    currency,
  } = parsed.data;
  const whole = { ...metadata, session: id, intent, amount: amount_total, currency };
  if (failed || status === 'expired') return { ...whole, becomes: 'failed' };
  if (status !== 'complete') return null;
  return { ...whole, becomes: paid === 'paid' ? 'paid' : 'processing' };
}

function changeOfRefund(of: unknown): Change | null {
  const parsed = refund.safeParse(of);
  if (!parsed.success) return null;
  const { id, status, payment_intent: intent, amount, currency, metadata } = parsed.data;
  const becomes =
    status === 'succeeded'
      ? 'refunded'
      : status === 'failed' || status === 'canceled'
        ? 'refund-failed'
        : undefined;
  if (!becomes) return null;
  return {
    ...{ becomes, payment: metadata?.payment ?? null, intent, refund: id, amount, currency },
    ...(metadata ? { refund_attempt: metadata.attempt } : {}),
  };
}
