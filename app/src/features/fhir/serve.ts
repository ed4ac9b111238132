import 'server-only';
import { createClient, type PostgrestError, type SupabaseClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import { fhirApi } from '@/features/flags/flags';
import type { Database } from '@/lib/database.types';
import { env } from '@/lib/env';
import { clientAddress } from '@/lib/limits/address';
import { waitFor } from '@/lib/limits/wait';
import { log } from '@/lib/log';
import { type Operation, parseQuery, queryHint } from '@/lib/operation';
import { RETRY_SECONDS } from '@/lib/problem';
import { verifiedPerson } from '@/lib/supabase/person';
import { sessionClient } from '@/lib/supabase/server';
import { withTimeout } from '@/lib/supabase/timeout';
import { operationOutcome, type Resource } from './resources.ts';

type Client = SupabaseClient<Database>;

export function fhirResponse(resource: Resource, status = 200): Response {
  return new Response(JSON.stringify(resource), {
    status,
    headers: {
      'content-type': 'application/fhir+json; charset=utf-8',
      // Also for shared caches on the way: whose record it is depends on who asks.
      'cache-control': 'private, no-store',
      vary: 'authorization, cookie',
      ...(status === 503 ? { 'retry-after': String(RETRY_SECONDS) } : {}),
    },
  });
}

/** What the operation's schemas made of a request's path and query. */
interface Input<Query extends z.ZodObject, Params extends z.ZodObject> {
  readonly query: z.output<Query>;
  readonly params: z.output<Params>;
}

/** Answers as the person whose bearer token or session came with the request; says 401 where there is none. */
export async function asCaller<Query extends z.ZodObject, Params extends z.ZodObject>(
  operation: Operation<Query, Params>,
  request: Request,
  path: { readonly params: Promise<unknown> } | undefined,
  answer: (supabase: Client, input: Input<Query, Params>) => Promise<Response>,
): Promise<Response> {
  try {
    const supabase = await clientOf(request);
    const person = await verifiedPerson(supabase, bearerOf(request));
    if (!person) {
      const response = fhirResponse(operationOutcome('login', 'Sign in, or send a bearer token.'), 401);
      response.headers.set('www-authenticate', 'Bearer');
      return response;
    }
    const [open, wait] = await Promise.all([
      supabase.rpc('session_is_open'),
      waitFor(operation.limit, { person, address: clientAddress(request.headers) }),
    ]);
    if (answered(open) !== true) {
      const response = fhirResponse(
        operationOutcome('expired', 'The session has ended. Sign in again.'),
        401,
      );
      response.headers.set('www-authenticate', 'Bearer error="invalid_token"');
      return response;
    }
    if (wait > 0) {
      const response = fhirResponse(operationOutcome('throttled', 'Too many requests. Wait a little.'), 429);
      response.headers.set('retry-after', String(wait));
      return response;
    }
    if ((await fhirApi.run({ identify: { person } })) !== 'on') {
      return fhirResponse(operationOutcome('transient', 'The API is switched off for now.'), 503);
    }
    // An id that is none names nothing.
    const params = operation.params.safeParse(path ? await path.params : {});
    if (!params.success) return notFound();
    const query = parseQuery(operation, request);
    if (!query.success) return fhirResponse(operationOutcome('invalid', queryHint(operation)), 400);
    return await answer(supabase, { query: query.data, params: params.data });
  } catch (error) {
    log.error({ error }, 'a FHIR request failed');
    return fhirResponse(operationOutcome('transient', 'This is not possible right now.'), 503);
  }
}

const bearerOf = (request: Request): string | undefined =>
  /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];

async function clientOf(request: Request): Promise<Client> {
  const token = bearerOf(request);
  if (!token) return sessionClient();
  return createClient<Database>(env().NEXT_PUBLIC_SUPABASE_URL, env().NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    db: { retry: false },
    global: { fetch: withTimeout(5_000), headers: { authorization: `Bearer ${token}` } },
  });
}

/** What the database answered, or the failure that `asCaller` turns into 503. */
export function answered<Data>({ data, error }: { data: Data; error: PostgrestError | null }): Data {
  if (error) throw new Error(`the database refused: ${error.code} ${error.message}`);
  return data;
}

export const notFound = () =>
  fhirResponse(operationOutcome('not-found', 'There is none, or it is not yours to see.'), 404);
