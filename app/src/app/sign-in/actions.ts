'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { describeDevice } from '@/features/sessions/device';
import { clientAddress } from '@/lib/limits/address';
import { ACTIONS } from '@/lib/limits/policy';
import { signInTurns, waitText } from '@/lib/limits/sign-in';
import { returnTurns } from '@/lib/limits/turns';
import { Uncounted, waitFor } from '@/lib/limits/wait';
import { log } from '@/lib/log';
import type { Problem } from '@/lib/problem';
import { isSameOrigin } from '@/lib/same-origin';
import { sessionClient } from '@/lib/supabase/server';

const credentials = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email()),
  password: z.string().min(1).max(1_000),
});

export interface SignInState {
  /** What the person is told; `null` before the first try. */
  readonly message: string | null;
  readonly email: string;
  /** What stood in the way before the form was read. */
  readonly problem?: Problem | null;
}

const NOT_NOW = 'Signing in is not possible right now. Please try again in a moment.';

/** Signs in with email and password. The answer never tells whether the account exists. */
export async function signIn(_previous: SignInState, form: FormData): Promise<SignInState> {
  const given = String(form.get('email') ?? '');
  const refuse = (message: string): SignInState => ({ message, email: given });
  const request = await headers();
  // Or a page elsewhere could sign people in as somebody whose account its author reads.
  if (!isSameOrigin(request)) return refuse('Reload the page and try again.');
  const parsed = credentials.safeParse({ email: given, password: form.get('password') });
  if (!parsed.success) return refuse('Enter your email address and your password.');

  const turns = signInTurns(parsed.data.email, clientAddress(request));
  try {
    const wait = await waitFor(ACTIONS['sign-in'], { turns });
    if (wait > 0) {
      log.warn({ wait }, 'sign-in throttled');
      return refuse(`Too many tries. Please wait ${waitText(wait)}.`);
    }
  } catch (error) {
    if (!(error instanceof Uncounted)) throw error;
    // Without a count anybody could guess for ever.
    log.warn('sign-in refused: tries cannot be counted');
    return refuse(NOT_NOW);
  }

  const supabase = await sessionClient();
  const { data, error } = await supabase.auth.signInWithPassword(parsed.data);
  if (error) {
    log.warn({ reason: error.code ?? error.name, status: error.status }, 'sign-in refused');
    return refuse(refusal(error.status));
  }
  await returnTurns(turns);
  const noted = await supabase.rpc('note_device', {
    signed_in_from: describeDevice(request.get('user-agent')),
  });
  if (noted.error) log.warn({ code: noted.error.code }, 'the device of a session could not be noted');
  log.info({ actor: data.user.id }, 'signed in');
  redirect('/home');
}

function refusal(status: number | undefined): string {
  if (status === 429) return 'Too many tries. Please wait a few minutes.';
  if (status !== undefined && status >= 400 && status < 500) return 'Email address or password is wrong.';
  return NOT_NOW;
}

/** Ends this session, here and at the Auth server. */
export async function signOut(): Promise<void> {
  // Not from another site: it would be a way to keep somebody from their work.
  if (!isSameOrigin(await headers())) return;
  const supabase = await sessionClient({ ends: true });
  const { error } = await supabase.auth.signOut({ scope: 'local' });
  if (error) log.warn({ reason: error.code ?? error.name }, 'session could not be ended at the Auth server');
  redirect('/sign-in');
}
