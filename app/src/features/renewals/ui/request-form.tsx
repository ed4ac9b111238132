'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { Field } from '@/ui/field';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { requestRenewal } from '../actions.ts';

export function RequestForm({
  prescription,
  sendKey,
}: {
  readonly prescription: string;
  readonly sendKey: string;
}) {
  const [state, form, pending] = useForm(requestRenewal, NOTHING_SENT);
  return (
    <section aria-labelledby="renew">
      <h2 id="renew">Renewal</h2>
      <form {...form} className="form">
        <FormProblem problem={state.problem} />
        <input type="hidden" name="key" value={sendKey} />
        <input type="hidden" name="prescription" value={prescription} />
        <Field name="message" label="Message to your practice (optional)" error={state.fields['message']}>
          {(field) => (
            <textarea {...field} rows={2} maxLength={300} defaultValue={state.values['message'] ?? ''} />
          )}
        </Field>
        <button type="submit" className="button" disabled={pending}>
          {pending ? 'One moment…' : 'Ask for a renewal'}
        </button>
      </form>
    </section>
  );
}
