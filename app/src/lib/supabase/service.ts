import 'server-only';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../database.types.ts';
import { env } from '../env.ts';
import { withTimeout } from './timeout.ts';

let kept: SupabaseClient<Database> | undefined;

function client(): SupabaseClient<Database> {
  kept ??= createClient<Database>(env().NEXT_PUBLIC_SUPABASE_URL, env().SUPABASE_SECRET_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    db: { retry: false },
    global: { fetch: withTimeout(3_000) },
  });
  return kept;
}

/**
 * What the server asks of the database in its own name, with the secret key that row-level security does not hold back.
 * Everything else is asked as the person who is signed in. This file is the only one that reads the key, and gives out no
 * client: what the key is for is this list.
 */
export const asService = {
  takeTurns: (turns: string) => client().rpc('take_turns', { turns }),
  returnTurns: (turns: string) => client().rpc('return_turns', { turns }),
  /** `Measurement`s, as JSON. */
  addMeasurements: (measured: string) => client().rpc('add_measurements', { measured }),
  addWordingOutcome: (form: string, variant: string, became: string) =>
    client().rpc('add_wording_outcome', { form, of_variant: variant, became }),
  readFlags: () => client().rpc('read_flags'),
  /** What Stripe told or answered, as JSON. */
  takePaymentEvent: (change: string) => client().rpc('take_payment_event', { change }),
  noteCheckout: (payment: string, attempt: number, session: string) =>
    client().rpc('note_checkout', { payment, of_attempt: attempt, session }),
  noteRefund: (payment: string, attempt: number, made: string) =>
    client().rpc('note_refund', { payment, of_attempt: attempt, made }),
};
