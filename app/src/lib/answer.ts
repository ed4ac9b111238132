import 'server-only';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import type { Database } from './database.types.ts';
import { clientAddress } from './limits/address.ts';
import { waitText } from './limits/sign-in.ts';
import { waitFor } from './limits/wait.ts';
import { log } from './log.ts';
import { type Operation, parseQuery, queryHint } from './operation.ts';
import { databaseProblem, problem, problemResponse, throttled } from './problem.ts';
import { isSameOrigin } from './same-origin.ts';
import { verifiedPerson } from './supabase/person.ts';
import { sessionClient } from './supabase/server.ts';

/** Thrown by a route handler's work: what the database refused. */
export class Refused extends Error {
  constructor(readonly error: { readonly code?: string; readonly message: string }) {
    super('the database refused');
  }
}

/**
 * Answers a request of the app's own pages as the signed-in person, or says why not (RFC 9457). FHIR has a form of its own
 * for problems: `features/fhir/serve`.
 */
export async function answerAsVisitor<Query extends z.ZodObject>(
  request: Request,
  operation: Operation<Query>,
  answer: (supabase: SupabaseClient<Database>, query: z.output<Query>) => Promise<Response>,
): Promise<Response> {
  const route = operation.path;
  // A link in a page of this site, or a script of it; nothing that another site embeds or fetches.
  if (request.headers.get('sec-fetch-mode') !== 'navigate' && !isSameOrigin(request.headers)) {
    return problemResponse(problem('foreign-request', 'Open this from a page of this site.'));
  }
  try {
    const supabase = await sessionClient();
    const person = await verifiedPerson(supabase);
    if (!person) return signedOut();
    const [open, wait] = await Promise.all([
      supabase.rpc('session_is_open'),
      waitFor(operation.limit, { person, address: clientAddress(request.headers) }),
    ]);
    // A session that was ended elsewhere keeps its token until that runs out.
    if (orRefused(open) !== true) return signedOut();
    if (wait > 0) return problemResponse(throttled(waitText(wait)), wait);
    const query = parseQuery(operation, request);
    if (!query.success) return problemResponse(problem('invalid', queryHint(operation)));
    const response = await answer(supabase, query.data);
    response.headers.set('cache-control', 'private, no-store');
    return response;
  } catch (error) {
    if (error instanceof Refused) {
      log.warn({ route, code: error.error.code }, 'a request was refused');
      return problemResponse(databaseProblem(error.error));
    }
    log.error({ route, error }, 'a request failed');
    return problemResponse(
      problem('unavailable', 'This is not possible right now. Please try again in a moment.'),
    );
  }
}

const signedOut = () => problemResponse(problem('signed-out', 'Your session has ended. Sign in again.'));

/** What the database answered, or `Refused`. */
export function orRefused<Data>({
  data,
  error,
}: {
  data: Data;
  error: { code?: string; message: string } | null;
}): Data {
  if (error) throw new Refused(error);
  return data;
}
