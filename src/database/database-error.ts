import type { Code } from '../release/codes.ts';
import { failure, type Problem, ShiplockError } from '../release/errors.ts';
import { lacking } from './grants.ts';

/** The input that a connection string comes by, unless another is named. */
export const DATABASE_URL = 'database-url';

const BY_STATE: Record<string, { code: Code; next: string }> = {
  '28P01': {
    code: 'SHIPLOCK_DATABASE_PASSWORD',
    next: 'Correct the user and the password in database-url.',
  },
  '28000': {
    code: 'SHIPLOCK_DATABASE_PASSWORD',
    next: 'The server refuses this user from here: correct database-url (Supabase’s pooler expects user.project-ref, and the host that the dashboard shows), or the server’s access rules.',
  },
  '3D000': {
    code: 'SHIPLOCK_DATABASE_UNKNOWN',
    next: 'Correct the database name in database-url.',
  },
  '42501': {
    code: 'SHIPLOCK_DATABASE_PERMISSION',
    next: 'Grant it to the role in database-url, or use the role that owns the object.',
  },
  '25006': {
    code: 'SHIPLOCK_DATABASE_READ_ONLY',
    next: 'Use the primary’s connection string; if the project is read-only because its disk is full, free space first.',
  },
  '53100': {
    code: 'SHIPLOCK_DATABASE_DISK_FULL',
    next: 'Enlarge the server’s disk or free space on it, then rerun the job.',
  },
  '53300': {
    code: 'SHIPLOCK_DATABASE_CONNECTIONS',
    next: 'The server has no connection left: close idle ones or use the session pooler, then rerun the job.',
  },
};
/**
 * Supabase's pooler answers with XX000 where a server has a SQLSTATE of its own, in words that changed over time:
 * https://github.com/supabase/supavisor/issues/364, https://github.com/PostHog/posthog/pull/63671
 */
const POOLER_SAYS: readonly (readonly [RegExp, string])[] = [
  [/tenant or user not found|tenant\/user .*not found/i, '28000'],
  [/max clients reached/i, '53300'],
];

export function asServer(error: unknown): unknown {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  const [, state] = (code === 'XX000' && POOLER_SAYS.find(([words]) => words.test(message))) || [];
  return state ? Object.assign(error as Error, { code: state }) : error;
}

/** PgBouncer's words; it gives them the SQLSTATE of a protocol that was violated. */
const STARTUP = /unsupported startup parameter(?: in options)?: (\S+)/;

const CUT_STATES = /^(57P0[1235]|25P03|08...)$/;
/** Node's own codes (`EPIPE`, `ECONNRESET`) look different. */
const SQL_STATE = /^[0-9FHPSX][0-9A-Z]{4}$/;
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const TLS = /SSL|TLS|certificate|self.signed/i;
const CUT = /terminated|ECONNRESET|EPIPE|Connection ended|not queryable|closed/i;

/** Maps what the driver threw. SQL errors that are the caller's own keep their SQLSTATE in `cause`. */
export function databaseError(error: unknown, where: string, input = DATABASE_URL): ShiplockError {
  if (error instanceof ShiplockError) return error;
  const {
    code = '',
    message = String(error),
    syscall = '',
  } = (error ?? {}) as { code?: string; message?: string; syscall?: string };
  const known = Object.hasOwn(BY_STATE, code) ? BY_STATE[code] : undefined;
  const say = (problem: Omit<Problem, 'what'>, what: string) =>
    new ShiplockError(
      { ...problem, what, next: problem.next.replaceAll(DATABASE_URL, input) },
      { cause: error },
    );
  const fromServer = SQL_STATE.test(code);
  // On a connection that was made, which a host that went silent is told by too (ETIMEDOUT, EHOSTUNREACH).
  const made = syscall === 'read' || syscall === 'write';
  if (code === '42501') return say({ ...known!, next: missingGrant(message) }, `${where}: ${message}`);
  if (known) return say(known, `${where}: ${message}`);
  const late = !fromServer && /timeout expired|connect timeout/i.test(message);
  if ((UNREACHABLE.has(code) && !made) || late) {
    return say(
      {
        code: 'SHIPLOCK_DATABASE_UNREACHABLE',
        next: 'Check host and port in database-url. GitHub’s runners have no IPv6: use the session pooler there.',
      },
      `could not reach ${where} (${code || message})`,
    );
  }
  if (!fromServer && TLS.test(message)) {
    return say(
      {
        code: 'SHIPLOCK_DATABASE_TLS',
        next: 'Set sslmode in database-url to what the server offers: require (encrypted), verify-full (with a check of its certificate), disable (only in a private network).',
      },
      `${where}: ${message}`,
    );
  }
  const [, parameter] = fromServer ? (STARTUP.exec(message) ?? []) : [];
  if (parameter) {
    return say(
      {
        code: 'SHIPLOCK_DATABASE_POOLER',
        next: `Remove ${parameter} from database-url: the pooler there does not pass it on. Set it for the role instead: alter role … set … = …`,
      },
      `${where} is a pooler that refuses what the connection string asks for (${message})`,
    );
  }
  if (
    made ||
    CUT_STATES.test(code) ||
    (code === '' && CUT.test(message)) ||
    code === 'ECONNRESET' ||
    code === 'EPIPE'
  ) {
    return say(
      {
        code: 'SHIPLOCK_DATABASE_CUT',
        next: 'Rerun the job: it reads the record and the history table, and continues.',
      },
      `${where}: the connection was lost (${message})`,
    );
  }
  return failure(
    {
      code: 'SHIPLOCK_DATABASE_ERROR',
      what: `${where}: ${message}${code ? ` (${code})` : ''}`,
      next: 'Read the server’s message; its SQLSTATE is in brackets.',
    },
    error,
  );
}

const WIDER: Readonly<Record<string, string>> = {
  table: 'select (or the verb that was used)',
  'foreign table': 'select (or the verb that was used)',
  view: 'select (or the verb that was used)',
  schema: 'usage (and create, to create objects in it)',
};

/** The grant that is missing, from the server's words. It does not say which verb of a table was wanted. */
function missingGrant(message: string): string {
  const owner = /must be owner of (\S+ ?\S*) "?([^"\s]+)"?/.exec(message);
  if (owner)
    return `Only the owner can do this: use the role that owns ${owner[1]} ${owner[2]}, or grant that role to the one in database-url.`;
  const grant = lacking(message);
  if (!grant) return BY_STATE['42501']!.next;
  const what = [WIDER[grant.kind] ?? grant.right, grant.on].filter(Boolean).join(' ');
  return `Missing grant: grant ${what} to the role in database-url.`;
}
