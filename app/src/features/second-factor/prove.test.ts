import { AuthError } from '@supabase/supabase-js';
import { describe, expect, test } from 'vitest';
import { code } from './code.ts';
import { proveSecondFactor, refused } from './prove.ts';

const FACTOR = { id: 'f-1' };

/** An Auth server with these verified apps, for which one code is right. */
function server(totp: (typeof FACTOR)[], right: string) {
  const asked: string[] = [];
  const mfa = {
    listFactors: async () => ({ data: { totp }, error: null }),
    challengeAndVerify: async (given: { factorId: string; code: string }) => {
      asked.push(`${given.factorId} ${given.code}`);
      const error =
        given.code === right
          ? null
          : new AuthError('Invalid TOTP code entered', 422, 'mfa_verification_failed');
      return { error };
    },
  };
  return { asked, auth: { mfa } };
}

describe('proving a second factor', () => {
  test('asks with the app that is set up, and is content with the right code', async () => {
    const supabase = server([FACTOR], '123456');
    expect(await proveSecondFactor(supabase, '123456')).toBeNull();
    expect(supabase.asked).toEqual(['f-1 123456']);
  });

  test('says that a code is wrong', async () => {
    expect(await proveSecondFactor(server([FACTOR], '123456'), '654321')).toMatchObject({
      status: 403,
      detail: expect.stringContaining('wrong or over'),
    });
  });

  test('asks nobody where no app is set up', async () => {
    const supabase = server([], '123456');
    expect((await proveSecondFactor(supabase, '123456'))?.detail).toContain('Set up your authenticator app');
    expect(supabase.asked).toEqual([]);
  });

  test.each([
    ['mfa_factor_not_found', 404, 403],
    ['insufficient_aal', 422, 403],
    ['over_request_rate_limit', 429, 403],
    ['unexpected_failure', 500, 503],
  ])('%s is no success', (reason, status, told) => {
    expect(refused(new AuthError('said by the server', status, reason))).toMatchObject({ status: told });
    expect(refused(new AuthError('said by the server', status, reason)).detail).not.toContain('said by');
  });
});

test('a code is six digits, however they are spaced', () => {
  expect(code.parse(' 123 456 ')).toBe('123456');
  for (const bad of ['', '12345', '1234567', '12345a', '１２３４５６'])
    expect(code.safeParse(bad).success, bad).toBe(false);
});
