import dns from 'node:dns';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { redactor } from '../present/redact.ts';
import { ShiplockError } from '../release/errors.ts';
import { secretsOf } from '../runner/secrets.ts';
import { connect } from './connection.ts';
import { forArguments, isConnectionString, mustBeConnectionString } from './connection-string.ts';

const RAW = [
  ['a slash', 'postgresql://weird:12/Hunter2@127.0.0.1:5432/x'],
  ['a slash first', 'postgresql://weird:/Hunter2@127.0.0.1:5432/x'],
  ['an at sign', 'postgresql://weird:Hunter2@extra@db.example:5432/x'],
  ['at signs and a slash', 'postgresql://weird:Hun@ter2/extra@db.example/x'],
  ['a hash', 'postgresql://weird:Hunter2#extra@db.example/x'],
  ['a question mark', 'postgresql://weird:Hunter2?extra@db.example/x'],
  ['a percent sign', 'postgresql://weird:Hunter2%zz@db.example/x'],
  ['a percent sign at the end', 'postgresql://weird:Hunter2%@db.example/x'],
  ['a space', 'postgresql://weird:Hunter2 extra@db.example/x'],
  ['a line break', 'postgresql://weird:Hunter2\nextra@db.example/x'],
  ['a hash after the host', 'postgresql://weird:Hunter2@db.example/x#extra'],
  ['a hash among the options', 'postgresql://weird@db.example/x?password=Hunter2#extra'],
  ['an at sign among the options', 'postgresql://weird@db.example/x?password=Hunter2@extra'],
  ['no scheme', 'weird:Hunter2@db.example:5432/x'],
  ['no scheme but slashes', '//weird:Hunter2@db.example:5432/x'],
  ['another scheme', 'mysql://weird:Hunter2@db.example/x'],
  ['one slash', 'postgresql:/weird:Hunter2@db.example/x'],
  ['no host', 'postgresql://weird:Hunter2@/x'],
  ['a port that is none', 'postgresql://weird:Hunter2@db.example:Hunter2/x'],
  ['keywords', 'host=db.example user=weird password=Hunter2'],
  ['quotes around it', '"postgresql://weird:Hunter2@db.example/x"'],
  ['its name before it', 'DATABASE_URL=postgresql://weird:Hunter2@db.example/x'],
  ['the command before it', 'psql postgresql://weird:Hunter2@db.example/x'],
] as const;

test.each(RAW)('a raw password, %s: refused, no part of it said, nothing looked up', async (_, url) => {
  expect(isConnectionString(url)).toBe(false);
  const lookup = vi.spyOn(dns, 'lookup');
  const refused = await connect(url, { input: 'rehearsal-database-url' }).catch((error: unknown) => error);
  expect(lookup).not.toHaveBeenCalled();
  lookup.mockRestore();
  expect(refused).toBeInstanceOf(ShiplockError);
  const said = JSON.stringify((refused as ShiplockError).problem) + String((refused as ShiplockError).cause);
  expect((refused as ShiplockError).code).toBe('SHIPLOCK_DATABASE_URL');
  expect(said).toContain('rehearsal-database-url');
  expect(said).toContain('encodeURIComponent');
  expect(said).not.toMatch(/weird|hun|ter2|extra|db\.example|127\.0/i);
});

test.each(RAW)('a raw password, %s: every part of it is masked', (_, url) => {
  const hide = redactor(secretsOf({ 'staging-database-url': url }));
  const words = url.split(/[\s:/@#?&=%"]+/).filter((word) => /hun|ter2|weird|extra/i.test(word));
  for (const word of [...words, url, encodeURIComponent(url), 'Hunter2'].filter(
    (each) => url.includes(each) || each === url,
  ))
    expect(hide(`cannot reach ${word}, port x`)).not.toMatch(/hun|ter2|weird|extra/i);
});

test.each([
  'postgresql://u:p@127.0.0.1:5432/d',
  'postgres://u:p@localhost/d',
  'postgresql://postgres.abcdef:p%2Fw%40x@aws-0-eu-central-1.pooler.supabase.com:5432/postgres?sslmode=require',
  'postgresql://u:a:b:c@h/d',
  'postgresql://u:p!$&\'()*+,;=-._~^|{}"<>\\[]@h/d',
  'postgresql://u:pässwörd@h/d',
  'postgresql://u@h',
  'postgresql://h/d',
  'postgresql://u:p@[::1]:5432/d',
  'postgresql://u:p@h/d?options=-c%20search_path%3Dx&application_name=a',
  ' postgresql://u:p@h/d\n',
])('%j is one', (url) => {
  expect(mustBeConnectionString(url, 'x').hostname).not.toBe('');
});

test('a password that is percent-encoded is taken, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((word) => word.isWellFormed()),
      (password) => {
        const url = `postgresql://u:${encodeURIComponent(password)}@h/d`;
        const parsed = mustBeConnectionString(url, 'x');
        expect([parsed.hostname, decodeURIComponent(parsed.password)]).toEqual(['h', password]);
      },
    ),
  );
});

test('what is taken is read by every library as it is meant', () => {
  const piece = fc.constantFrom(...'/@#?%:ab1 []\\&='.split(''), '%41', 'h', '//');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
      const password = parts.join('');
      const url = `postgresql://user:${password}@db.example:5432/name`;
      if (!isConnectionString(url)) return;
      const parsed = new URL(url);
      expect([parsed.hostname, parsed.port, parsed.username, parsed.pathname]).toEqual([
        'db.example',
        '5432',
        'user',
        '/name',
      ]);
      expect(decodeURIComponent(parsed.password)).toBe(decodeURIComponent(password));
    }),
    { numRuns: 3_000 },
  );
});

test('attack 18c: no secret of a connection string is among the arguments of a tool', () => {
  const { address, env, secrets } = forArguments(
    'postgresql://me@db.example/x?password=s%40cret&sslpassword=k3y&sslmode=require&passfile=%2Fsecret%2Ffile&PASSWORD=s%40cret',
  );
  expect(address).toBe('postgresql://me@db.example/x?sslmode=require');
  expect(env).toEqual({ PGPASSWORD: 's@cret', PGSSLPASSWORD: 'k3y' });
  expect(secrets).toEqual(['s@cret', 'k3y']);
});
