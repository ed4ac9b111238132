import { changeOf, stripeEvent } from '@/features/payments/change';
import { settle } from '@/features/payments/outside';
import { payments } from '@/features/payments/stripe';
import { bodyOf } from '@/lib/body';
import { log } from '@/lib/log';
import { problem, problemResponse } from '@/lib/problem';

export const dynamic = 'force-dynamic';

/** Stripe's own are a few kilobytes. */
const MOST_BYTES = 256 * 1024;

/** The signature is of the body's bytes, so that is what is read: https://docs.stripe.com/webhooks#verify-events */
export async function POST(request: Request): Promise<Response> {
  const service = payments();
  if (!service) return problemResponse(problem('not-found', 'Payments are off.'));
  const signature = request.headers.get('stripe-signature') ?? '';
  let sent: unknown;
  try {
    const body = await bodyOf(request, MOST_BYTES);
    sent = await service.stripe.webhooks.constructEventAsync(body, signature, service.webhookSecret);
  } catch {
    // What was sent is whoever's; nothing of it reaches the log.
    log.warn({ route: 'stripe-webhook' }, 'an event has no signature of Stripe’s');
    return problemResponse(problem('invalid', 'This is not signed by Stripe.'));
  }
  const event = stripeEvent.safeParse(sent);
  // Test mode alone, as the keys are.
  const change = event.success && !event.data.livemode ? changeOf(event.data) : null;
  if (!event.success || !change) return Response.json({ outcome: 'ignored' });
  try {
    const { id, type, created } = event.data;
    return Response.json({ outcome: await settle(change, { event: id, type, created }) });
  } catch (error) {
    log.error({ route: 'stripe-webhook', error }, 'an event could not be kept');
    return problemResponse(problem('unavailable', 'Send it again.'));
  }
}
