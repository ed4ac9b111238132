import type { Problem } from './errors.ts';
import type { NotAfter } from './not-after.ts';
import type { Say } from './say.ts';

export type LockLevel =
  | 'AccessShareLock'
  | 'RowShareLock'
  | 'RowExclusiveLock'
  | 'ShareUpdateExclusiveLock'
  | 'ShareLock'
  | 'ShareRowExclusiveLock'
  | 'ExclusiveLock'
  | 'AccessExclusiveLock';

/** One thing a statement does that an approver should know. */
export interface Hazard {
  /** Stable kebab-case id, e.g. `drop-column`, `set-not-null`, `index-not-concurrent`. */
  readonly rule: string;
  readonly severity: 'info' | 'warning' | 'refused';
  readonly message: string;
  /** How to reach the same end without the hazard. */
  readonly instead?: string;
  /** From `-- shiplock: allow=<rule> reason="…"`. A refused hazard with an allowance is applied. */
  readonly allowed?: { readonly reason: string };
  /** It comes and goes by itself, as rows do: shown, and not part of the plan’s hash. */
  readonly passing?: true;
}

export interface StatementPlan {
  /** Place in the file, both starting at 1. */
  readonly line: number;
  readonly column: number;
  /** First 120 characters, white space folded. */
  readonly summary: string;
  /** Syntax node, e.g. `CreateStmt`. */
  readonly kind: string;
  /** Relations locked, with the strongest level each; relations created by the same file are left out. */
  readonly locks: readonly { readonly relation: string; readonly level: LockLevel }[];
  readonly rewrites: boolean;
  readonly scans: boolean;
  readonly losesData: boolean;
  readonly blocks: 'nothing' | 'writes' | 'reads-and-writes';
  readonly phase: 'expand' | 'contract';
  /** Of contract statements: what the running version may not tolerate, in words. */
  readonly breaks?: readonly string[];
  /** What it makes that the release's own code may need. */
  readonly adds?: readonly string[];
  readonly hazards: readonly Hazard[];
}

export interface MigrationPlan {
  readonly version: string;
  readonly name: string;
  /** Path as the caller knows it, relative to the workspace. */
  readonly file: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly checksum: string;
  readonly phase: 'expand' | 'contract';
  /** The file itself says which phase it is of. */
  readonly declared?: boolean;
  /** It is applied after later versions, for this reason. */
  readonly late?: string;
  /** false: run statement by statement, because a statement cannot run inside a transaction. */
  readonly transactional: boolean;
  readonly statements: readonly StatementPlan[];
}

export interface PendingMigrations {
  readonly pending: readonly MigrationPlan[];
  readonly appliedCount: number;
  /** Files in the folder that are not forward migrations (`.down.sql`, strays), named and left alone. */
  readonly ignored: readonly { readonly file: string; readonly why: string }[];
  /** Contract files that earlier releases left to wait; they are not among the pending ones. */
  readonly waiting?: readonly {
    readonly version: string;
    readonly name: string;
    readonly file: string;
    readonly checksum: string;
    /** What they do when they are applied behind the pending ones; where it was asked for. */
    readonly statements?: readonly StatementPlan[];
  }[];
  /** What keeps these files from being applied as they are: contract files out of place, hazards. */
  readonly refusals?: readonly Problem[];
  /** Facts for people that do not enter the plan hash: sizes, row counts. */
  readonly facts: readonly {
    readonly relation: string;
    /** The planner's estimate. */
    readonly rows: number;
    readonly bytes: number;
    /** Nothing is stored in it. */
    readonly empty?: boolean;
  }[];
}

export interface PendingOptions {
  /** false: what would keep the files from being applied is listed in `refusals`, not thrown. Default: thrown. */
  readonly refuse?: boolean;
  /** false: no version of the app serves, so nothing can break under it. Default: one does. */
  readonly serves?: boolean;
  /** Versions of contract files that earlier releases left to wait: passed by, and listed by themselves. */
  readonly waiting?: ReadonlySet<string>;
  /** true: those files are read too, and what they risk is said. Default: they are only named. */
  readonly judgeWaiting?: boolean;
}

export interface AppliedMigration {
  readonly version: string;
  readonly file: string;
  readonly milliseconds: number;
  /** Lock-timeout retries this file needed. */
  readonly retries: number;
}

/** The migration engine. Source: src/database/migrations/. */
export interface Migrations {
  /** Read-only. Throws for tampering, order, duplicates, syntax: each its own code with places. */
  pending(options?: PendingOptions): Promise<PendingMigrations>;
  /**
   * Applies exactly these, in order, each at most once, under the mutex and the lock budget. Already applied ones
   * are skipped, so calling again after a crash finishes the work.
   */
  apply(request: {
    readonly migrations: readonly { readonly version: string; readonly checksum: string }[];
    /** Versions of contract files that wait: later ones pass them by. */
    readonly waiting?: readonly string[];
    readonly say: Say;
    /** Asked before each file. Absent: no limit. */
    readonly notAfter?: NotAfter | undefined;
  }): Promise<readonly AppliedMigration[]>;
  /** Throws what `down` would refuse. Read-only: asked before traffic moves. */
  checkDown(request: {
    readonly versions: readonly string[];
    readonly consent: readonly string[];
  }): Promise<void>;
  /** Undoes the newest applied ones with their down files, newest first; a data-losing one only with consent by version. */
  down(request: {
    readonly versions: readonly string[];
    readonly consent: readonly string[];
    readonly say: Say;
    /** Asked before each file. Absent: no limit. */
    readonly notAfter?: NotAfter | undefined;
  }): Promise<readonly { readonly version: string; readonly file: string; readonly milliseconds: number }[]>;
}
