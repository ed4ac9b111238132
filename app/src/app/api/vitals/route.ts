import { reportVitals } from '@/features/vitals/api';
import { measurementsOf, vitalsInput } from '@/features/vitals/model';
import { bodyOf } from '@/lib/body';
import { clientAddress } from '@/lib/limits/address';
import { waitFor } from '@/lib/limits/wait';
import { log } from '@/lib/log';
import { keepMeasurements } from '@/lib/measurements/keep';
import { problem, problemResponse } from '@/lib/problem';
import { isSameOrigin } from '@/lib/same-origin';

export const dynamic = 'force-dynamic';

/** A whole message has some 300 bytes. */
const MOST_BYTES = 2_048;
/** A hospital is behind one address. */
const PER_MINUTE = 300;

/** Counts how fast a page was. Neither the session nor the address is kept, and where nobody can count it is not taken. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers))
    return problemResponse(problem('foreign-request', 'Send this from a page of this site.'));
  try {
    const address = clientAddress(request.headers);
    const wait = await waitFor(reportVitals.limit, {
      turns: [{ bucket: 'vitals by address', subject: address, atMost: PER_MINUTE, seconds: 60 }],
    });
    if (wait > 0) return new Response(null, { status: 429, headers: { 'retry-after': String(wait) } });
    const sent = vitalsInput.safeParse(await parsedBody(request));
    if (!sent.success) return problemResponse(problem('invalid', 'This is not a measurement.'));
    await keepMeasurements(measurementsOf(sent.data));
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    log.warn({ route: 'vitals', error }, 'a measurement was not kept');
    return problemResponse(problem('unavailable', 'This is not possible right now.'));
  }
}

/** What is too long or no JSON is as wrong as any other. */
async function parsedBody(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await bodyOf(request, MOST_BYTES));
  } catch {
    return undefined;
  }
}
