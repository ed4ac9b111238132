import { beforeEach, expect, test, vi } from 'vitest';
import { sessionClient } from './server.ts';

const set = vi.fn();
const session = {
  ...{ access_token: 'over', refresh_token: 'ended', token_type: 'bearer', expires_in: 1, expires_at: 1 },
  user: { id: 'a0000000-0000-4000-8000-000000000001' },
};
const cookie = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;

vi.mock('next/headers', () => ({
  cookies: async () => ({ getAll: () => [{ name: 'session', value: cookie }], set }),
  headers: async () => new Headers({ 'x-forwarded-proto': 'http' }),
}));

/** The Auth server knows this session no more. */
beforeEach(() => {
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_URL', 'http://127.0.0.1:1');
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test');
  vi.stubEnv('SUPABASE_SECRET_KEY', `sb_secret_${'x'.repeat(32)}`);
  const key = `test:${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`;
  vi.stubEnv('FIELD_ENCRYPTION_KEYS', key);
  vi.stubEnv('FIELD_INDEX_KEYS', key);
  vi.stubGlobal('fetch', async () =>
    Response.json({ code: 400, error_code: 'refresh_token_not_found', msg: 'Not found' }, { status: 400 }),
  );
  set.mockClear();
});

test('a session that turns out to have ended writes no cookie: the page of the form would be rendered again', async () => {
  expect((await (await sessionClient()).auth.getClaims()).data).toBeNull();
  expect(set).not.toHaveBeenCalled();
});

test('signing out takes the cookie away', async () => {
  const supabase = await sessionClient({ ends: true });
  await supabase.auth.signOut({ scope: 'local' });
  expect(set).toHaveBeenCalledWith('session', '', expect.objectContaining({ maxAge: 0 }));
});
