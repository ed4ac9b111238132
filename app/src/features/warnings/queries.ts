import 'server-only';
import { z } from 'zod/mini';
import { sessionClient } from '@/lib/supabase/server';
import { type Warning, warning } from './answer.ts';

/** What speaks against a prescription now, with why the prescriber went on. The database notes the read. */
export async function prescriptionWarnings(prescription: string): Promise<Warning[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('prescription_warnings', { prescription });
  if (error) throw new Error(`warnings could not be read: ${error.code} ${error.message}`);
  return z.array(warning).parse(data);
}
