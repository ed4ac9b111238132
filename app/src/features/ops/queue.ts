import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';

const queueReport = z.object({
  /** When the job ran last. */
  read_at: z.string().nullable(),
  waiting: z.array(
    z.object({
      topic: z.string(),
      version: z.number(),
      n: z.number(),
      oldest: z.string(),
      /** Whether the job that ran last can read it. */
      known: z.boolean(),
    }),
  ),
  dead: z.array(
    z.object({
      id: z.number(),
      topic: z.string(),
      version: z.number(),
      reads: z.number(),
      problem: z.string().nullable(),
      dead_at: z.string(),
    }),
  ),
});
export type QueueReport = z.output<typeof queueReport>;

/** What waits to be done, and what was given up; only operators get an answer. */
export async function readQueue(): Promise<QueueReport> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('ops_queue');
  if (error) throw new Error(`the queue could not be read: ${error.code} ${error.message}`);
  return queueReport.parse(data);
}
