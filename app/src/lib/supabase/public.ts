import 'server-only';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { env } from '../env.ts';
import { withTimeout } from './timeout.ts';

let client: SupabaseClient | undefined;

/** A client without a person: sees what everyone may see. It keeps no session, so one serves all requests. */
export function publicClient(): SupabaseClient {
  client ??= createClient(env().NEXT_PUBLIC_SUPABASE_URL, env().NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    // The library would retry for seven seconds; a page that fails at once is kinder to people and to gates.
    db: { retry: false },
    global: { fetch: withTimeout(5_000) },
  });
  return client;
}
