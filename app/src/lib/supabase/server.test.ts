import { beforeEach, expect, test, vi } from 'vitest';
import { ENDED_SESSION, stubEndedSession } from '../../test/ended-session.ts';
import { sessionClient } from './server.ts';

const set = vi.fn();

vi.mock('next/headers', () => ({
  cookies: async () => ({ getAll: () => [{ name: 'session', value: ENDED_SESSION }], set }),
  headers: async () => new Headers({ 'x-forwarded-proto': 'http' }),
}));

beforeEach(() => {
  stubEndedSession();
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
