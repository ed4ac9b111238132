'use client';

import type { FormState } from '@/lib/action';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { endSessions } from '../actions';

const NOTHING_SENT: FormState = { problem: null, fields: {}, values: {} };

/** Ends one session, or with none named all the others. */
export function EndSession({
  session,
  label,
  children,
}: {
  readonly session: string;
  /** What screen readers say, where the button's text alone does not say which session. */
  readonly label?: string;
  readonly children: string;
}) {
  const [state, form, pending] = useForm(endSessions, NOTHING_SENT);
  return (
    <form {...form}>
      <FormProblem problem={state.problem} />
      <input type="hidden" name="session" value={session} />
      <button type="submit" className="button button-quiet" disabled={pending} aria-label={label}>
        {children}
      </button>
    </form>
  );
}
