import { z } from 'zod';
import type { Call } from '../kit/index.ts';
import { finishPromotion } from './alias-jobs.ts';
import { environmentOf } from './environment.ts';
import { type DeploymentFile, deploymentFile, safePath } from './files.ts';
import { newId, uniqueNow } from './ids.ts';
import { bodyOf, Problem } from './problem.ts';
import { deploymentListener } from './reach.ts';
import { deploymentAnswer } from './shapes.ts';
import type { DeploymentState, ProjectState, Target } from './state.ts';
import { projectOr404, type World } from './world.ts';

const strings = z.record(z.string(), z.string());

/** Vercel refuses unknown keys here, so a misspelt one must not pass at home either. */
export const createBody = z.strictObject({
  name: z.string().min(1).max(100),
  project: z.string().optional(),
  files: z.array(deploymentFile),
  target: z.enum(['production', 'staging', 'preview']).nullish(),
  meta: strings.default({}),
  env: strings.default({}),
  build: z.strictObject({ env: strings.default({}) }).default({ env: {} }),
  autoAssignCustomDomains: z.boolean().default(true),
  version: z.literal(2).optional(),
  gitMetadata: z.record(z.string(), z.unknown()).optional(),
  projectSettings: z.record(z.string(), z.unknown()).optional(),
  source: z.string().optional(),
  public: z.boolean().optional(),
  regions: z.array(z.string()).optional(),
});

/** `vercel.deploy-check` for the post that only learns which files are missing, `vercel.deploy` for one that creates. */
export async function deployCallName(world: World, c: Call): Promise<string> {
  const body = createBody
    .pick({ files: true })
    .loose()
    .safeParse(await c.req.json().catch(() => undefined));
  return body.success && world.files.missing(body.data.files).length > 0
    ? 'vercel.deploy-check'
    : 'vercel.deploy';
}

/** `POST /v13/deployments` */
export async function createDeployment(world: World, c: Call): Promise<Response> {
  const { state } = world;
  const body = await bodyOf(c, createBody);
  const project = projectOr404(state, body.project ?? body.name);
  if (c.req.query('prebuilt') === '1') {
    world.log.unimplemented.push({ vendor: 'vercel', method: 'POST', path: '/v13/deployments?prebuilt=1' });
    throw new Problem(501, 'not_implemented', 'Prebuilt deployments are not part of this stand-in');
  }
  for (const file of body.files) safePath(file.file);
  const missing = world.files.missing(body.files);
  if (missing.length > 0) throw new Problem(400, 'missing_files', 'Missing files', { missing });
  const target: Target = body.target === 'production' ? 'production' : 'preview';
  const id = newId('dpl');
  const listener = await world.edge.listen(deploymentListener(world, id));
  const own = { ...body.env };
  const system = {
    VERCEL: '1',
    VERCEL_ENV: target,
    VERCEL_TARGET_ENV: target,
    VERCEL_URL: listener.host,
    VERCEL_DEPLOYMENT_ID: id,
    VERCEL_PROJECT_ID: project.id,
    VERCEL_GIT_COMMIT_SHA: body.meta['githubCommitSha'] ?? String(body.gitMetadata?.['commitSha'] ?? ''),
    VERCEL_GIT_COMMIT_REF: body.meta['githubCommitRef'] ?? String(body.gitMetadata?.['commitRef'] ?? ''),
    VERCEL_PROJECT_PRODUCTION_URL: project.domains[0]?.name ?? '',
  };
  const env = { ...environmentOf(project, target), ...system, ...own };
  const deployment: DeploymentState = {
    id,
    projectId: project.id,
    name: body.name,
    url: listener.host,
    target,
    meta: body.meta,
    createdAt: uniqueNow(),
    autoAssign: target === 'production' && body.autoAssignCustomDomains,
    env,
    buildEnv: { ...env, ...body.build.env },
    readyState: 'QUEUED',
    readySubstate: null,
    buildingAt: null,
    ready: null,
    aliasAssigned: false,
    alias: [listener.host],
    errorCode: null,
    errorMessage: null,
    log: [],
    checkRuns: [],
  };
  state.deployments.push(deployment);
  world.files.keep(id, body.files);
  void build(world, deployment, project, body.files);
  return c.json(deploymentAnswer(world, deployment));
}

async function build(
  world: World,
  d: DeploymentState,
  project: ProjectState,
  files: readonly DeploymentFile[],
) {
  const canceled = () => d.readyState === 'CANCELED';
  try {
    const result = await world.builder.build(d, project, files, () => {
      if (canceled()) return false;
      d.readyState = 'BUILDING';
      d.buildingAt = Date.now();
      return true;
    });
    if (canceled() || !result) return;
    if (result.error) return fail(d, result.error.code, result.error.message);
    world.servers.place(d.id, result.directory);
    await world.servers.port(d);
    if (canceled()) return;
  } catch (error) {
    return fail(d, 'INTERNAL_ERROR', error instanceof Error ? error.message : String(error));
  }
  d.ready = Date.now();
  d.readyState = 'READY';
  if (d.target === 'production') d.readySubstate = 'STAGED';
  if (d.autoAssign && project.autoAssignCustomDomains) {
    world.jobs.assign(project, d);
    finishPromotion(project, d);
  }
  d.aliasAssigned = true;
}

function fail(d: DeploymentState, code: string, message: string): void {
  d.readyState = 'ERROR';
  d.errorCode = code;
  d.errorMessage = message;
}

/** `PATCH /v12/deployments/{id}/cancel` */
export async function cancelDeployment(world: World, d: DeploymentState): Promise<void> {
  if (['READY', 'ERROR', 'CANCELED'].includes(d.readyState))
    throw new Problem(400, 'bad_request', `The deployment cannot be canceled: it is ${d.readyState}`);
  d.readyState = 'CANCELED';
  await world.builder.cancel(d.id);
}
