import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../release/canonical.ts';
import { OutsideCallError } from '../release/errors.ts';
import type { Rolling, RollingPlan, RollingStep } from '../release/ports.ts';
import type * as answers from './answers.ts';
import { rolling as rollingAnswer } from './answers.ts';
import type { VercelApi } from './client.ts';

export type { Rolling } from '../release/ports.ts';

type Stages = NonNullable<NonNullable<answers.Project['rollingRelease']>['stages']>;

/** How a promote moves traffic here: https://vercel.com/docs/rolling-releases. A stage that needs no approval ends by itself. */
export function rollingPlan({ rollingRelease }: answers.Project): RollingPlan | undefined {
  return rollingRelease ? planOf(rollingRelease.stages ?? []) : undefined;
}

function planOf(stages: Stages): RollingPlan {
  const percents = stages.map(({ targetPercentage }) => targetPercentage);
  const between = stages.filter(({ targetPercentage }) => targetPercentage < 100);
  return {
    stages: percents.at(-1) === 100 ? percents : [...percents, 100],
    automatic: between.length > 0 && between.every(({ requireApproval }) => requireApproval === false),
  };
}

/**
 * The rolling release under way, else the last one; asked for only where the project has them configured. One that ended
 * never begins again, and none is forgotten: an answer from before what was seen is asked for anew, and not believed.
 * Whoever aborted it has decided, and nobody has when it only looks as if it had not begun.
 */
export async function readRolling(api: VercelApi, project: answers.Project): Promise<Rolling | undefined> {
  if (!project.rollingRelease) return undefined;
  const { readTries, retryMs } = api.options.pace;
  for (let tries = 1, pause = retryMs; ; tries += 1, pause *= 2) {
    const found = await askRolling(api, project);
    const seen = api.rollingSeen;
    if (!seen || !isOlder(found, seen)) {
      api.rollingSeen = found;
      return found;
    }
    if (tries === readTries) return seen;
    await sleep(pause);
  }
}

function isOlder(found: Rolling | undefined, seen: Rolling): boolean {
  if (!found || found.startedAt < seen.startedAt) return true;
  if (found.startedAt > seen.startedAt || found.to !== seen.to || found.state !== 'active') return false;
  return seen.state !== 'active' || found.stage < seen.stage;
}

async function askRolling(api: VercelApi, project: answers.Project): Promise<Rolling | undefined> {
  const answer = await api.read(
    {
      name: 'vercel.rolling-release',
      doing: `read the rolling release of ${project.name}`,
      path: `/v1/projects/${project.id}/rolling-release`,
      absent: true,
    },
    rollingAnswer,
  );
  const now = answer?.rollingRelease;
  if (!now) return undefined;
  const minutes = now.activeStage?.duration;
  return {
    // A state that we do not know is waited on, never taken for the end.
    state: now.state === 'COMPLETE' ? 'complete' : now.state === 'ABORTED' ? 'aborted' : 'active',
    ...planOf(now.stages ?? project.rollingRelease?.stages ?? []),
    to: now.canaryDeployment?.id ?? '',
    ...(now.currentDeployment ? { from: now.currentDeployment.id } : {}),
    stage: now.activeStage?.index ?? 0,
    ...(now.activeStage?.targetPercentage == null ? {} : { percent: now.activeStage.targetPercentage }),
    ...(minutes ? { stageMs: minutes * 60_000 } : {}),
    startedAt: now.startedAt ?? 0,
  };
}

export async function readActive(api: VercelApi, project: answers.Project): Promise<Rolling | undefined> {
  const found = await readRolling(api, project);
  return found?.state === 'active' ? found : undefined;
}

/**
 * One step, never repeated. The stage is read right before: whoever advanced or aborted it meanwhile has decided.
 * https://vercel.com/docs/rest-api/rolling-release
 */
export async function step(
  api: VercelApi,
  project: answers.Project,
  kind: 'approve-stage' | 'complete',
  { to, from, notAfter, say }: RollingStep,
): Promise<JsonObject> {
  const now = await readRolling(api, project);
  if (now?.state !== 'active' || now.to !== to || now.stage !== from)
    throw new OutsideCallError(
      {
        code: 'SHIPLOCK_ROLLING_MOVED',
        what: `the rolling release of ${to} is no longer in stage ${from}: ${now ? `${now.to} is ${now.state} in stage ${now.stage}` : 'there is none'}`,
        notDone: ['no traffic was moved'],
        next: 'Find out who moved it, and rerun the job: it reads the stage first and goes on from there.',
      },
      { certainty: 'not-done' },
    );
  const doing = `${kind === 'complete' ? 'complete' : `advance to stage ${from + 1}`} the rolling release of ${to}`;
  say(doing);
  const next = kind === 'complete' ? {} : { activeStageIndex: from, nextStageIndex: from + 1 };
  const { status } = await api.accept(
    {
      name: `vercel.rolling-${kind === 'complete' ? 'complete' : 'approve'}`,
      doing,
      path: `/v1/projects/${project.id}/rolling-release/${kind}`,
      json: { canaryDeploymentId: to, ...next },
    },
    { notAfter },
  );
  return { to, stage: from + 1, status };
}
