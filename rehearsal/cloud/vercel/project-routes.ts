import { z } from 'zod';
import { environmentOf } from './environment.ts';
import { newId } from './ids.ts';
import { bodyOf, notFound } from './problem.ts';
import type { Route } from './route.ts';
import { page, projectAnswer } from './shapes.ts';
import { type EnvRow, findDeployment, type Target } from './state.ts';
import { projectOr404, type World } from './world.ts';

const targets = z
  .union([
    z.enum(['production', 'preview', 'development']),
    z.array(z.enum(['production', 'preview', 'development'])),
  ])
  .transform((value) => [value].flat().filter((one): one is Target => one !== 'development'));
const newRow = z.object({
  key: z.string().min(1),
  value: z.string(),
  target: targets,
  type: z.string().default('encrypted'),
});
const rowPatch = newRow.partial();
const projectPatch = z.object({ autoAssignCustomDomains: z.boolean().optional() });

/** Project, domains, environment variables. */
export function projectRoutes(route: Route, world: World): void {
  const path = '/v9/projects/:project';
  route('GET', path, 'vercel.project', (c, state) =>
    c.json(projectAnswer(world, state, projectOr404(state, c.req.param('project')))),
  );
  route('PATCH', path, 'vercel.update-project', async (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const { autoAssignCustomDomains } = await bodyOf(c, projectPatch);
    if (autoAssignCustomDomains !== undefined) project.autoAssignCustomDomains = autoAssignCustomDomains;
    return c.json(projectAnswer(world, state, project));
  });
  route('GET', `${path}/domains`, 'vercel.domains', (c, state) => {
    const project = projectOr404(state, c.req.param('project'));
    const rows = project.domains.map(({ name }) => ({
      name,
      apexName: name,
      projectId: project.id,
      redirect: null,
      redirectStatusCode: null,
      gitBranch: null,
      customEnvironmentId: null,
      createdAt: project.createdAt,
      updatedAt: project.createdAt,
      verified: true,
    }));
    const { rows: domains, pagination } = page(rows, (row) => row.createdAt, c.req.query());
    return c.json({ domains, pagination });
  });
  // The DNS of every domain here leads here.
  route('GET', '/v6/domains/:domain/config', 'vercel.domain-config', (c, state) => {
    const domain = decodeURIComponent(c.req.param('domain') ?? '');
    if (!state.projects.some(({ domains }) => domains.some(({ name }) => name === domain)))
      throw notFound('Domain');
    return c.json({
      configuredBy: 'A',
      acceptedChallenges: ['http-01'],
      recommendedIPv4: [],
      recommendedCNAME: [],
      misconfigured: false,
    });
  });
  environmentRoutes(route);
}

function environmentRoutes(route: Route): void {
  const pull = ['/v3/env/pull/:id', '/v3/env/pull/:id/:target', '/v3/env/pull/:id/:target/:branch'];
  route('GET', pull, 'vercel.env-pull', (c, state) => {
    const id = c.req.param('id') ?? '';
    const deployment = findDeployment(state, id);
    // By deployment: exactly what that one runs with, whatever the project says by now.
    if (deployment) return c.json({ env: deployment.env, buildEnv: deployment.buildEnv });
    const target = c.req.param('target') === 'production' ? 'production' : 'preview';
    const env = environmentOf(projectOr404(state, id), target);
    return c.json({ env, buildEnv: env });
  });
  const all = ['/v9/projects/:project/env', '/v10/projects/:project/env', '/v1/projects/:project/env'];
  const one = ['/v9/projects/:project/env/:env', '/v1/projects/:project/env/:env'];
  route('GET', all, 'vercel.env-list', (c, state) =>
    c.json({ envs: projectOr404(state, c.req.param('project')).env.map(rowAnswer) }),
  );
  route('POST', all, 'vercel.env-create', async (c, state) => {
    const { env } = projectOr404(state, c.req.param('project'));
    const now = Date.now();
    const rows = [await bodyOf(c, z.union([newRow, z.array(newRow)]))].flat();
    const created: EnvRow[] = rows.map(({ key, value, target }) => ({
      id: newId('env', 16),
      key,
      value,
      target,
      createdAt: now,
      updatedAt: now,
    }));
    env.push(...created);
    return c.json({ created: created.map(rowAnswer), failed: [] }, 201);
  });
  const rowOf = (env: EnvRow[], id: string | undefined) => {
    const row = env.find((candidate) => candidate.id === id);
    if (!row) throw notFound('Environment variable');
    return row;
  };
  route('PATCH', one, 'vercel.env-update', async (c, state) => {
    const row = rowOf(projectOr404(state, c.req.param('project')).env, c.req.param('env'));
    const { key, value, target } = await bodyOf(c, rowPatch);
    Object.assign(row, {
      ...(key ? { key } : {}),
      ...(value === undefined ? {} : { value }),
      ...(target ? { target } : {}),
    });
    row.updatedAt = Date.now();
    return c.json(rowAnswer(row));
  });
  route('DELETE', one, 'vercel.env-delete', (c, state) => {
    const { env } = projectOr404(state, c.req.param('project'));
    const row = rowOf(env, c.req.param('env'));
    env.splice(env.indexOf(row), 1);
    return c.json(rowAnswer(row));
  });
}

/** As Vercel lists them: values of encrypted variables stay hidden. */
function rowAnswer({ id, key, target, createdAt, updatedAt }: EnvRow) {
  return { id, key, value: '', target, type: 'encrypted', createdAt, updatedAt, decrypted: false };
}
