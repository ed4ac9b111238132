import 'server-only';
import type { AuthError } from '@supabase/supabase-js';
import { log } from '@/lib/log';
import { type Problem, problem } from '@/lib/problem';

/** What is needed of a client. */
interface WithFactors {
  readonly auth: {
    readonly mfa: {
      listFactors(): Promise<
        | { readonly data: { readonly totp: readonly { readonly id: string }[] }; readonly error: null }
        | { readonly data: null; readonly error: AuthError }
      >;
      challengeAndVerify(of: {
        factorId: string;
        code: string;
      }): Promise<{ readonly error: AuthError | null }>;
    };
  };
}

/**
 * Asks the Auth server whether this code is right now, and raises the session; the database then finds the time of it in
 * the token and decides. Null when it is proved.
 */
export async function proveSecondFactor(supabase: WithFactors, given: string): Promise<Problem | null> {
  const { data, error } = await supabase.auth.mfa.listFactors();
  if (error) return refused(error);
  const factor = data.totp[0];
  if (!factor) {
    return problem('second-factor', 'Set up your authenticator app first.');
  }
  return proveFactor(supabase, factor.id, given);
}

export async function proveFactor(
  supabase: WithFactors,
  factorId: string,
  given: string,
): Promise<Problem | null> {
  const { error } = await supabase.auth.mfa.challengeAndVerify({ factorId, code: given });
  return error ? refused(error) : null;
}

/** https://supabase.com/docs/guides/auth/debugging/error-codes */
export function refused(error: AuthError): Problem {
  log.warn({ reason: error.code ?? error.name, status: error.status }, 'a second factor was refused');
  if (error.code === 'mfa_verification_failed') {
    return problem('second-factor', 'This code is wrong or over. Enter the one that your app shows now.');
  }
  if (error.status === 429) return problem('second-factor', 'Too many tries. Please wait a few minutes.');
  if (error.code === 'insufficient_aal') {
    return problem('second-factor', 'Enter a code of your authenticator app first.');
  }
  if (error.code === 'mfa_factor_not_found') {
    return problem('second-factor', 'This app is no longer set up. Reload the page.');
  }
  return problem('unavailable', 'The code could not be checked. Please try again in a moment.');
}
