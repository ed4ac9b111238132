import 'server-only';
import { z } from 'zod';
import { kept } from './redis/cache.ts';
import { singleFlight } from './single-flight.ts';
import { publicClient } from './supabase/public.ts';

const notice = z.object({
  id: z.string(),
  category: z.enum(['shortage', 'recall', 'formulary', 'service']),
  title: z.string(),
  body: z.string(),
  medication_display: z.string().nullable(),
  published_at: z.string(),
});
export type Notice = Readonly<z.output<typeof notice>>;

async function readNotices(): Promise<Notice[]> {
  const { data, error } = await publicClient()
    .from('notices')
    .select('id, category, title, body, medication_display, published_at')
    .order('published_at', { ascending: false })
    .limit(20)
    .overrideTypes<Notice[], { merge: false }>();
  if (error) throw new Error(`notices could not be read: ${error.message}`);
  return data;
}

/**
 * The newest published notices. At most a second old on this server, so that a rush of visitors does not become a rush of
 * queries, and five between all of them.
 */
export const listNotices = singleFlight(kept('notices:v1', z.array(notice), 5, readNotices), 1_000);
