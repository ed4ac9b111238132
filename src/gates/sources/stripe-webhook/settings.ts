import { z } from 'zod';
import { isOwnPath, OWN_PATH } from '../../../http/same-origin.ts';
import { GATE_VARIABLE } from '../json/settings.ts';

/** A signed test event, as Stripe would send it. */
export const stripeWebhookSettings = z.strictObject({
  use: z.literal('stripe-webhook').describe('A signed Stripe test event to a webhook of the app.'),
  name: z.string().min(1).default('stripe webhook').describe('Name in the evidence.'),
  path: z
    .string()
    .refine(isOwnPath, OWN_PATH)
    .describe('Path of the webhook, on the gate’s first URL, for example `/api/webhooks/stripe`.'),
  secret: z
    .string()
    .regex(GATE_VARIABLE, { error: 'must be the name of an environment variable that begins with GATE_' })
    .default('GATE_STRIPE_WEBHOOK_SECRET')
    .describe('Environment variable with the signing secret of the endpoint (`whsec_…`).'),
  type: z
    .string()
    .regex(/^[a-z_]+(?:\.[a-z_]+)+$/, { error: 'must be a type of event, such as payment_intent.created' })
    .default('shiplock.test')
    .describe('Type of the event. The default is one that no handler knows, so that nothing happens.'),
});

export type StripeWebhookSettings = z.output<typeof stripeWebhookSettings>;
