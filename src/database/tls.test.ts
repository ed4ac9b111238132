import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forArguments } from './connection-string.ts';
import { type TlsOptions, tlsOptions } from './tls.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-tls-'));
const ca = path.join(folder, 'ca.crt');
beforeAll(() => writeFileSync(ca, 'a certificate'));
afterAll(() => rmSync(folder, { recursive: true }));

const of = (options: string, env: Record<string, string> = {}, host = 'db.example') =>
  tlsOptions(new URL(`postgresql://u:p@${host}/d${options}`), 'staging-database-url', env);
/** What the server must prove. */
const proves = (tls: TlsOptions) =>
  tls === false
    ? 'plain text'
    : tls.rejectUnauthorized === false
      ? 'nothing'
      : tls.checkServerIdentity
        ? 'its authority'
        : 'its name';

describe('the connection string says how the server is spoken to', () => {
  test.each([
    ['', 'nothing'],
    ['?sslmode=', 'nothing'],
    ['?sslmode=&application_name=x', 'nothing'],
    ['?ssl=', 'nothing'],
    ['?sslmode=disable&sslmode=', 'nothing'],
    ['?sslmode=prefer', 'nothing'],
    ['?sslmode=allow', 'nothing'],
    ['?sslmode=require', 'nothing'],
    ['?ssl=true', 'nothing'],
    ['?ssl=no-verify', 'nothing'],
    ['?sslmode=verify-full', 'its name'],
    ['?sslmode=require&sslmode=verify-full', 'its name'],
    ['?sslrootcert=system', 'its name'],
    ['?sslmode=verify-full&sslrootcert=system', 'its name'],
    ['?sslmode=disable', 'plain text'],
    ['?ssl=false', 'plain text'],
    ['?ssl=0', 'plain text'],
  ])('%j: the server proves %s', (options, proof) => {
    expect(proves(of(options))).toBe(proof);
  });

  test('a root certificate, in the string or by PGSSLROOTCERT, is read and asked for', () => {
    for (const tls of [
      of(`?sslmode=verify-ca&sslrootcert=${ca}`),
      of('?sslmode=verify-ca', { PGSSLROOTCERT: ca }),
      of(`?sslmode=require&sslrootcert=${ca}`),
      of('?sslmode=require', { PGSSLROOTCERT: ca }),
    ]) {
      expect(tls).toMatchObject({ ca: 'a certificate', rejectUnauthorized: true });
      expect(proves(tls)).toBe('its authority');
    }
    expect(of('?sslmode=verify-full', { PGSSLROOTCERT: ca })).toMatchObject({ ca: 'a certificate' });
    expect(proves(of('', { PGSSLROOTCERT: ca }))).toBe('its name');
  });

  test('the system’s certificates are no file of that name', () => {
    const tls = of('?sslrootcert=system');
    expect(tls && Array.isArray(tls.ca) ? tls.ca.length : 0).toBeGreaterThan(50);
    expect(() => of('?sslmode=require&sslrootcert=system')).toThrow(
      /SHIPLOCK_DATABASE_TLS.*sslrootcert=system/,
    );
    expect(() => of('?sslmode=verify-ca', { PGSSLROOTCERT: 'system' })).toThrow('SHIPLOCK_DATABASE_TLS');
  });

  test('what cannot be done as it says is refused, with what to write', () => {
    expect(() => of('?sslmode=verify-ca', { HOME: folder })).toThrow(
      /staging-database-url has sslmode=verify-ca/,
    );
    for (const options of ['?sslmode=on', '?sslmode=REQUIRE%20', '?sslmode=required', '?ssl=maybe'])
      expect(() => of(options)).toThrow('SHIPLOCK_DATABASE_TLS');
  });

  test('a server of this machine is spoken to as it stands; a host among the options is where it really is', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) expect(of('', {}, host)).toBe(false);
    expect(of('?host=/var/run/postgresql')).toBe(false);
    expect(proves(of('?host=db.example', {}, 'localhost'))).toBe('nothing');
    expect(proves(of('?sslmode=require', {}, 'localhost'))).toBe('nothing');
  });

  test('a variable of the environment makes it stricter, never plain', () => {
    expect(proves(of('', { PGSSLMODE: 'verify-full' }))).toBe('its name');
    expect(proves(of('', { PGSSLMODE: 'disable' }))).toBe('nothing');
  });
});

test('without the word for it, nothing is sent over a network in plain text', () => {
  const option = fc.constantFrom(
    'sslmode=',
    'ssl=',
    'sslmode',
    'sslmode=allow',
    'sslmode=prefer',
    'application_name=x',
    'uselibpqcompat=true',
    'uselibpqcompat=false',
    'sslnegotiation=',
    'sslmode=require',
    'host=',
    'ssl=1',
  );
  const env = fc.constantFrom<Record<string, string>>(
    {},
    { PGSSLMODE: 'disable' },
    { PGSSLMODE: '' },
    { PGSSLMODE: 'prefer' },
  );
  fc.assert(
    fc.property(fc.array(option, { maxLength: 4 }), env, (options, variables) => {
      const said = `?${options.join('&')}`;
      expect(proves(of(said, variables))).not.toBe('plain text');
      const { address } = forArguments(`postgresql://u:p@db.example/d${said}`);
      expect(['require', 'prefer', 'allow']).toContain(new URL(address).searchParams.get('sslmode'));
    }),
  );
});
