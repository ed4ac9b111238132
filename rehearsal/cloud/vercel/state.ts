import type { StagePlan } from './rolling-plan.ts';

/** Everything the API answers from: plain data, so that the kit can keep a copy of the past. */
export interface VercelState {
  readonly projects: ProjectState[];
  readonly deployments: DeploymentState[];
  readonly aliases: AliasState[];
  /** Aliases that an alias job did not get moved. */
  readonly failedAliases: FailedAlias[];
}

export type Target = 'production' | 'preview';
export type AliasJobType = 'promote' | 'rollback';

/** How a project's sources become something that answers: Next.js, or files (with functions, where they were built elsewhere). */
export interface BuildSettings {
  readonly framework: 'nextjs' | null;
  readonly buildCommand: string | null;
  readonly outputDirectory: string | null;
}

/** https://vercel.com/docs/deployments/environments#custom-environments */
export interface CustomEnvironment {
  readonly id: string;
  readonly slug: string;
}

export interface EnvRow {
  readonly id: string;
  key: string;
  value: string;
  target: (Target | 'development')[];
  type: 'encrypted' | 'plain' | 'sensitive';
  readonly customEnvironmentIds: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
}

export interface ProjectState {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly rootDirectory: string | null;
  readonly settings: BuildSettings;
  readonly customEnvironments: readonly CustomEnvironment[];
  /** The repository whose pushes are deployed; the stand-in has none, and only says so. */
  link: {
    readonly type: string;
    readonly org: string;
    readonly repo: string;
    readonly productionBranch: string;
  } | null;
  readonly env: EnvRow[];
  readonly domains: { readonly label: string; readonly name: string }[];
  readonly protectionBypass: string | undefined;
  readonly checks: Record<string, unknown>[];
  autoAssignCustomDomains: boolean;
  lastAliasRequest: LastAliasRequest | null;
  /** Deployment that production's domains belong to. */
  production: string | null;
  rollingConfig: { advancementType: 'automatic' | 'manual-approval'; stages: StagePlan[] } | null;
  rolling: RollingState | null;
}

export interface LastAliasRequest {
  readonly fromDeploymentId: string | null;
  readonly toDeploymentId: string;
  readonly type: AliasJobType;
  jobStatus: 'pending' | 'in-progress' | 'succeeded' | 'failed' | 'skipped';
  readonly requestedAt: number;
}

export interface RollingState {
  state: 'ACTIVE' | 'COMPLETE' | 'ABORTED';
  readonly current: string | null;
  readonly canary: string;
  readonly stages: StagePlan[];
  stage: number;
  readonly startedAt: number;
  updatedAt: number;
  queued: string | null;
}

export type ReadyState = 'QUEUED' | 'INITIALIZING' | 'BUILDING' | 'READY' | 'ERROR' | 'CANCELED';

export interface DeploymentState {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** `127.0.0.1:PORT`, as Vercel gives host names without scheme. */
  readonly url: string;
  readonly target: Target;
  readonly customEnvironment: CustomEnvironment | null;
  readonly settings: BuildSettings;
  /** `.vercel/output` was uploaded: nothing is built. */
  readonly prebuilt: boolean;
  readonly source: string;
  readonly gitMetadata: Record<string, unknown> | null;
  readonly meta: Record<string, string>;
  readonly createdAt: number;
  readonly autoAssign: boolean;
  /** What this deployment builds with and runs with, read once, when it was created. */
  readonly env: Record<string, string>;
  readonly buildEnv: Record<string, string>;
  readyState: ReadyState;
  readySubstate: 'STAGED' | 'ROLLING' | 'PROMOTED' | null;
  buildingAt: number | null;
  ready: number | null;
  aliasAssigned: boolean;
  alias: string[];
  errorCode: string | null;
  errorMessage: string | null;
  readonly log: {
    readonly at: number;
    readonly type: 'stdout' | 'stderr' | 'command';
    readonly text: string;
  }[];
  readonly checkRuns: Record<string, unknown>[];
}

export interface AliasState {
  readonly uid: string;
  readonly alias: string;
  /** The name the options gave the domain; the API understands both. Empty: somebody took it by `alias set`. */
  readonly label: string;
  readonly projectId: string;
  readonly createdAt: number;
  updatedAt: number;
  deploymentId: string | null;
}

export interface FailedAlias {
  readonly projectId: string;
  readonly type: AliasJobType;
  readonly at: number;
  readonly alias: string;
  readonly id: string;
  readonly status: string;
}

export const findProject = (state: VercelState, idOrName: string) =>
  state.projects.find((project) => project.id === idOrName || project.name === idOrName);

/** By id, by its own host name, or by a domain that leads to it. */
export function findDeployment(state: VercelState, idOrUrl: string): DeploymentState | undefined {
  const host = idOrUrl.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const led = state.aliases.find(({ alias }) => alias === host)?.deploymentId;
  return state.deployments.find(({ id, url }) => id === idOrUrl || url === host || (led && id === led));
}

export const findAlias = (state: VercelState, idOrAlias: string) =>
  state.aliases.find(({ uid, alias, label }) => [uid, alias, label].includes(idOrAlias));
