import { NextRequest } from 'next/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { nextWithFreshSession } from './refresh.ts';

const session = {
  ...{ access_token: 'over', refresh_token: 'ended', token_type: 'bearer', expires_in: 1, expires_at: 1 },
  user: { id: 'a0000000-0000-4000-8000-000000000001' },
};
const cookie = `session=base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;

beforeEach(() => {
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_URL', 'http://127.0.0.1:1');
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', `sb_secret_${'x'.repeat(32)}`);
  const key = `test:${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`;
  vi.stubEnv('FIELD_ENCRYPTION_KEYS', key);
  vi.stubEnv('FIELD_INDEX_KEYS', key);
  vi.stubGlobal('fetch', async () =>
    Response.json({ code: 400, error_code: 'refresh_token_not_found', msg: 'Not found' }, { status: 400 }),
  );
});

/** What the browser is told, and which session the page or the action gets to see. */
async function answered(more: Record<string, string> = {}) {
  const request = new NextRequest('http://127.0.0.1/prescriptions/new', {
    method: more['next-action'] ? 'POST' : 'GET',
    headers: { cookie, ...more },
  });
  const response = await nextWithFreshSession(request, new Headers(request.headers));
  return { set: response.headers.getSetCookie(), seen: request.cookies.get('session')?.value };
}

test('a page takes the cookie of a session away that has ended', async () => {
  expect(await answered()).toEqual({ set: [expect.stringMatching(/^session=;.*Max-Age=0/)], seen: '' });
});

test('a Server Action does not: its page would be rendered again, and lose what was typed', async () => {
  expect(await answered({ 'next-action': '40a' })).toEqual({ set: [], seen: '' });
});
