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
  /** `sourceDigest` (source.ts) of what was uploaded. Only `stage` gives it: it is what we sent, not what hosting has. */
  readonly digest?: string;
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
    /** Hosting has said yes to the request: that nothing shows it yet never means that it did not happen. */
    readonly accepted?: boolean;
    readonly say: Say;
  }): Promise<MoveState>;
  /** How the project is set up where that decides about releases; for `doctor`. */
  setup?(): Promise<HostingSetup>;
  /**
   * What moves traffic beside a release, or keeps a move from being seen (domains that lead elsewhere): sentences for
   * the plan and for `doctor`.
   * @param readFile reads a file of the commit, inside of what is uploaded
   */
  beside?(readFile: ReadCommitFile): Promise<readonly string[]>;
  /** Of `domains()`, those that do not lead here, by domain with the reason. */
  elsewhere?(): Promise<ReadonlyMap<string, string>>;
  /** Headers that open deployment protection for a URL of ours. Values are secrets. */
  protectionHeaders(): Readonly<Record<string, string>>;
}
