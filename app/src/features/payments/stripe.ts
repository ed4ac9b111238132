import 'server-only';
import Stripe from 'stripe';
import { env } from '@/lib/env';

/** Stripe, where it is set up. */
export interface Payments {
  readonly stripe: Stripe;
  readonly webhookSecret: string;
}

let kept: Payments | null | undefined;

/** Null: payments are off, and everything else goes on. */
export function payments(): Payments | null {
  kept ??= open();
  return kept;
}

function open(): Payments | null {
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_URL: url } = env();
  if (!key || !webhookSecret) return null;
  const stripe = new Stripe(key, {
    // Each try has its limit; the client repeats with the same idempotency key, so nothing is done twice.
    timeout: 5_000,
    maxNetworkRetries: 2,
    telemetry: false,
    ...(url ? addressOf(new URL(url)) : {}),
  });
  return { stripe, webhookSecret };
}

const addressOf = ({ protocol, hostname, port }: URL) => ({
  host: hostname,
  port,
  protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
});
