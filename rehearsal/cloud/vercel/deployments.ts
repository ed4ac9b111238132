import type { Call } from '../kit/index.ts';
import { finishPromotion } from './alias-jobs.ts';
import { type CreateBody, createBody } from './create-body.ts';
import { environmentOf } from './environment.ts';
import { type DeploymentFile, safePath } from './files.ts';
import { newId, uniqueNow } from './ids.ts';
import { bodyOf, Problem } from './problem.ts';
import { deploymentListener } from './reach.ts';
import { deploymentAnswer } from './shapes.ts';
import type { CustomEnvironment, DeploymentState, ProjectState, Target, VercelState } from './state.ts';
import { deploymentOr404, projectOr404, type World } from './world.ts';

/** `vercel.deploy-check` for the post that only learns which files are missing, `vercel.deploy` for one that creates. */
export async function deployCallName(world: World, c: Call): Promise<string> {
  const body = createBody
    .pick({ files: true })
    .loose()
    .safeParse(await c.req.json().catch(() => undefined));
  return body.success && world.files.missing(body.data.files ?? []).length > 0
    ? 'vercel.deploy-check'
    : 'vercel.deploy';
}

/** `POST /v13/deployments` */
export async function createDeployment(world: World, c: Call): Promise<Response> {
  const { state } = world;
  const body = await bodyOf(c, createBody);
  const again = body.deploymentId === undefined ? undefined : deploymentOr404(state, body.deploymentId);
  const project = projectOr404(state, again?.projectId ?? body.project ?? body.name);
  const files = again ? world.files.of(again.id) : body.files;
  if (!files) throw new Problem(400, 'bad_request', 'Invalid request: `files` or `deploymentId` is required');
  const prebuilt = again?.prebuilt ?? c.req.query('prebuilt') === '1';
  for (const file of files) safePath(file.file);
  const missing = world.files.missing(files);
  if (missing.length > 0) throw new Problem(400, 'missing_files', 'Missing files', { missing });
  const custom = customEnvironmentOf(project, body);
  const target: Target = body.target === 'production' ? 'production' : 'preview';
  const id = newId('dpl');
  const listener = await world.edge.listen(deploymentListener(world, id));
  const own = { ...body.env };
  const meta = { ...again?.meta, ...body.meta };
  const gitMetadata = body.gitMetadata ?? again?.gitMetadata ?? null;
  const system = {
    VERCEL: '1',
    VERCEL_ENV: target,
    VERCEL_TARGET_ENV: custom?.slug ?? target,
    VERCEL_URL: listener.host,
    VERCEL_DEPLOYMENT_ID: id,
    VERCEL_PROJECT_ID: project.id,
    VERCEL_GIT_COMMIT_SHA: meta['githubCommitSha'] ?? String(gitMetadata?.['commitSha'] ?? ''),
    VERCEL_GIT_COMMIT_REF: meta['githubCommitRef'] ?? String(gitMetadata?.['commitRef'] ?? ''),
    VERCEL_PROJECT_PRODUCTION_URL: project.domains[0]?.name ?? '',
  };
  const env = { ...environmentOf(project, custom ?? target), ...system, ...own };
  const deployment: DeploymentState = {
    id,
    projectId: project.id,
    name: body.name,
    url: listener.host,
    target,
    customEnvironment: custom ?? null,
    settings: settingsOf(project, body, again),
    prebuilt,
    source: body.source ?? (again ? 'redeploy' : 'import'),
    gitMetadata,
    meta,
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
  world.files.keep(id, files);
  void build(world, deployment, project, files);
  return c.json(deploymentAnswer(world, deployment));
}

/** @throws Problem for one that the project does not have, or beside a target of Vercel's own */
function customEnvironmentOf(project: ProjectState, body: CreateBody): CustomEnvironment | undefined {
  const asked = body.customEnvironmentSlugOrId;
  if (asked === undefined) return undefined;
  if (body.target === 'production')
    throw new Problem(400, 'bad_request', 'A custom environment cannot be combined with `target`');
  const found = project.customEnvironments.find(({ id, slug }) => id === asked || slug === asked);
  if (!found) throw new Problem(404, 'not_found', `Custom environment "${asked}" not found.`);
  return found;
}

/** The body's own settings, then vercel.json's, then the project's: https://vercel.com/docs/project-configuration */
function settingsOf(
  project: ProjectState,
  body: CreateBody,
  again: DeploymentState | undefined,
): DeploymentState['settings'] {
  const base = again?.settings ?? project.settings;
  const pick = <T>(...given: (T | null | undefined)[]): T | null => given.find((one) => one != null) ?? null;
  return {
    framework: base.framework,
    buildCommand: pick(body.buildCommand, body.projectSettings?.buildCommand, base.buildCommand),
    outputDirectory: pick(body.outputDirectory, body.projectSettings?.outputDirectory, base.outputDirectory),
  };
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
    world.servers.place(d.id, result.directory, result.kind);
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

/** `DELETE /v13/deployments/{id}`: https://vercel.com/docs/rest-api/deployments/delete-a-deployment */
export function deleteDeployment(state: VercelState, d: DeploymentState): void {
  if (state.projects.some(({ production }) => production === d.id))
    throw new Problem(400, 'bad_request', 'The current production deployment cannot be deleted here');
  state.deployments.splice(state.deployments.indexOf(d), 1);
}

/** `PATCH /v12/deployments/{id}/cancel` */
export async function cancelDeployment(world: World, d: DeploymentState): Promise<void> {
  if (['READY', 'ERROR', 'CANCELED'].includes(d.readyState))
    throw new Problem(400, 'bad_request', `The deployment cannot be canceled: it is ${d.readyState}`);
  d.readyState = 'CANCELED';
  await world.builder.cancel(d.id);
}
