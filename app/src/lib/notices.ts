import 'server-only';
import { singleFlight } from './single-flight.ts';
import { publicClient } from './supabase/public.ts';

export interface Notice {
  readonly id: string;
  readonly category: 'shortage' | 'recall' | 'formulary' | 'service';
  readonly title: string;
  readonly body: string;
  readonly medication_display: string | null;
  readonly published_at: string;
}

/** The newest published notices. At most a second old, so that a rush of visitors does not become a rush of queries. */
export const listNotices = singleFlight(async (): Promise<Notice[]> => {
  const { data, error } = await publicClient()
    .from('notices')
    .select('id, category, title, body, medication_display, published_at')
    .order('published_at', { ascending: false })
    .limit(20)
    .overrideTypes<Notice[], { merge: false }>();
  if (error) throw new Error(`notices could not be read: ${error.message}`);
  return data;
}, 1_000);
