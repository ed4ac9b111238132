import { finishPromotion } from './alias-jobs.ts';
import { Problem } from './problem.ts';
import { startRolling } from './rolling.ts';
import type { AliasJobType, DeploymentState, ProjectState } from './state.ts';
import type { World } from './world.ts';

/**
 * `POST /v10/projects/{id}/promote/{dpl}`: 201 accepted, 202 queued behind a rolling release.
 * https://vercel.com/docs/deployments/promoting-a-deployment
 */
export function promote(world: World, project: ProjectState, to: DeploymentState): 201 | 202 {
  checkTarget(to);
  if (project.rolling?.state === 'ACTIVE') {
    if (to.id === project.rolling.canary) throw conflict('The deployment is being rolled out already');
    project.rolling.queued = to.id;
    return 202;
  }
  if (project.production === to.id)
    throw conflict('The deployment is the current production deployment already');
  if (world.jobs.running(project)) throw conflict('Another promote or rollback is under way');
  // https://vercel.com/docs/instant-rollback: promoting ends the pin that a rollback set.
  project.autoAssignCustomDomains = true;
  if (project.rollingConfig && project.production) startRolling(world, project, to);
  else move(world, 'promote', project, to);
  return 201;
}

/** `POST /v9|v1/projects/{id}/rollback/{dpl}`: instant rollback, which also aborts a rolling release. */
export function rollback(world: World, project: ProjectState, to: DeploymentState): void {
  checkTarget(to);
  if (to.readySubstate !== 'PROMOTED')
    throw new Problem(422, 'unprocessable_entity', 'The deployment has never served production');
  if (world.jobs.running(project)) throw conflict('Another promote or rollback is under way');
  const { rolling } = project;
  const aborts = rolling?.state === 'ACTIVE';
  if (project.production === to.id && !aborts)
    throw conflict('The deployment is the current production deployment already');
  // https://vercel.com/docs/instant-rollback: until somebody promotes again, new deployments take no domains.
  project.autoAssignCustomDomains = false;
  if (rolling && aborts) {
    rolling.state = 'ABORTED';
    rolling.updatedAt = Date.now();
    const canary = world.state.deployments.find(({ id }) => id === rolling.canary);
    if (canary?.readySubstate === 'ROLLING') canary.readySubstate = 'STAGED';
  }
  move(world, 'rollback', project, to);
}

function move(world: World, type: AliasJobType, project: ProjectState, to: DeploymentState): void {
  world.jobs.start(type, project, to, () => finishPromotion(project, to));
}

function checkTarget(to: DeploymentState): void {
  if (to.readyState !== 'READY')
    throw new Problem(400, 'bad_request', `The deployment is not ready: it is ${to.readyState}`);
  if (to.target !== 'production')
    throw new Problem(400, 'bad_request', 'Only a deployment built for production can serve it');
}

const conflict = (message: string) => new Problem(409, 'conflict', message);
