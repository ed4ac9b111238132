'use client';

import { useActionState } from 'react';
import { NOTHING_SENT } from '@/features/prescriptions/form-state';
import { FormProblem } from '@/ui/form-problem';
import { pay } from '../actions.ts';

export function PayForm({ payment, amount }: { readonly payment: string; readonly amount: string }) {
  const [state, action, pending] = useActionState(pay, NOTHING_SENT);
  return (
    <form action={action} className="form">
      <FormProblem problem={state.problem} />
      <input type="hidden" name="payment" value={payment} />
      <button type="submit" className="button" disabled={pending}>
        {pending ? 'One moment…' : `Pay ${amount}`}
      </button>
    </form>
  );
}
