import { expect, test } from 'vitest';
import { withoutSecrets } from './secrets.ts';

const value = 'Canary/12+34=5678"x';
const env = {
  SUPABASE_SECRET_KEY: value,
  DATABASE_URL: 'postgresql://u:p%40ssw0rd-1@h/d',
  LOG_LEVEL: 'Canary-level',
};

test.each([
  ['as it is', value],
  ['percent-encoded', encodeURIComponent(value)],
  ['in JSON', JSON.stringify(value)],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64 of a header', Buffer.from(`u:${value}`).toString('base64')],
  ['in base64url of another', Buffer.from(`us:${value}.`).toString('base64url')],
  ['a password inside', 'p@ssw0rd-1'],
])('attack 16: a secret of the environment does not come into an error report %s', (_, said) => {
  const shown = withoutSecrets(`it failed: ${said}`, env);
  expect(shown).toMatch(/^it failed: .{0,4}\[secret\].{0,4}$/);
});

test('one key of a list does not come into an error report', () => {
  const list = { FIELD_ENCRYPTION_KEYS: 'new:Q2FuYXJ5LW5ldw==,old:Q2FuYXJ5LW9sZA==' };
  expect(withoutSecrets('it failed: Q2FuYXJ5LW9sZA==', list)).toBe('it failed: [secret]');
  expect(withoutSecrets('it failed: new', list)).toBe('it failed: new');
});

const token = 'sb_secret_9fK2mQ7xT4bN8wZ1cR5yH3jL6pD0sAeG';
const jwt = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZSJ9.Zk3QpLw81xVbN7tRyU2c';

test.each([
  ['cut by a vendor', `${token.slice(0, 24)}… is invalid`, '[secret]… is invalid'],
  ['its end', `a token ending in ${token.slice(-12)}`, 'a token ending in [secret]'],
  [
    'in two fields',
    JSON.stringify({ a: token.slice(0, 20), b: token.slice(20) }),
    '{"a":"[secret]","b":"[secret]"}',
  ],
  ['of a list', 'k: V2l0aExvbmdlcktleTEyMzQ1', 'k: [secret]'],
  ['the signature of a JWT', 'bad signature Zk3QpLw81xVb', 'bad signature [secret]'],
])('attack 16: a piece of a token does not come into an error report: %s', (_, said, shown) => {
  const tokens = {
    SUPABASE_SECRET_KEY: token,
    SERVICE_TOKEN: jwt,
    FIELD_INDEX_KEYS: 'new:V2l0aExvbmdlcktleTEyMzQ1Njc4OTA=',
  };
  expect(withoutSecrets(said, tokens)).toBe(shown);
});

test.each([
  [
    'a host',
    { DATABASE_URL: 'postgresql://u:p@ep-cool-darkness-123456-pooler.test/db' },
    'ep-cool-darkness-123456',
  ],
  ['how a JWT is signed', { SERVICE_TOKEN: jwt }, 'eyJhbGciOiJIUzI1NiIsInR5cCI6'],
  ['words', { MAIL_PASSWORD: 'correct-horse-battery-staple' }, 'horse-battery'],
])('%s is no piece of a secret', (_, given, said) => {
  expect(withoutSecrets(said, given)).toBe(said);
});

test('what is no secret stays', () => {
  expect(withoutSecrets('level Canary-level', env)).toBe('level Canary-level');
  expect(withoutSecrets('key', { NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x' })).toBe('key');
});
