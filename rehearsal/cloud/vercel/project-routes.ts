import { z } from 'zod';
import { CREATOR } from './creator.ts';
import { bodyOf, notFound } from './problem.ts';
import type { Route } from './route.ts';
import { customEnvironmentAnswer, page, projectAnswer } from './shapes.ts';
import { projectOr404, type World } from './world.ts';

const projectPatch = z.object({ autoAssignCustomDomains: z.boolean().optional() });

/** Projects, their domains and custom environments. */
export function projectRoutes(route: Route, world: World): void {
  const path = '/v9/projects/:project';
  route('GET', ['/v9/projects', '/v10/projects'], 'vercel.projects', (c, state) => {
    const { search, ...query } = c.req.query();
    const found = state.projects.filter(({ name }) => !search || name.includes(search));
    const { rows, pagination } = page(found, (row) => row.updatedAt, query);
    return c.json({ projects: rows.map((project) => projectAnswer(world, state, project)), pagination });
  });
  route(
    'GET',
    [`${path}/custom-environments`, '/projects/:project/custom-environments'],
    'vercel.custom-environments',
    (c, state) => {
      const project = projectOr404(state, c.req.param('project'));
      const environments = project.customEnvironments.map((one) => customEnvironmentAnswer(one, project));
      return c.json({ environments, accountLimit: { total: 12 } });
    },
  );
  route('GET', '/v5/domains', 'vercel.account-domains', (c, state) => {
    const all = state.projects.flatMap((project) =>
      project.domains.map(({ name }) => domainAnswer(name, project.createdAt)),
    );
    const { rows: domains, pagination } = page(all, (row) => row.createdAt, c.req.query());
    return c.json({ domains, pagination });
  });
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
}

/** A domain of the account: bought elsewhere, and led here. */
function domainAnswer(name: string, createdAt: number) {
  return {
    ...{ id: name, name, createdAt, verified: true, serviceType: 'external' as const },
    ...{
      echMode: 'disabled',
      nameservers: [],
      intendedNameservers: [],
      customNameservers: [],
      creator: creatorOf(),
    },
    ...{
      boughtAt: null,
      expiresAt: null,
      renew: false,
      transferredAt: null,
      teamId: null,
      userId: CREATOR.uid,
    },
  };
}

const creatorOf = () => ({ id: CREATOR.uid, username: CREATOR.username, email: CREATOR.email });
