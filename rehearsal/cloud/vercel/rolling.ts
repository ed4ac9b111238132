import { finishPromotion } from './alias-jobs.ts';
import { Problem } from './problem.ts';
import type { DeploymentState, ProjectState, RollingState } from './state.ts';
import type { World } from './world.ts';

/** https://vercel.com/docs/rolling-releases: stage percentages of production's traffic for a canary. */
export function startRolling(world: World, project: ProjectState, canary: DeploymentState): void {
  const config = project.rollingConfig;
  if (!config) throw new Problem(400, 'bad_request', 'Rolling releases are not enabled for this project');
  const { rolling } = project;
  if (rolling?.state === 'ACTIVE') {
    if (rolling.canary === canary.id) return;
    throw new Problem(409, 'conflict', 'Another rolling release is under way');
  }
  if (canary.readyState !== 'READY' || canary.target !== 'production')
    throw new Problem(400, 'bad_request', 'The canary must be a ready production deployment');
  if (canary.id === project.production)
    throw new Problem(409, 'conflict', 'The canary is the current production deployment already');
  const now = Date.now();
  project.rolling = {
    state: 'ACTIVE',
    current: project.production,
    canary: canary.id,
    stages: config.stages,
    stage: 0,
    startedAt: now,
    updatedAt: now,
    queued: null,
  };
  canary.readySubstate = 'ROLLING';
  // The alias job of a rolling release ends as soon as its first stage is on: the domains stay where they are.
  project.lastAliasRequest = {
    fromDeploymentId: project.production,
    toDeploymentId: canary.id,
    type: 'promote',
    jobStatus: 'succeeded',
    requestedAt: now,
  };
  entered(world, project, project.rolling);
}

/** `approve-stage`: moves to the named next stage; reaching 100 % completes the release. */
export function approveStage(
  world: World,
  project: ProjectState,
  canaryId: string,
  nextStageIndex: number,
): void {
  const rolling = activeOf(project, canaryId);
  if (nextStageIndex !== rolling.stage + 1)
    throw new Problem(409, 'conflict', `The next stage is ${rolling.stage + 1}, not ${nextStageIndex}`);
  rolling.stage = nextStageIndex;
  rolling.updatedAt = Date.now();
  entered(world, project, rolling);
}

/** `complete`: all traffic to the canary now. */
export function completeRolling(world: World, project: ProjectState, canaryId: string): void {
  const rolling = activeOf(project, canaryId);
  const canary = world.state.deployments.find(({ id }) => id === canaryId)!;
  rolling.state = 'COMPLETE';
  rolling.stage = rolling.stages.length - 1;
  rolling.updatedAt = Date.now();
  world.jobs.assign(project, canary);
  finishPromotion(project, canary);
  const queued = world.state.deployments.find(({ id }) => id === rolling.queued);
  rolling.queued = null;
  if (!queued) return;
  if (project.rollingConfig) startRolling(world, project, queued);
  else world.jobs.start('promote', project, queued, () => finishPromotion(project, queued));
}

function entered(world: World, project: ProjectState, rolling: RollingState): void {
  const stage = rolling.stages[rolling.stage]!;
  if (rolling.stage === rolling.stages.length - 1) {
    completeRolling(world, project, rolling.canary);
    return;
  }
  if (stage.requireApproval || stage.duration === null) return;
  const entry = rolling.stage;
  world.jobs.after(stage.duration * 60_000, () => {
    if (project.rolling === rolling && rolling.state === 'ACTIVE' && rolling.stage === entry)
      approveStage(world, project, rolling.canary, entry + 1);
  });
}

function activeOf(project: ProjectState, canaryId: string): RollingState {
  const { rolling } = project;
  if (rolling?.state !== 'ACTIVE') throw new Problem(409, 'conflict', 'No rolling release is under way');
  if (rolling.canary !== canaryId)
    throw new Problem(409, 'conflict', 'Another deployment is being rolled out');
  return rolling;
}
