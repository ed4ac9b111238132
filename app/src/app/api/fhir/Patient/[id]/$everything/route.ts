import { exportPatient } from '@/features/fhir/api';
import { patientRecord } from '@/features/fhir/record';
import { everything } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse, notFound } from '@/features/fhir/serve';
import { reveal } from '@/features/people/reveal';
import { fieldKeys } from '@/lib/env';

export const dynamic = 'force-dynamic';

/** A patient's whole record as one Bundle, to take away. The database notes the read. */
export function GET(request: Request, path: { params: Promise<{ id: string }> }): Promise<Response> {
  return asCaller(exportPatient, request, path, async (supabase, { params, query }) => {
    const row = answered(await supabase.rpc('export_patient', { patient: params.id }));
    if (row === null) return notFound();
    const record = patientRecord.parse(row);
    const response = fhirResponse(
      everything(new URL(request.url).href, {
        ...record,
        patient: reveal(record.patient, fieldKeys()),
      }),
    );
    if (query.download !== undefined) {
      response.headers.set('content-disposition', 'attachment; filename="record.json"');
    }
    return response;
  });
}
