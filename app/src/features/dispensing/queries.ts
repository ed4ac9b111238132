import 'server-only';
import { z } from 'zod';
import { type Prescription, prescription } from '@/features/prescriptions/model';
import { sessionClient } from '@/lib/supabase/server';

/** What the person's pharmacy can hand over now, oldest first. The database notes the read. */
export async function dispenseQueue(): Promise<Prescription[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('dispense_queue', { at_most: 100 });
  if (error) throw new Error(`the queue could not be read: ${error.code} ${error.message}`);
  return z.array(prescription).parse(data);
}

/** Changes with the queue, and says nothing of what is in it: asking for it is no read of a record. */
export async function queueMark(): Promise<string> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('queue_mark');
  if (error) throw new Error(`the queue's mark could not be read: ${error.code} ${error.message}`);
  return z.string().parse(data);
}
