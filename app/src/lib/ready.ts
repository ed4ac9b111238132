import { env } from './env.ts';
import { type Probe, type Readiness, readiness, readinessLimit, TookTooLong } from './health.ts';
import { log } from './log.ts';
import { hasRedis, pingRedis } from './redis/client.ts';
import { RedisUnavailable } from './redis/guard.ts';
import { publicClient } from './supabase/public.ts';

/**
 * Can this release serve people now? Without the Auth server whoever is signed in works on until their token ends, and
 * notices are read; without Redis nobody signs in and nobody signs, and all else goes on: that is said, and is not down.
 */
export function ready(): Promise<Readiness> {
  return readiness(
    {
      database: { probe: database, vital: true },
      auth: { probe: auth, vital: false },
      redis: { probe: redis(), vital: false },
    },
    {
      limit: readinessLimit(),
      onFailure(check, error) {
        // Its guard says it once a minute, however often this path is asked.
        if (check !== 'redis') log.error({ check, error }, 'readiness check failed');
      },
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

/** None where this server was given none; also where its settings cannot be read, which the other parts say. */
function redis(): Probe | null {
  try {
    return hasRedis() ? answers : null;
  } catch {
    return null;
  }
}

async function answers(): Promise<void> {
  try {
    await pingRedis();
  } catch (error) {
    if (error instanceof RedisUnavailable && error.isLate) throw new TookTooLong(error.message);
    throw error;
  }
}
