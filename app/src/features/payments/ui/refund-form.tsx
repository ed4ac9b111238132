'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { Field } from '@/ui/field';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { refund } from '../actions.ts';
import { REFUND_REASONS } from '../words.ts';

/** Asking again for a refund that is not confirmed yet refunds it once. */
export function RefundForm({
  payment,
  amount,
  reason,
}: {
  readonly payment: string;
  readonly amount: string;
  /** Of a refund that was asked for. */
  readonly reason: string | null;
}) {
  const [state, form, pending] = useForm(refund, NOTHING_SENT);
  return (
    <details open={state.problem !== null}>
      <summary>{reason ? 'Ask for the refund again…' : 'Refund…'}</summary>
      <form {...form} className="form step">
        <FormProblem problem={state.problem} />
        <input type="hidden" name="payment" value={payment} />
        <Field name={`because-${payment}`} label="Reason" error={state.fields['because']}>
          {(field) => (
            <select
              {...field}
              name="because"
              required
              defaultValue={state.values['because'] ?? reason ?? 'not-dispensed'}
            >
              {Object.entries(REFUND_REASONS).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="submit" className="button button-quiet" disabled={pending}>
          {pending ? 'One moment…' : `Refund ${amount}`}
        </button>
      </form>
    </details>
  );
}
