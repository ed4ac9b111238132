import { z } from 'zod';
import { readQueueMark } from '@/features/dispensing/api';
import { answerAsVisitor, orRefused } from '@/lib/answer';

export const dynamic = 'force-dynamic';

/** A mark that changes with the queue of the person's pharmacy, and says nothing of what is in it. */
export function GET(request: Request): Promise<Response> {
  return answerAsVisitor(
    request,
    readQueueMark,
    async (supabase) =>
      new Response(z.string().parse(orRefused(await supabase.rpc('queue_mark'))), {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      }),
  );
}
