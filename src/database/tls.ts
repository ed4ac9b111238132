import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { configurationError } from '../release/errors.ts';

/** https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof MODES)[number];

/** What Node's drivers and JDBC call it. */
const SSL: Readonly<Record<string, SslMode>> = {
  true: 'require',
  '1': 'require',
  'no-verify': 'require',
  false: 'disable',
  '0': 'disable',
};
const LOCAL = ['localhost', '127.0.0.1', '[::1]', '::1'];
/** Modes that a variable of the environment may ask for: what it says is meant for no server in particular. */
const STRICT: readonly string[] = ['require', 'verify-ca', 'verify-full'];
const OPTIONS = [
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'sslcrl',
  'uselibpqcompat',
];

type Env = Readonly<Record<string, string | undefined>>;
export type TlsOptions = false | tls.ConnectionOptions;

/** The host that the driver really asks: an option `host` counts more than the one before the slash. */
export function addressOf(url: URL): { readonly host: string; readonly port: string } {
  return { host: last(url, 'host') || url.hostname, port: last(url, 'port') || url.port || '5432' };
}

/** Sockets are files of this machine. */
export function isLocal(url: URL): boolean {
  const { host } = addressOf(url);
  return host.startsWith('/') || LOCAL.includes(host);
}

/**
 * How a server is spoken to. Nothing but the word for it means plain text over a network: an option without a value says
 * nothing. Undefined for a server of this machine of which nothing is said.
 * @throws SHIPLOCK_DATABASE_TLS for an unknown mode
 */
export function sslModeOf(url: URL, input: string, env: Env = process.env): SslMode | undefined {
  const given = last(url, 'sslmode');
  if (given) {
    const mode = MODES.find((each) => each === given);
    if (mode) return mode;
    throw tlsProblem(`${input} has an unknown sslmode`, `Write one of ${MODES.join(', ')}.`);
  }
  const ssl = last(url, 'ssl');
  if (ssl) {
    const mode = Object.hasOwn(SSL, ssl) ? SSL[ssl] : undefined;
    if (mode) return mode;
    throw tlsProblem(`${input} has an option ssl that is neither true nor false`, 'Write sslmode=require.');
  }
  const asked = env['PGSSLMODE'] ?? '';
  if (STRICT.includes(asked)) return asked as SslMode;
  if (rootOf(url, env) === 'system') return 'verify-full';
  if (rootOf(url, env) && !isLocal(url)) return 'verify-full';
  return isLocal(url) ? undefined : 'require';
}

/**
 * Options of the driver, as libpq reads the same connection string: `require` encrypts, and proves who answers only where
 * a root certificate is named. https://www.postgresql.org/docs/current/libpq-ssl.html
 * @throws SHIPLOCK_DATABASE_TLS, and what reading a certificate throws
 */
export function tlsOptions(url: URL, input: string, env: Env = process.env): TlsOptions {
  const mode = sslModeOf(url, input, env);
  if (mode === undefined || mode === 'disable') return false;
  const root = rootOf(url, env) ?? (mode.startsWith('verify') ? homeRoot() : undefined);
  if (root === 'system' && mode !== 'verify-full')
    throw tlsProblem(
      `${input} uses the certificates of the system (sslrootcert=system) with sslmode=${mode}, which does not check the host name of the certificate`,
      'Write sslmode=verify-full.',
    );
  if (mode === 'verify-ca' && root === undefined)
    throw tlsProblem(
      `${input} has sslmode=verify-ca, but names no root certificate`,
      'Name the file of the certificate authority (sslrootcert=…, or PGSSLROOTCERT): Supabase offers it under Database settings, SSL configuration. For a public certificate authority, write sslmode=verify-full.',
    );
  return {
    ...certificates(url, env),
    ...(root === undefined ? {} : { ca: root === 'system' ? systemRoots() : readFileSync(root, 'utf8') }),
    ...proof(mode, root),
  };
}

function proof(mode: SslMode, root: string | undefined): tls.ConnectionOptions {
  if (mode === 'verify-full') return { rejectUnauthorized: true };
  if (root === undefined) return { rejectUnauthorized: false };
  return { rejectUnauthorized: true, checkServerIdentity: () => undefined };
}

function certificates(url: URL, env: Env): tls.ConnectionOptions {
  const file = (name: string, variable: string) => {
    const named = last(url, name) || env[variable];
    return named ? readFileSync(named, 'utf8') : undefined;
  };
  const [cert, key, crl] = [
    file('sslcert', 'PGSSLCERT'),
    file('sslkey', 'PGSSLKEY'),
    file('sslcrl', 'PGSSLCRL'),
  ];
  const passphrase = last(url, 'sslpassword') || env['PGSSLPASSWORD'];
  return {
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(crl === undefined ? {} : { crl }),
    ...(passphrase ? { passphrase } : {}),
  };
}

/** The same connection string without what `tlsOptions` has read: the driver would read it in its own way. */
export function withoutTls(url: URL): URL {
  const rest = new URL(url);
  for (const name of OPTIONS) rest.searchParams.delete(name);
  return rest;
}

const rootOf = (url: URL, env: Env): string | undefined =>
  last(url, 'sslrootcert') || env['PGSSLROOTCERT'] || undefined;

/** Where libpq looks by itself. */
function homeRoot(): string | undefined {
  const file = path.join(homedir(), '.postgresql', 'root.crt');
  return existsSync(file) ? file : undefined;
}

/** Node.js before 22.15 does not read the store of the system; it brings Mozilla's list, which most systems keep too. */
function systemRoots(): string[] {
  return [...new Set([...tls.rootCertificates, ...(tls.getCACertificates?.('system') ?? [])])];
}

/** Of an option that is said twice libpq takes the last one. */
function last(url: URL, name: string): string | undefined {
  return url.searchParams.getAll(name).at(-1);
}

const tlsProblem = (what: string, next: string) =>
  configurationError({
    code: 'SHIPLOCK_DATABASE_TLS',
    what,
    notDone: ['no connection was made, so nothing was changed'],
    next,
  });
