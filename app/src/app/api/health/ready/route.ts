import { readiness } from '@/lib/health';
import { log } from '@/lib/log';
import { publicClient } from '@/lib/supabase/public';

export const dynamic = 'force-dynamic';

const DATABASE_LIMIT_MS = 1_500;

/** Can this release serve people now? 503 when not, with what is missing. */
export async function GET(): Promise<Response> {
  const result = await readiness(
    { database },
    {
      limit: DATABASE_LIMIT_MS,
      onFailure: (check, error) => log.error({ check, error }, 'readiness check failed'),
    },
  );
  return Response.json(result, {
    status: result.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}

/** Reads a row's id of a public table: proves the API, the database, the schema and its grants in one small query. */
async function database(signal: AbortSignal): Promise<void> {
  const { error } = await publicClient().from('notices').select('id').limit(1).abortSignal(signal);
  if (error) throw new Error(`${error.code} ${error.message}`);
}
