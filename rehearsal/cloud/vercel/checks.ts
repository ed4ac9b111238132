import { z } from 'zod';
import { newId } from './ids.ts';
import { bodyOf, notFound } from './problem.ts';
import type { Route } from './route.ts';
import { deploymentOr404, projectOr404 } from './world.ts';

const checkBody = z.object({
  name: z.string().min(1),
  requires: z.enum(['build-ready', 'deployment-url', 'none']).default('none'),
  blocks: z
    .enum(['build-start', 'deployment-start', 'deployment-alias', 'deployment-promotion', 'none'])
    .default('none'),
  isRerequestable: z.boolean().default(false),
});
const runBody = z.object({
  checkId: z.string(),
  name: z.string().optional(),
  status: z.enum(['queued', 'running', 'completed']).default('queued'),
  conclusion: z.enum(['canceled', 'failed', 'neutral', 'succeeded', 'skipped', 'timeout']).optional(),
});

/** Checks v2, kept and given back. They block nothing here. */
export function checkRoutes(route: Route): void {
  route('GET', '/v2/projects/:project/checks', 'vercel.checks', (c, state) =>
    c.json({ checks: projectOr404(state, c.req.param('project')).checks }),
  );
  route('POST', '/v2/projects/:project/checks', 'vercel.create-check', async (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const now = Date.now();
    const body = await bodyOf(c, checkBody);
    const check = {
      id: newId('chk', 16),
      projectId: project.id,
      ...body,
      source: { kind: 'webhook' },
      createdAt: now,
      updatedAt: now,
    };
    project.checks.push(check);
    return c.json(check);
  });
  route('GET', '/v2/deployments/:id/check-runs', 'vercel.check-runs', (c, state) =>
    c.json({ runs: deploymentOr404(state, c.req.param('id')).checkRuns }),
  );
  route('POST', '/v2/deployments/:id/check-runs', 'vercel.create-check-run', async (c, state) => {
    const deployment = deploymentOr404(state, c.req.param('id'));
    const body = await bodyOf(c, runBody);
    const now = Date.now();
    const run = {
      id: newId('chkrun', 16),
      deploymentId: deployment.id,
      projectId: deployment.projectId,
      ...body,
      createdAt: now,
      updatedAt: now,
    };
    deployment.checkRuns.push(run);
    return c.json(run);
  });
  route('PATCH', '/v2/deployments/:id/check-runs/:run', 'vercel.update-check-run', async (c, state) => {
    const run = deploymentOr404(state, c.req.param('id')).checkRuns.find(
      (one) => one['id'] === c.req.param('run'),
    );
    if (!run) throw notFound('Check run');
    return c.json(Object.assign(run, await bodyOf(c, runBody.partial()), { updatedAt: Date.now() }));
  });
}
