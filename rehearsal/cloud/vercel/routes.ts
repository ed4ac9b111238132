import { z } from 'zod';
import type { Call, StandIn } from '../kit/index.ts';
import { checkRoutes } from './checks.ts';
import { cancelDeployment, createDeployment, deployCallName } from './deployments.ts';
import { eventsAnswer } from './events.ts';
import { fileTree } from './file-tree.ts';
import { uniqueNow } from './ids.ts';
import { notFound, Problem } from './problem.ts';
import { projectRoutes } from './project-routes.ts';
import type { Route } from './route.ts';
import { deploymentAnswer, deploymentRow, isRollbackCandidate, page } from './shapes.ts';
import { findAlias, findDeployment, type VercelState } from './state.ts';
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
  aliasRoutes(route);
  projectRoutes(route, world);
  trafficRoutes(route, world);
  checkRoutes(route);
}

function accountRoutes(route: Route, world: World): void {
  const user = {
    id: 'usr_local',
    uid: 'usr_local',
    username: 'local',
    email: 'local@example.com',
    name: 'Local',
  };
  const { team } = world;
  const teamAnswer = {
    ...team,
    avatar: null,
    createdAt: 0,
    limited: false,
    created: new Date(0).toISOString(),
  };
  route('GET', '/v2/user', 'vercel.user', (c) =>
    c.json({ user: { ...user, limited: true, avatar: null, defaultTeamId: team.id, version: 'northstar' } }),
  );
  route('GET', '/v2/teams', 'vercel.teams', (c) =>
    c.json({ teams: [teamAnswer], pagination: { count: 1, next: null, prev: null } }),
  );
  route('GET', '/v2/teams/:id', 'vercel.team', (c) => {
    if (![team.id, team.slug].includes(c.req.param('id') ?? '')) throw notFound('Team');
    return c.json(teamAnswer);
  });
  // Where deployment protection sends a visitor. It must not look like a page that works.
  route('GET', '/sso-api', 'vercel.sso', (c) => c.html('<title>Login – Vercel</title><h1>Log in</h1>', 401), {
    public: true,
  });
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

const aliasBody = z.object({ alias: z.string().min(1), redirect: z.string().nullish() });

function aliasRoutes(route: Route): void {
  route('GET', '/v4/aliases/:id', 'vercel.alias', (c, state) => {
    const alias = findAlias(state, decodeURIComponent(c.req.param('id') ?? ''));
    if (!alias) throw new Problem(404, 'not_found', 'Alias not found.');
    const deployment = findDeployment(state, alias.deploymentId ?? '');
    return c.json({
      uid: alias.uid,
      alias: alias.alias,
      created: new Date(alias.createdAt).toISOString(),
      createdAt: alias.createdAt,
      updatedAt: alias.updatedAt,
      projectId: alias.projectId,
      deploymentId: alias.deploymentId,
      ...(deployment ? { deployment: { id: deployment.id, url: deployment.url } } : {}),
      redirect: null,
    });
  });
  route('POST', '/v2/deployments/:id/aliases', 'vercel.assign-alias', async (c, state) => {
    const deployment = deploymentOr404(state, c.req.param('id'));
    const parsed = aliasBody.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) throw new Problem(400, 'bad_request', 'Invalid request: `alias` is required');
    const alias = findAlias(state, parsed.data.alias);
    if (!alias) throw new Problem(404, 'not_found', `The domain "${parsed.data.alias}" is not known here`);
    const project = state.projects.find(({ id }) => id === deployment.projectId)!;
    if (project.domains.some(({ name }) => name === alias.alias))
      throw new Problem(403, 'forbidden', 'A production domain moves by promote and rollback only');
    if (deployment.readyState !== 'READY')
      throw new Problem(400, 'deployment_not_ready', 'The deployment is not ready');
    const old = alias.deploymentId;
    alias.deploymentId = deployment.id;
    alias.updatedAt = uniqueNow();
    const created = new Date(alias.updatedAt).toISOString();
    return c.json({ uid: alias.uid, alias: alias.alias, created, ...(old ? { oldDeploymentId: old } : {}) });
  });
}
