import { type OutsideCallError, ShiplockError } from '../../release/errors.ts';
import { databaseError } from '../connection.ts';
import { codePointOffset, positions } from '../sql/places.ts';
import { type MigrationFile, textOf } from './files.ts';

/** A stretch of a file's text and where it begins. */
export interface Piece {
  readonly text: string;
  readonly offset: number;
}

interface ServerError {
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
}

export const isLockTimeout = (error: unknown): boolean => stateOf(error) === '55P03';

export function stateOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as ServerError;
    if (code && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

/**
 * The server's error with its place in the file. `ahead` is how much of the query stood before the piece.
 * Errors that are the server's or the connection's keep their own codes.
 */
export function sqlProblem(
  error: unknown,
  file: MigrationFile,
  piece: Piece,
  ahead: number,
  where: string,
): ShiplockError | OutsideCallError {
  const mapped = databaseError(error, where);
  const own = mapped.code !== 'SHIPLOCK_DATABASE_ERROR' && mapped.code !== 'SHIPLOCK_DATABASE_PERMISSION';
  if (own || isLockTimeout(error)) return mapped;
  const server = error as ServerError;
  const at = placeOf(server, file, piece, ahead);
  const extra = [server.detail, server.hint].filter(Boolean).join(' ');
  const message = `${server.message ?? String(error)}${extra ? ` (${extra})` : ''}`;
  return new ShiplockError(
    {
      code:
        mapped.code === 'SHIPLOCK_DATABASE_PERMISSION'
          ? 'SHIPLOCK_DATABASE_PERMISSION'
          : 'SHIPLOCK_MIGRATION_SQL',
      kind: 'failure',
      what: `${file.file}${at ? `:${at.line}:${at.column}` : ''}: ${message}`,
      notDone: [`${file.file} was undone as a whole; files before it stay applied and recorded`],
      next: 'Mend the file and push a new commit. Files before it need no mending: the running version tolerates them.',
      places: [{ file: file.file, ...(at ?? {}), message }],
    },
    { cause: error },
  );
}

function placeOf(server: ServerError, file: MigrationFile, piece: Piece, ahead: number) {
  // The position counts characters of the whole query, from 1.
  const characters = Number(server.position ?? 0) - 1 - ahead;
  if (!server.position || characters < 0) return undefined;
  const offset = piece.offset + codePointOffset(piece.text, characters);
  const text = textOf(file);
  if (offset > text.length) return undefined;
  const { line, column } = positions(text)(offset);
  return { line, column };
}
