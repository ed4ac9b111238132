import { z } from 'zod';
import { operationOutcome, searchset, toMedicationRequest } from '@/features/fhir/resources';
import { answered, asCaller, fhirResponse } from '@/features/fhir/serve';
import { prescription } from '@/features/prescriptions/model';
import { STATUSES } from '@/lib/fhir';

export const dynamic = 'force-dynamic';

/** `Patient/id` or the id alone: https://hl7.org/fhir/R4/search.html#reference */
const search = z.strictObject({
  patient: z
    .string()
    .transform((text) => text.replace(/^Patient\//, ''))
    .pipe(z.uuid())
    .optional(),
  status: z.enum(STATUSES).optional(),
});

export function GET(request: Request): Promise<Response> {
  return asCaller(request, async (supabase) => {
    const asked = search.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) {
      return fhirResponse(operationOutcome('invalid', 'Search by patient and status only.'), 400);
    }
    const { patient, status } = asked.data;
    const rows = answered(
      await supabase.rpc('list_prescriptions', {
        at_most: 100,
        ...(patient ? { of_patient: patient } : {}),
        ...(status ? { of_status: status } : {}),
      }),
    );
    return fhirResponse(searchset(request.url, z.array(prescription).parse(rows).map(toMedicationRequest)));
  });
}
