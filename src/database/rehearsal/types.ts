import type { Database, Finding, LockLevel, MigrationPlan, Say } from '../../release/ports.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';
import type { MigrationSource } from '../hazards/plan.ts';

export interface RehearsalOptions {
  /** Connection string of a role that may create databases. Its server need not be the live one. */
  readonly adminUrl: string;
  /** The live database, read only: its schema is what the rehearsal must start from. */
  readonly source: Database;
  /** Its connection string, for pg_dump where replaying is not enough. */
  readonly sourceUrl?: string;
  /** Files of versions that the live database has applied, in order. Undefined: some file is missing. */
  readonly applied: readonly MigrationSource[] | undefined;
  /** Files to rehearse, in order. */
  readonly pending: readonly MigrationSource[];
  /** What the plan says of them, to compare with. */
  readonly planned?: readonly MigrationPlan[];
  /** `supabase/rollbacks/<version>.sql`, by version. See `readRollbacks`. */
  readonly rollbacks: ReadonlyMap<string, RollbackFile>;
  /** Database to start from instead of an empty one: one that has what the platform brings (auth, storage). */
  readonly template?: string;
  /** The server is thrown away too: statements that reach beyond the database (roles, settings) may run. */
  readonly serverIsDisposable?: boolean;
  readonly say?: Say;
}

export interface RollbackFile {
  readonly version: string;
  readonly file: string;
  readonly sql: string;
}

export interface RehearsedStatement {
  readonly line: number;
  readonly summary: string;
  readonly milliseconds: number;
  /** Strongest lock on each relation that was there before the file; ACCESS SHARE left out. */
  readonly locks: readonly { readonly relation: string; readonly level: LockLevel }[];
  /** Seen from another session while it ran, since it cannot run in a transaction: short locks may be missed. */
  readonly sampled: boolean;
}

export interface RehearsedMigration {
  readonly version: string;
  readonly file: string;
  /** Wall time of the first way up. */
  readonly milliseconds: number;
  readonly statements: readonly RehearsedStatement[];
  /**
   * `restored`: the down file brought back the catalog as it was, and going up again gave the same as before.
   * `irreversible`: declared so, with a reason.
   */
  readonly down: 'restored' | 'failed' | 'irreversible' | 'undeclared' | 'not-tried';
  readonly findings: readonly Finding[];
}

export interface Rehearsal {
  /** `unknown`: it could not be rehearsed; never a pass. */
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly detail: string;
  /** How the throw-away database came to the live schema. */
  readonly base: 'replayed' | 'dumped' | 'none';
  readonly migrations: readonly RehearsedMigration[];
  readonly findings: readonly Finding[];
  /** Locks that stop somebody and that the plan does not name: to be known, no failure. */
  readonly surprises: readonly Finding[];
  /** Catalogs before and after all pending files, for predicting the verdict. */
  readonly before?: SchemaSnapshot;
  readonly after?: SchemaSnapshot;
}
