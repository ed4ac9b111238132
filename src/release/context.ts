import type { JsonObject } from './canonical.ts';
import type { FastLane } from './fast-lane.ts';
import type { EnvironmentKind, Phase } from './phases.ts';
import type { PolicyDecision } from './policy.ts';
import type {
  CodeHost,
  Database,
  ErrorTracker,
  Finding,
  GateResult,
  Hosting,
  Migrations,
  Notices,
  PendingMigrations,
  Rejection,
  Remembered,
  Say,
  Schema,
} from './ports.ts';
import type { Prebuilt } from './prebuilt.ts';
import type { Project } from './project.ts';
import type { ReadyRoutes } from './ready-route.ts';
import type { SchemaSnapshot, Verdict } from './snapshot.ts';
import type { Source } from './source.ts';

/** A gate as the release sees it: what to look at goes in, a decision and what the policy makes of it come out. */
export type Gate = (target: {
  /** Base URLs: the staged deployment before promote, the environment's domains after. */
  readonly urls: () => Promise<readonly string[]>;
  readonly headers: Readonly<Record<string, string>>;
  readonly releaseId: string;
  readonly commit: string;
  /** Base URL of what served when the plan was made, for sources that compare; none: nothing did, or it is gone. */
  readonly serving?: () => Promise<readonly string[]>;
  /** ISO 8601: when traffic began to move. */
  readonly since: string;
  /** The plan takes the fast lane. */
  readonly fast?: boolean;
  readonly say: Say;
}) => Promise<{
  readonly result: GateResult;
  readonly proceed: boolean;
  readonly markdown: string;
  readonly warning?: string;
}>;

/** A plan that an approval job asked people about. */
export interface AskedPlan {
  readonly runId: string;
  readonly attempt: number;
  /** The plan that was shown when people were asked: the planning job's word. */
  readonly planHash: string;
  /** The one that the approval job computed, where it is another. */
  readonly computed?: string;
}

/** What the record remembers of approvals to this commit in this environment. */
export interface ApprovalMemory {
  /** Every no that was seen, so that none is undone by an edit or a deletion. */
  readonly rejections: readonly Remembered[];
  readonly asked: readonly AskedPlan[];
}

export interface ApprovalRequest {
  readonly planHash: string;
  readonly environment: string;
  readonly commit: string;
  readonly runId: string | undefined;
  readonly memory: ApprovalMemory;
}

/** Decides whether this plan may go on. Source: src/approval/, composed with the code host's signals. */
export type Approvals = (
  request: ApprovalRequest & {
    /** Commit that the release to replace serves; undefined: nothing was released before. */
    readonly servingCommit: string | undefined;
    readonly risk: { readonly contract: boolean; readonly dataLoss: boolean; readonly hazards: boolean };
    /** The plan takes the fast lane. */
    readonly fast: boolean;
  },
) => Promise<{
  /** `unmeetable`: too few people can approve, and waiting does not help. */
  readonly state: 'approved' | 'pending' | 'rejected' | 'frozen' | 'unmeetable';
  readonly approvers: readonly string[];
  readonly reason: string;
  readonly markdown: string;
  /** Goes into the record. */
  readonly evidence: JsonObject;
  /** Set when missing approvals or a freeze window were really passed over. */
  readonly brokenGlass?: { readonly by: string; readonly reason: string };
  /** Set when a repository administrator's approval took the place of some that nobody can give. */
  readonly standIn?: { readonly by: string; readonly reason: string };
  /** Where too few people can approve: what to do about it. */
  readonly advice?: string;
  /** To be remembered. */
  readonly seen: readonly Rejection[];
  readonly asked: AskedPlan | undefined;
  /** ISO 8601: migrations may begin until then. */
  readonly validUntil?: string;
  /** Something that people should be told where they gave it: a no, or a signal that did not count. */
  readonly reply: boolean;
  /** Requests of this look that count against the code host's limit. */
  readonly requests: number;
}>;

/** Sentences for whoever reads the plan: which approvals too few people can give, and what to do about it. */
export type Reach = (request: {
  readonly commit: string;
  readonly runId: string | undefined;
  readonly servingCommit: string | undefined;
  readonly risk: { readonly contract: boolean; readonly dataLoss: boolean; readonly hazards: boolean };
  readonly fast: boolean;
}) => Promise<readonly string[]>;

/** Who stands against this plan now. Asked again before each write, for a no may come after the approval. */
export type Objections = (
  request: ApprovalRequest & { readonly approvers: readonly string[] },
) => Promise<{ readonly standing: readonly Rejection[]; readonly seen: readonly Rejection[] }>;

/** What a rehearsal of the pending migrations on a throw-away database showed. Source: src/database/rehearsal/. */
export type Rehearse = (
  say: Say,
  planned: PendingMigrations['pending'],
  /** Versions to be rehearsed; default: the planned ones. */
  versions?: readonly string[],
) => Promise<{
  /** `unknown`: it could not be rehearsed; never a pass. */
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly detail: string;
  readonly migrations: readonly {
    readonly file: string;
    readonly milliseconds: number;
    readonly down: 'restored' | 'failed' | 'irreversible' | 'undeclared' | 'not-tried';
  }[];
  readonly findings: readonly Finding[];
  /** Locks that were taken and that the plan does not name. */
  readonly surprises: readonly Finding[];
  /** Catalogs before and after all pending files. */
  readonly before?: SchemaSnapshot;
  readonly after?: SchemaSnapshot;
}>;

