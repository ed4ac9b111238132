import { z } from 'zod';
import { bodyOf, Problem } from './problem.ts';
import { approveStage, completeRolling, startRolling } from './rolling.ts';
import { rollingConfigBody, stagePlan } from './rolling-plan.ts';
import type { Route } from './route.ts';
import { configAnswer, page, rollingAnswer } from './shapes.ts';
import { promote, rollback } from './traffic.ts';
import { deploymentOr404, projectOr404, type World } from './world.ts';

/** Promote, rollback, rolling releases. */
export function trafficRoutes(route: Route, world: World): void {
  route('POST', '/v10/projects/:project/promote/:deployment', 'vercel.promote', (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const to = deploymentOr404(state, c.req.param('deployment'), project.id);
    // No body and no content type: @vercel/sdk and the CLI both read an answer without one.
    return new Response(null, { status: promote(world, project, to) });
  });
  const paths = ['v9', 'v1'].map((version) => `/${version}/projects/:project/rollback/:deployment`);
  route('POST', paths, 'vercel.rollback', (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    rollback(world, project, deploymentOr404(state, c.req.param('deployment'), project.id));
    return new Response(null, { status: 201 });
  });
  for (const type of ['promote', 'rollback'] as const) {
    const aliases = ['v9', 'v1'].map((version) => `/${version}/projects/:project/${type}/aliases`);
    route('GET', aliases, `vercel.${type}-aliases`, (c, state) => {
      const project = projectOr404(state, c.req.param('project'));
      const failed = state.failedAliases.filter((row) => row.projectId === project.id && row.type === type);
      const moved = state.aliases
        .filter((alias) => alias.projectId === project.id && alias.deploymentId === project.production)
        .map((alias) => ({ alias: alias.alias, id: alias.uid, status: 'completed', at: alias.updatedAt }));
      const rows = c.req.query('failedOnly') === 'true' ? failed : [...failed, ...moved];
      const shown = page(rows, (row) => row.at, c.req.query());
      const answer = shown.rows.map(({ alias, id, status }) => ({ alias, id, status }));
      return c.json({ aliases: answer, pagination: shown.pagination });
    });
  }
  rollingRoutes(route, world);
}

const canaryBody = z.object({ canaryDeploymentId: z.string() });
const approveBody = canaryBody.extend({
  nextStageIndex: z.number().int(),
  activeStageIndex: z.number().int().optional(),
});

function rollingRoutes(route: Route, world: World): void {
  const path = '/v1/projects/:project/rolling-release';
  route('GET', path, 'vercel.rolling-release', (c, state) =>
    c.json(rollingAnswer(state, projectOr404(state, c.req.param('project')))),
  );
  route('GET', `${path}/config`, 'vercel.rolling-config', (c, state) => {
    return c.json({ rollingRelease: configAnswer(projectOr404(state, c.req.param('project'))) });
  });
  route('PATCH', `${path}/config`, 'vercel.rolling-configure', async (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const config = await bodyOf(c, rollingConfigBody);
    if (config.enabled === false) {
      project.rollingConfig = null;
      return c.json({ rollingRelease: null });
    }
    const stages = stagePlan(config);
    if (!stages) throw new Problem(400, 'bad_request', 'Stage percentages must rise');
    project.rollingConfig = { advancementType: config.advancementType, stages };
    return c.json({ rollingRelease: configAnswer(project) });
  });
  route('DELETE', `${path}/config`, 'vercel.rolling-configure', (c, state) => {
    projectOr404(state, c.req.param('project')).rollingConfig = null;
    return c.json({ rollingRelease: null });
  });
  route('POST', `${path}/start`, 'vercel.rolling-start', async (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const { canaryDeploymentId } = await bodyOf(c, canaryBody);
    startRolling(world, project, deploymentOr404(state, canaryDeploymentId, project.id));
    return c.json(rollingAnswer(state, project));
  });
  route('POST', `${path}/approve-stage`, 'vercel.rolling-approve', async (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const { canaryDeploymentId, nextStageIndex } = await bodyOf(c, approveBody);
    approveStage(world, project, canaryDeploymentId, nextStageIndex);
    return c.json(rollingAnswer(state, project));
  });
  route('POST', `${path}/complete`, 'vercel.rolling-complete', async (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    completeRolling(world, project, (await bodyOf(c, canaryBody)).canaryDeploymentId);
    return c.json(rollingAnswer(state, project));
  });
}
