/** In the browser as well, where zod would weigh more than the whole form. */
export const REFUND_REASONS = {
  'not-dispensed': 'Not handed over after all',
  'wrong-amount': 'Wrong amount',
  duplicate: 'Paid twice',
  other: 'Another reason',
} as const;
export type RefundReason = keyof typeof REFUND_REASONS;

/** Those with two decimals: what is typed is turned into the smallest unit by them. */
export const CURRENCIES = ['eur', 'gbp', 'usd', 'chf'] as const;
