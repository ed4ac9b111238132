import { checked } from '@/features/warnings/answer';
import { checkQuery } from '@/features/warnings/model';
import { answerAsVisitor, orRefused } from '@/lib/answer';
import { problem, problemResponse } from '@/lib/problem';

export const dynamic = 'force-dynamic';

/** For the composer: `patient`, `medication`, `dose`, `times`. What speaks against it, and what dose is usual. */
export function GET(request: Request): Promise<Response> {
  return answerAsVisitor(request, 'warnings', async (supabase) => {
    const asked = checkQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return problemResponse(problem('invalid', 'Name a patient and a medication.'));
    const { patient, medication, dose, times } = asked.data;
    const found = orRefused(
      await supabase.rpc('check_prescription', {
        for_patient: patient,
        of_medication: medication,
        ...(dose ? { dose } : {}),
        ...(times ? { times } : {}),
      }),
    );
    return Response.json(checked.parse(found));
  });
}
