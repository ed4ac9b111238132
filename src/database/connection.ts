import type { Client, ClientConfig } from 'pg';
import { configurationError, failure, type Problem, ShiplockError } from '../release/errors.ts';
import type { Database } from '../release/ports.ts';
import { lacking } from './grants.ts';

export interface ConnectOptions {
  /** Shown in pg_stat_activity, so that people see who waits. */
  readonly applicationName?: string;
  /** default_transaction_read_only: the server refuses writes, whatever the code does. */
  readonly readOnly?: boolean;
  /** Milliseconds; 0 or absent: none. */
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** The input that the connection string came by, for messages. Default: `database-url`. */
  readonly input?: string;
}

export interface PgDatabase extends Database {
  /** The driver's client, for the migration engine alone. */
  readonly client: Client;
  /** `host:port/database` of this connection, without user and password, for messages. */
  readonly where: string;
}

const CONNECT_TIMEOUT_MS = 15_000;
/**
 * The system's own two hours are too long: networks forget quiet connections after minutes, and a statement may be quiet
 * for longer than that. https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset
 */
const KEEP_ALIVE_MS = 30_000;
const DATABASE_URL = 'database-url';
const NOT_CONNECTED = ['no connection was made, so nothing was changed over it'];
/** Supabase's transaction pooler: no session state, so no advisory lock, no SET, no prepared statements. */
const TRANSACTION_POOLER_PORT = '6543';

/**
 * One connection, no pool: a release's session state (locks, settings) belongs to one server session.
 * @throws SHIPLOCK_DATABASE_* by what the server or the network said.
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<PgDatabase> {
  const input = options.input ?? DATABASE_URL;
  const parsed = parseUrl(url, input);
  const where = `${parsed.hostname}:${parsed.port || '5432'}${parsed.pathname}`;
  const { default: pg } = await import('pg');
  const client = openable(() => new pg.Client(clientConfig(parsed, options)), input);
  // Without a listener a cut connection would end the process; the next query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    const { problem } = databaseError(asServer(error), where, input);
    throw new ShiplockError({ notDone: NOT_CONNECTED, ...problem }, { cause: error });
  }
  return wrap(client, where, input);
}

/** The driver decodes the connection string, and reads the certificates that it names, before it connects. */
function openable(open: () => Client, input: string): Client {
  try {
    return open();
  } catch (error) {
    const { code, path: file } = error as NodeJS.ErrnoException;
    throw configurationError(
      {
        code: 'SHIPLOCK_DATABASE_URL',
        what: file
          ? `${input} names the file ${file}, which cannot be read (${code})`
          : `${input} has a user, password or database whose percent-encoding means nothing`,
        notDone: NOT_CONNECTED,
        next: file
          ? `Write the file in a step before this one, or correct its path in ${input}.`
          : `Percent-encode special characters in ${input} as UTF-8: % is %25, é is %C3%A9.`,
      },
      error,
    );
  }
}

function parseUrl(url: string, input: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) {
    throw configurationError({
      code: 'SHIPLOCK_DATABASE_URL',
      what: `${input} is not a Postgres connection string`,
      notDone: NOT_CONNECTED,
      next: 'It looks like postgresql://user:password@host:5432/database; special characters of the password are percent-encoded.',
    });
  }
  if (parsed.port === TRANSACTION_POOLER_PORT)
    throw poolerProblem(
      `port ${TRANSACTION_POOLER_PORT} of ${parsed.hostname}, Supabase's transaction pooler`,
      input,
      NOT_CONNECTED,
    );
  return parsed;
}

/** @param what the pooler, as "database-url points at …" goes on */
export function poolerProblem(
  what: string,
  input = DATABASE_URL,
  notDone = ['nothing was changed'],
): ShiplockError {
  return configurationError({
    code: 'SHIPLOCK_DATABASE_POOLER',
    what: `${input} points at ${what}`,
    notDone,
    next: 'Use the direct host or the session pooler (port 5432): locks and settings must survive from one statement to the next.',
  });
}

function clientConfig(url: URL, options: ConnectOptions): ClientConfig {
  const flags = [
    ...(options.readOnly ? ['-c default_transaction_read_only=on'] : []),
    ...(options.statementTimeoutMs ? [`-c statement_timeout=${options.statementTimeoutMs}`] : []),
  ];
  return {
    connectionString: withTls(url).href,
    application_name: options.applicationName ?? 'shiplock',
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    ...(flags.length > 0 ? { options: flags.join(' ') } : {}),
  };
}

/**
 * `sslmode` as libpq reads it (`require` encrypts, `verify-full` also proves who answers), which is what Supabase's own
 * connection strings mean: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS.
 * Without one, a server that is not on this machine is only spoken to encrypted.
 */
function withTls(url: URL): URL {
  const secured = new URL(url);
  const { searchParams } = secured;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!searchParams.has('sslmode') && !searchParams.has('ssl') && !local)
    searchParams.set('sslmode', 'require');
  if (searchParams.has('sslmode') && !searchParams.has('uselibpqcompat'))
    searchParams.set('uselibpqcompat', 'true');
  return secured;
}

