import { ready } from '@/lib/ready';

export const dynamic = 'force-dynamic';

/** 503 when this release cannot serve people now, with what is missing. */
export async function GET(): Promise<Response> {
  const result = await ready();
  return Response.json(result, {
    status: result.status === 'down' ? 503 : 200,
    headers: { 'cache-control': 'no-store' },
  });
}
