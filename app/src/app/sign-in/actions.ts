'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { log } from '@/lib/log';
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
}

/** Signs in with email and password. The answer never tells whether the account exists. */
export async function signIn(_previous: SignInState, form: FormData): Promise<SignInState> {
  const given = String(form.get('email') ?? '');
  // Or a page elsewhere could sign people in as somebody whose account its author reads.
  if (!isSameOrigin(await headers())) return { message: 'Reload the page and try again.', email: given };
  const parsed = credentials.safeParse({ email: given, password: form.get('password') });
  if (!parsed.success) return { message: 'Enter your email address and your password.', email: given };

  const supabase = await sessionClient();
  const { data, error } = await supabase.auth.signInWithPassword(parsed.data);
  if (error) {
    log.warn({ reason: error.code ?? error.name, status: error.status }, 'sign-in refused');
    return { message: refusal(error.status), email: given };
  }
  log.info({ actor: data.user.id }, 'signed in');
  redirect('/home');
}

function refusal(status: number | undefined): string {
  if (status === 429) return 'Too many tries. Please wait a few minutes.';
  if (status !== undefined && status >= 400 && status < 500) return 'Email address or password is wrong.';
  return 'Signing in is not possible right now. Please try again in a moment.';
}

/** Ends this session, here and at the Auth server. */
export async function signOut(): Promise<void> {
  const supabase = await sessionClient();
  const { error } = await supabase.auth.signOut({ scope: 'local' });
  if (error) log.warn({ reason: error.code ?? error.name }, 'session could not be ended at the Auth server');
  redirect('/sign-in');
}