function wrap(client: Client, where: string, input: string): PgDatabase {
  // One connection does one thing at a time: a query waits for the transaction before it, and the other way round.
  const statements = queue();
  const units = queue();
  const query = async <Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
    try {
      const result = await statements(() => (values ? client.query(text, [...values]) : client.query(text)));
      return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) as Row[];
    } catch (error) {
      throw databaseError(error, where, input);
    }
  };
  const direct: Database = {
    query,
    transaction: (work) => work(direct),
    close: async () => undefined,
  };
  const transaction = async <T>(work: (tx: Database) => Promise<T>): Promise<T> => {
    await query('begin');
    try {
      const value = await work(direct);
      await query('commit');
      return value;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  };
  return {
    client,
    where,
    query: (text, values) => units(() => query(text, values)),
    transaction: (work) => units(() => transaction(work)),
    close: () => client.end().catch(() => undefined),
  };
}

/** Runs what it is given one after the other, whatever becomes of each. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = tail.then(work, work);
    tail = next.catch(() => undefined);
    return next;
  };
}

const BY_STATE: Record<string, { code: Problem['code']; kind: Problem['kind']; next: string }> = {
  '28P01': {
    code: 'SHIPLOCK_DATABASE_PASSWORD',
    kind: 'configuration',
    next: 'Correct user and password in database-url.',
  },
  '28000': {
    code: 'SHIPLOCK_DATABASE_PASSWORD',
    kind: 'configuration',
    next: 'The server refuses this user from here: correct database-url (Supabase’s pooler wants user.project-ref, and the host that the dashboard shows), or the server’s access rules.',
  },
  '3D000': {
    code: 'SHIPLOCK_DATABASE_UNKNOWN',
    kind: 'configuration',
    next: 'Correct the database name in database-url.',
  },
  '42501': {
    code: 'SHIPLOCK_DATABASE_PERMISSION',
    kind: 'configuration',
    next: 'Grant it to the role of database-url, or use the role that owns the object.',
  },
  '25006': {
    code: 'SHIPLOCK_DATABASE_READ_ONLY',
    kind: 'failure',
    next: 'Use the primary’s connection string; if the project was set read-only for its disk, free space first.',
  },
  '53100': {
    code: 'SHIPLOCK_DATABASE_DISK_FULL',
    kind: 'failure',
    next: 'Enlarge or free the server’s disk, then run the job again.',
  },
  '53300': {
    code: 'SHIPLOCK_DATABASE_CONNECTIONS',
    kind: 'failure',
    next: 'The server has no connection left: close idle ones or use the session pooler, then run the job again.',
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

function asServer(error: unknown): unknown {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  const [, state] = (code === 'XX000' && POOLER_SAYS.find(([words]) => words.test(message))) || [];
  return state ? Object.assign(error as Error, { code: state }) : error;
}

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
  const known = BY_STATE[code];
  const say = (problem: Omit<Problem, 'what'>, what: string) =>
    new ShiplockError(
      { ...problem, what, next: problem.next.replaceAll(DATABASE_URL, input) },
      { cause: error },
    );
  const fromServer = SQL_STATE.test(code);
  // On a connection that was made, which a host that went silent is told by too (ETIMEDOUT, EHOSTUNREACH).
  const made = syscall === 'read' || syscall === 'write';
  if (code === '42501') return say({ ...known!, next: missingGrant(message) }, `${where}: ${message}`);
  if (known) return say({ code: known.code, kind: known.kind, next: known.next }, `${where}: ${message}`);
  const late = !fromServer && /timeout expired|connect timeout/i.test(message);
  if ((UNREACHABLE.has(code) && !made) || late) {
    return say(
      {
        code: 'SHIPLOCK_DATABASE_UNREACHABLE',
        kind: 'configuration',
        next: 'Check host and port in database-url. GitHub’s runners have no IPv6: use the session pooler there.',
      },
      `${where} cannot be reached (${code || message})`,
    );
  }
  if (!fromServer && TLS.test(message)) {
    return say(
      {
        code: 'SHIPLOCK_DATABASE_TLS',
        kind: 'configuration',
        next: 'Set sslmode in database-url to what the server offers: require (encrypted), verify-full (and its certificate is checked), disable (only in a private network).',
      },
      `${where}: ${message}`,
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
        kind: 'failure',
        next: 'Run the job again: it reads the record and the history table, and goes on.',
      },
      `${where}: the connection was cut (${message})`,
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
  schema: 'usage (and create, to make things in it)',
};

/** The grant that is missing, from the server's words. It does not say which verb of a table was wanted. */
function missingGrant(message: string): string {
  const owner = /must be owner of (\S+ ?\S*) "?([^"\s]+)"?/.exec(message);
  if (owner)
    return `Only the owner may do this: use the role that owns ${owner[1]} ${owner[2]}, or grant that role to the one of database-url.`;
  const grant = lacking(message);
  if (!grant) return BY_STATE['42501']!.next;
  const what = [WIDER[grant.kind] ?? grant.right, grant.on].filter(Boolean).join(' ');
  return `Missing grant: grant ${what} to the role of database-url.`;
}
