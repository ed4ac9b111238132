import type { Client } from 'pg';

/**
 * What Shiplock uses of the driver beyond what its types promise, in one place: each is looked at before it is used,
 * so that a pg without it is named, and no call on `undefined` half-way through a migration.
 * https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/connection.js
 */
export interface Wire {
  /** Sends text by the simple protocol at once, whatever the driver has queued. */
  query(text: string): void;
  sendCopyFail(message: string): void;
}

/** The connection below a client. */
export function wireOf(client: Pick<Client, 'connection'>): Wire {
  return asWire(client.connection);
}

/** What the driver hands to a query object of ours. */
export function asWire(connection: unknown): Wire {
  if (!isWire(connection)) throw missing('connection.query() and connection.sendCopyFail()');
  return connection;
}

/**
 * The server process that the driver believes it talks to: undefined before it is connected, and where it was told
 * none; a pooler tells it a number of its own.
 */
export function processIdOf(client: object): number | undefined {
  const id: unknown = Reflect.get(client, 'processID');
  if (id === null) return undefined;
  if (typeof id !== 'number') throw missing('client.processID');
  return id;
}

function isWire(value: unknown): value is Wire {
  return (
    typeof value === 'object' &&
    value !== null &&
    'query' in value &&
    typeof value.query === 'function' &&
    'sendCopyFail' in value &&
    typeof value.sendCopyFail === 'function'
  );
}

function missing(what: string): Error {
  return new Error(
    `This version of pg has no ${what}, which Shiplock uses: see src/database/pg-internals.ts, and pin the version of package-lock.json`,
  );
}
