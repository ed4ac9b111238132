import 'server-only';
import { isAuthApiError, isAuthRetryableFetchError, type SupabaseClient } from '@supabase/supabase-js';

/** Nobody could say whose token this is. It may well be good: whoever sent it must not be told to sign in again. */
export class Unverified extends Error {
  constructor() {
    super('the Auth server did not answer, so the token could not be verified');
  }
}

/**
 * The person whose token came with this request, by a token that was verified: with the project's keys, which are kept
 * for ten minutes, or by the Auth server where the project still signs with a shared secret.
 *
 * @param token A bearer token; without one, the session of the request's cookies.
 * @returns Their id; undefined where there is no session, or it ended.
 * @throws Unverified
 */
export async function verifiedPerson(supabase: SupabaseClient, token?: string): Promise<string | undefined> {
  const { data, error } = await supabase.auth.getClaims(token);
  if (isAuthRetryableFetchError(error) || (isAuthApiError(error) && error.status >= 500))
    throw new Unverified();
  return data?.claims.sub || undefined;
}
