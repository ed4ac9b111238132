import { checked } from '@/features/warnings/answer';
import { checkDraft } from '@/features/warnings/api';
import { answerAsVisitor, orRefused } from '@/lib/answer';

export const dynamic = 'force-dynamic';

/** For the composer: what speaks against a prescription, and what dose is usual. */
export function GET(request: Request): Promise<Response> {
  return answerAsVisitor(request, checkDraft, async (supabase, { patient, medication, dose, times }) => {
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
