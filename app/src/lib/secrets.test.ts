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

test('what is no secret stays', () => {
  expect(withoutSecrets('level Canary-level', env)).toBe('level Canary-level');
  expect(withoutSecrets('key', { NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x' })).toBe('key');
});
