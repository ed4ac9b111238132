'use server';

import { type FormState, runForm } from '@/lib/action';
import { dispenseInput } from './model.ts';

/** Writes down what was handed over; the database counts fills and completes the prescription with the last one. */
export async function dispense(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('dispense', dispenseInput, form, {
    send: (supabase, input) =>
      supabase.rpc('dispense', {
        key: input.key,
        prescription: input.prescription,
        quantity: input.quantity,
        ...(input.note ? { with_note: input.note } : {}),
      }),
    done: (_data, input) => ({ changed: ['/queue'], to: `/prescriptions/${input.prescription}` }),
  });
}
