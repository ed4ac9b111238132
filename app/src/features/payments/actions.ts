'use server';

import { headers } from 'next/headers';
import { type FormState, runForm } from '@/lib/action';
import { problem } from '@/lib/problem';
import { asked, begun, copaymentInput, payInput, refundInput } from './model.ts';
import { openCheckout, refund as refundOutside } from './outside.ts';
import { payments } from './stripe.ts';

const off = () => problem('unavailable', 'Payments are off. Please pay at the pharmacy.');
const whenOn = async () => (payments() ? null : off());

/** Leads to Stripe's page. Sent twice it is one checkout: the attempt that the database counts is its idempotency key. */
export async function pay(_previous: FormState, form: FormData): Promise<FormState> {
  let to = '/payments?from=checkout';
  return runForm('pay', payInput, form, {
    before: whenOn,
    send: (supabase, input) => supabase.rpc('begin_payment', { payment: input.payment }),
    async outside(supabase, data) {
      const service = payments();
      if (!service) return off();
      const origin = await ownOrigin();
      const due = begun.parse(data);
      let checkout = await openCheckout(service.stripe, due, origin);
      if ('over' in checkout) {
        const again = await supabase.rpc('begin_payment', { payment: due.id });
        if (again.error) return problem('refused', 'This payment has changed. Reload the page.');
        checkout = await openCheckout(service.stripe, begun.parse(again.data), origin);
      }
      if ('problem' in checkout) return checkout.problem;
      if ('url' in checkout) to = checkout.url;
      return null;
    },
    done: () => ({ changed: ['/payments'], to }),
  });
}

/** Asks for the money back; Stripe's event says when it is. */
export async function refund(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('refund', refundInput, form, {
    before: whenOn,
    send: (supabase, input) =>
      supabase.rpc('request_refund', { payment: input.payment, because: input.because }),
    async outside(_supabase, data) {
      const service = payments();
      return service ? refundOutside(service.stripe, asked.parse(data)) : off();
    },
    done: () => ({ changed: ['/payments'], to: '/payments' }),
  });
}

/** What a pharmacy charges from now on; dispenses that were handed over keep their amount. */
export async function setCopayment(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('set-copayment', copaymentInput, form, {
    send: (supabase, input) =>
      supabase.rpc('set_copayment', {
        pharmacy: input.pharmacy,
        amount: input.amount,
        currency: input.currency,
      }),
    done: () => ({ changed: ['/payments'], to: '/payments' }),
  });
}

/** Where this site is, as the browser that sent the form sees it; `runForm` has compared it with the host. */
async function ownOrigin(): Promise<string> {
  const request = await headers();
  const host = request.get('x-forwarded-host') ?? request.get('host');
  return request.get('origin') ?? `${request.get('x-forwarded-proto') ?? 'https'}://${host}`;
}
