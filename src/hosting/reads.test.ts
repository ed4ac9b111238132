import { describe, expect, test } from 'vitest';
import { waitAskedFor } from '../http/wire.ts';
import { hosting, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { caught } from './scripted.ts';

vercelForEachTest();

describe('reads', () => {
  test('are repeated after 5xx, 429 with Retry-After, cuts and unreadable answers', async () => {
    const replies = [
      { status: 503 },
      { status: 429, headers: { 'retry-after': '0' } },
      'cut',
      { json: '{"id":1}' },
    ] as const;
    let at = 0;
    vercel.on('GET /v13/deployments/*', () => replies[at++] ?? { json: shop.deployments['dpl_a'] });
    expect((await hosting().deployment('dpl_a'))?.id).toBe('dpl_a');
    expect(at).toBe(5);
  });

  test('a Retry-After longer than we wait is an error that says it', async () => {
    vercel.on('GET /v13/deployments/*', { status: 429, headers: { 'retry-after': '3600' } });
    expect(await caught(hosting().deployment('dpl_a'))).toMatchObject({
      code: 'SHIPLOCK_VERCEL_RATE_LIMITED',
      problem: { what: expect.stringContaining('3600 s') },
    });
    expect(vercel.calls).toHaveLength(1);
  });

  test('absence is an answer for a deployment and a mistake for a project', async () => {
    expect(await hosting().deployment('dpl_zzz')).toBeUndefined();
    vercel.on('GET /v9/projects/*', { status: 404 });
    expect(await caught(hosting().live())).toMatchObject({
      code: 'SHIPLOCK_VERCEL_PROJECT_UNKNOWN',
      kind: 'configuration',
    });
  });

  test('an answer of another shape says which field', async () => {
    vercel.on('GET /v13/deployments/*', { json: { id: 'x' } });
    expect(await caught(hosting({ pace: { readTries: 1 } }).deployment('x'))).toMatchObject({
      code: 'SHIPLOCK_VERCEL_ANSWER',
      problem: { what: expect.stringContaining('url') },
    });
  });

  test('Retry-After as a date, and Vercel’s own reset time', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const asked = (headers: Record<string, string>) => waitAskedFor(new Headers(headers), 'x-ratelimit', now);
    expect(asked({ 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' })).toBe(9_000);
    const reset = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 4) };
    expect(asked(reset)).toBe(4_000);
    expect(asked({ 'retry-after': 'soon' })).toBeUndefined();
  });
});

test('which backend a deployment leads to is told by its own variables for it, and by no others', async () => {
  const variables = { NEXT_PUBLIC_SUPABASE_URL: 'a', DATABASE_URL: 'b', ANALYTICS_SUPABASE_URL: 'c' };
  vercel.on('GET /v3/env/pull/*', {
    json: { env: { ...variables, POSTGRES_PRISMA_URL: 'secret' }, buildEnv: { SUPABASE_URL: 'd' } },
  });
  const told = await hosting().backends?.('dpl_a', (value) =>
    value === 'secret' ? undefined : `is ${value}`,
  );
  expect(told).toEqual([
    { variable: 'SUPABASE_URL', backend: 'is d' },
    { variable: 'NEXT_PUBLIC_SUPABASE_URL', backend: 'is a' },
    { variable: 'DATABASE_URL', backend: 'is b' },
  ]);
});
