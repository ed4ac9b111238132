import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';

const session = z.object({
  id: z.string(),
  device: z.string().nullable(),
  since: z.string(),
  seen: z.string(),
  current: z.boolean().nullable(),
});
export type Session = z.output<typeof session>;

/** The signed-in person's open sessions, this one first. */
export async function listSessions(): Promise<Session[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('list_sessions');
  if (error) throw new Error(`sessions could not be read: ${error.code} ${error.message}`);
  return z.array(session).parse(data);
}
