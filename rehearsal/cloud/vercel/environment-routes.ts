import { z } from 'zod';
import { environmentOf } from './environment.ts';
import { newId } from './ids.ts';
import { bodyOf, notFound, Problem } from './problem.ts';
import type { Route } from './route.ts';
import { type EnvRow, findDeployment } from './state.ts';
import { projectOr404 } from './world.ts';

const target = z.enum(['production', 'preview', 'development']);
const newRow = z.object({
  key: z.string().min(1),
  value: z.string(),
  target: z.union([target.transform((one) => [one]), z.array(target)]).default([]),
  // The CLI's own two words for it are those of the settings page.
  type: z.enum(['encrypted', 'plain', 'sensitive']).default('encrypted'),
  customEnvironmentIds: z.array(z.string()).default([]),
});
const rowPatch = newRow.partial();

/** Environment variables: a project's, and what one deployment runs with. */
export function environmentRoutes(route: Route): void {
  const pull = ['/v3/env/pull/:id', '/v3/env/pull/:id/:target', '/v3/env/pull/:id/:target/:branch'];
  route('GET', pull, 'vercel.env-pull', (c, state) => {
    const id = c.req.param('id') ?? '';
    const deployment = findDeployment(state, id);
    // By deployment: exactly what that one runs with, whatever the project says by now.
    if (deployment) return c.json({ env: deployment.env, buildEnv: deployment.buildEnv });
    const project = projectOr404(state, id);
    const asked = c.req.param('target') ?? 'development';
    const custom = project.customEnvironments.find((one) => [one.id, one.slug].includes(asked));
    const known = target.safeParse(asked);
    if (!custom && !known.success) throw notFound(`Environment "${asked}"`);
    const env = environmentOf(project, custom ?? known.data ?? 'development');
    return c.json({ env, buildEnv: env });
  });
  const all = ['/v9/projects/:project/env', '/v10/projects/:project/env', '/v1/projects/:project/env'];
  const one = [
    '/v10/projects/:project/env/:env',
    '/v9/projects/:project/env/:env',
    '/v1/projects/:project/env/:env',
  ];
  route('GET', all, 'vercel.env-list', (c, state) => {
    const { target: asked, decrypt } = c.req.query();
    const rows = projectOr404(state, c.req.param('project')).env.filter(
      (row) => !asked || row.target.some((one) => one === asked),
    );
    return c.json({
      envs: rows.map((row) => rowAnswer(row, decrypt === 'true')),
      hiddenProductionEnvCount: 0,
    });
  });
  route('POST', all, 'vercel.env-create', async (c, state) => {
    const { env } = projectOr404(state, c.req.param('project'));
    const now = Date.now();
    const rows = [await bodyOf(c, z.union([newRow, z.array(newRow)]))].flat();
    const created: EnvRow[] = rows.map((row) => ({
      ...{ id: newId('env', 16), ...row, createdAt: now, updatedAt: now },
    }));
    for (const { key, target } of created) {
      const same = env.find((row) => row.key === key && row.target.some((one) => target.includes(one)));
      if (!same) continue;
      if (c.req.query('upsert') !== 'true')
        throw new Problem(403, 'ENV_ALREADY_EXISTS', `A variable with the name ${key} already exists`);
      env.splice(env.indexOf(same), 1);
    }
    env.push(...created);
    return c.json({ created: created.map((row) => rowAnswer(row, false)), failed: [] }, 201);
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
    return c.json(rowAnswer(row, false));
  });
  route('DELETE', one, 'vercel.env-delete', (c, state) => {
    const { env } = projectOr404(state, c.req.param('project'));
    const row = rowOf(env, c.req.param('env'));
    env.splice(env.indexOf(row), 1);
    return c.json(rowAnswer(row, false));
  });
}

/** As Vercel lists them: values stay hidden unless they are asked for, and those of sensitive ones always. */
function rowAnswer(row: EnvRow, decrypt: boolean) {
  const { id, key, target, type, customEnvironmentIds, createdAt, updatedAt } = row;
  const shown = type === 'plain' || (decrypt && type === 'encrypted');
  const value = shown ? row.value : '';
  const named = {
    id,
    key,
    value,
    target,
    type,
    customEnvironmentIds: [...customEnvironmentIds],
    securityIssues: [],
  };
  return { ...named, createdAt, updatedAt, decrypted: shown };
}
