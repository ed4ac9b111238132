import { z } from 'zod';
import { toMedicationRequest } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse, notFound } from '@/features/fhir/serve';
import { prescription } from '@/features/prescriptions/model';

export const dynamic = 'force-dynamic';

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asCaller(request, async (supabase) => {
    const id = z.uuid().safeParse((await params).id);
    if (!id.success) return notFound();
    const row = answered(await supabase.rpc('read_prescription', { prescription: id.data }));
    return row === null ? notFound() : fhirResponse(toMedicationRequest(prescription.parse(row)));
  });
}
