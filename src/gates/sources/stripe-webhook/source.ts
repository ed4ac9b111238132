import { createHmac, randomBytes } from 'node:crypto';
import { onSameOrigin } from '../../../http/same-origin.ts';
import { asked, checksSource } from '../../checks.ts';
import type { Source } from '../../source.ts';
import type { StripeWebhookSettings } from './settings.ts';

export interface StripeTarget {
  /** The gate's first URL. */
  readonly url: string;
  /** Secrets that open deployment protection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly releaseId: string;
  readonly fetch?: typeof fetch;
}

/** The webhook takes what Stripe has signed, and nothing that somebody else has. */
export function stripeWebhookSource(settings: StripeWebhookSettings, target: StripeTarget): Source {
  const { name, path, type } = settings;
  const url = onSameOrigin(path, target.url);
  // The same id each time: whoever handles events once handles this one once.
  const body = JSON.stringify({
    id: `evt_shiplock_${target.releaseId}`,
    object: 'event',
    api_version: null,
    created: Math.floor(Date.now() / 1000),
    data: { object: {} },
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type,
  });
  const post = (secret: string, signal: AbortSignal) =>
    asked(
      name,
      url,
      {
        method: 'POST',
        body,
        headers: {
          ...target.headers,
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signature(body, secret),
        },
      },
      signal,
      target.fetch,
    );
  return checksSource(name, [
    {
      name: 'an event with Stripe’s signature',
      run: async (signal) => {
        const { status, said } = await post(target.env[settings.secret] ?? '', signal);
        return status >= 200 && status < 300
          ? { is: 'right' }
          : { is: 'wrong', why: `${said} (expected to be accepted)` };
      },
    },
    {
      name: 'an event with another signature',
      run: async (signal) => {
        const { status, said } = await post(`whsec_${randomBytes(24).toString('hex')}`, signal);
        if (status >= 200 && status < 300)
          return { is: 'leak', why: 'the webhook accepts what Stripe has not signed' };
        return status >= 400 && status < 500
          ? { is: 'right' }
          : { is: 'wrong', why: `${said} (expected a refusal)` };
      },
    },
  ]);
}

/** https://docs.stripe.com/webhooks?verify=verify-manually: HMAC-SHA256 of `timestamp.payload`, in hex. */
export function signature(body: string, secret: string, seconds = Math.floor(Date.now() / 1000)): string {
  const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${v1}`;
}
