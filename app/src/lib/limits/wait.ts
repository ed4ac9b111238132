import 'server-only';
import { log } from '../log.ts';
import { hasRedis } from '../redis/client.ts';
import { RedisUnavailable } from '../redis/guard.ts';
import type { Turn } from './limit.ts';
import type { Counted, Policy } from './policy.ts';
import { takeTurns } from './turns.ts';

/** Who asks. */
interface Caller {
  /** The account's id. */
  readonly person: string;
  readonly address: string;
}

/** Whose turns are given, since nobody is signed in. */
type Unknown = 'sign-ins' | 'vitals';

const MINUTE = 60;

/** A hospital is behind one address. */
const TURNS: Readonly<Record<Exclude<Counted, Unknown>, (of: Caller) => Turn[]>> = {
  api: ({ person, address }) => [
    { bucket: 'API by person', subject: person, atMost: 120, seconds: MINUTE },
    { bucket: 'API by address', subject: address, atMost: 1_200, seconds: MINUTE },
  ],
  reads: ({ person, address }) => [
    { bucket: 'reads by person', subject: person, atMost: 300, seconds: MINUTE },
    { bucket: 'reads by address', subject: address, atMost: 3_000, seconds: MINUTE },
  ],
  forms: ({ person, address }) => [
    { bucket: 'forms by person', subject: person, atMost: 60, seconds: MINUTE },
    { bucket: 'forms by address', subject: address, atMost: 600, seconds: MINUTE },
  ],
  codes: ({ person }) => [codesOf(person)],
};

/** A code has six digits; a right one is given back (`returnTurns`). */
export const codesOf = (person: string): Turn => ({
  ...{ bucket: 'codes by person', subject: person, atMost: 10, seconds: 5 * MINUTE },
});

/** In the database, each of these would cost a write; they are counted where there is Redis. */
const CHEAP_ALONE: readonly Counted[] = ['reads', 'forms'];

/** Nobody could count, and this does not go on without. */
export class Uncounted extends Error {}

/**
 * Counts a request as its policy says.
 * @param turns where they are not those of the policy's kind
 * @returns seconds to wait; 0: go on
 * @throws Uncounted
 */
export async function waitFor(
  policy: Policy,
  by: Caller | { readonly turns: readonly Turn[] },
): Promise<number> {
  if (policy.counts === 'nothing' || (CHEAP_ALONE.includes(policy.counts) && !hasRedis())) return 0;
  try {
    return await takeTurns(turnsOf(policy.counts, by));
  } catch (error) {
    // That Redis is gone is said once a minute, by its guard.
    if (!(error instanceof RedisUnavailable)) log.error({ error, counts: policy.counts }, 'nobody can count');
    if (policy.withoutCount === 'goes on') return 0;
    throw new Uncounted(`${policy.counts} cannot be counted`);
  }
}

function turnsOf(counts: Counted, by: Caller | { readonly turns: readonly Turn[] }): readonly Turn[] {
  if ('turns' in by) return by.turns;
  if (counts === 'sign-ins' || counts === 'vitals') throw new Error('nobody is signed in: give the turns');
  return TURNS[counts](by);
}
