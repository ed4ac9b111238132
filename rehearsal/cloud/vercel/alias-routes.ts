import { z } from 'zod';
import { CREATOR } from './creator.ts';
import { newId, uniqueNow } from './ids.ts';
import { bodyOf, Problem } from './problem.ts';
import type { Route } from './route.ts';
import { page } from './shapes.ts';
import { type AliasState, findAlias, findDeployment, type VercelState } from './state.ts';
import { deploymentOr404, type World } from './world.ts';

const aliasBody = z.object({ alias: z.string().min(1), redirect: z.string().nullish() });

/** Which name leads to which deployment. The CLI asks by paths without a version, which the reference no longer lists. */
export function aliasRoutes(route: Route, world: World): void {
  const one = ['/v4/aliases/:id', '/now/aliases/:id'];
  const aliasOr404 = (state: VercelState, id: string | undefined) => {
    const alias = findAlias(state, decodeURIComponent(id ?? ''));
    if (!alias) throw new Problem(404, 'not_found', 'Alias not found.');
    return alias;
  };
  route('GET', one, 'vercel.alias', (c, state) =>
    c.json(aliasAnswer(state, aliasOr404(state, c.req.param('id')))),
  );
  route('GET', ['/v4/aliases', '/v3/now/aliases'], 'vercel.aliases', (c, state) => {
    const query = c.req.query();
    const found = state.aliases.filter(
      ({ projectId, deploymentId }) =>
        deploymentId !== null && (!query['projectId'] || query['projectId'] === projectId),
    );
    const { rows, pagination } = page(found, (row) => row.createdAt, query);
    return c.json({ aliases: rows.map((alias) => aliasAnswer(state, alias)), pagination });
  });
  const ofDeployment = ['/v2/deployments/:id/aliases', '/now/deployments/:id/aliases'];
  route('GET', ofDeployment, 'vercel.deployment-aliases', (c, state) => {
    const { id } = deploymentOr404(state, c.req.param('id'));
    const found = state.aliases.filter(({ deploymentId }) => deploymentId === id);
    return c.json({
      aliases: found.map(({ uid, alias, createdAt }) => ({
        ...{ uid, alias, created: new Date(createdAt).toISOString(), redirect: null },
      })),
    });
  });
  route('POST', ofDeployment, 'vercel.assign-alias', async (c, state) => {
    const deployment = deploymentOr404(state, c.req.param('id'));
    const { alias: name } = await bodyOf(c, aliasBody);
    const alias = findAlias(state, name) ?? newAlias(world, state, name, deployment.projectId);
    const project = state.projects.find(({ id }) => id === deployment.projectId)!;
    if (project.domains.some((domain) => domain.name === alias.alias))
      throw new Problem(403, 'forbidden', 'A production domain moves by promote and rollback only');
    if (deployment.readyState !== 'READY')
      throw new Problem(400, 'deployment_not_ready', 'The deployment is not ready');
    const old = alias.deploymentId;
    for (const other of state.deployments)
      if (other.id === old) other.alias = other.alias.filter((known) => known !== alias.alias);
    deployment.alias = [...new Set([...deployment.alias, alias.alias])];
    alias.deploymentId = deployment.id;
    alias.updatedAt = uniqueNow();
    const created = new Date(alias.updatedAt).toISOString();
    return c.json({ uid: alias.uid, alias: alias.alias, created, ...(old ? { oldDeploymentId: old } : {}) });
  });
  route('DELETE', ['/v2/aliases/:id', '/now/aliases/:id'], 'vercel.remove-alias', (c, state) => {
    const alias = aliasOr404(state, c.req.param('id'));
    for (const other of state.deployments)
      if (other.id === alias.deploymentId) other.alias = other.alias.filter((name) => name !== alias.alias);
    // A domain of the options has a listener, and stays known; it leads nowhere now.
    if (alias.label === '') state.aliases.splice(state.aliases.indexOf(alias), 1);
    alias.deploymentId = null;
    return c.json({ status: 'SUCCESS' });
  });
}

/** Only names below `.vercel.app` are for everybody to take. Nothing listens there: the API answers, no server does. */
function newAlias(world: World, state: VercelState, name: string, projectId: string): AliasState {
  if (!name.endsWith('.vercel.app'))
    throw new Problem(404, 'not_found', `The domain "${name}" is not known here (team ${world.team.slug})`);
  const now = uniqueNow();
  const alias = { uid: newId('als', 16), alias: name, label: '', projectId, deploymentId: null };
  state.aliases.push({ ...alias, createdAt: now, updatedAt: now });
  return state.aliases.at(-1)!;
}

function aliasAnswer(state: VercelState, alias: AliasState) {
  const deployment = findDeployment(state, alias.deploymentId ?? '');
  return {
    uid: alias.uid,
    alias: alias.alias,
    created: new Date(alias.createdAt).toISOString(),
    createdAt: alias.createdAt,
    updatedAt: alias.updatedAt,
    creator: CREATOR,
    projectId: alias.projectId,
    deploymentId: alias.deploymentId,
    ...(deployment ? { deployment: { id: deployment.id, url: deployment.url } } : {}),
    redirect: null,
  };
}
