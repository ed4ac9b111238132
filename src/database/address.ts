import { configurationError, ShiplockError } from '../release/errors.ts';
import { mustBeConnectionString } from './connection-string.ts';
import { poolerProblem } from './pooler-problem.ts';
import { addressOf, tlsOptions } from './tls.ts';

/** Supabase's transaction pooler: no session state, so no advisory lock, no SET, no prepared statements. */
const TRANSACTION_POOLER_PORT = '6543';
const NOT_CONNECTED = ['no connection was made, so nothing was changed'];

/**
 * All that a connection string itself can show, before a connection is made with it.
 * @throws SHIPLOCK_DATABASE_URL, SHIPLOCK_DATABASE_POOLER, SHIPLOCK_DATABASE_TLS
 */
export function mustBeUsable(text: string, input: string): URL {
  const parsed = mustBeConnectionString(text, input);
  const { host, port } = addressOf(parsed);
  if (port === TRANSACTION_POOLER_PORT)
    throw poolerProblem(
      `port ${TRANSACTION_POOLER_PORT} of ${host}, Supabase's transaction pooler`,
      input,
      NOT_CONNECTED,
    );
  readable(() => tlsOptions(parsed, input), input);
  return parsed;
}

/** For what decodes the connection string, or reads the certificates that it names. */
export function readable<T>(read: () => T, input: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    const { code, path: file } = error as NodeJS.ErrnoException;
    throw configurationError(
      {
        code: 'SHIPLOCK_DATABASE_URL',
        what: file
          ? `${input} names the file ${file}, which Shiplock cannot read (${code})`
          : `${input} has invalid percent-encoding in the user, password or database`,
        notDone: NOT_CONNECTED,
        next: file
          ? `Create the file in an earlier step, or correct its path in ${input}.`
          : `Percent-encode special characters in ${input} as UTF-8: % is %25, é is %C3%A9.`,
      },
      error,
    );
  }
}
