import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDomain, isOwnPath, isWebAddress, onSameOrigin } from './same-origin.ts';

const BASE = 'https://shop.example';

test.each([
  '//evil.example/x',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '///evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/%2fevil.example',
  '/%2F/evil.example',
  '/%5cevil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/../../%2fevil.example',
  '/a b',
  '/a\\b',
  '/a\u0000',
  '/a\u2028b',
  'https://evil.example/',
  'https:evil.example',
  'javascript:alert(1)',
  '@evil.example/',
  '.evil.example/',
  ':81/',
  'x',
  '',
])('attack 13: %j leads elsewhere, and is refused', (path) => {
  expect(isOwnPath(path)).toBe(false);
  expect(() => onSameOrigin(path, BASE)).toThrow();
});

test.each(['/', '/api/health/ready', '/a//b', '/x?to=//evil.example', '/@evil.example', '/a/../x', '/ü#//x'])(
  '%j is a path',
  (path) => {
    expect(isOwnPath(path)).toBe(true);
    expect(onSameOrigin(path, BASE).host).toBe('shop.example');
  },
);

test('attack 13: whatever is let through stays on the origin it is asked of', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\n',
    ' ',
    '.',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    'evil.example',
    'a',
  );
  const path = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(
      fc.oneof(path, fc.string()),
      fc.webUrl({ validSchemes: ['http', 'https'] }),
      (given, base) => {
        if (!isOwnPath(given)) return;
        expect(new URL(given, base).origin).toBe(new URL(base).origin);
        expect(onSameOrigin(given, base).origin).toBe(new URL(base).origin);
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  'evil.test/x',
  'a@evil.test',
  'shop.example@evil.test',
  'a b',
  'a\nb',
  'a?b',
  'a#b',
  '//x',
  'ftp://x',
  '',
])('attack 13: %j is not a domain', (domain) => expect(isDomain(domain)).toBe(false));
test.each([
  'shop.example',
  'www.shop.example:8443',
  'http://127.0.0.1:3000',
  'xn--mnchen-3ya.de',
  'münchen.de',
])('%j is a domain', (domain) => expect(isDomain(domain)).toBe(true));
test.each([
  'https://user:pass@metrics.example/x',
  'https:\\\\evil.test',
  'https://',
  'javascript:x',
  '//x',
  'http:x',
])('attack 13: %j is not a web address', (address) => expect(isWebAddress(address)).toBe(false));
