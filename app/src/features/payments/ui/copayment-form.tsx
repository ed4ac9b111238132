'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { Field } from '@/ui/field';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { setCopayment } from '../actions.ts';
import { CURRENCIES } from '../words.ts';

/** What a pharmacy charges for a fill. */
export function CopaymentForm({
  pharmacy,
  name,
  amount,
  currency,
}: {
  readonly pharmacy: string;
  readonly name: string;
  /** As it is typed: 5.00 */
  readonly amount: string;
  readonly currency: string;
}) {
  const [state, form, pending] = useForm(setCopayment, NOTHING_SENT);
  return (
    <form {...form} className="form">
      <FormProblem problem={state.problem} />
      <input type="hidden" name="pharmacy" value={pharmacy} />
      <div className="form-row">
        <Field
          name="amount"
          id={`amount-${pharmacy}`}
          label={`Co-payment at ${name}`}
          hint="For each fill; 0 charges nothing."
          error={state.fields['amount']}
        >
          {(field) => (
            <input {...field} required inputMode="decimal" defaultValue={state.values['amount'] ?? amount} />
          )}
        </Field>
        <Field name="currency" id={`currency-${pharmacy}`} label="Currency" error={state.fields['currency']}>
          {(field) => (
            <select {...field} defaultValue={state.values['currency'] ?? currency}>
              {CURRENCIES.map((one) => (
                <option key={one} value={one}>
                  {one.toUpperCase()}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <button type="submit" className="button button-quiet" disabled={pending}>
        {pending ? 'One moment…' : 'Save'}
      </button>
    </form>
  );
}
