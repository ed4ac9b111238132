import { openApiDocument } from '@/features/openapi/document';
import { releaseInfo } from '@/lib/release';

export const dynamic = 'force-dynamic';

/** The API's description for programs; `/api-docs` has it for people. */
export function GET(): Response {
  return Response.json(openApiDocument(releaseInfo().release ?? 'unreleased'), {
    headers: { 'cache-control': 'no-store' },
  });
}
