import { z } from 'zod';
import { searchPatients } from '@/features/fhir/api';
import { searchset, toPatient } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse } from '@/features/fhir/serve';
import { reveal } from '@/features/people/reveal';
import { patient } from '@/features/prescriptions/model';
import { fieldKeys } from '@/lib/env';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return asCaller(searchPatients, request, undefined, async (supabase) => {
    const rows = z.array(patient).parse(answered(await supabase.rpc('list_patients')));
    return fhirResponse(
      searchset(
        request.url,
        rows.map((row) => toPatient(reveal(row, fieldKeys()))),
      ),
    );
  });
}
