import type { LiveState } from '../release/ports.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';
import { readDeployment } from './deployments.ts';
import { readAllDomains, readDomains, readServing } from './domains.ts';
import { type Rolling, readActive } from './rolling.ts';

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

/** What serves now, without what the deployment says about itself. */
export interface Standing {
  readonly project: answers.Project;
  readonly deploymentId: string | undefined;
  readonly pinned: boolean;
  readonly job: LiveState['job'];
}

/**
 * Where all domains agree they are the truth; where they do not (a job is moving them) the project's own idea of its
 * production deployment is. With `expected`, the deployment that should serve, all of it is read in one round.
 */
export async function readStanding(api: VercelApi, expected?: string): Promise<Standing> {
  const reading = readProject(api);
  const [project, serving] = await Promise.all([
    reading,
    readServing(api, expected, async () => (await reading).targets?.['production']?.id),
  ]);
  const ids = new Set(serving.values());
  const [only] = ids;
  const rolling = await readActive(api, project);
  return {
    project,
    deploymentId:
      ids.size === 1 && only !== undefined ? only : (project.targets?.['production']?.id ?? undefined),
    pinned: isPinned(project),
    job: liveJob(project, rolling, api.options.pace.staleMs),
  };
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
  const [{ project, deploymentId, pinned, job }, { asked, wildcards }] = await Promise.all([
    readStanding(api),
    readAllDomains(api),
  ]);
  const deployment = deploymentId === undefined ? undefined : await readDeployment(api, deploymentId);
  const live: LiveState = {
    deploymentId,
    ...(deployment?.releaseId ? { releaseId: deployment.releaseId } : {}),
    ...(deployment?.commit ? { commit: deployment.commit } : {}),
    pinned,
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
      ...(rolling.percent === undefined ? {} : { percent: rolling.percent }),
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
