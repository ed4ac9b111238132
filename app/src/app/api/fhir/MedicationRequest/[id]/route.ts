import { readMedicationRequest } from '@/features/fhir/api';
import { toMedicationRequest } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse, notFound } from '@/features/fhir/serve';
import { prescription } from '@/features/prescriptions/model';

export const dynamic = 'force-dynamic';

export function GET(request: Request, path: { params: Promise<{ id: string }> }): Promise<Response> {
  return asCaller(readMedicationRequest, request, path, async (supabase, { params }) => {
    const row = answered(await supabase.rpc('read_prescription', { prescription: params.id }));
    return row === null ? notFound() : fhirResponse(toMedicationRequest(prescription.parse(row)));
  });
}
