import 'server-only';
import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { cookies, headers } from 'next/headers';
import type { Database } from '../database.types.ts';
import { env } from '../env.ts';
import { cookieOptions, forASession } from './cookie-options.ts';
import { withTimeout } from './timeout.ts';

/**
 * A client for the person who sent this request. Made anew each time: it must never be shared between requests.
 * `ends`: it takes the session's cookies away. Otherwise `proxy.ts` does with the next page, where a session turns out to
 * have ended: a Server Action that writes a cookie renders its page again, and loses what was typed in a form.
 */
export async function sessionClient({ ends = false } = {}): Promise<SupabaseClient<Database>> {
  const store = await cookies();
  return createServerClient<Database>(
    env().NEXT_PUBLIC_SUPABASE_URL,
    env().NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    {
      // The library would retry for seven seconds; a page that fails at once is kinder to people and to gates.
      db: { retry: false },
      global: { fetch: withTimeout(5_000) },
      cookieOptions: cookieOptions((await headers()).get('x-forwarded-proto')),
      cookies: {
        getAll: () => store.getAll(),
        setAll(changes) {
          if (!ends && changes.every(({ value }) => value === '')) return;
          // The Cache-Control headers that come along cannot be set from here; `proxy.ts` puts the same ones on every
          // answer to a person with a session or to a Server Action.
          try {
            for (const { name, value, options } of changes) store.set(name, value, forASession(options));
          } catch {
            // A Server Component cannot set cookies; `proxy.ts` has refreshed the session already.
          }
        },
      },
    },
  );
}
