import { z } from 'zod';
import { CURRENCIES, REFUND_REASONS, type RefundReason } from './words.ts';

/** As `list_payments` writes it. */
export const payment = z.object({
  id: z.string(),
  dispense_id: z.string(),
  /** In the currency's smallest unit. */
  amount: z.number().int(),
  currency: z.string(),
  // A database newer than this code may know more statuses.
  status: z.string(),
  refund_reason: z.string().nullable(),
  paid_at: z.string().nullable(),
  refunded_at: z.string().nullable(),
  created_at: z.string(),
  /** Null for who may not read what it is for. */
  prescription_id: z.string().nullable(),
  medication_display: z.string().nullable(),
  pharmacy: z.string().nullable(),
  /** Whether the person who asks may pay it, or give it back. */
  payable: z.boolean(),
  refundable: z.boolean(),
});
export type Payment = z.output<typeof payment>;

/** What a pharmacy charges for a fill; null: nothing. */
export const copayment = z.object({
  id: z.string(),
  name: z.string(),
  amount: z.number().int().nullable(),
  currency: z.string().nullable(),
});
export type Copayment = z.output<typeof copayment>;

/** As `begin_payment` answers. */
export const begun = z.object({
  id: z.uuid(),
  amount: z.number().int(),
  currency: z.string(),
  attempt: z.number().int(),
  /** Stripe's id of the checkout that is open already. */
  session: z.string().nullable(),
});
export type Begun = z.output<typeof begun>;

/** As `request_refund` answers. */
export const asked = z.object({ id: z.uuid(), intent: z.string(), attempt: z.number().int() });
export type Asked = z.output<typeof asked>;

export const payInput = z.object({ payment: z.uuid() });

export const refundInput = z.object({
  payment: z.uuid(),
  because: z.enum(Object.keys(REFUND_REASONS) as [RefundReason, ...RefundReason[]], 'Choose a reason.'),
});

export const copaymentInput = z.object({
  pharmacy: z.uuid(),
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,3}(?:\.\d{2})?$/, 'Enter an amount such as 5.00; 0 charges nothing.')
    .transform((text) => Math.round(Number(text) * 100)),
  currency: z.enum(CURRENCIES),
});

/** An amount in the currency's smallest unit, as people write it. */
export function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

const LABELS: Readonly<Record<string, string>> = {
  due: 'To pay',
  open: 'To pay',
  processing: 'Being confirmed',
  paid: 'Paid',
  refunding: 'Being refunded',
  refunded: 'Refunded',
  cancelled: 'Not to be paid',
};
export const paymentLabel = (status: string): string => LABELS[status] ?? status;
export const paymentTone = (status: string): 'good' | 'waiting' | 'over' =>
  status === 'paid' ? 'good' : ['refunded', 'cancelled'].includes(status) ? 'over' : 'waiting';
