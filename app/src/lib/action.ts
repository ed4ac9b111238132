import 'server-only';
import type { PostgrestError, SupabaseClient } from '@supabase/supabase-js';
import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { Database } from './database.types.ts';
import { clientAddress } from './limits/address.ts';
import { ACTIONS, type ActionName } from './limits/policy.ts';
import { waitText } from './limits/sign-in.ts';
import { returnTurns } from './limits/turns.ts';
import { codesOf, Uncounted, waitFor } from './limits/wait.ts';
import { log } from './log.ts';
import { databaseProblem, outdated, type Problem, problem, throttled } from './problem.ts';
import { deploymentId } from './release.ts';
import { isSameOrigin } from './same-origin.ts';
import { Unverified, verifiedPerson } from './supabase/person.ts';
import { sessionClient } from './supabase/server.ts';

/** What a form shows after it was sent. */
export interface FormState {
  readonly problem: Problem | null;
  /** By field: what is wrong with what was typed. */
  readonly fields: Readonly<Record<string, string>>;
  /** What was typed, to be shown again. */
  readonly values: Readonly<Record<string, string>>;
}

/** Every form carries a key, so that a request that is sent twice is carried out once. */
export const idempotencyKey = z.uuid();

const SESSION_ENDED = 'Your session has ended. Sign in again in another tab; what you typed stays here.';

/** Where a form that was carried out leads, and the page, or the layout with all pages below it, that it changed. */
export interface Outcome {
  readonly changed: readonly [path: string, type?: 'page' | 'layout'];
  /** Without one the form stays on its page, empty. */
  readonly to?: string;
}

export type Answer<Data> =
  | { readonly data: Data; readonly error: null }
  | { readonly data: null; readonly error: PostgrestError };

/**
 * Carries out a form: only from a page of this site, only with input that `schema` accepts, as the signed-in person.
 * Returns the state to show when it was refused; leads to the page that `done` names when it was carried out.
 */
export async function runForm<Schema extends z.ZodType, Data>(
  name: ActionName,
  schema: Schema,
  form: FormData,
  work: {
    /** What has to be so first (a second factor that is proved); a problem ends it. */
    readonly before?: (
      supabase: SupabaseClient<Database>,
      input: z.output<Schema>,
    ) => Promise<Problem | null>;
    readonly send: (supabase: SupabaseClient<Database>, input: z.output<Schema>) => PromiseLike<Answer<Data>>;
    /** What else has to be asked, outside of the database, once that has agreed; a problem ends it. */
    readonly outside?: (supabase: SupabaseClient<Database>, data: Data) => Promise<Problem | null>;
    readonly done: (data: Data, input: z.output<Schema>) => Outcome;
  },
): Promise<FormState> {
  const values = typed(form);
  // A code is used once: it is not shown again.
  const { code: _code, ...shown } = values;
  const refuse = (what: Problem, fields: Readonly<Record<string, string>> = {}): FormState => ({
    problem: what,
    fields,
    values: shown,
  });
  const request = await headers();
  if (!isSameOrigin(request)) {
    log.warn({ action: name }, 'a form came from another site');
    return refuse(problem('foreign-request', 'Reload the page and try again.'));
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    if (isOfAnotherRelease(request) && parsed.error.issues.some(({ path }) => !(String(path[0]) in values)))
      return refuse(outdated());
    const fields = Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [path.join('.'), message]),
    );
    return refuse(problem('invalid', 'Please look at the marked fields.'), fields);
  }
  const supabase = await sessionClient();
  const person = await personNow(supabase);
  if (typeof person !== 'string') return refuse(person);
  const [open, limited] = await Promise.all([
    supabase.rpc('session_is_open'),
    limitOf(name, person, clientAddress(request)),
  ]);
  if (open.data === false) return refuse(problem('signed-out', SESSION_ENDED));
  const report = (what: Problem, code: string): FormState => {
    log[what.status === 503 ? 'error' : 'warn'](
      { action: name, actor: person, code, status: what.status },
      'a form was refused',
    );
    return refuse(what);
  };
  // A database that does not say whether the session is open would let the person wait once more.
  if (open.error) return report(databaseProblem(open.error), open.error.code);
  if (limited) return report(limited, limited.type);
  const hindered = await work.before?.(supabase, parsed.data);
  // The code was right, or nobody looked at it: that is no guess.
  if (ACTIONS[name].counts === 'codes' && (!hindered || hindered.status === 503))
    await returnTurns([codesOf(person)]);
  if (hindered) return report(hindered, hindered.type);
  const answer = await work.send(supabase, parsed.data);
  if (answer.error) return report(databaseProblem(answer.error), answer.error.code);
  const failed = await work.outside?.(supabase, answer.data);
  if (failed) return report(failed, failed.type);
  log.info({ action: name, actor: person }, 'a form was carried out');
  const { changed, to } = work.done(answer.data, parsed.data);
  revalidatePath(...changed);
  if (to !== undefined) redirect(to);
  return { problem: null, fields: {}, values: {} };
}

/** Whose form it is, or why that cannot be told. */
export async function personNow(supabase: SupabaseClient<Database>): Promise<string | Problem> {
  try {
    return (await verifiedPerson(supabase)) ?? problem('signed-out', SESSION_ENDED);
  } catch (error) {
    if (!(error instanceof Unverified)) throw error;
    log.error({ error }, 'nobody could say whose form it is');
    return problem('unavailable', 'This is not possible right now. Nothing was changed; please try again.');
  }
}

/** Why this person has to wait, if so: it was too much, or nobody can count and the action's policy is to stop. */
export async function limitOf(name: ActionName, person: string, address: string): Promise<Problem | null> {
  try {
    const wait = await waitFor(ACTIONS[name], { person, address });
    return wait > 0 ? throttled(waitText(wait)) : null;
  } catch (error) {
    if (!(error instanceof Uncounted)) throw error;
    return problem(
      'unavailable',
      'This is not possible safely right now. Nothing was changed; please try again in a minute.',
    );
  }
}

/** Next.js says so of each form that a page sends by script. Such a page may have no field for what is asked now. */
function isOfAnotherRelease(request: Pick<Headers, 'get'>): boolean {
  const [theirs, ours] = [request.get('x-deployment-id'), deploymentId()];
  return theirs !== null && ours !== undefined && theirs !== ours;
}

/** Texts only; what Next.js adds for itself begins with `$`. */
function typed(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith('$') ? [[name, value]] : [],
    ),
  );
}
