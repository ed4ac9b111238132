/** What becomes of what Stripe tells or answers, in the database's words. */
export const OUTCOMES = [
  'done',
  'again',
  'stale',
  'unknown',
  'in-part',
  'paid-twice',
  'wrong-amount',
] as const;
