import { expect, test } from 'vitest';
import { isRefusedAsForeign, isSameOrigin } from './same-origin.ts';

test.each<[string, Record<string, string>, boolean]>([
  [
    'a page of ours',
    { 'sec-fetch-site': 'same-origin', origin: 'https://rx.example', host: 'rx.example' },
    true,
  ],
  ['an older browser', { origin: 'https://rx.example', host: 'rx.example' }, true],
  [
    'behind a proxy',
    { origin: 'https://rx.example', host: 'internal:3000', 'x-forwarded-host': 'rx.example' },
    true,
  ],
  [
    'another site',
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', host: 'rx.example' },
    false,
  ],
  [
    'another subdomain',
    { 'sec-fetch-site': 'same-site', origin: 'https://a.rx.example', host: 'rx.example' },
    false,
  ],
  [
    'another origin that says it is ours',
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example', host: 'rx.example' },
    false,
  ],
  ['a sandboxed frame', { origin: 'null', host: 'rx.example' }, false],
  ['an address that was typed', { 'sec-fetch-site': 'none', host: 'rx.example' }, false],
  ['nobody who says anything', { host: 'rx.example' }, false],
])('%s', (_, headers, expected) => {
  expect(isSameOrigin(new Headers(headers))).toBe(expected);
});

const foreign = { origin: 'https://evil.example', host: 'rx.example' };
test.each<[string, string, Record<string, string>, boolean]>([
  ['reading', 'GET', foreign, false],
  ['a form of another site', 'POST', foreign, true],
  ['every other verb', 'DELETE', foreign, true],
  ['a program with a token', 'POST', { authorization: 'Bearer x', host: 'rx.example' }, false],
  ['a token beside a cookie', 'POST', { authorization: 'Bearer x', cookie: 'session=1', ...foreign }, true],
  ['credentials that a browser adds', 'POST', { authorization: 'Basic x', host: 'rx.example' }, true],
  ['a page of ours', 'POST', { origin: 'https://rx.example', host: 'rx.example' }, false],
])('refused as foreign: %s', (_, method, headers, expected) => {
  expect(isRefusedAsForeign({ method, headers: new Headers(headers) })).toBe(expected);
});
