import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';
import { flagConfig } from './model.ts';

const change = z.object({
  at: z.string(),
  by: z.string().nullable(),
  because: z.string().nullable(),
  config: flagConfig,
});
const flagHistory = z.object({ key: z.string(), config: flagConfig, changes: z.array(change) });
export type FlagHistory = z.output<typeof flagHistory>;

/** Each flag and its last twenty changes; only operators get an answer. */
export async function listFlags(): Promise<FlagHistory[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('list_flags');
  if (error) throw new Error(`flags could not be read: ${error.code} ${error.message}`);
  return z.array(flagHistory).parse(data);
}
