import qs from 'qs';
import { z } from 'zod';
import type { Call } from '../kit/index.ts';
import { StripeRefusal } from './problem.ts';

const metadata = z.record(z.string().max(40), z.string().max(500)).default({});

/** What is made here of https://docs.stripe.com/api/checkout/sessions/create; what else is sent is refused, as there. */
export const sessionInput = z.strictObject({
  mode: z.literal('payment'),
  allowed_payment_method_types: z.array(z.literal('card')),
  client_reference_id: z.string().max(200).optional(),
  metadata,
  payment_intent_data: z.strictObject({ metadata }).default({ metadata: {} }),
  line_items: z
    .array(
      z.strictObject({
        quantity: z.coerce.number().int().min(1),
        price_data: z.strictObject({
          currency: z.string().length(3),
          unit_amount: z.coerce.number().int().min(1).max(99_999_999),
          product_data: z.strictObject({ name: z.string().min(1) }),
        }),
      }),
    )
    .min(1),
  success_url: z.url(),
  cancel_url: z.url().optional(),
});

/** https://docs.stripe.com/api/refunds/create */
export const refundInput = z.strictObject({
  payment_intent: z.string(),
  amount: z.coerce.number().int().min(1).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
});

/** A body in Stripe's form encoding: `line_items[0][quantity]=1`. */
export async function inputOf<Schema extends z.ZodType>(c: Call, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(qs.parse(await c.req.text(), { depth: 10 }));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [first, ...rest] = issue?.path ?? [];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const param = [first, ...rest.map((part) => `[${String(part)}]`)].join('') || unknown;
  throw new StripeRefusal(
    400,
    'invalid_request_error',
    unknown ? `Received unknown parameter: ${unknown}` : `Invalid ${param}: ${issue?.message}`,
    { ...(unknown ? { code: 'parameter_unknown' } : {}), ...(param ? { param } : {}) },
  );
}
