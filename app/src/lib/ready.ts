import { env } from './env.ts';
import { type Readiness, readiness, readinessLimit } from './health.ts';
import { log } from './log.ts';
import { publicClient } from './supabase/public.ts';

/**
 * Can this release serve people now? Without the Auth server whoever is signed in works on until their token ends, and
 * notices are read: that is said, and is not down.
 */
export function ready(): Promise<Readiness> {
  return readiness(
    { database: { probe: database, vital: true }, auth: { probe: auth, vital: false } },
    {
      limit: readinessLimit(),
      onFailure: (check, error) => log.error({ check, error }, 'readiness check failed'),
    },
  );
}

/** Reads a row's id of a public table: proves the API, the database, the schema and its grants in one small query. */
async function database(signal: AbortSignal): Promise<void> {
  const { error } = await publicClient().from('notices').select('id').limit(1).abortSignal(signal);
  if (error) throw new Error(`${error.code} ${error.message}`);
}

/** The keys that sessions are verified with: every sign-in and refresh needs the server that answers this. */
async function auth(signal: AbortSignal): Promise<void> {
  const url = new URL('/auth/v1/settings', env().NEXT_PUBLIC_SUPABASE_URL);
  const headers = { apikey: env().NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY };
  const response = await fetch(url, { headers, signal, cache: 'no-store' });
  if (!response.ok) throw new Error(`the Auth server answered with HTTP ${response.status}`);
}
