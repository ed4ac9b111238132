import 'server-only';
import { log } from '@/lib/log';
import { asService } from '@/lib/supabase/service';
import type { Outcome } from './outcome.ts';

/**
 * Counts what became of a suggestion, once for each form. No word of it is kept, nor who it was. That it could not be counted
 * is no reason to fail what was written.
 */
export async function recordOutcome(form: string, variant: string, outcome: Outcome): Promise<void> {
  const { error } = await asService.addWordingOutcome(form, variant, outcome);
  if (error) log.warn({ code: error.code }, 'the outcome of a wording was not counted');
}
