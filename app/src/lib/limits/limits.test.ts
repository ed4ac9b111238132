import { expect, test } from 'vitest';
import { clientAddress } from './address.ts';
import { signInTurns, waitText } from './sign-in.ts';

test.each<[string, Record<string, string>, string]>([
  ['what the platform says', { 'x-real-ip': '192.0.2.7', 'x-forwarded-for': '198.51.100.1' }, '192.0.2.7'],
  ['the nearest proxy’s word, not the client’s', { 'x-forwarded-for': '10.0.0.1, 192.0.2.7' }, '192.0.2.7'],
  ['a network of IPv6', { 'x-real-ip': '2001:db8:1:2:aaaa:bbbb:cccc:dddd' }, '2001:db8:1:2::/64'],
  ['a short form of it', { 'x-real-ip': '2001:db8::1' }, '2001:db8:0:0::/64'],
  ['IPv4 as IPv6 writes it', { 'x-real-ip': '::ffff:192.0.2.7' }, '::ffff:192.0.2.7'],
  ['nobody says', {}, 'unknown'],
])('address: %s', (_, headers, expected) => {
  expect(clientAddress(new Headers(headers))).toBe(expected);
});

test('two addresses of one IPv6 line count as one, two lines as two', () => {
  const of = (address: string) => clientAddress(new Headers({ 'x-real-ip': address }));
  expect(of('2001:db8:1:2::1')).toBe(of('2001:db8:1:2:ffff::9'));
  expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:3::1'));
});

test('a try counts for the account, for the address, and for the two together', () => {
  const subjects = signInTurns('a@b.example', '192.0.2.7').map(({ subject }) => subject);
  expect(new Set(subjects)).toEqual(new Set(['a@b.example 192.0.2.7', 'a@b.example', '192.0.2.7']));
});

test('a wait is told in whole minutes', () => {
  expect([1, 60, 61, 900].map(waitText)).toEqual(['one minute', 'one minute', '2 minutes', '15 minutes']);
});
