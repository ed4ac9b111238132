import { z } from 'zod';
import { searchMedicationRequests } from '@/features/fhir/api';
import { searchset, toMedicationRequest } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse } from '@/features/fhir/serve';
import { prescription } from '@/features/prescriptions/model';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return asCaller(searchMedicationRequests, request, undefined, async (supabase, { query }) => {
    const rows = answered(
      await supabase.rpc('list_prescriptions', {
        at_most: 100,
        ...(query.patient ? { of_patient: query.patient } : {}),
        ...(query.status ? { of_status: query.status } : {}),
      }),
    );
    return fhirResponse(searchset(request.url, z.array(prescription).parse(rows).map(toMedicationRequest)));
  });
}
