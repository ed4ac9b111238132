import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';
import { type Renewal, renewal } from './model.ts';

/** Open ones first. Of one prescription, or all that the person asked for or is asked for; the database notes the read. */
export async function listRenewals(prescription?: string): Promise<Renewal[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc(
    'list_renewals',
    prescription ? { of_prescription: prescription } : {},
  );
  if (error) throw new Error(`renewals could not be read: ${error.code} ${error.message}`);
  return z.array(renewal).parse(data);
}
