'use server';

import { randomUUID } from 'node:crypto';
import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { z } from 'zod';
import { limitOf, personNow } from '@/lib/action';
import { clientAddress } from '@/lib/limits/address';
import { returnTurns } from '@/lib/limits/turns';
import { codesOf } from '@/lib/limits/wait';
import { log } from '@/lib/log';
import { databaseProblem, type Problem, problem } from '@/lib/problem';
import { isSameOrigin } from '@/lib/same-origin';
import { sessionClient } from '@/lib/supabase/server';
import { code } from './code.ts';
import { proveFactor, proveSecondFactor, refused } from './prove.ts';
import type { EnrollState } from './state.ts';

const foreign = () => problem('foreign-request', 'Reload the page and try again.');
const confirmation = z.object({ factorId: z.uuid(), code });

const signedOut = () => problem('signed-out', 'Your session has ended. Sign in again.');

/** Why the person has to wait before their code is looked at, if so. */
const limitNow = async (name: 'enroll' | 'remove-factor', person: string): Promise<Problem | null> =>
  limitOf(name, person, clientAddress(await headers()));

/** A session that was ended elsewhere keeps its token until that runs out, and sets up nothing with it. */
async function unlessOpen(supabase: Awaited<ReturnType<typeof sessionClient>>): Promise<Problem | null> {
  const { data, error } = await supabase.rpc('session_is_open');
  if (error) return databaseProblem(error);
  return data === true ? null : signedOut();
}

/** Begins to set up an authenticator app; with `factorId` and `code` in the form, proves that it works. */
export async function enroll(previous: EnrollState, form: FormData): Promise<EnrollState> {
  const fail = (what: Problem, begun = previous.begun): EnrollState => ({ problem: what, begun });
  if (!isSameOrigin(await headers())) return fail(foreign());
  const supabase = await sessionClient();
  const person = await personNow(supabase);
  if (typeof person !== 'string') return fail(person, person.status === 503 ? previous.begun : null);
  const closed = await unlessOpen(supabase);
  if (closed) return fail(closed, closed.status === 503 ? previous.begun : null);
  if (form.has('factorId')) {
    const parsed = confirmation.safeParse(Object.fromEntries(form));
    if (!parsed.success) return fail(problem('invalid', 'Enter the 6 digits that your app shows.'));
    const hindered =
      (await limitNow('enroll', person)) ??
      (await proveFactor(supabase, parsed.data.factorId, parsed.data.code));
    if (hindered) return fail(hindered);
    await returnTurns([codesOf(person)]);
    log.info({ actor: person }, 'a second factor was set up');
    revalidatePath('/second-factor');
    return { problem: null, begun: null };
  }
  // A name that no half set up app of an earlier try has.
  const { data, error } = await supabase.auth.mfa.enroll({
    factorType: 'totp',
    friendlyName: `Authenticator app ${randomUUID().slice(0, 8)}`,
    issuer: 'Prescriptions',
  });
  if (error) return fail(refused(error), null);
  return {
    problem: null,
    begun: { factorId: data.id, picture: data.totp.qr_code, secret: data.totp.secret },
  };
}

/** Takes an app away; whoever does needs a code of one that is set up. */
export async function removeFactor(_previous: { problem: Problem | null }, form: FormData) {
  if (!isSameOrigin(await headers())) return { problem: foreign() };
  const parsed = confirmation.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { problem: problem('invalid', 'Enter the 6 digits that your app shows.') };
  const supabase = await sessionClient();
  const person = await personNow(supabase);
  if (typeof person !== 'string') return { problem: person };
  const hindered =
    (await unlessOpen(supabase)) ??
    (await limitNow('remove-factor', person)) ??
    (await proveSecondFactor(supabase, parsed.data.code));
  if (hindered) return { problem: hindered };
  await returnTurns([codesOf(person)]);
  const { error } = await supabase.auth.mfa.unenroll({ factorId: parsed.data.factorId });
  if (error) return { problem: refused(error) };
  log.info({ factor: parsed.data.factorId }, 'a second factor was taken away');
  // The token still says that a factor was proved; the next one does not.
  await supabase.auth.refreshSession();
  revalidatePath('/second-factor');
  return { problem: null };
}
