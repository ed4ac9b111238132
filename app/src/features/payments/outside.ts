import 'server-only';
import Stripe from 'stripe';
import { z } from 'zod';
import { log } from '@/lib/log';
import { type Problem, problem } from '@/lib/problem';
import { asService } from '@/lib/supabase/service';
import { type Change, changeOfSession } from './change.ts';
import type { Asked, Begun } from './model.ts';
import { OUTCOMES } from './outcomes.ts';

/** A page of Stripe's to pay on; that it is settled there already; or that this checkout is over. */
export type Checkout =
  | { readonly url: string }
  | { readonly settled: true }
  | { readonly over: true }
  | { readonly problem: Problem };

/**
 * The page where a payment is paid: the one that is open, or a new one. Of an attempt there is one, however often it is asked
 * for: its idempotency key is the attempt. Stripe gets our id of the payment and the amount, and nothing about a person.
 */
export async function openCheckout(stripe: Stripe, due: Begun, origin: string): Promise<Checkout> {
  try {
    if (due.session) return await reopen(await stripe.checkout.sessions.retrieve(due.session));
    const metadata = { payment: due.id, attempt: String(due.attempt) };
    const made = await stripe.checkout.sessions.create(
      {
        mode: 'payment',
        allowed_payment_method_types: ['card'],
        client_reference_id: due.id,
        metadata,
        payment_intent_data: { metadata },
        line_items: [
          {
            quantity: 1,
            price_data: {
              currency: due.currency,
              unit_amount: due.amount,
              product_data: { name: 'Co-payment' },
            },
          },
        ],
        success_url: `${origin}/payments?from=checkout`,
        cancel_url: `${origin}/payments`,
      },
      { idempotencyKey: `checkout:${due.id}:${due.attempt}` },
    );
    // Not noted is no harm: the next try gets the same one for its key.
    await asService.noteCheckout(due.id, due.attempt, made.id);
    return reopen(made);
  } catch (error) {
    return { problem: said(error, 'checkout', 'You were not charged.') };
  }
}

async function reopen(session: Stripe.Checkout.Session): Promise<Checkout> {
  if (session.status === 'open' && session.url) return { url: session.url };
  const change = changeOfSession(session);
  // Its event may have been lost.
  if (change) await settle(change);
  return change?.becomes === 'failed' ? { over: true } : { settled: true };
}

/**
 * Asks Stripe to give the money back; that it has is told by its event. What was refused for certain can be asked for again
 * anew; where nobody knows, the next try has the same idempotency key.
 */
export async function refund(stripe: Stripe, asked: Asked): Promise<Problem | null> {
  try {
    const made = await stripe.refunds.create(
      { payment_intent: asked.intent, metadata: { payment: asked.id, attempt: String(asked.attempt) } },
      { idempotencyKey: `refund:${asked.id}:${asked.attempt}` },
    );
    await asService.noteRefund(asked.id, asked.attempt, made.id);
    return null;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === 'charge_already_refunded') return null;
    if (isRefusal(error)) {
      await settle({ becomes: 'refund-failed', payment: asked.id, refund_attempt: asked.attempt });
      return said(error, 'refund', 'Nothing was refunded.');
    }
    return said(error, 'refund', 'Whether it was refunded will show here; asking again refunds it once.');
  }
}

/** Stripe has looked at it and said no. */
const isRefusal = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError;

/** Names what kind of fault it was; texts of Stripe's can repeat what was sent. */
function said(error: unknown, call: string, after: string): Problem {
  const known = error instanceof Stripe.errors.StripeError ? error : undefined;
  log.error(
    {
      call,
      type: known?.type,
      code: known?.code,
      status: known?.statusCode,
      stripeRequest: known?.requestId,
    },
    'Stripe did not do what it was asked',
  );
  if (!known) log.error({ call, error }, 'a call of Stripe failed');
  return problem('unavailable', `The payment service did not do this now. ${after} Try again in a moment.`);
}

/** Hands a change to the database. @throws Error when it could not be kept: Stripe has to tell it again */
export async function settle(
  change: Change,
  event?: { readonly event: string; readonly type: string; readonly created: number },
): Promise<(typeof OUTCOMES)[number]> {
  const { data, error } = await asService.takePaymentEvent(JSON.stringify({ ...change, ...event }));
  if (error) throw new Error(`a payment could not be kept: ${error.code} ${error.message}`);
  const outcome = z.enum(OUTCOMES).parse(data);
  const about = { payment: change.payment, outcome, event: event?.event };
  if (outcome === 'paid-twice' || outcome === 'wrong-amount' || outcome === 'in-part') {
    log.error(about, 'somebody has to look at a payment in Stripe');
  } else log.info(about, 'a payment moved');
  return outcome;
}
