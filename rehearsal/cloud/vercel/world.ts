import type { AccessLog } from '../kit/index.ts';
import type { Edge } from '../proxy/index.ts';
import type { AliasJobs } from './alias-jobs.ts';
import type { Builder } from './builder.ts';
import type { FileStore } from './files.ts';
import { notFound, Problem } from './problem.ts';
import type { Servers } from './servers.ts';
import { findDeployment, findProject, type VercelState } from './state.ts';

/** What the routes share. */
export interface World {
  readonly state: VercelState;
  readonly log: AccessLog;
  readonly team: { readonly id: string; readonly slug: string; readonly name: string };
  readonly files: FileStore;
  readonly builder: Pick<Builder, 'build' | 'cancel' | 'close'>;
  readonly servers: Pick<Servers, 'place' | 'port' | 'pids' | 'close'>;
  readonly jobs: AliasJobs;
  readonly edge: Edge;
  readonly apiUrl: () => string;
}

/** The project, or Vercel's 404. */
export function projectOr404(state: VercelState, idOrName: string | undefined) {
  const project = findProject(state, idOrName ?? '');
  if (!project) throw notFound('Project');
  return project;
}

/** The deployment, or Vercel's 404; with a project, it must be that project's. */
export function deploymentOr404(state: VercelState, idOrUrl: string | undefined, projectId?: string) {
  const deployment = findDeployment(state, idOrUrl ?? '');
  if (!deployment) throw new Problem(404, 'not_found', `Can't find the deployment "${idOrUrl}".`);
  if (projectId && deployment.projectId !== projectId) throw notFound('Deployment');
  return deployment;
}
