import { env } from '@/lib/env';
import { readiness, readinessLimit } from '@/lib/health';
import { log } from '@/lib/log';
import { publicClient } from '@/lib/supabase/public';

export const dynamic = 'force-dynamic';

/**
 * Can this release serve people now? 503 when not, with what is missing. Without the Auth server whoever is signed in
 * works on until their token ends, and notices are read: that is said, and is not down.
 */
export async function GET(): Promise<Response> {
  const result = await readiness(
    { database: { probe: database, vital: true }, auth: { probe: auth, vital: false } },
    {
      limit: readinessLimit(),
      onFailure: (check, error) => log.error({ check, error }, 'readiness check failed'),
    },
  );
  return Response.json(result, {
    status: result.status === 'down' ? 503 : 200,
    headers: { 'cache-control': 'no-store' },
  });
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
