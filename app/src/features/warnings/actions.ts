'use server';

import { type FormState, runForm } from '@/lib/action';
import { acknowledgeInput } from './model.ts';

/** Keeps why the prescriber goes on in spite of a warning. */
export async function acknowledge(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('acknowledge-warning', acknowledgeInput, form, {
    send: (supabase, input) =>
      supabase.rpc('acknowledge_warning', {
        key: input.key,
        prescription: input.prescription,
        of_rule: input.rule,
        because: input.because,
      }),
    done(_data, { prescription }) {
      const page = `/prescriptions/${prescription}`;
      return { changed: [page], to: page };
    },
  });
}
