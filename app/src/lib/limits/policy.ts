/**
 * What is counted of those who ask: requests of programs (`api`), reads of the pages' own scripts (`reads`), forms, tries of
 * the second factor (`codes`), tries to sign in, measurements of pages (`vitals`).
 */
export type Counted = 'api' | 'reads' | 'forms' | 'codes' | 'sign-ins' | 'vitals';

/**
 * What a route does when nobody can count, because what counts (Redis, or the database where there is none) is gone or slow.
 * Nobody is kept from a patient's record, nor from holding or stopping a prescription; whatever can be guessed stops.
 */
export type Policy =
  | { readonly counts: Counted; readonly withoutCount: 'goes on' | 'stops' }
  | { readonly counts: 'nothing' };

/** Asks for nothing that counts. */
export const NOT_COUNTED = { counts: 'nothing' } as const satisfies Policy;
export const API = { counts: 'api', withoutCount: 'goes on' } as const satisfies Policy;
export const READS = { counts: 'reads', withoutCount: 'goes on' } as const satisfies Policy;
const FORMS = { counts: 'forms', withoutCount: 'goes on' } as const satisfies Policy;
const CODES = { counts: 'codes', withoutCount: 'stops' } as const satisfies Policy;
const SIGN_INS = { counts: 'sign-ins', withoutCount: 'stops' } as const satisfies Policy;

/** Nobody is named by it, and whoever sends too many would fill a table: rather none than that. */
export const VITALS = { counts: 'vitals', withoutCount: 'stops' } as const satisfies Policy;

/** Of every Server Action. Route handlers declare theirs with their operation (`features/<name>/api.ts`). */
export const ACTIONS = {
  'sign-in': SIGN_INS,
  // Whoever wants to leave is never kept.
  'sign-out': NOT_COUNTED,
  'end-sessions': FORMS,
  enroll: CODES,
  'remove-factor': CODES,
  'create-draft': FORMS,
  sign: CODES,
  'change-status': FORMS,
  'acknowledge-warning': FORMS,
  dispense: FORMS,
  'request-renewal': FORMS,
  'answer-renewal': FORMS,
  pay: FORMS,
  refund: FORMS,
  'set-copayment': FORMS,
  'set-flag': FORMS,
} as const satisfies Readonly<Record<string, Policy>>;
export type ActionName = keyof typeof ACTIONS;

/** Of every page: whether it asks Redis for something. None waits for it, and none is refused without it. */
export const PAGES: Readonly<Record<string, 'reads a cache' | 'does not ask'>> = {
  '/': 'reads a cache',
  '/api-docs': 'does not ask',
  '/audit': 'does not ask',
  '/flags': 'does not ask',
  '/home': 'does not ask',
  '/ops': 'does not ask',
  '/payments': 'does not ask',
  '/prescriptions': 'does not ask',
  '/prescriptions/[id]': 'does not ask',
  '/prescriptions/new': 'does not ask',
  '/queue': 'does not ask',
  '/renewals': 'does not ask',
  '/second-factor': 'does not ask',
  '/sessions': 'does not ask',
  '/sign-in': 'does not ask',
};
