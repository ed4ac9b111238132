'use server';

import { z } from 'zod';
import { type FormState, runForm } from '@/lib/action';
import { answerInput, requestInput } from './model.ts';

const answered = z.object({ draft: z.uuid().optional() });

export async function requestRenewal(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('request-renewal', requestInput, form, {
    send: (supabase, input) =>
      supabase.rpc('request_renewal', {
        key: input.key,
        prescription: input.prescription,
        ...(input.message ? { with_message: input.message } : {}),
      }),
    done: (_data, input) => ({ changed: ['/renewals'], to: `/prescriptions/${input.prescription}` }),
  });
}

/** Yes leads to the new draft, to be read and signed; no back to what is open. */
export async function answerRenewal(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('answer-renewal', answerInput, form, {
    send: (supabase, input) =>
      supabase.rpc('answer_renewal', {
        key: input.key,
        request: input.request,
        approve: input.answer === 'approve',
        ...(input.because ? { because: input.because } : {}),
      }),
    done(data) {
      const { draft } = answered.parse(data);
      return { changed: ['/renewals'], to: draft ? `/prescriptions/${draft}` : '/renewals' };
    },
  });
}
