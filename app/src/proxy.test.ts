import { randomBytes } from 'node:crypto';
import { NextRequest } from 'next/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { config, proxy } from './proxy.ts';

beforeEach(() => {
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_URL', 'http://127.0.0.1:1');
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_0123456789abcdef');
  for (const name of ['FIELD_ENCRYPTION_KEYS', 'FIELD_INDEX_KEYS'])
    vi.stubEnv(name, `one:${randomBytes(32).toString('base64')}`);
});

const ask = (path: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
  proxy(
    new NextRequest(new URL(path, 'https://rx.example'), {
      ...init,
      headers: { host: 'rx.example', ...init.headers },
    }),
  );

test.each(['/', '/no/such/page', '/api/health/no', '/api/fhir/Patient'])(
  'a form of another site stops at %s, with a policy on the answer',
  async (path) => {
    const response = await ask(path, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  },
);

test('Stripe’s events pass to the handler, which knows them by their signature', async () => {
  expect((await ask('/api/stripe/webhook', { method: 'POST' })).status).toBe(200);
});

test.each([
  ['with the cookies of somebody’s browser', '/api/stripe/webhook', { cookie: '__Host-session=x' }],
  ['with a Server Action', '/api/stripe/webhook', { 'next-action': '40a' }],
  ['beside that path', '/api/stripe/webhook/x', {}],
  ['beside that path', '/api/stripe', {}],
])('nothing else passes there: %s', async (_, path, headers) => {
  expect((await ask(path, { method: 'POST', headers })).status).toBe(403);
});

test('a form may lead to Stripe’s page, where payments are on', async () => {
  const policy = async () => (await ask('/payments')).headers.get('content-security-policy');
  expect(await policy()).toContain("form-action 'self';");
  vi.resetModules();
  vi.stubEnv('STRIPE_SECRET_KEY', 'sk_test_0123456789');
  vi.stubEnv('STRIPE_WEBHOOK_SECRET', 'whsec_0123456789');
  const { proxy: on } = await import('./proxy.ts');
  const response = await on(new NextRequest('https://rx.example/', { headers: { host: 'rx.example' } }));
  expect(response.headers.get('content-security-policy')).toContain(
    "form-action 'self' https://checkout.stripe.com;",
  );
});

test('a page of this site goes on', async () => {
  const headers = { origin: 'https://rx.example', 'sec-fetch-site': 'same-origin' };
  expect((await ask('/sign-in', { method: 'POST', headers })).status).toBe(200);
});

test('the page is told the nonce that the browser is told, another one each time, and nobody keeps it', async () => {
  const [first, second] = [await ask('/'), await ask('/')];
  const policy = first.headers.get('content-security-policy');
  expect(policy).toMatch(/'nonce-[\w+/=]{24}'/);
  expect(first.headers.get('x-middleware-request-content-security-policy')).toBe(policy);
  expect(second.headers.get('content-security-policy')).not.toBe(policy);
  expect(first.headers.get('cache-control')).toContain('no-store');
});

test.each([
  '/prescriptions',
  '/payments',
  '/renewals',
  '/second-factor',
  '/queue',
  '/audit',
  '/sessions',
  '/flags',
  '/ops',
])('whoever has no session is sent from %s to sign in', async (path) => {
  const planted = { cookie: 'session=planted; sb-x-auth-token=planted' };
  const response = await ask(path, { headers: planted });
  expect([response.status, response.headers.get('location')]).toEqual([307, 'https://rx.example/sign-in']);
});

test('the prerendered page, which has no nonce, is not opened by its address', async () => {
  const response = await ask('/_global-error');
  expect([response.status, response.headers.get('location')]).toEqual([307, 'https://rx.example/']);
});

test('everything that a page can be rendered for passes here', () => {
  const matcher = new RegExp(`^${config.matcher[0]}$`);
  const passed = ['/', '/api/health/no', '/api/health/live/x', '/api/fhir/metadata', '/_next/image/x', '/no'];
  expect(passed.filter((path) => !matcher.test(path))).toEqual([]);
  const apart = ['/api/health/live', '/api/health/ready', '/_next/static/chunks/x.js', '/icon.svg'];
  expect(apart.filter((path) => matcher.test(path))).toEqual([]);
});
