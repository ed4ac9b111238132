import type { Client, ClientConfig } from 'pg';
import { configurationError, ShiplockError } from '../release/errors.ts';
import type { Database } from '../release/ports.ts';
import { mustBeConnectionString } from './connection-string.ts';
import { asServer, DATABASE_URL, databaseError } from './databaseError.ts';

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
  const parsed = mustBeConnectionString(url, input);
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
      const result = await statements(() =>
        values ? client.query(extended(text, values)) : client.query(text),
      );
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

/** The extended protocol takes one statement; without this the driver uses the simple one where there are no values. */
function extended(text: string, values: readonly unknown[]) {
  return { text, values: [...values], queryMode: 'extended' };
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
