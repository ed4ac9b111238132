import { readPatient } from '@/features/fhir/api';
import { toPatient } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse, notFound } from '@/features/fhir/serve';
import { reveal } from '@/features/people/reveal';
import { patient } from '@/features/prescriptions/model';
import { fieldKeys } from '@/lib/env';

export const dynamic = 'force-dynamic';

export function GET(request: Request, path: { params: Promise<{ id: string }> }): Promise<Response> {
  return asCaller(readPatient, request, path, async (supabase, { params }) => {
    const row = answered(await supabase.rpc('read_patient', { patient: params.id }));
    return row === null ? notFound() : fhirResponse(toPatient(reveal(patient.parse(row), fieldKeys())));
  });
}
