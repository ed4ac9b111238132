import type { Fault } from '../http/faults.ts';
import type { LiveState } from '../release/ports.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';
import { readDeployment } from './deployments.ts';

/** The project, always fresh: pins and jobs live in it. */
export async function readProject(api: VercelApi, tries?: number): Promise<answers.Project> {
  const { project } = api.options;
  const answer = await api.read(
    {
      name: 'vercel.project',
      doing: `read project ${project}`,
      path: `/v9/projects/${encodeURIComponent(project)}`,
      ...(tries === undefined ? {} : { tries }),
    },
    answers.project,
  );
  return answer as answers.Project;
}

/** Domains that serve production and can be asked: verified, no wildcard, no redirect, bound to no branch or environment. */
export async function readDomains(api: VercelApi): Promise<readonly string[]> {
  return (await readAllDomains(api)).asked;
}

/** @throws SHIPLOCK_VERCEL_ANSWER when the list names a page that it has already given */
async function readAllDomains(
  api: VercelApi,
): Promise<{ readonly asked: readonly string[]; readonly wildcards: readonly string[] }> {
  const { domains, project } = api.options;
  // A scheme is allowed there, for a local stand-in; the aliases' names have none.
  const given = domains?.map((domain) => domain.replace(/^https?:\/\//, '')) ?? [];
  if (given.length > 0) return split(given);
  const names: string[] = [];
  const seen = new Set<number>();
  for (let until: number | undefined; ; ) {
    const call = {
      name: 'vercel.domains',
      doing: `list domains of project ${project}`,
      path: `/v9/projects/${encodeURIComponent(project)}/domains`,
      query: { limit: '100', until: until === undefined ? undefined : String(until) },
    };
    const list = await api.read({ ...call }, answers.domainList);
    for (const domain of list?.domains ?? []) {
      if (domain.verified && !domain.redirect && !domain.gitBranch && !domain.customEnvironmentId)
        names.push(domain.name);
    }
    until = list?.pagination?.next ?? undefined;
    if (until === undefined) break;
    if (seen.has(until)) throw api.harmless(samePage(until), call);
    seen.add(until);
  }
  return split(names.sort());
}

/** Nobody can send a request to `*.acme.example`, and no alias tells where it points. */
function split(names: readonly string[]) {
  const wildcards = names.filter((name) => name.startsWith('*'));
  return { asked: names.filter((name) => !wildcards.includes(name)), wildcards };
}

/** A list that starts over never ends. */
const samePage = (next: number): Fault => ({
  kind: 'unreadable',
  status: 200,
  why: `it names page ${next} as the next one a second time`,
});

/** Which deployment a domain points at. */
export async function readAlias(api: VercelApi, domain: string): Promise<string | undefined> {
  const answer = await api.read(
    {
      name: 'vercel.alias',
      doing: `read where ${domain} points`,
      path: `/v4/aliases/${encodeURIComponent(domain)}`,
      absent: true,
    },
    answers.alias,
  );
  return answer?.deploymentId ?? answer?.deployment?.id ?? undefined;
}

/** Every production domain with the deployment behind it. */
export async function readServing(api: VercelApi): Promise<ReadonlyMap<string, string | undefined>> {
  return readAliases(api, await readDomains(api));
}

async function readAliases(
  api: VercelApi,
  domains: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  return new Map(
    await Promise.all(domains.map(async (domain) => [domain, await readAlias(api, domain)] as const)),
  );
}

export interface Rolling {
  readonly to: string;
  readonly from?: string;
  readonly stage?: number;
  readonly percentage?: number;
  readonly startedAt: number;
}

/** A rolling release under way, asked for only where the project has them configured. */
export async function readRolling(api: VercelApi, project: answers.Project): Promise<Rolling | undefined> {
  if (!project.rollingRelease) return undefined;
  const answer = await api.read(
    {
      name: 'vercel.rolling-release',
      doing: `read the rolling release of ${project.name}`,
      path: `/v1/projects/${project.id}/rolling-release`,
      absent: true,
    },
    answers.rolling,
  );
  const now = answer?.rollingRelease;
  if (now?.state !== 'ACTIVE') return undefined;
  return {
    to: now.canaryDeployment?.id ?? '',
    ...(now.currentDeployment ? { from: now.currentDeployment.id } : {}),
    ...(now.activeStage?.index == null ? {} : { stage: now.activeStage.index }),
    ...(now.activeStage?.targetPercentage == null ? {} : { percentage: now.activeStage.targetPercentage }),
    startedAt: now.startedAt ?? 0,
  };
}

/**
 * What serves now. Where all domains agree they are the truth; where they do not (a job is moving them) the project's
 * own idea of its production deployment is.
 */
export async function readLive(api: VercelApi): Promise<LiveState> {
  return (await lookLive(api)).live;
}

/** The project and the domains that can be asked, as one look found them. */
export interface Setup {
  readonly project: answers.Project;
  readonly domains: readonly string[];
}

export async function readSetup(api: VercelApi): Promise<Setup> {
  const [project, domains] = await Promise.all([readProject(api), readDomains(api)]);
  return { project, domains };
}

/** What serves now, and what it was read from. */
export async function lookLive(api: VercelApi): Promise<Setup & { readonly live: LiveState }> {
  const [project, { asked, wildcards }] = await Promise.all([readProject(api), readAllDomains(api)]);
  const serving = await readAliases(api, asked);
  const ids = new Set(serving.values());
  const [only] = ids;
  const deploymentId =
    ids.size === 1 && only !== undefined ? only : (project.targets?.['production']?.id ?? undefined);
  const [deployment, rolling] = await Promise.all([
    deploymentId === undefined ? undefined : readDeployment(api, deploymentId),
    readRolling(api, project),
  ]);
  const job = liveJob(project, rolling, api.options.pace.staleMs);
  const live: LiveState = {
    deploymentId,
    ...(deployment?.releaseId ? { releaseId: deployment.releaseId } : {}),
    ...(deployment?.commit ? { commit: deployment.commit } : {}),
    pinned: isPinned(project),
    ...(wildcards.length > 0
      ? {
          unasked: wildcards.map(
            (name) => `${name} is a wildcard: it moves with the others and is not asked`,
          ),
        }
      : {}),
    ...(job ? { job } : {}),
  };
  return { project, domains: asked, live };
}

/**
 * A rollback switches the assignment of domains off, and a promote on again; so may anybody in the project's settings,
 * which pins nothing. `lastRollbackTarget` is transient and deprecated: the last alias request tells the two apart.
 */
function isPinned({ autoAssignCustomDomains, lastAliasRequest }: answers.Project): boolean {
  return autoAssignCustomDomains === false && lastAliasRequest?.type === 'rollback';
}

function liveJob(project: answers.Project, rolling: Rolling | undefined, staleMs: number): LiveState['job'] {
  if (rolling) {
    return {
      type: 'rolling',
      to: rolling.to,
      ...(rolling.from ? { from: rolling.from } : {}),
      state: 'running',
      requestedAt: rolling.startedAt,
    };
  }
  const last = project.lastAliasRequest;
  if (!last) return undefined;
  return {
    type: last.type === 'rollback' ? 'rollback' : 'promote',
    to: last.toDeploymentId,
    ...(last.fromDeploymentId ? { from: last.fromDeploymentId } : {}),
    state: jobState(last, staleMs),
    said: last.jobStatus,
    requestedAt: last.requestedAt,
  };
}

/** A status we do not know counts as running: it is waited on, never taken for the end. But nobody waits for days. */
export function jobState(
  { jobStatus, requestedAt }: { readonly jobStatus: string; readonly requestedAt: number },
  staleMs: number,
): 'running' | 'stale' | 'succeeded' | 'failed' | 'skipped' {
  if (jobStatus === 'succeeded' || jobStatus === 'failed' || jobStatus === 'skipped') return jobStatus;
  return Date.now() - requestedAt > staleMs ? 'stale' : 'running';
}
