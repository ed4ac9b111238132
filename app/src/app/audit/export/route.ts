import { exportTrail } from '@/features/audit/api';
import { csvPages } from '@/features/audit/csv';
import { searchTrail } from '@/features/audit/queries';
import { answerAsVisitor } from '@/lib/answer';
import { log } from '@/lib/log';

export const dynamic = 'force-dynamic';

const PAGE = 1_000;

/** All that a search finds, as CSV; what the database refuses is said before the first byte. */
export function GET(request: Request): Promise<Response> {
  return answerAsVisitor(request, exportTrail, async (supabase, search) => {
    const first = await searchTrail(supabase, search, PAGE);
    const pages = csvPages(
      async (before) => (before === undefined ? first : searchTrail(supabase, { ...search, before }, PAGE)),
      PAGE,
    );
    log.info({ route: 'audit-export' }, 'the trail was exported');
    return new Response(streamOf(pages).pipeThrough(new TextEncoderStream()), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="audit-trail.csv"',
      },
    });
  });
}

/** One part for each that the reader asks for. */
const streamOf = (parts: AsyncGenerator<string>) =>
  new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
