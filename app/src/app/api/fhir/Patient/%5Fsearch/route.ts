import { findPatient } from '@/features/fhir/api';
import { operationOutcome, searchset, toPatient } from '@/features/fhir/resources';
import { identifierSearch } from '@/features/fhir/search';
import { answered, asCaller, fhirResponse } from '@/features/fhir/serve';
import { reveal } from '@/features/people/reveal';
import { patient } from '@/features/prescriptions/model';
import { fieldKeys } from '@/lib/env';
import { identifierIndexes } from '@/lib/fields/identifiers';

export const dynamic = 'force-dynamic';

/**
 * The patient with this exact number, of those that the caller may read. In a body and not in the address, which servers on
 * the way write down: https://hl7.org/fhir/R4/http.html#search
 */
export function POST(request: Request): Promise<Response> {
  return asCaller(findPatient, request, undefined, async (supabase) => {
    const asked = identifierSearch.safeParse(await request.text());
    if (!asked.success) {
      return fhirResponse(operationOutcome('invalid', 'Search by identifier=<system>|<number> only.'), 400);
    }
    const { system, value } = asked.data;
    const found = answered(
      await supabase.rpc('find_patient', {
        of_system: system,
        indexes: identifierIndexes(value, system, fieldKeys()).map(
          ({ keyId, digest }) => `${keyId}:${Buffer.from(digest).toString('hex')}`,
        ),
      }),
    );
    const rows = found === null ? [] : [reveal(patient.parse(found), fieldKeys())];
    return fhirResponse(searchset(request.url, rows.map(toPatient)));
  });
}
