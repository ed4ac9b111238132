import type { JsonObject } from './canonical.ts';
import type { NotAfter } from './not-after.ts';
import type { Say } from './say.ts';
import type { Source } from './source.ts';

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
  /** ISO 8601: when hosting's retention deletes it, where it says so. */
  readonly expiresAt?: string;
  /** `sourceDigest` (source.ts) of what was uploaded. Only `stage` gives it: it is what we sent, not what hosting has. */
  readonly digest?: string;
}

export interface CommitDescription {
  /** Login, or the name where no account is known. */
  readonly author?: string;
  readonly message: string;
  /** Number of the pull request that brought it. */
  readonly pull?: number;
}

/** What serves the environment's domains now. */
export interface LiveState {
  readonly deploymentId: string | undefined;
  readonly releaseId?: string;
  readonly commit?: string;
  /** A rollback pinned production: hosting no longer moves domains automatically, and neither does Shiplock. */
  readonly pinned: boolean;
  /** Domains of the project that nothing can be asked through, such as wildcards, each with the reason. */
  readonly unasked?: readonly string[];
  /** A rolling release or alias job that somebody has under way. */
  readonly job?: {
    readonly type: 'promote' | 'rollback' | 'rolling';
    readonly to: string;
    readonly from?: string;
    /** `stale`: hosting has called it unfinished for so long that nobody waits for it. */
    readonly state: 'running' | 'stale' | 'succeeded' | 'failed' | 'skipped';
    /** Of a rolling release: the share of traffic that goes to it now. */
    readonly percent?: number;
    /** What hosting calls its state. */
    readonly said?: string;
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
  /** The deployment whose rolling release or promotion this may abort; anything else that is under way is somebody's. */
  readonly aborts?: string | undefined;
  readonly say: Say;
}

/** How traffic moves to a new deployment where hosting sends it there stage by stage. */
export interface RollingPlan {
  /** Percent of traffic of each stage, rising; the last one is 100. */
  readonly stages: readonly number[];
  /** Hosting goes on by itself; else each stage waits until somebody approves the next. */
  readonly automatic: boolean;
}

/** A rolling release, under way or over. */
export interface Rolling extends RollingPlan {
  readonly state: 'active' | 'complete' | 'aborted';
  readonly to: string;
  readonly from?: string;
  /** Index of the stage that it is in. */
  readonly stage: number;
  /** Share of traffic that goes to it now, where hosting says it. */
  readonly percent?: number;
  /** How long hosting stays in this stage by itself (ms), where it says so. */
  readonly stageMs?: number;
  /** Milliseconds since the epoch, the vendor's clock. */
  readonly startedAt: number;
}

/** One step of a rolling release. */
export interface RollingStep {
  readonly to: string;
  /** Compare-and-set: refuse when another stage is on. */
  readonly from: number;
  readonly notAfter?: NotAfter | undefined;
  readonly say: Say;
}

/** The domain of a pull request, and the preview that it is to lead to. */
export interface PreviewDomain {
  readonly domain: string;
  readonly deploymentId: string;
  readonly say: Say;
}

/** What is known about a move after reading the vendor's state. */
export type MoveState =
  /** `unproved`: domains point at it, and the application did not say which release it is. */
  | { readonly state: 'done'; readonly evidence: JsonObject; readonly unproved?: string }
  | { readonly state: 'running'; readonly evidence: JsonObject }
  | { readonly state: 'not-done'; readonly evidence: JsonObject }
  | { readonly state: 'ambiguous'; readonly evidence: JsonObject; readonly why: string };

export interface HostingSetup {
  /** Folder of the app inside of what is uploaded; undefined: the top. */
  readonly rootDirectory: string | undefined;
  /** The repository whose pushes hosting deploys automatically, and the branch that goes to production. */
  readonly deploysFrom:
    | {
        readonly repository: string;
        readonly branch: string | undefined;
        /** The project's settings switch it off. */
        readonly off?: boolean;
      }
    | undefined;
}

/** A file of the commit by its path; undefined where there is none. */
export type ReadCommitFile = (path: string) => Promise<string | undefined>;

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
    /** The source is what a build made of the commit: hosting serves it as it is. */
    readonly prebuilt?: boolean;
    readonly target: 'production' | 'preview';
    /** What the code host says of the commit, for people who read hosting's pages. */
    readonly described?: CommitDescription | undefined;
    readonly meta: Readonly<Record<string, string>>;
    readonly say: Say;
  }): Promise<StagedDeployment>;
  /** For reconciling a lost answer: the deployment that carries this release id, waited for until it is built. */
  findStaged(releaseId: string, say: Say): Promise<StagedDeployment | undefined>;
  /** Points the domain of a pull request at its preview, never one that serves an environment. Its absolute URL. */
  pointPreview?(request: PreviewDomain): Promise<{ readonly url: string }>;
  deployment(idOrHost: string): Promise<StagedDeployment | undefined>;
  /** `sourceDigest` (source.ts) over hosting's own list of a deployment's files; undefined where there is no list. */
  sourceDigest(idOrHost: string): Promise<string | undefined>;
  /**
   * What `sourceDigest` says of a deployment that `stage` made of this source: the digest first of how it is sent, then of
   * any other way to list the same files. Absent: the source's own digest.
   */
  listedAs?(source: Source): Promise<readonly string[]>;
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
    /** Hosting has said yes to the request: that nothing shows it yet never means that it did not happen. */
    readonly accepted?: boolean;
    /** It has also happened where a rolling release of it is in a stage, or was aborted since. */
    readonly canary?: boolean;
    readonly say: Say;
  }): Promise<MoveState>;
  /** How a promote moves traffic; undefined: all of it at once. */
  rollingPlan?(): Promise<RollingPlan | undefined>;
  /** The rolling release under way, else the last one. */
  rolling?(): Promise<Rolling | undefined>;
  /** From one stage to the next. One write. */
  advance?(request: RollingStep): Promise<JsonObject>;
  /** From the last stage to all traffic. One write. */
  complete?(request: RollingStep): Promise<JsonObject>;
  /** How the project is set up where that decides about releases; for `doctor`. */
  setup?(): Promise<HostingSetup>;
  /**
   * What moves traffic beside a release, or keeps a move from being seen (domains that lead elsewhere): sentences for
   * the plan and for `doctor`.
   * @param readFile reads a file of the commit, inside of what is uploaded
   */
  beside?(readFile: ReadCommitFile): Promise<readonly string[]>;
  /**
   * Names of environment variables whose value differs between two deployments, or that only one of them has. Each runs
   * with the values of its own time. Values never leave the vendor's folder.
   */
  environmentChanges?(from: string, to: string): Promise<readonly string[]>;
  /**
   * Which backend a deployment's own environment variables lead to, by variable. `tell` names it from
   * a value; the value itself never leaves the vendor's folder.
   */
  backends?(
    deploymentId: string,
    tell: (value: string) => string | undefined,
  ): Promise<readonly { readonly variable: string; readonly backend: string }[]>;
  /** Of `domains()`, those that do not lead here, by domain with the reason. */
  elsewhere?(): Promise<ReadonlyMap<string, string>>;
  /** Headers that open deployment protection for a URL of ours. Values are secrets. */
  protectionHeaders(): Readonly<Record<string, string>>;
}
