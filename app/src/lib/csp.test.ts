import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, createNonce, NO_PAGE_POLICY } from './csp.ts';

test('scripts need the nonce and nothing may frame the site', () => {
  const policy = contentSecurityPolicy({ nonce: 'abc', connect: ['https://errors.example'] });
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
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

test('Google’s evaluator finds nothing', () => {
  const nonce = createNonce();
  for (const policy of [contentSecurityPolicy({ nonce, secure: true }), NO_PAGE_POLICY]) {
    expect(new CspEvaluator(new CspParser(policy).csp).evaluate(), policy).toEqual([]);
  }
});

test('and would find a policy that lets everything run', () => {
  const loose = new CspParser("script-src 'self' 'unsafe-inline'").csp;
  expect(new CspEvaluator(loose).evaluate()).not.toEqual([]);
});
