import { releaseInfo } from '@/lib/release';

export const dynamic = 'force-dynamic';

/**
 * The process answers. It asks nothing else, so that a database that is down does not make the platform restart
 * processes that are well.
 */
export function GET(): Response {
  return Response.json({ status: 'ok', ...releaseInfo() }, { headers: { 'cache-control': 'no-store' } });
}
