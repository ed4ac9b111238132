'use server';

import { z } from 'zod';
import { proveSecondFactor } from '@/features/second-factor/prove';
import { outcomeOf } from '@/features/wording/outcome';
import { recordOutcome } from '@/features/wording/record';
import { type FormState, runForm } from '@/lib/action';
import { draftInput, signInput, statusInput } from './model.ts';

const made = z.object({ id: z.uuid(), status: z.string() });

/** Keeps a draft; the prescriber reads it once more and signs it on its own page. */
export async function createDraft(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('create-draft', draftInput, form, {
    send: async (supabase, input) => {
      const kept = await supabase.rpc('create_draft', {
        key: input.key,
        for_patient: input.patient,
        of_medication: input.medication,
        dosage_text: input.dosage,
        quantity: input.quantity,
        repeats: input.repeats,
        valid_from: input.from,
        valid_until: input.until,
        at_pharmacy: input.pharmacy,
        may_substitute: input.substitution === 'on',
        ...(input.substitutionReason ? { no_substitution_because: input.substitutionReason } : {}),
        ...(input.dose ? { dose: input.dose } : {}),
        ...(input.times ? { times: input.times, every: 1, every_unit: 'd' } : {}),
        ...(input.note ? { with_note: input.note } : {}),
      });
      const outcome = outcomeOf(input);
      if (!kept.error && input.wordingVariant && outcome)
        await recordOutcome(input.key, input.wordingVariant, outcome);
      return kept;
    },
    done: (data) => ({
      changed: ['/prescriptions', 'layout'],
      to: `/prescriptions/${made.parse(data).id}`,
    }),
  });
}

/** Asks for the second factor again and signs; the database finds the time of the code in the person's token. */
export async function sign(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('sign', signInput, form, {
    before: (supabase, input) => proveSecondFactor(supabase, input.code),
    send: (supabase, input) =>
      supabase.rpc('change_status', { key: input.key, prescription: input.prescription, becomes: 'active' }),
    done: (_data, input) => ({
      changed: ['/prescriptions', 'layout'],
      to: `/prescriptions/${input.prescription}`,
    }),
  });
}

/** Holds, resumes, stops, cancels. Which may follow on which is the database's decision. */
export async function changeStatus(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('change-status', statusInput, form, {
    send: (supabase, input) =>
      supabase.rpc('change_status', {
        key: input.key,
        prescription: input.prescription,
        becomes: input.becomes,
        ...(input.because ? { because: input.because } : {}),
      }),
    done: (_data, input) => ({
      changed: ['/prescriptions', 'layout'],
      to: `/prescriptions/${input.prescription}`,
    }),
  });
}
