import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { EnvironmentError, parseEnv } from './env.ts';

const complete = {
  NEXT_PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321',
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_0123456789abcdef',
  FIELD_ENCRYPTION_KEYS: `two:${randomBytes(32).toString('base64')},one:${randomBytes(32).toString('base64')}`,
  FIELD_INDEX_KEYS: `one:${randomBytes(32).toString('base64')}`,
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
      /NEXT_PUBLIC_SUPABASE_URL is missing; NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY is missing; SUPABASE_SECRET_KEY is missing; FIELD_ENCRYPTION_KEYS is missing; FIELD_INDEX_KEYS is missing/,
    );
  });

  test.each([
    ['SUPABASE_SECRET_KEY', 'sb_publishable_0123456789abcdef', 'is a publishable key'],
    ['SUPABASE_SECRET_KEY', 'short', 'is too short'],
    ['FIELD_ENCRYPTION_KEYS', `one:${'A'.repeat(43)}=`, 'has a key that is not 32 random bytes'],
    ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'c2hvcnQ=', 'is not 16, 24 or 32 bytes in base64'],
    ['FIELD_INDEX_KEYS', 'one', 'has an entry that is not <id>:<32 bytes in base64>; write one'],
    ['NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'sb_secret_0123456789abcdef', 'is a secret key'],
  ])('%s: keys that were mixed up are refused when the server starts', (name, value, why) => {
    expect(() => parseEnv({ ...complete, [name]: value })).toThrow(new RegExp(`${name}(\\.0)? ${why}`));
  });

  test('reads the keys of fields: the first writes, all read', () => {
    const { current, all } = parseEnv(complete).FIELD_ENCRYPTION_KEYS;
    expect([current.id, all.map(({ id }) => id)]).toEqual(['two', ['two', 'one']]);
  });

  const payments = { STRIPE_SECRET_KEY: 'sk_test_0123456789', STRIPE_WEBHOOK_SECRET: 'whsec_0123456789' };

  test('payments are off without keys, on with both, and never half on', () => {
    expect(parseEnv({ ...complete, STRIPE_SECRET_KEY: '', STRIPE_WEBHOOK_SECRET: '' })).not.toHaveProperty(
      'STRIPE_SECRET_KEY',
      expect.anything(),
    );
    expect(parseEnv({ ...complete, ...payments })).toMatchObject(payments);
    const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } = payments;
    expect(() => parseEnv({ ...complete, STRIPE_SECRET_KEY })).toThrow('STRIPE_WEBHOOK_SECRET is missing');
    expect(() => parseEnv({ ...complete, STRIPE_WEBHOOK_SECRET })).toThrow('STRIPE_SECRET_KEY is missing');
  });

  test.each([
    ['STRIPE_SECRET_KEY', 'sk_live_0123456789', 'is not a secret key of test mode'],
    ['STRIPE_SECRET_KEY', 'pk_test_0123456789', 'is not a secret key of test mode'],
    ['STRIPE_WEBHOOK_SECRET', 'sk_test_0123456789', 'is not the signing secret'],
    ['STRIPE_API_URL', 'https://api.stripe.example', 'can only name this machine'],
    ['STRIPE_API_URL', 'http://127.0.0.1.example', 'can only name this machine'],
  ])('%s=%s is refused when the server starts', (name, value, why) => {
    expect(() => parseEnv({ ...complete, ...payments, [name]: value })).toThrow(`${name} ${why}`);
  });

  const redis = {
    UPSTASH_REDIS_REST_URL: 'https://eu1-x.upstash.io',
    UPSTASH_REDIS_REST_TOKEN: 'AX0123456789abcdef',
  };

  test('Redis is off without settings, on with both, and never half on', () => {
    expect(parseEnv(complete).UPSTASH_REDIS_REST_URL).toBeUndefined();
    expect(parseEnv({ ...complete, ...redis })).toMatchObject({ ...redis, REDIS_LIMIT_MS: 150 });
    for (const name of Object.keys(redis))
      expect(() => parseEnv({ ...complete, ...redis, [name]: '' })).toThrow(`${name} is missing`);
  });

  test.each([
    ['UPSTASH_REDIS_REST_URL', 'http://redis.example', 'must be https'],
    ['UPSTASH_REDIS_REST_URL', 'http://127.0.0.1.example', 'must be https'],
    ['UPSTASH_REDIS_REST_URL', 'rediss://eu1-x.upstash.io', 'must be an http'],
    ['UPSTASH_REDIS_REST_TOKEN', 'short', 'is too short'],
    ['REDIS_LIMIT_MS', 'soon', 'Invalid input'],
  ])('%s=%s is refused when the server starts', (name, value, why) => {
    expect(() => parseEnv({ ...complete, ...redis, [name]: value })).toThrow(`${name} ${why}`);
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
