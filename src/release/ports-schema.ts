import type { Say } from './say.ts';
import type { SchemaSnapshot } from './snapshot.ts';

export interface Finding {
  /** e.g. `verify/010_orders.sql: orphans`, `policy prescriptions_select`. */
  readonly object: string;
  readonly message: string;
  /** SQL that would fix it, where known. */
  readonly mend?: string;
  readonly place?: { readonly file: string; readonly line?: number };
}

/** One check's answer. `unknown` means it could not be decided, and is a failure wherever a pass is needed. */
export interface CheckReport {
  readonly check: 'verify-sql' | 'contract' | 'rls' | 'drift' | 'advisors' | 'api' | 'performance' | 'pgtap';
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'skipped';
  /** Why skipped or unknown; what was looked at otherwise ("12 checks in 3 files"). */
  readonly detail: string;
  /** Of a skipped one: what sets it up, as a command or a line to write. */
  readonly setup?: string;
  readonly findings: readonly Finding[];
}

/** Reads and checks the schema. Source: src/schema/. */
export interface Schema {
  snapshot(): Promise<SchemaSnapshot>;
  /** Hash of the snapshot: moves when the schema moves, whoever moved it. */
  fingerprint(): Promise<string>;
  /** The same, with a digest of each object, so that what moved can be named. */
  identity?(): Promise<{ readonly fingerprint: string; readonly objects: Readonly<Record<string, string>> }>;
  /** Tells what serves the schema, such as a Data API, that it changed. Writes nothing that stays. */
  announce?(): Promise<void>;
  /**
   * Waits until what serves the schema serves what came since `before`.
   * @returns what it does not serve in the end; `undefined`: nobody was asked
   */
  served?(before: Readonly<Record<string, string>>, say: Say): Promise<readonly string[] | undefined>;
  /** `drift` needs the snapshot the environment should have; without it that check is `skipped` with the reason. */
  verify(expected: { readonly snapshot?: SchemaSnapshot }): Promise<readonly CheckReport[]>;
  /** Only the comparison of the live schema with the one that was kept. Reads the catalog, runs no check of the caller's. */
  drift(expected: SchemaSnapshot): Promise<CheckReport>;
  /** Jobs that the database itself starts by the clock: they are of no release, and a rollback leaves them as they are. */
  jobs?(): Promise<readonly { readonly name: string; readonly schedule: string }[]>;
  /** What `verify` will have nothing to compare with. Reads the catalog. */
  gaps?(): Promise<SchemaGaps>;
}

export interface SchemaGaps {
  /** Sentences, each with the command that closes the gap. */
  readonly warnings: readonly string[];
  /** Tables that anybody may read or change whole, where no file says that this is meant. */
  readonly open: readonly Finding[];
  /** What schema files say and no migration does, each with the command that makes it. */
  readonly ahead?: readonly Finding[];
  /** Of open tables: where the settings say that it is meant, and why. */
  readonly allowed?: readonly { readonly table: string; readonly reason: string }[];
}
