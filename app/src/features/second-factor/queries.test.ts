import { expect, test, vi } from 'vitest';
import { canProve } from './queries.ts';

const answer = vi.hoisted(() => ({
  data: { totp: [] as object[] } as object | null,
  error: null as object | null,
}));
vi.mock('@/lib/supabase/server', () => ({
  sessionClient: async () => ({ auth: { mfa: { listFactors: async () => answer } } }),
}));

test('a draft can be read while the Auth server is gone: that a code can be entered is then taken to be so', async () => {
  Object.assign(answer, { data: null, error: { name: 'AuthRetryableFetchError' } });
  expect(await canProve()).toBe(true);
});

test('whether an authenticator app is set up', async () => {
  Object.assign(answer, { data: { totp: [] }, error: null });
  expect(await canProve()).toBe(false);
  Object.assign(answer, { data: { totp: [{ id: '1', created_at: '' }] }, error: null });
  expect(await canProve()).toBe(true);
});
