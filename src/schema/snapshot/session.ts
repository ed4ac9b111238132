import type { Database } from '../../release/ports.ts';

/** What changes how PostgreSQL prints names and constants; names not on the search_path are printed qualified. */
const PRINTING: Readonly<Record<string, string>> = {
  search_path: '',
  quote_all_identifiers: 'off',
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  xmloption: 'content',
};

/**
 * One read-only look at the catalog, at one moment, printed the same whatever role and session asks. Opens its own
 * transaction: it cannot run inside another one.
 */
export function atOneMoment<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    await tx.query(
      'select set_config(name, value, true) from unnest($1::text[], $2::text[]) as s (name, value)',
      [Object.keys(PRINTING), Object.values(PRINTING)],
    );
    return work(tx);
  });
}
