import type { Session } from './state.ts';

/** What stands in for Stripe's page: one button, and no card. */
export function checkoutPage({
  id,
  status,
  amount_total: amount,
  currency,
  cancel_url: back,
}: Session): Response {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  const money = new Intl.NumberFormat('en', { style: 'currency', currency }).format(
    amount / 10 ** (digits ?? 2),
  );
  const body =
    status === 'open'
      ? `<form method="post" action="/pay/${id}"><button>Pay ${money}</button></form>`
      : `<p>This checkout is ${status}.</p>`;
  const leave = back ? `<p><a href="${escaped(back)}">Back</a></p>` : '';
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout (stand-in)</title>
<h1>Checkout</h1><p>A stand-in of Stripe on this machine: no money moves.</p>${body}${leave}`,
    { headers: { 'content-type': 'text/html; charset=utf-8' } },
  );
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
