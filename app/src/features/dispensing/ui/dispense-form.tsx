'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { Field } from '@/ui/field';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { dispense } from '../actions.ts';

export function DispenseForm({
  prescription,
  sendKey,
  left,
  unit,
}: {
  readonly prescription: string;
  readonly sendKey: string;
  /** Of the fill that is under way. */
  readonly left: number;
  readonly unit: string;
}) {
  const [state, form, pending] = useForm(dispense, NOTHING_SENT);
  return (
    <section aria-labelledby="dispense">
      <h2 id="dispense">Dispense</h2>
      <form {...form} className="form">
        <FormProblem problem={state.problem} />
        <input type="hidden" name="key" value={sendKey} />
        <input type="hidden" name="prescription" value={prescription} />
        <Field
          name="quantity"
          label={`Quantity (${unit})`}
          hint={`${left} left in this fill; less is a partial dispense.`}
          error={state.fields['quantity']}
        >
          {(field) => (
            <input
              {...field}
              required
              inputMode="decimal"
              defaultValue={state.values['quantity'] ?? String(left)}
            />
          )}
        </Field>
        <Field name="note" label="Note (optional)" error={state.fields['note']}>
          {(field) => <input {...field} maxLength={300} defaultValue={state.values['note'] ?? ''} />}
        </Field>
        <button type="submit" className="button" disabled={pending}>
          {pending ? 'One moment…' : 'Hand over'}
        </button>
      </form>
    </section>
  );
}
