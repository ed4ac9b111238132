import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwnPath, onSameOrigin } from './same-origin.ts';

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

test.each(['/', '/api/health/ready', '/a//b', '/x?to=//evil.example', '/@evil.example', '/..//x', '/ü#//x'])(
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
