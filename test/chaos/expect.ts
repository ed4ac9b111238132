import type { Answered } from './ask.ts';
import type { Kind } from './routes.ts';

/** What a scenario takes away. */
export type Gone = 'nothing' | 'redis' | 'database' | 'auth';

/** `does`: it does its work. `refuses`: it says that it cannot do it now. `either`: both are right (a cache may have it). */
export type Outcome = 'does' | 'refuses' | 'either';

const EXPECTED: Readonly<Record<Gone, Readonly<Partial<Record<Kind, Outcome>>>>> = {
  nothing: {},
  redis: { measured: 'refuses', stops: 'refuses', 'sign-in': 'refuses' },
  database: {
    ready: 'refuses',
    measured: 'refuses',
    open: 'either',
    read: 'refuses',
    factors: 'refuses',
    form: 'refuses',
    stops: 'refuses',
  },
  // The stand-in signs with a shared secret: without the Auth server nobody can say whose token it is.
  auth: {
    read: 'refuses',
    factors: 'refuses',
    form: 'refuses',
    stops: 'refuses',
    'sign-in': 'refuses',
  },
};
export const expectedOf = (gone: Gone, kind: Kind): Outcome => EXPECTED[gone][kind] ?? 'does';

const NOT_NOW = 'not possible right now';

/** A page, an API and a form refuse in their own ways, each with words for people. */
export function outcomeOf(kind: Kind, { status, text }: Answered): Outcome | 'breaks' {
  if (status === 0) return 'breaks';
  if (kind === 'sign-in') return text.includes(NOT_NOW) ? 'refuses' : status === 303 ? 'does' : 'breaks';
  if (status === 503) return 'refuses';
  // A page that cannot be made is the error page, which the browser renders.
  if (status === 500 && ['read', 'open', 'factors'].includes(kind) && text.includes('<html'))
    return 'refuses';
  return status >= 500 || status === 429 || status === 401 ? 'breaks' : 'does';
}

/**
 * Milliseconds that a request can take where something is gone, as the product itself limits what it waits for: one answer
 * of the database or the Auth server (5 s), the readiness path's parts (1.5 s). Signing in asks for both, one after the other.
 */
export const BUDGET_MS: Readonly<Record<Kind, number>> = {
  ...{
    live: 0,
    still: 0,
    measured: 6_000,
    ready: 1_500,
    open: 5_000,
    read: 5_000,
    factors: 5_000,
    form: 5_000,
    stops: 5_000,
  },
  'sign-in': 10_000,
};
/** The machine's own: what a route took with everything there, twice, and a second. */
export const slackOf = (usual: number): number => 2 * usual + 1_000;
