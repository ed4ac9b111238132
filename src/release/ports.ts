import type { ApprovalSignal, Authorship, People } from './approval-ports.ts';
import type { OutsideHead, RecordHead } from './record/head.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryHistory } from './repository-history.ts';
import type { Say } from './say.ts';

export type {
  Access,
  ApprovalSignal,
  Authorship,
  Member,
  People,
  Rejection,
  Remembered,
} from './approval-ports.ts';

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

export type { CheckReport, Finding, Schema, SchemaGaps } from './ports-schema.ts';

// --- hosting -------------------------------------------------------------------------------------------------

export type {
  Hosting,
  HostingSetup,
  LiveState,
  MoveState,
  PreviewDomain,
  ReadCommitFile,
  Rolling,
  RollingPlan,
  RollingStep,
  StagedDeployment,
  TrafficMove,
} from './ports-hosting.ts';

// --- code host -----------------------------------------------------------------------------------------------

export interface CommitInfo {
  readonly sha: string;
  readonly message: string;
  /** Login, or the name where no account is known. */
  readonly author?: string;
  readonly pullRequest?: { readonly number: number; readonly title: string; readonly url: string };
}

/** Source: src/codehost/ (GitHub). */
export interface CodeHost extends RepositoryFiles, RepositoryHistory {
  readonly vendor: string;
  readonly repository: string;
  commit(sha: string): Promise<CommitInfo>;
  /** Commit messages between two commits, newest first, for notices and error tracking. */
  changes(
    from: string | undefined,
    to: string,
  ): Promise<readonly { sha: string; message: string; author?: string }[]>;
  /**
   * The pull request that brought each of these commits, newest first; null: none did. Commits that it did not ask about
   * are not in the answer: there is a limit to the requests.
   */
  pullRequests?(
    shas: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly number: number; readonly url: string } | null>>;
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
    /** It is of this pull request, and goes when that is closed: an environment beside `environment`, for previews. */
    readonly preview?: number | undefined;
    /** Names of the hosting project, its id first: deployments of another app are not touched. */
    readonly project?: readonly string[] | undefined;
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
  /** People with write access who wrote `/confirm <release id>` about this commit, oldest first; never `by` under another login. */
  confirmations(request: {
    readonly commit: string;
    readonly releaseId: string;
    readonly by: string;
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
    /** Address of the run whose job summary has the whole of a body that is too long. */
    readonly run?: string | undefined;
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
    /** Newest first; asked for where the tracker cannot read the repository itself. Undefined: nobody can list them. */
    readonly commits?: () => Promise<
      readonly { readonly sha: string; readonly message: string; readonly author?: string }[] | undefined
    >;
  }): Promise<{ readonly url: string; readonly warning?: string }>;
  /** Injects and uploads the source maps under `directory` with the vendor's own tool. */
  uploadSourceMaps(request: {
    readonly version: string;
    readonly directory: string;
    readonly say: Say;
  }): Promise<{
    readonly files: number;
  }>;
  /** Of these debug ids, those that it has no source map of. At most as many are asked for as `asked` says. */
  unknownDebugIds?(request: { readonly ids: readonly string[]; readonly say: Say }): Promise<{
    readonly asked: number;
    readonly unknown: readonly string[];
  }>;
  finalizeRelease(version: string): Promise<void>;
  recordDeploy(request: {
    readonly version: string;
    readonly environment: string;
    /** The run that deploys, where nothing else keeps when it began: run again, it is the same deploy. */
    readonly run?: string;
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
    /** Without any error: has anything of this release arrived at all? */
    readonly alsoSeen?: boolean;
  }): Promise<{
    readonly events: number;
    /** Undefined: not looked at. */
    readonly seen?: boolean | undefined;
    /** Not seen here: it reports under another name of the environment. */
    readonly elsewhere?: boolean;
    /** Not seen: releases that do report in this environment. */
    readonly others?: readonly string[];
    readonly newIssues: readonly { id: string; title: string; url: string }[];
  }>;
  /** Sessions of one release since a moment, by how they ended. Absent: it counts none. */
  sessions?(request: {
    readonly version: string;
    readonly environment: string;
    /** ISO 8601. */
    readonly since: string;
  }): Promise<Readonly<Record<'healthy' | 'errored' | 'crashed' | 'abnormal', number>>>;
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
  /** How it got there: up to 40 points, the likelihood ratio of the test that stood worst. */
  readonly course?: readonly { readonly seconds: number; readonly logLikelihoodRatio: number }[];
  readonly sources: readonly {
    readonly name: string;
    readonly samples: number;
    readonly failures: number;
    readonly medianMs?: number;
    readonly p95Ms?: number;
    /** Answers that were held against `slowMs`, and those that were slower. */
    readonly timed?: number;
    readonly slow?: number;
    /** The version that served at the same time, where the source compares. */
    readonly control?: { readonly samples: number; readonly failures: number };
    /** Up to ten failing samples, as short texts. */
    readonly examples: readonly string[];
  }[];
}

export interface GateResult {
  readonly decision: 'pass' | 'fail' | 'inconclusive';
  /** One sentence. */
  readonly reason: string;
  readonly evidence: GateEvidence;
  /** What sources that only observe would have decided. */
  readonly observed?: readonly ObservedSource[];
}

export interface ObservedSource {
  readonly name: string;
  readonly decision: GateResult['decision'];
  readonly reason: string;
  readonly samples: number;
  readonly failures: number;
}
