import { configurationError } from '../release/errors.ts';
import { sslModeOf } from './tls.ts';

/**
 * `postgresql://user:password@host:port/database?options` and nothing that only looks like it. A password with a raw `/`,
 * `?`, `#` or `@` moves the borders between the parts, so that half of it would be taken for a host name, looked up and
 * printed. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
const SHAPE =
  /^postgres(?:ql)?:\/\/(?:[^@/?#\s]*@)?(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[^@?#\s]*)?(?:\?[^@#\s]*)?$/iu;
/** A percent sign that begins no code. */
const BARE_PERCENT = /%(?![\da-f]{2})/i;

export function isConnectionString(text: string): boolean {
  const given = text.trim();
  if (!SHAPE.test(given) || BARE_PERCENT.test(given) || !URL.canParse(given)) return false;
  const { hostname, username, password, pathname } = new URL(given);
  return hostname !== '' && [username, password, pathname].every(isEncoded);
}

/** Codes that are no UTF-8 were not meant as codes. */
function isEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/**
 * Asked before anything is looked up or sent. The error has no part of the text: any of it may be of the password.
 * @throws SHIPLOCK_DATABASE_URL
 */
export function mustBeConnectionString(text: string, input: string): URL {
  if (isConnectionString(text)) return new URL(text.trim());
  throw configurationError({
    code: 'SHIPLOCK_DATABASE_URL',
    what: `${input} is not a Postgres connection string, or its password is not percent-encoded (its value is not shown)`,
    notDone: ['no connection was made, so nothing was changed'],
    next: `The format is postgresql://user:password@host:5432/database. Percent-encode characters such as / @ # ? % in the password: ${ENCODE} prints it encoded (paste the password, press Enter and Ctrl-D).`,
  });
}

/** Reads from standard input, so that the password comes neither into the process list nor into the shell's history. */
const ENCODE = `\`node -p "encodeURIComponent(require('fs').readFileSync(0,'utf8').trimEnd())"\``;

/**
 * For a tool that takes its address as an argument: command lines can be read by everybody on the machine, so secrets go
 * by the variables that libpq and its likes read. https://www.postgresql.org/docs/current/libpq-envars.html
 */
export function forArguments(
  text: string,
  input = 'the connection string',
): {
  readonly address: string;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
} {
  const url = new URL(text.trim());
  const password = decodeURIComponent(url.password) || (url.searchParams.get('password') ?? '');
  const keyPassword = url.searchParams.get('sslpassword') ?? '';
  url.password = '';
  for (const name of [...url.searchParams.keys()])
    if (SECRET_OPTIONS.has(name.toLowerCase())) url.searchParams.delete(name);
  // Said, because tools go on in plain text by themselves where it is not, or where it has no value.
  const mode = sslModeOf(url, input);
  for (const name of ['ssl', 'sslmode', 'uselibpqcompat']) url.searchParams.delete(name);
  if (mode) url.searchParams.set('sslmode', mode);
  return {
    address: url.href,
    env: {
      ...(password === '' ? {} : { PGPASSWORD: password }),
      ...(keyPassword === '' ? {} : { PGSSLPASSWORD: keyPassword }),
    },
    secrets: [password, keyPassword].filter(Boolean),
  };
}

const SECRET_OPTIONS = new Set(['password', 'sslpassword', 'passfile', 'oauth_client_secret']);
