import { randomBytes } from 'node:crypto';

/** https://docs.stripe.com/api/checkout/sessions/object, as far as we look at it. */
export interface Session {
  readonly id: string;
  readonly object: 'checkout.session';
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly created: number;
  readonly currency: string;
  readonly customer: null;
  readonly customer_email: null;
  readonly expires_at: number;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly mode: 'payment';
  payment_intent: string | null;
  readonly allowed_payment_method_types: readonly string[];
  readonly payment_method_types: readonly string[];
  payment_status: 'paid' | 'unpaid';
  status: 'open' | 'complete' | 'expired';
  readonly success_url: string;
  readonly ui_mode: 'hosted_page';
  url: string | null;
}

/** https://docs.stripe.com/api/payment_intents/object */
export interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  refunded: number;
}

/** https://docs.stripe.com/api/refunds/object */
export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly balance_transaction: null;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly reason: string | null;
  status: 'pending' | 'succeeded' | 'failed';
}

/** https://docs.stripe.com/api/events/object */
export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: object };
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: { readonly id: null; readonly idempotency_key: null };
  readonly type: string;
}

/** A request that came with an idempotency key: https://docs.stripe.com/api/idempotent_requests */
export interface Remembered {
  /** What it asked for; another request under the key is refused. */
  readonly of: string;
  /** Undefined while it is under way. */
  answer?: { readonly status: number; readonly body: unknown };
}

export interface StripeState {
  readonly sessions: Session[];
  readonly intents: Intent[];
  readonly refunds: Refund[];
  readonly events: StripeEvent[];
  readonly keys: Record<string, Remembered>;
}

export const API_VERSION = '2026-10-28.endive';

/** Ids look like Stripe's: a prefix and letters without meaning. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
export const seconds = (): number => Math.floor(Date.now() / 1000);
