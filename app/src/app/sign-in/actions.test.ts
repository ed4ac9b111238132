import { beforeEach, expect, test, vi } from 'vitest';

const mocks = vi.hoisted(() => ({
  headers: new Headers(),
  takeTurns: vi.fn<() => Promise<number>>(),
  returnTurns: vi.fn<() => Promise<void>>(),
  signInWithPassword: vi.fn(),
  signOut: vi.fn(),
}));
vi.mock('next/headers', () => ({ headers: async () => mocks.headers }));
vi.mock('next/navigation', () => ({
  redirect: (to: string) => {
    throw new Error(`redirect ${to}`);
  },
}));
vi.mock('@/lib/limits/turns', () => ({ takeTurns: mocks.takeTurns, returnTurns: mocks.returnTurns }));
vi.mock('@/lib/supabase/server', () => ({
  sessionClient: async () => ({
    auth: { signInWithPassword: mocks.signInWithPassword, signOut: mocks.signOut },
    rpc: async () => ({ error: null }),
  }),
}));
vi.mock('@/lib/log', () => ({ log: { info() {}, warn() {}, error() {} } }));

const { signIn, signOut } = await import('./actions.ts');

const OURS = { 'sec-fetch-site': 'same-origin', origin: 'https://rx.example', host: 'rx.example' };
beforeEach(() => {
  vi.clearAllMocks();
  mocks.headers = new Headers(OURS);
  mocks.takeTurns.mockResolvedValue(0);
  mocks.returnTurns.mockResolvedValue(undefined);
  mocks.signInWithPassword.mockResolvedValue({ data: { user: { id: 'u' } }, error: null });
  mocks.signOut.mockResolvedValue({ error: null });
});

function send() {
  const form = new FormData();
  form.set('email', 'Ines@Example.test ');
  form.set('password', 'pass');
  return signIn({ message: null, email: '' }, form);
}

test('a right password opens the first screen, and the try is taken back', async () => {
  await expect(send()).rejects.toThrow('redirect /home');
  expect(mocks.returnTurns).toHaveBeenCalledWith(mocks.takeTurns.mock.calls[0]?.at(0));
});

test('a wrong one stays counted', async () => {
  mocks.signInWithPassword.mockResolvedValue({
    data: {},
    error: { status: 400, code: 'invalid_credentials' },
  });
  expect((await send()).message).toContain('is wrong');
  expect(mocks.returnTurns).not.toHaveBeenCalled();
});

test('after too many tries the password is not even looked at', async () => {
  mocks.takeTurns.mockResolvedValue(90);
  expect((await send()).message).toBe('Too many tries. Please wait 2 minutes.');
  expect(mocks.signInWithPassword).not.toHaveBeenCalled();
});

test('nor when nobody can count', async () => {
  mocks.takeTurns.mockRejectedValue(new Error('gone'));
  expect((await send()).message).toContain('not possible right now');
  expect(mocks.signInWithPassword).not.toHaveBeenCalled();
});

test('another site signs nobody in or out', async () => {
  mocks.headers = new Headers({ origin: 'https://evil.example', host: 'rx.example' });
  expect((await send()).message).toContain('Reload the page');
  await signOut();
  expect(mocks.takeTurns).not.toHaveBeenCalled();
  expect(mocks.signOut).not.toHaveBeenCalled();
});
