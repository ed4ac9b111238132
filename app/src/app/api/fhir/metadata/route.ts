import { capabilityStatement } from '@/features/fhir/resources';
import { fhirResponse } from '@/features/fhir/serve';
import { releaseInfo } from '@/lib/release';

export const dynamic = 'force-dynamic';

/** What this API can do; the one part of it that needs nobody signed in. */
export function GET(request: Request): Response {
  return fhirResponse(capabilityStatement(new URL('.', request.url).href, releaseInfo().release));
}
