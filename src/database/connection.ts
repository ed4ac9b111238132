import type { Client, ClientConfig } from 'pg';
import { ShiplockError } from '../release/errors.ts';
import type { Database } from '../release/ports.ts';
import { mustBeUsable, readable } from './address.ts';
import { asServer, DATABASE_URL, databaseError } from './database-error.ts';
import { askedFor, makeSettings, mustHave, type Settings, takeBack } from './pooler.ts';
import { addressOf, tlsOptions, withoutTls } from './tls.ts';

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
const NOT_CONNECTED = ['no connection was made, so nothing was changed'];

/**
 * One connection, no pool: a release's session state (locks, settings) belongs to one server session.
 * @throws SHIPLOCK_DATABASE_* by what the server or the network said.
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<PgDatabase> {
  const input = options.input ?? DATABASE_URL;
  const parsed = mustBeUsable(url, input);
  const { host, port } = addressOf(parsed);
  const where = `${host}:${port}${parsed.pathname}`;
  const { default: pg } = await import('pg');
  const open = () => new pg.Client(clientConfig(parsed, input, options));
  const client = readable(open, input);
  const settings = settingsOf(options);
  let pooled: boolean;
  // Without a listener a cut connection would end the process; the next query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await mustHave({ client, where, input }, askedFor(parsed));
    pooled = await makeSettings({ client, where, input }, settings, open);
  } catch (error) {
    await client.end().catch(() => undefined);
    const { problem } = databaseError(asServer(error), where, input);
    throw new ShiplockError({ notDone: NOT_CONNECTED, ...problem }, { cause: error });
  }
  return wrap(client, where, input, () => (pooled ? takeBack(client, settings) : Promise.resolve()));
}

function clientConfig(url: URL, input: string, options: ConnectOptions): ClientConfig {
  return {
    connectionString: withoutTls(url).href,
    ssl: tlsOptions(url, input),
    application_name: options.applicationName ?? 'shiplock',
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}

function settingsOf({ readOnly, statementTimeoutMs }: ConnectOptions): Settings {
  return {
    ...(readOnly ? { default_transaction_read_only: 'on' } : {}),
    ...(statementTimeoutMs ? { statement_timeout: String(statementTimeoutMs) } : {}),
  };
}

function wrap(client: Client, where: string, input: string, last: () => Promise<unknown>): PgDatabase {
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
    close: () =>
      last()
        .then(() => client.end())
        .catch(() => undefined),
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
