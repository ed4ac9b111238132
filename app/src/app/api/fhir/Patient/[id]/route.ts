import { z } from 'zod';
import { toPatient } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse, notFound } from '@/features/fhir/serve';
import { patient } from '@/features/prescriptions/model';

export const dynamic = 'force-dynamic';

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asCaller(request, async (supabase) => {
    const id = z.uuid().safeParse((await params).id);
    if (!id.success) return notFound();
    const row = answered(await supabase.rpc('read_patient', { patient: id.data }));
    return row === null ? notFound() : fhirResponse(toPatient(patient.parse(row)));
  });
}
