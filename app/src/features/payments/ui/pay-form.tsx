'use client';

import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { pay } from '../actions.ts';

export function PayForm({ payment, amount }: { readonly payment: string; readonly amount: string }) {
  const [state, form, pending] = useForm(pay, NOTHING_SENT);
  return (
    <form {...form} className="form">
      <FormProblem problem={state.problem} />
      <input type="hidden" name="payment" value={payment} />
      <button type="submit" className="button" disabled={pending}>
        {pending ? 'One moment…' : `Pay ${amount}`}
      </button>
    </form>
  );
}
