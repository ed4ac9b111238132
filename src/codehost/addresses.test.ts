import { describe, expect, it } from 'vitest';
import { accountInAddress, coAuthors } from './addresses.ts';

describe('attack 9: co-authors of a commit', () => {
  const emails = (message: string) => coAuthors(message).map((one) => one.email);
  it.each([
    ['one', 'Fix\n\nCo-authored-by: Kim <kim@x.test>', ['kim@x.test']],
    [
      'several',
      'Fix\n\nCo-authored-by: A <a@x.test>\nCo-authored-by: B <b@x.test>',
      ['a@x.test', 'b@x.test'],
    ],
    ['in any case', 'Fix\n\nCO-AUTHORED-BY: A <a@x.test>', ['a@x.test']],
    ['with CRLF', 'Fix\r\n\r\nCo-authored-by: A <a@x.test>\r\n', ['a@x.test']],
    [
      'before other trailers',
      'Fix\n\nCo-authored-by: A <a@x.test>\nSigned-off-by: B <b@x.test>',
      ['a@x.test'],
    ],
    ['folded', 'Fix\n\nCo-authored-by: A\n  <a@x.test>', ['a@x.test']],
    ['with white space', 'Fix\n\n  Co-authored-by :  A  < a@x.test >', ['a@x.test']],
    ['in the middle of a squash', 'Fix\n\n* one\n\nCo-authored-by: A <a@x.test>\n\n* two', ['a@x.test']],
    ['without brackets', 'Fix\n\nCo-authored-by: a@x.test', ['a@x.test']],
    ['with brackets in the name', 'Fix\n\nCo-authored-by: A <b> <a@x.test>', ['a@x.test']],
    ['none', 'Fix\n\nThanks to Co-authored people', []],
  ])('%s', (_, message, expected) => {
    expect(emails(message)).toEqual(expected);
  });
});

it.each([
  ['kim@users.noreply.github.com', 'kim'],
  ['12+kim@users.noreply.github.com', 'kim'],
  ['12+kim_acme@users.noreply.github.com', 'kim_acme'],
  ['kim@users.noreply.ghes.acme.test', 'kim'],
  ['12+Kim-X@USERS.noreply.acme.ghe.com', 'Kim-X'],
  ['49+dependabot[bot]@users.noreply.github.com', 'dependabot[bot]'],
  ['constructor@users.noreply.github.com', 'constructor'],
  ['kim@acme.test', undefined],
  ['kim@users.noreply', undefined],
  ['kim', undefined],
  ['', undefined],
])('attack 9: the address %s is the login %s', (email, login) => {
  expect(accountInAddress(email)?.login).toBe(login);
});

it('attack 9: the id in an address is read too, since a renamed account keeps it', () => {
  expect(accountInAddress('12+kim@users.noreply.github.com')).toEqual({ login: 'kim', id: 12 });
  expect(accountInAddress('kim@users.noreply.github.com')).toEqual({ login: 'kim', id: undefined });
});
