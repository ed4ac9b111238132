import { loadParser } from '../../database/sql/parser.ts';
import type { AppContract, SchemaSnapshot, Verdict } from '../../release/snapshot.ts';
import { verdict } from './verdict.ts';

/** The verdict, for those who have not loaded the SQL parser that it reads expressions with. */
export async function verdictOf(
  previous: SchemaSnapshot | undefined,
  live: SchemaSnapshot,
  contract?: AppContract,
): Promise<Verdict> {
  await loadParser();
  return verdict(previous, live, contract);
}