/** Which rules hold for this release, and who says so. Source: src/settings/ and src/runner/compose-policy.ts. */
export interface Policy {
  /** As it was when this process began; everything in this context is made by it. */
  readonly decision: PolicyDecision;
  /** Asks the witnesses again. */
  again(): Promise<PolicyDecision>;
  /** The freeze window that holds at this time, if any. `until` is ISO 8601 with the window's own offset. */
  frozen(now: Date): Promise<{ readonly reason: string; readonly until: string } | undefined>;
}

/** What the policy makes of an environment. */
export interface EnvironmentFacts {
  readonly name: string;
  readonly kind: EnvironmentKind;
  /** Undefined: neither inputs nor settings name it. */
  readonly project?: Project | undefined;
  /** Where this commit must have finished before, with the record to ask; undefined: nowhere. */
  readonly requires?: {
    readonly environment: string;
    readonly database?: () => Promise<Database>;
    /** How long it must have served there. Default: no time at all. */
    readonly soakHours?: number;
    /** Its rollback drill must have passed there. */
    readonly drill?: boolean;
  };
  /** Hosting project of the required environment, where the policy names it. */
  readonly requiredProject?: Project | undefined;
  /** The commit's own settings: where its files are. The plan is bound to them. */
  readonly settings: JsonObject;
  /** Refuse (default) or allow a rollback whose verdict is `unknown`. */
  readonly unknownVerdict: 'refuse' | 'allow';
  /** Which releases take the fast lane. Default: none. */
  readonly fastLanes?: readonly FastLane[];
  /** Whether a rolled-back commit holds later releases that contain it. */
  readonly quarantine: boolean;
  /** Whether the watch ends with a rollback drill. */
  readonly drill?: boolean;
  /** How long a release serves before its contract migrations may close its rollback window. */
  readonly soakHours: number;
  /** Percent of traffic of each stage that this release advances to, up to below 100; undefined: the settings say none. */
  readonly rolling?: readonly number[] | undefined;
  /** Whether the protected branch allows deployments that the job itself built. Default: no. */
  readonly prebuilt?: boolean;
  /** Domain of a pull request's previews, with `{number}` for its number. */
  readonly previewDomain?: string | undefined;
  /** A person said that a pin made outside of Shiplock may be lifted by this release. */
  readonly acceptPin: boolean;
  /** Checks of the schema that may not be skipped. */
  readonly requiredChecks?: readonly string[];
  readonly leaseWaitSeconds: number;
  /** How long a lease lives without a renewal. Default: LEASE_SECONDS. */
  readonly leaseSeconds?: number;
  readonly promoteDeadlineMs: number;
}

/** A project that an app and its database belong to. Source: src/database/supabase-project.ts. */
export interface Backend {
  readonly name: string;
  /** The project that another address leads to, where it says so. */
  of(address: string): string | undefined;
  /** Variables that may lead to another project, with the reason. */
  readonly others: ReadonlyMap<string, string>;
}

/** Everything a phase may use. Built once by the composition root (src/runner/compose.ts). */
export interface ReleaseContext {
  readonly environment: EnvironmentFacts;
  readonly policy: Policy;
  readonly commit: string;
  readonly actor: string;
  readonly run: {
    readonly id: string | undefined;
    readonly url: string | undefined;
    /** Number of the pull request that this run makes a preview of. */
    readonly preview?: number | undefined;
  };
  /** The files of the commit, which are all that is uploaded. */
  readonly source: Source;
  /** What this job built of the commit and uploads in its place; undefined: hosting builds it. */
  readonly prebuilt?: Prebuilt | undefined;
  /** Given by input when somebody wants to wire it; otherwise found by environment and commit. */
  readonly releaseId: string | undefined;
  readonly database: () => Promise<Database>;
  readonly hosting: Hosting;
  /** Who the database belongs to that is migrated; undefined: its address does not say. */
  readonly backend?: Backend | undefined;
  readonly codeHost: CodeHost | undefined;
  readonly errorTracker: ErrorTracker | undefined;
  readonly notices: Notices | undefined;
  /** Undefined: this environment has no migrations folder. */
  readonly migrations: Migrations | undefined;
  readonly schema: Schema;
  /** Undefined: no server to rehearse on was given. */
  readonly rehearse: Rehearse | undefined;
  /** Writes the migrations' report for machines (JSON, SARIF) where that was asked for. */
  readonly writeReports: ((pending: PendingMigrations) => Promise<readonly string[]>) | undefined;
  readonly ready: ReadyRoutes;
  readonly gate: Gate;
  readonly watch: Gate;
  readonly approvals: Approvals;
  /** Absent: nobody can be asked. */
  readonly reach?: Reach;
  readonly objections: Objections;
  readonly verdict: (previous: SchemaSnapshot | undefined, live: SchemaSnapshot) => Promise<Verdict>;
  readonly dryRun: boolean;
  readonly say: Say;
  readonly warn: Say;
}

/** @typeParam O Names of its outputs. */
export interface PhaseResult<O extends string = string> {
  readonly phase: Phase;
  /** `already`: the record says it was done before; `waiting`: somebody has to act first; `planned`: a dry run. */
  readonly state: 'done' | 'already' | 'waiting' | 'planned';
  /** Markdown for the job summary. */
  readonly summary: string;
  readonly outputs: Readonly<Record<O, string>>;
}
