import type { Call, StandIn } from '../kit/index.ts';
import { accountRoutes } from './account-routes.ts';
import { aliasRoutes } from './alias-routes.ts';
import { checkRoutes } from './checks.ts';
import { cancelDeployment, createDeployment, deleteDeployment, deployCallName } from './deployments.ts';
import { environmentRoutes } from './environment-routes.ts';
import { eventsAnswer } from './events.ts';
import { fileTree } from './file-tree.ts';
import { Problem } from './problem.ts';
import { projectRoutes } from './project-routes.ts';
import type { Route } from './route.ts';
import { buildAnswer, deploymentAnswer, deploymentRow, isRollbackCandidate, page } from './shapes.ts';
import { findDeployment, type VercelState } from './state.ts';
import { trafficRoutes } from './traffic-routes.ts';
import { deploymentOr404, type World } from './world.ts';

/** The whole API. Thrown problems become answers here, once. */
export function addRoutes(standIn: StandIn<VercelState>, world: World): void {
  const route: Route = (method, path, call, handle, options) => {
    const answered = async (c: Call, state: VercelState) => {
      try {
        return await handle(c, state);
      } catch (error) {
        if (error instanceof Problem) return Response.json(error.body, { status: error.status });
        throw error;
      }
    };
    standIn.route(method, path, call, answered, options);
  };
  accountRoutes(route, world);
  deploymentRoutes(route, world);
  aliasRoutes(route, world);
  projectRoutes(route, world);
  environmentRoutes(route);
  trafficRoutes(route, world);
  checkRoutes(route);
}

function deploymentRoutes(route: Route, world: World): void {
  const upload = async (c: Call) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const digest = c.req.header('x-now-digest') ?? c.req.header('x-vercel-digest');
    await world.files.put(bytes, digest, c.req.header('x-now-size'));
    return c.json({ urls: [] });
  };
  // Content-addressed: it changes nothing that a read could show.
  route('POST', '/v2/files', 'vercel.upload', upload, { kind: 'read' });
  route(
    'POST',
    '/v13/deployments',
    (c) => deployCallName(world, c),
    (c) => createDeployment(world, c),
  );
  route('GET', ['/v6/deployments', '/v7/deployments'], 'vercel.deployments', (c, state) =>
    c.json(list(world, c, state)),
  );
  route('GET', '/v13/deployments/:id', 'vercel.deployment', (c, state) =>
    c.json(deploymentAnswer(world, deploymentOr404(state, c.req.param('id')))),
  );
  route('GET', '/v6/deployments/:id/files', 'vercel.files', (c, state) => {
    const deployment = findDeployment(state, c.req.param('id') ?? '');
    // By id only, as Vercel's reference has it.
    if (!deployment || deployment.id !== c.req.param('id'))
      throw new Problem(404, 'not_found', 'File tree not found');
    return c.json(fileTree(world.files.of(deployment.id), deployment.readyState === 'READY'));
  });
  route('GET', '/v11/deployments/:id/builds', 'vercel.builds', (c, state) =>
    c.json({ builds: [buildAnswer(deploymentOr404(state, c.req.param('id')))] }),
  );
  route('DELETE', '/v13/deployments/:id', 'vercel.delete-deployment', (c, state) => {
    const deployment = deploymentOr404(state, c.req.param('id'));
    deleteDeployment(state, deployment);
    return c.json({ uid: deployment.id, state: 'DELETED' });
  });
  // Of requests to a deployment. Nothing here writes such a log, and an empty one says so.
  route('GET', '/api/logs/request-logs', 'vercel.request-logs', (c) =>
    c.json({ rows: [], hasMoreRows: false }),
  );
  route('PATCH', '/v12/deployments/:id/cancel', 'vercel.cancel', async (c, state) => {
    const deployment = deploymentOr404(state, c.req.param('id'));
    await cancelDeployment(world, deployment);
    return c.json(deploymentAnswer(world, deployment));
  });
  const events = [
    '/v3/now/deployments/:id/events',
    '/v3/deployments/:id/events',
    '/v2/deployments/:id/events',
  ];
  route('GET', events, 'vercel.events', (c) =>
    eventsAnswer(c, deploymentOr404(world.state, c.req.param('id'))),
  );
}

function list(world: World, c: Call, state: VercelState) {
  const query = c.req.query();
  const states = query['state']?.toUpperCase().split(',');
  const meta = Object.entries(query).filter(([key]) => key.startsWith('meta-'));
  const projectOf = (id: string) => state.projects.find((project) => project.id === id)!;
  const found = state.deployments.filter((d) => {
    const { id, name } = projectOf(d.projectId);
    if (query['projectId'] && query['projectId'] !== id) return false;
    if (query['projectIds'] && !query['projectIds'].split(',').includes(id)) return false;
    if (query['app'] && query['app'] !== name) return false;
    if (query['target'] && query['target'] !== d.target) return false;
    if (states && !states.includes(d.readyState)) return false;
    if (query['sha'] && query['sha'] !== d.meta['githubCommitSha']) return false;
    if (
      query['rollbackCandidate'] &&
      isRollbackCandidate(d, projectOf(d.projectId)) !== (query['rollbackCandidate'] === 'true')
    )
      return false;
    return meta.every(([key, value]) => d.meta[key.slice('meta-'.length)] === value);
  });
  const { rows, pagination } = page(found, (d) => d.createdAt, query);
  return { deployments: rows.map((d) => deploymentRow(world, d, projectOf(d.projectId))), pagination };
}
