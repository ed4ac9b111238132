import type {
  AppliedMigration,
  Migrations,
  NotAfter,
  PendingMigrations,
  PendingOptions,
  Say,
} from '../../release/ports.ts';

export type { PendingOptions } from '../../release/ports.ts';

export const DEFAULTS = { lockTimeoutMs: 4000, lockBudgetMs: 120_000, mutexBudgetMs: 600_000 } as const;

export interface EngineOptions {
  readonly url: string;
  /** The caller's repository: files are named relative to it. */
  readonly workspace: string;
  /** Folder of forward migrations, relative to the workspace. */
  readonly directory: string;
  /** Folder of down files, `<version>.sql`. Default: `rollbacks` beside the migrations. */
  readonly rollbacks?: string;
  /** Folder of verify SQL, relative to the workspace. Default: nothing is checked after a file. */
  readonly verifyDirectory?: string;
  /** `schema.table`. Default: the Supabase CLI's own. */
  readonly historyTable?: string;
  /** lock_timeout of one try. */
  readonly lockTimeoutMs?: number;
  /** All tries of one file together. */
  readonly lockBudgetMs?: number;
  /** How long to wait for another process that migrates the same database. */
  readonly mutexBudgetMs?: number;
  readonly engine?: 'shiplock' | 'supabase-cli';
  /** Why files may be applied after later ones, whichever they are. */
  readonly outOfOrder?: string;
  /** Relations that may be open to everybody through the API, each with the reason. */
  readonly openTables?: readonly { readonly table: string; readonly reason: string }[];
  /** `supabase/usage.json`, relative to the workspace: what the release's code uses. Default: nobody says. */
  readonly usage?: string;
  /** By version, what a comment in the file would say: for files that are applied elsewhere and must not be edited. */
  readonly files?: Readonly<Record<string, FileSays>>;
}

export interface FileSays {
  readonly phase?: 'expand' | 'contract' | undefined;
  /** By rule, the reason why it is allowed. */
  readonly allow?: Readonly<Record<string, string>> | undefined;
  readonly outOfOrder?: string | undefined;
}

/** A file of the migrations folder. */
export interface MigrationFile {
  readonly version: string;
  readonly name: string;
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  readonly path: string;
  /** SHA-256 of its bytes, hex. */
  readonly checksum: string;
}

export interface IgnoredFile {
  readonly file: string;
  readonly why: string;
}

export interface DownRequest {
  /** Versions to undo; they are undone newest first, and must be the newest applied ones. */
  readonly versions: readonly string[];
  /** Versions whose down file may lose data, each named by whoever decided it. */
  readonly consent?: readonly string[];
  readonly say: Say;
  readonly notAfter?: NotAfter | undefined;
}

export interface UndoneMigration {
  readonly version: string;
  readonly file: string;
  readonly milliseconds: number;
}

/** The port, and what only the database's own actions use. */
export interface MigrationEngine extends Migrations {
  pending(options?: PendingOptions): Promise<PendingMigrations>;
  /** Whether anything is pending, and that nothing applied was edited: no SQL is parsed. */
  status(): Promise<{ readonly applied: number; readonly pending: readonly MigrationFile[] }>;
  /** Applies everything that is pending, without a plan to hold it against. */
  migrate(request: { readonly say: Say }): Promise<readonly AppliedMigration[]>;
  down(request: DownRequest): Promise<readonly UndoneMigration[]>;
}
