import type { ApprovalSignal, Authorship, People } from './approval-ports.ts';
import type { JsonObject } from './canonical.ts';
import type { NotAfter } from './not-after.ts';
import type { OutsideHead, RecordHead } from './record/head.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { Say } from './say.ts';
import type { SchemaSnapshot } from './snapshot.ts';
import type { Source } from './source.ts';

export type { Access, ApprovalSignal, Authorship, Member, People, Rejection } from './approval-ports.ts';

/**
 * What a release needs from the world. `src/release` knows no vendor: folders such as `src/hosting` implement
 * these. Every method throws ShiplockError; a method that changes something throws OutsideCallError with its
 * certainty, makes exactly one attempt at the write, and never decides to repeat it.
 */

export type { NotAfter } from './not-after.ts';
export type { Say } from './say.ts';

// --- database ------------------------------------------------------------------------------------------------

/** A connection to one environment's Postgres. Source: src/database/connection.ts. */
export interface Database {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** BEGIN … COMMIT on one connection; ROLLBACK when `work` throws. */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type {
  AppliedMigration,
  Hazard,
  LockLevel,
  MigrationPlan,
  Migrations,
  PendingMigrations,
  PendingOptions,
  StatementPlan,
} from './migrations-port.ts';

export interface Finding {
  /** e.g. `verify/010_orders.sql: orphans`, `policy prescriptions_select`. */
  readonly object: string;
  readonly message: string;
  /** SQL that would mend it, where known. */
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

/** Reads and checks the schema. Source: src/database/schema/. */
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

// --- hosting -------------------------------------------------------------------------------------------------

export interface StagedDeployment {
  readonly id: string;
  /** Absolute https (or http, locally) URL of this very deployment. */
  readonly url: string;
  readonly state: 'building' | 'ready' | 'failed' | 'canceled';
  /** Shiplock's release id from the deployment's metadata, where it made it. */
  readonly releaseId?: string;
  readonly commit?: string;
  /** The CI run that staged it, from the same metadata. */
  readonly runId?: string;
  readonly failure?: string;
  /** Of a failed build: the last lines of its log. */
  readonly log?: readonly string[];
  /** Page of the deployment at hosting. */
  readonly inspectUrl?: string;
  /** `sourceDigest` (source.ts) of what was uploaded. Only `stage` gives it: it is what we sent, not what hosting has. */
  readonly digest?: string;
}

/** What serves the environment's domains now. */
export interface LiveState {
  readonly deploymentId: string | undefined;
  readonly releaseId?: string;
  readonly commit?: string;
  /** A rollback pinned production: hosting will not move domains by itself, and neither do we. */
  readonly pinned: boolean;
  /** A rolling release or alias job that somebody has under way. */
  readonly job?: {
    readonly type: 'promote' | 'rollback' | 'rolling';
    readonly to: string;
    readonly from?: string;
    readonly state: 'running' | 'succeeded' | 'failed' | 'skipped';
    /** Milliseconds since the epoch, the vendor's clock. */
    readonly requestedAt: number;
  };
}

export interface TrafficMove {
  readonly kind: 'promote' | 'rollback';
  readonly to: string;
  /** Compare-and-set: refuse when something else serves. */
  readonly expectedFrom: string | undefined;
  /** Asked right before the request leaves. Absent: no limit. */
  readonly notAfter?: NotAfter | undefined;
  readonly say: Say;
}

/** What is known about a move after reading the vendor's state. */
export type MoveState =
  | { readonly state: 'done'; readonly evidence: JsonObject }
  | { readonly state: 'running'; readonly evidence: JsonObject }
  | { readonly state: 'not-done'; readonly evidence: JsonObject }
  | { readonly state: 'ambiguous'; readonly evidence: JsonObject; readonly why: string };

export interface HostingSetup {
  /** Folder of the app inside of what is uploaded; undefined: the top. */
  readonly rootDirectory: string | undefined;
  /** The repository whose pushes hosting deploys by itself, and the branch that goes to production. */
  readonly deploysFrom: { readonly repository: string; readonly branch: string | undefined } | undefined;
}

/** Source: src/hosting/ (Vercel). */
export interface Hosting {
  /** Prefix of outside-call names, e.g. `vercel`. */
  readonly vendor: string;
  /** Every name that a settings file may call this project by: its id and its name. */
  names(): Promise<readonly string[]>;
  /** Domains that this environment serves, as hosting knows them. */
  domains(): Promise<readonly string[]>;
  /** Upload and build without moving any domain. Waits until ready; `failed`/`canceled` are returned, not thrown. */
  stage(request: {
    readonly releaseId: string;
    readonly commit: string;
    readonly source: Source;
    readonly target: 'production' | 'preview';
    readonly meta: Readonly<Record<string, string>>;
    readonly say: Say;
  }): Promise<StagedDeployment>;
  /** For reconciling a lost answer: the deployment that carries this release id, waited for until it is built. */
  findStaged(releaseId: string, say: Say): Promise<StagedDeployment | undefined>;
  deployment(idOrHost: string): Promise<StagedDeployment | undefined>;
  /** `sourceDigest` (source.ts) over hosting's own list of a deployment's files; undefined where there is no list. */
  sourceDigest(idOrHost: string): Promise<string | undefined>;
  live(): Promise<LiveState>;
  /** The one write of a promote or rollback. Returns when the vendor accepted it; it does not wait. */
  move(request: TrafficMove): Promise<JsonObject>;
  /** Reads job, aliases and (via `servedRelease`) the domains until done, failed or the deadline. Never writes. */
  confirm(request: {
    readonly kind: 'promote' | 'rollback';
    readonly to: string;
    /** Ignore jobs requested before this (ms since the epoch, minus clock skew). */
    readonly since: number;
    /** 0: one look. */
    readonly deadlineMs: number;
    readonly say: Say;
  }): Promise<MoveState>;
  /** How the project is set up where that decides about releases; for `doctor`. */
  setup?(): Promise<HostingSetup>;
  /** Headers that open deployment protection for a URL of ours. Values are secrets. */
  protectionHeaders(): Readonly<Record<string, string>>;
}

// --- code host -----------------------------------------------------------------------------------------------

export interface CommitInfo {
  readonly sha: string;
  readonly message: string;
  readonly pullRequest?: { readonly number: number; readonly title: string; readonly url: string };
}

/** Source: src/codehost/ (GitHub). */
export interface CodeHost extends RepositoryFiles {
  readonly vendor: string;
  readonly repository: string;
  commit(sha: string): Promise<CommitInfo>;
  /** Commit messages between two commits, newest first, for notices and error tracking. */
  changes(
    from: string | undefined,
    to: string,
  ): Promise<readonly { sha: string; message: string; author?: string }[]>;
  /** Everybody whose work is released: commits after `from` up to `to`, and their pull requests. */
  authorship(request: { readonly from: string | undefined; readonly to: string }): Promise<Authorship>;
  /** Review threads that nobody resolved, of these pull requests; none of those without. */
  openThreads(pulls: readonly number[]): Promise<readonly { readonly pull: number; readonly open: number }[]>;
  /** All pages. `runId` is the CI run whose reviews count. */
  approvals(request: {
    readonly environment: string;
    readonly commit: string;
    readonly runId: string | undefined;
    /** Teams whose membership is looked up, as `org/slug`. */
    readonly teams?: readonly string[];
  }): Promise<readonly ApprovalSignal[]>;
  /** Who could approve at all. @throws when any of it could not be looked up: half of the people are not an answer */
  people(request: {
    readonly logins: readonly string[];
    /** As `org/slug`. */
    readonly teams: readonly string[];
    readonly everybody: boolean;
  }): Promise<People>;
  /** Creates or finds (by release id in the payload) the deployment object. Returns its id. */
  openDeployment(request: {
    readonly releaseId: string;
    readonly commit: string;
    readonly environment: string;
    readonly production: boolean;
    /** Where the record's chain ended; kept in the payload. */
    readonly head?: RecordHead | undefined;
  }): Promise<string>;
  setDeploymentStatus(request: {
    readonly deploymentId: string;
    readonly state: 'in_progress' | 'success' | 'failure' | 'inactive';
    readonly environmentUrl?: string;
    readonly logUrl?: string;
    readonly description: string;
  }): Promise<void>;
  /** People with write access who wrote `/confirm <release id>` about this commit, oldest first. */
  confirmations(request: {
    readonly commit: string;
    readonly releaseId: string;
  }): Promise<readonly { readonly by: string; readonly url: string }[]>;
  /** Ends of the record's chain that deployments and their statuses carry, newest first. Whoever may write them can claim one. */
  recordHeads(request: {
    readonly environment: string;
    /** `newest`: those of the newest deployments, in a few requests; `all`: of as many as there are. */
    readonly which: 'newest' | 'all';
  }): Promise<readonly OutsideHead[]>;
  /** One comment a key on the pull request or commit, edited in place. */
  upsertComment(request: {
    readonly key: string;
    readonly commit: string;
    readonly pullRequest?: number;
    readonly body: string;
  }): Promise<{ readonly url: string }>;
}

// --- error tracker -------------------------------------------------------------------------------------------

/** Source: src/errortracker/ (Sentry). */
export interface ErrorTracker {
  readonly vendor: string;
  /** Creates or finds the release and binds its commits. */
  openRelease(request: {
    readonly version: string;
    readonly repository: string;
    readonly commit: string;
    readonly previousCommit?: string;
  }): Promise<{ readonly url: string; readonly warning?: string }>;
  /** Injects and uploads the source maps under `directory` with the vendor's own tool. */
  uploadSourceMaps(request: {
    readonly version: string;
    readonly directory: string;
    readonly say: Say;
  }): Promise<{
    readonly files: number;
  }>;
  finalizeRelease(version: string): Promise<void>;
  recordDeploy(request: {
    readonly version: string;
    readonly environment: string;
    readonly url?: string;
    readonly startedAt: string;
    readonly finishedAt: string;
  }): Promise<void>;
  /** Error events of one release seen in [since, now], and new issues first seen in it. */
  errors(request: {
    readonly version: string;
    readonly environment: string;
    /** ISO 8601. */
    readonly since: string;
  }): Promise<{
    readonly events: number;
    readonly newIssues: readonly { id: string; title: string; url: string }[];
  }>;
}

// --- notices: ports-notices.ts ---------------------------------------------------------------------------

export type { Notice, NoticeRef, Notices } from './ports-notices.ts';

// --- gates ---------------------------------------------------------------------------------------------------

export interface GateEvidence {
  readonly samples: number;
  readonly failures: number;
  readonly baselineFailureRate: number;
  readonly worstFailureRate: number;
  /** Log likelihood ratio and the two bounds it was held against. */
  readonly logLikelihoodRatio: number;
  readonly acceptBound: number;
  readonly rejectBound: number;
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly sources: readonly {
    readonly name: string;
    readonly samples: number;
    readonly failures: number;
    readonly medianMs?: number;
    readonly p95Ms?: number;
    /** Up to ten failing samples, as short texts. */
    readonly examples: readonly string[];
  }[];
}

export interface GateResult {
  readonly decision: 'pass' | 'fail' | 'inconclusive';
  /** One sentence. */
  readonly reason: string;
  readonly evidence: GateEvidence;
}
