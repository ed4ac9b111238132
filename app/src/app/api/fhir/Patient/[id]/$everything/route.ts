import { z } from 'zod';
import { patientRecord } from '@/features/fhir/record';
import { everything } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse, notFound } from '@/features/fhir/serve';

export const dynamic = 'force-dynamic';

/** A patient's whole record as one Bundle, to take away. The database notes the read. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asCaller(request, async (supabase) => {
    const id = z.uuid().safeParse((await params).id);
    if (!id.success) return notFound();
    const row = answered(await supabase.rpc('export_patient', { patient: id.data }));
    if (row === null) return notFound();
    const response = fhirResponse(everything(new URL(request.url).href, patientRecord.parse(row)));
    if (new URL(request.url).searchParams.has('download')) {
      response.headers.set('content-disposition', 'attachment; filename="record.json"');
    }
    return response;
  });
}
