import { describe, expect, test } from 'vitest';
import { EnvironmentError, parseEnv } from './env.ts';

const complete = {
  NEXT_PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321',
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_0123456789abcdef',
};

describe('parseEnv', () => {
  test('takes an unset or empty DSN for none', () => {
    expect(parseEnv(complete).NEXT_PUBLIC_SENTRY_DSN).toBeUndefined();
    expect(parseEnv({ ...complete, NEXT_PUBLIC_SENTRY_DSN: '' }).NEXT_PUBLIC_SENTRY_DSN).toBeUndefined();
    const dsn = 'http://key@127.0.0.1:9000/1';
    expect(parseEnv({ ...complete, NEXT_PUBLIC_SENTRY_DSN: dsn }).NEXT_PUBLIC_SENTRY_DSN).toBe(dsn);
  });

  test('names every missing variable at once', () => {
    expect(() => parseEnv({})).toThrow(
      /NEXT_PUBLIC_SUPABASE_URL is missing; NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY is missing; SUPABASE_SECRET_KEY is missing/,
    );
  });

  test.each([
    ['SUPABASE_SECRET_KEY', 'sb_publishable_0123456789abcdef', 'is a publishable key'],
    ['SUPABASE_SECRET_KEY', 'short', 'is too short'],
    ['NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'sb_secret_0123456789abcdef', 'is a secret key'],
  ])('%s: keys that were mixed up are refused when the server starts', (name, value, why) => {
    expect(() => parseEnv({ ...complete, [name]: value })).toThrow(`${name} ${why}`);
  });

  test('never repeats a value', () => {
    const secret = 'ftp://user:hunter2@host';
    try {
      parseEnv({ ...complete, NEXT_PUBLIC_SUPABASE_URL: secret });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      expect(String(error)).toContain('NEXT_PUBLIC_SUPABASE_URL must be an http(s) URL');
      expect(String(error)).not.toContain('hunter2');
    }
  });
});
