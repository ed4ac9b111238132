import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, type TestContext, test } from 'vitest';
import { serve } from '../../../../test/support/serve.ts';
import { runGate } from '../../gate.ts';
import { gateSettings } from '../../spec.ts';
import { signature } from './source.ts';

const SECRET = 'whsec_of_the_test';

/** As an app verifies: https://docs.stripe.com/webhooks?verify=verify-manually */
function verified(header: string, body: string): boolean {
  const parts = new Map(header.split(',').map((part) => part.split('=', 2) as [string, string]));
  const expected = createHmac('sha256', SECRET)
    .update(`${parts.get('t')}.${body}`)
    .digest();
  const given = Buffer.from(parts.get('v1') ?? '', 'hex');
  const fresh = Math.abs(Date.now() / 1000 - Number(parts.get('t'))) < 300;
  return fresh && given.length === expected.length && timingSafeEqual(given, expected);
}

async function gate(
  { onTestFinished }: TestContext,
  webhook: (good: boolean, response: ServerResponse) => void,
) {
  const bodies: { body: string; request: IncomingMessage }[] = [];
  const { url } = await serve((request, response) => {
    void text(request).then((body) => {
      bodies.push({ body, request });
      webhook(verified(String(request.headers['stripe-signature']), body), response);
    });
  }, onTestFinished);
  const spec = gateSettings.parse({
    deadlineSeconds: 15,
    sources: [{ use: 'stripe-webhook', path: '/api/webhooks/stripe' }],
  });
  const result = await runGate(spec, {
    ...{ urls: [url], headers: { 'x-vercel-protection-bypass': 'bypass' }, expect: undefined },
    ...{ errorTracker: undefined, selects: undefined, environment: 'production' },
    ...{ env: { GATE_STRIPE_WEBHOOK_SECRET: SECRET }, releaseId: 'rel_b' },
    ...{ since: new Date().toISOString(), say: () => {} },
  });
  return { ...result, bodies };
}

const answer = (response: ServerResponse, status: number) => void response.writeHead(status).end();

// Side by side: what is wrong is asked again after two seconds.
describe.concurrent('a Stripe webhook', () => {
  test('that takes what Stripe signed, and nothing else, passes', async (context) => {
    const { decision, bodies } = await gate(context, (good, response) => answer(response, good ? 200 : 400));
    expect(decision).toBe('pass');
    expect(bodies.map(({ request }) => `${request.method} ${request.url}`)).toEqual(
      Array(2).fill('POST /api/webhooks/stripe'),
    );
    expect(JSON.parse(bodies[0]!.body)).toMatchObject({
      ...{ id: 'evt_shiplock_rel_b', object: 'event', type: 'shiplock.test', livemode: false },
    });
    expect(bodies[0]!.request.headers['x-vercel-protection-bypass']).toBe('bypass');
    expect(
      bodies.some(({ body, request }) => `${body}${JSON.stringify(request.headers)}`.includes(SECRET)),
    ).toBe(false);
  });

  test('that takes what anybody sends fails at the first look', async (context) => {
    const { decision, reason, bodies } = await gate(context, (_good, response) => answer(response, 200));
    expect([decision, bodies.length]).toEqual(['fail', 2]);
    expect(reason).toContain('accepts what Stripe has not signed');
  });

  test('that refuses what Stripe signed, because it has another secret, fails', async (context) => {
    const { decision, reason, bodies } = await gate(context, (_good, response) => answer(response, 400));
    expect([decision, bodies.length]).toEqual(['fail', 4]);
    expect(reason).toMatch(/an event with Stripe’s signature: HTTP 400 \(expected to be accepted\)/);
  });

  test('has the same event each time, so that it is handled once', async (context) => {
    const { bodies } = await gate(context, (_good, response) => answer(response, 500));
    expect(new Set(bodies.map(({ body }) => JSON.parse(body).id)).size).toBe(1);
  });
});

test('the signature is that of Stripe’s scheme', () => {
  const body = '{"id":"evt_1"}';
  const v1 = createHmac('sha256', SECRET).update(`1700000000.${body}`).digest('hex');
  expect(signature(body, SECRET, 1_700_000_000)).toBe(`t=1700000000,v1=${v1}`);
});
