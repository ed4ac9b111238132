import type { DatabaseFault, Faults } from '../kit/index.ts';

export type { DatabaseFault } from '../kit/index.ts';

/** What the Postgres front says about a call. */
export interface DatabaseCall {
  readonly database: string;
  readonly user: string;
  readonly application: string;
  readonly sql?: string;
}

/** The part of the cloud's fault switch that the Postgres front asks. */
export interface DatabaseFaults {
  take(name: 'database.connect' | 'database.query', call: DatabaseCall): DatabaseFault | undefined;
}

/**
 * Outside-call names as the front sees them: `database.connect`, `database.commit` (a COMMIT: the statement whose lost
 * answer leaves the client not knowing), `database.migration` (a whole migration in one message, with its line of the
 * history and its COMMIT), `database.append` (an event of the record), `database.query` (any other statement). The same names with the database in front (`database.production.commit`) are tried first, so that one
 * environment can be hit alone.
 */
export function databaseFaults(faults: Faults): DatabaseFaults {
  const switchboard = faults.forDatabase() as { take(name: string): DatabaseFault | undefined };
  return {
    take(name, call) {
      const last = call.sql === undefined ? name.slice('database.'.length) : kindOf(call.sql);
      return switchboard.take(`database.${call.database}.${last}`) ?? switchboard.take(`database.${last}`);
    },
  };
}

/** Told by the words that Shiplock's own statements have; nobody else's are sent here. */
function kindOf(sql: string): 'commit' | 'migration' | 'append' | 'query' {
  if (/^\s*commit\b/i.test(sql)) return 'commit';
  if (/(?:insert into|delete from) shiplock\.migration_checksum/.test(sql) && /\bcommit\s*$/i.test(sql))
    return 'migration';
  return sql.includes('shiplock.append(') ? 'append' : 'query';
}
