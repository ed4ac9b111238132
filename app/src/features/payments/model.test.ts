import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf } from './change.ts';
import { copaymentInput, formatMoney } from './model.ts';

test.each([
  [500, 'eur', '€5.00'],
  [1, 'gbp', '£0.01'],
  [500, 'jpy', 'JP¥500'],
])('%i of the smallest unit of %s is %s', (amount, currency, text) => {
  expect(formatMoney(amount, currency)).toBe(text);
});

const PHARMACY = '80000000-0000-4000-8000-000000000002';
test('an amount that is typed becomes the smallest unit exactly, whatever binary fractions do', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999 }), (cents) => {
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      expect(copaymentInput.parse({ pharmacy: PHARMACY, amount, currency: 'eur' }).amount).toBe(cents);
    }),
  );
  for (const amount of ['-1', '1e3', '5.005', '5,00', '', '1000'])
    expect(copaymentInput.safeParse({ pharmacy: PHARMACY, amount, currency: 'eur' }).success, amount).toBe(
      false,
    );
});

const PAYMENT = 'd1000000-0000-4000-8000-000000000001';
const event = (type: string, object: object) => ({
  ...{ id: 'evt_1', type, created: 1, livemode: false, data: { object: { ...object } } },
});
const session = {
  ...{ id: 'cs_1', status: 'complete', payment_status: 'paid', payment_intent: 'pi_1', amount_total: 500 },
  ...{ currency: 'eur', metadata: { payment: PAYMENT, attempt: '2' } },
};
const refund = {
  ...{ id: 're_1', status: 'succeeded', payment_intent: 'pi_1', amount: 500, currency: 'eur' },
  metadata: { payment: PAYMENT, attempt: '1' },
};

test.each([
  ['checkout.session.completed', session, 'paid'],
  ['checkout.session.completed', { ...session, payment_status: 'unpaid' }, 'processing'],
  ['checkout.session.async_payment_succeeded', session, 'paid'],
  ['checkout.session.async_payment_failed', { ...session, payment_status: 'unpaid' }, 'failed'],
  ['checkout.session.expired', { ...session, status: 'expired', payment_status: 'unpaid' }, 'failed'],
  ['refund.created', refund, 'refunded'],
  ['refund.created', { ...refund, status: 'pending' }, undefined],
  ['refund.updated', { ...refund, status: 'requires_action' }, undefined],
  ['refund.updated', { ...refund, status: 'canceled' }, 'refund-failed'],
  ['refund.failed', { ...refund, status: 'failed' }, 'refund-failed'],
  ['checkout.session.completed', { ...session, metadata: { order: 'of a shop' } }, undefined],
  ['checkout.session.completed', { ...session, metadata: null }, undefined],
  ['charge.succeeded', { id: 'ch_1' }, undefined],
  ['customer.created', session, undefined],
])('%s', (type, object, becomes) => {
  expect(changeOf(event(type, object))?.becomes).toBe(becomes);
});

test('a change says which attempt it is of, and a refund of Stripe’s own page only the intent', () => {
  expect(changeOf(event('checkout.session.completed', session))).toMatchObject({
    ...{ payment: PAYMENT, attempt: 2, session: 'cs_1', intent: 'pi_1', amount: 500, currency: 'eur' },
  });
  expect(changeOf(event('refund.updated', { ...refund, metadata: {} }))).toEqual({
    ...{ becomes: 'refunded', payment: null, intent: 'pi_1', refund: 're_1', amount: 500, currency: 'eur' },
  });
});
