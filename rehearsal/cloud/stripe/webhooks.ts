import { createHmac } from 'node:crypto';
import type { StripeEvent } from './state.ts';

/** The header by which a receiver knows Stripe: https://docs.stripe.com/webhooks#verify-manually */
export function signature(body: string, secret: string, at = Math.floor(Date.now() / 1000)): string {
  const v1 = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${v1}`;
}

/** Where events go. */
export interface Endpoint {
  readonly url: string;
  readonly secret: string;
}

/** Sends an event as Stripe does; the status that it was answered with. */
export async function deliver(event: StripeEvent, to: Endpoint): Promise<number> {
  const body = JSON.stringify(event);
  const response = await fetch(to.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signature(body, to.secret),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  await response.arrayBuffer();
  return response.status;
}
