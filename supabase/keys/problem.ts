import pg from 'pg';
import { SealRefused } from '../../app/src/lib/fields/envelope.ts';

/** A row that a run left as it was, and why: by its id, without anything that it says. */
export interface Problem {
  readonly row: string;
  readonly why: string;
}

/** Only of what refuses a row. Everything else, such as a lost connection, ends the run. */
export function problemOf(row: string, error: unknown): Problem {
  if (error instanceof SealRefused) return { row, why: error.message };
  // The detail of a unique violation has the values.
  if (error instanceof pg.DatabaseError && error.code === '23505')
    return { row, why: 'another patient has the same number' };
  throw error;
}
