import type { RequestListener } from 'node:http';
import { describe, expect, type TestContext, test } from 'vitest';
import { serve } from '../../../../test/support/serve.ts';
import { runGate } from '../../gate.ts';
import { gateSettings } from '../../spec.ts';

const KEY = 'sb_publishable_of_the_test';
const DENIED = { code: '42501', message: 'permission denied for table invoices' };
const AUTH = { external: { email: true } };

type Answers = Readonly<Record<string, readonly [status: number, body: unknown] | undefined>>;
const project =
  (answers: Answers): RequestListener =>
  (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const [status, body] = answers[pathname] ?? [404, { code: 'PGRST205' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

const WELL: Answers = {
  '/rest/v1/products': [200, [{ id: 1 }]],
  '/rest/v1/orders': [200, []],
  '/rest/v1/invoices': [401, DENIED],
  '/rest/v1/rpc/search': [200, []],
  '/functions/v1/shipping': [200, { ok: true }],
  '/auth/v1/settings': [200, AUTH],
};

async function gate({ onTestFinished }: TestContext, listener: RequestListener, deadlineSeconds = 15) {
  const { url, requests } = await serve(listener, onTestFinished);
  const spec = gateSettings.parse({
    deadlineSeconds,
    sources: [
      {
        ...{ use: 'supabase', url: `${url}/` },
        tables: [
          { table: 'products', anon: 'reads' },
          { table: 'orders', schema: 'shop', anon: 'no-rows' },
          { table: 'invoices', anon: 'refused' },
        ],
        rpcs: [{ name: 'search', args: { q: 'a&b', most: 3 } }],
        functions: [{ name: 'shipping', body: { country: 'DE' } }],
      },
    ],
  });
  const result = await runGate(spec, {
    ...{ urls: [], headers: { bypass: 'secret' }, expect: undefined, errorTracker: undefined },
    ...{ selects: undefined, environment: 'production', env: { GATE_SUPABASE_ANON_KEY: KEY } },
    ...{ releaseId: 'rel_b', since: new Date().toISOString(), say: () => {} },
  });
  return { ...result, requests };
}

// Side by side: what is wrong is asked again after two seconds.
describe.concurrent('the live Supabase project', () => {
  test('that answers as it must passes at once, asked with the public key and nothing else', async (context) => {
    const { decision, reason, requests } = await gate(context, project(WELL));
    expect([decision, reason]).toEqual(['pass', 'supabase: every check passed']);
    expect(requests).toHaveLength(6);
    expect(requests.every(({ headers }) => headers['apikey'] === KEY && !headers['bypass'])).toBe(true);
    const asked = (part: string) => requests.find(({ url }) => url?.includes(part));
    expect(asked('rpc/search')).toMatchObject({ method: 'GET', url: '/rest/v1/rpc/search?q=a%26b&most=3' });
    expect(asked('orders')?.headers['accept-profile']).toBe('shop');
    expect(asked('functions')?.method).toBe('POST');
  });

  test.for([
    ['/rest/v1/orders', 'an anonymous visitor reads rows of it (expected no-rows)'],
    ['/rest/v1/invoices', 'an anonymous visitor reads rows of it (expected refused)'],
  ] as const)('where %s shows a row to anybody fails at the first look', async ([path, says], context) => {
    const { decision, reason, requests } = await gate(
      context,
      project({ ...WELL, [path]: [200, [{ secret: 'x' }]] }),
    );
    expect(decision).toBe('fail');
    expect(reason).toContain(says);
    expect(requests).toHaveLength(6);
  });

  test.for([
    ['table public.products', '/rest/v1/products', [404, { code: 'PGRST205' }]],
    ['table public.invoices', '/rest/v1/invoices', [200, []]],
    // The key is wrong: that is no refusal of this table.
    ['table public.invoices', '/rest/v1/invoices', [401, { message: 'Invalid API key' }]],
    ['RPC search', '/rest/v1/rpc/search', [500, { message: 'division by zero' }]],
    ['Edge Function shipping', '/functions/v1/shipping', [546, { message: 'WORKER_LIMIT' }]],
    ['Auth', '/auth/v1/settings', [200, '<html>']],
  ] as [string, string, [number, unknown]][])(
    '%s that is wrong three times in a row fails (%s)',
    async ([name, path, answer], context) => {
      const { decision, reason, requests } = await gate(context, project({ ...WELL, [path]: answer }));
      expect(decision).toBe('fail');
      expect(reason).toContain(`supabase: ${name}: `);
      // What was right is not asked again.
      expect(requests).toHaveLength(6 + 2);
    },
  );

  test('whose table is wrong once, while the schema is loaded anew, passes', async (context) => {
    let asked = 0;
    const { decision, requests } = await gate(context, (request, response) => {
      const first = request.url?.startsWith('/rest/v1/products') && ++asked === 1;
      project(first ? { ...WELL, '/rest/v1/products': [404, { code: 'PGRST205' }] } : WELL)(
        request,
        response,
      );
    });
    expect([decision, requests.length]).toEqual(['pass', 7]);
  });

  test.for([
    ['a gateway that answers for it', ((_q, r) => void r.writeHead(503).end()) as RequestListener],
    ['a cut connection', ((q) => void q.socket.destroy()) as RequestListener],
  ] as const)('behind %s is waited for until the deadline', async ([_what, listener], context) => {
    const { decision, reason } = await gate(context, listener, 2.5);
    expect(decision).toBe('inconclusive');
    expect(reason).toMatch(/could not read supabase .*\/rest\/v1\/products/);
    expect(reason).not.toContain(KEY);
  });
});
