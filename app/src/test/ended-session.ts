import { vi } from 'vitest';

const session = {
  ...{ access_token: 'over', refresh_token: 'ended', token_type: 'bearer', expires_in: 1, expires_at: 1 },
  user: { id: 'a0000000-0000-4000-8000-000000000001' },
};
/** The value of a session's cookie whose token ran out. */
export const ENDED_SESSION = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;

/** An Auth server that does not know this session any longer, and the settings that a client of it needs. */
export function stubEndedSession(): void {
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_URL', 'http://127.0.0.1:1');
  vi.stubEnv('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test');
  vi.stubEnv('SUPABASE_SECRET_KEY', `sb_secret_${'x'.repeat(32)}`);
  const key = `test:${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`;
  vi.stubEnv('FIELD_ENCRYPTION_KEYS', key);
  vi.stubEnv('FIELD_INDEX_KEYS', key);
  vi.stubGlobal('fetch', async () =>
    Response.json({ code: 400, error_code: 'refresh_token_not_found', msg: 'Not found' }, { status: 400 }),
  );
}
