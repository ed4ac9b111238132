import { expect, test } from 'vitest';
import { contentSecurityPolicy, createNonce } from './csp.ts';

test('scripts need the nonce and nothing may frame the site', () => {
  const policy = contentSecurityPolicy({ nonce: 'abc', connect: ['https://errors.example'] });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("connect-src 'self' https://errors.example;");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-/);
  expect(policy).not.toContain('upgrade-insecure-requests');
});

test('only https upgrades, only development evaluates', () => {
  expect(contentSecurityPolicy({ nonce: 'abc', secure: true })).toContain('upgrade-insecure-requests');
  expect(contentSecurityPolicy({ nonce: 'abc', development: true })).toContain("'unsafe-eval'");
});

test('a nonce is 128 bits and never the same', () => {
  expect(Buffer.from(createNonce(), 'base64')).toHaveLength(16);
  expect(createNonce()).not.toBe(createNonce());
});
