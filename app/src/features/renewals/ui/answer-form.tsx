'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { FormProblem } from '@/ui/form-problem';
import { ReasonField } from '@/ui/reason-field';
import { useForm } from '@/ui/use-form';
import { answerRenewal } from '../actions.ts';

/** Two forms, so that a reason that was typed never goes with a yes. */
export function AnswerForm({
  request,
  keys,
}: {
  readonly request: string;
  readonly keys: { readonly approve: string; readonly refuse: string };
}) {
  const [approved, approve, approving] = useForm(answerRenewal, NOTHING_SENT);
  const [refused, refuse, refusing] = useForm(answerRenewal, NOTHING_SENT);
  const pending = approving || refusing;
  return (
    <div className="steps">
      <form {...approve} className="form">
        <FormProblem problem={approved.problem} />
        <input type="hidden" name="key" value={keys.approve} />
        <input type="hidden" name="request" value={request} />
        <button type="submit" name="answer" value="approve" className="button" disabled={pending}>
          {approving ? 'One moment…' : 'Approve: write a new draft'}
        </button>
      </form>
      <details open={refused.problem !== null}>
        <summary>Refuse…</summary>
        <form {...refuse} className="form step">
          <FormProblem problem={refused.problem} />
          <input type="hidden" name="key" value={keys.refuse} />
          <input type="hidden" name="request" value={request} />
          <ReasonField id={request} label="Reason, as the patient reads it" state={refused} />
          <button
            type="submit"
            name="answer"
            value="refuse"
            className="button button-quiet"
            disabled={pending}
          >
            {refusing ? 'One moment…' : 'Refuse'}
          </button>
        </form>
      </details>
    </div>
  );
}
