import { createHash } from 'node:crypto';
import type { Call } from '../kit/index.ts';
import { StripeRefusal } from './problem.ts';
import type { Remembered } from './state.ts';

/**
 * Carries out a request once for its key: the same one again gets the first one's answer, also where that was an error; another
 * one is refused, and one that comes while the first is under way, too. A request that was found to be wrong before anything
 * was done is not kept. https://docs.stripe.com/api/idempotent_requests
 */
export async function once(
  c: Call,
  keys: Record<string, Remembered>,
  work: () => Promise<unknown>,
): Promise<Response> {
  const key = c.req.header('idempotency-key');
  const of = createHash('sha256')
    .update(`${c.req.method} ${c.req.path} ${await c.req.text()}`)
    .digest('hex');
  const kept = key ? keys[key] : undefined;
  try {
    if (kept && kept.of !== of) {
      throw new StripeRefusal(
        400,
        'idempotency_error',
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      );
    }
    if (kept && !kept.answer) {
      throw new StripeRefusal(
        409,
        'idempotency_error',
        'There is another request with this key in progress.',
        {
          code: 'idempotency_key_in_use',
        },
      );
    }
    if (kept?.answer) {
      return Response.json(kept.answer.body, {
        status: kept.answer.status,
        headers: { 'idempotent-replayed': 'true' },
      });
    }
    const underWay: Remembered = { of };
    if (key) keys[key] = underWay;
    try {
      const body = await work();
      underWay.answer = { status: 200, body: structuredClone(body) };
      return Response.json(body);
    } catch (error) {
      if (key) delete keys[key];
      throw error;
    }
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    return Response.json(error.body, { status: error.status });
  }
}
