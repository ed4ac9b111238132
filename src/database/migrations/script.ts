import type { Client, Connection, Submittable } from 'pg';
import { asWire, wireOf } from '../pg-internals.ts';

/** What a failed script says: the server's error, and which of its statements it was. */
export class ScriptError extends Error {
  /** Index of the statement that failed, from 0. */
  readonly index: number;
  readonly sqlState: string | undefined;
  /** Character in the whole script, from 0, where the server told it. */
  readonly position: number | undefined;

  constructor(cause: Error & { code?: string; position?: string }, index: number) {
    super(cause.message, { cause });
    this.name = 'ScriptError';
    this.index = index;
    this.sqlState = cause.code;
    this.position = cause.position === undefined ? undefined : Number(cause.position) - 1;
  }
}

/** The semicolon stands on a line of its own: a statement may end in a comment, which would swallow it. */
export const BETWEEN = '\n;\n';

/**
 * Several statements in one message of the simple protocol: one way to the server and back for a whole migration, and
 * a count of what was completed when it fails, which the driver's own query object does not give away.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 * @returns rows that each statement touched
 */
export function runScript(client: Client, statements: readonly string[]): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    client.query(new Script(statements.join(BETWEEN), resolve, reject));
  });
}

/**
 * Sends a script behind the one that the server is at, so that it goes on without a way to us and back. The script
 * itself must make sure that the one before ended well: the server runs what it has.
 */
export function runBehind(client: Client, statements: readonly string[]): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const text = statements.join(BETWEEN);
    wireOf(client).query(text);
    client.query(new Script(text, resolve, reject, true));
  });
}

class Script implements Submittable {
  readonly #text: string;
  readonly #resolve: (touched: readonly number[]) => void;
  readonly #reject: (error: Error) => void;
  readonly #touched: number[] = [];

  readonly #sent: boolean;

  constructor(
    text: string,
    resolve: (touched: readonly number[]) => void,
    reject: (error: Error) => void,
    sent = false,
  ) {
    this.#sent = sent;
    this.#text = text;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    if (!this.#sent) asWire(connection).query(this.#text);
  }

  /** The tag ends in the number of rows: `UPDATE 5`. */
  handleCommandComplete(message: { readonly text: string }): void {
    this.#touched.push(Number(/ (\d+)$/.exec(message.text)?.[1] ?? 0));
  }

  handleEmptyQuery(): void {
    this.#touched.push(0);
  }

  handleError(error: Error): void {
    this.#reject(new ScriptError(error, this.#touched.length));
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#touched);
  }

  // Rows of a migration's SELECTs are nobody's business.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
  handleCopyInResponse(connection: Connection): void {
    asWire(connection).sendCopyFail('no rows here');
  }
}
