import { CREATOR as creator } from './creator.ts';
import type { CustomEnvironment, DeploymentState, ProjectState, RollingState, VercelState } from './state.ts';
import type { World } from './world.ts';

/** Answers in the shapes of Vercel's OpenAPI document, held against @vercel/sdk's schemas by the tests. */

const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export function deploymentAnswer(world: World, d: DeploymentState) {
  return defined({
    id: d.id,
    uid: d.id,
    url: d.url,
    name: d.name,
    projectId: d.projectId,
    ownerId: world.team.id,
    version: 2,
    type: 'LAMBDAS',
    plan: 'pro',
    public: false,
    target: d.target === 'production' ? 'production' : null,
    readyState: d.readyState,
    status: d.readyState,
    readySubstate: d.readySubstate ?? undefined,
    createdAt: d.createdAt,
    buildingAt: d.buildingAt ?? undefined,
    ready: d.ready ?? undefined,
    meta: d.meta,
    alias: d.alias,
    aliasAssigned: d.aliasAssigned,
    aliasAssignedAt: d.aliasAssigned ? d.ready : null,
    aliasError: null,
    errorCode: d.errorCode ?? undefined,
    errorMessage: d.errorMessage ?? undefined,
    inspectorUrl: inspector(world, d),
    creator,
    regions: ['local1'],
    env: Object.keys(d.env),
    build: { env: Object.keys(d.buildEnv) },
    bootedAt: d.buildingAt ?? d.createdAt,
    createdIn: 'local1',
    routes: null,
    buildSkipped: false,
    isInConcurrentBuildsQueue: false,
    isInSystemBuildsQueue: false,
    team: world.team,
    customEnvironment: d.customEnvironment
      ? { id: d.customEnvironment.id, slug: d.customEnvironment.slug }
      : undefined,
    gitSource: undefined,
    source: d.source,
    projectSettings: d.settings,
  });
}

export function deploymentRow(world: World, d: DeploymentState, project: ProjectState) {
  return defined({
    uid: d.id,
    name: d.name,
    projectId: d.projectId,
    url: d.url,
    created: d.createdAt,
    createdAt: d.createdAt,
    state: d.readyState,
    readyState: d.readyState,
    readySubstate: d.readySubstate ?? undefined,
    type: 'LAMBDAS',
    creator,
    inspectorUrl: inspector(world, d),
    meta: d.meta,
    target: d.target === 'production' ? 'production' : null,
    aliasError: null,
    aliasAssigned: d.aliasAssigned ? d.ready : null,
    isRollbackCandidate: isRollbackCandidate(d, project),
    buildingAt: d.buildingAt ?? undefined,
    ready: d.ready ?? undefined,
    errorCode: d.errorCode ?? undefined,
    errorMessage: d.errorMessage ?? undefined,
    source: d.source,
    customEnvironment: d.customEnvironment
      ? { id: d.customEnvironment.id, slug: d.customEnvironment.slug }
      : undefined,
  });
}

/** What the CLI lists as the one build of a deployment. */
export function buildAnswer(d: DeploymentState) {
  return {
    ...{
      id: `bld_${d.id.slice('dpl_'.length)}`,
      deploymentId: d.id,
      entrypoint: '.',
      readyState: d.readyState,
    },
    ...{
      createdAt: d.buildingAt ?? d.createdAt,
      createdIn: 'local1',
      deployedAt: d.ready,
      readyStateAt: d.ready,
    },
    ...{ use: d.prebuilt ? '@vercel/prebuilt' : '@vercel/next', config: { zeroConfig: true }, output: [] },
  };
}

export const customEnvironmentAnswer = ({ id, slug }: CustomEnvironment, project: ProjectState) => ({
  ...{ id, slug, type: 'preview', createdAt: project.createdAt, updatedAt: project.createdAt },
});

/** Has served production and does not now. */
export const isRollbackCandidate = (d: DeploymentState, project: ProjectState) =>
  d.target === 'production' && d.readySubstate === 'PROMOTED' && d.id !== project.production;

export function projectAnswer(world: World, state: VercelState, project: ProjectState) {
  const production = state.deployments.find(({ id }) => id === project.production);
  const latest = state.deployments.filter(({ projectId }) => projectId === project.id).slice(-2);
  return defined({
    id: project.id,
    name: project.name,
    accountId: world.team.id,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
    framework: project.settings.framework,
    buildCommand: project.settings.buildCommand,
    outputDirectory: project.settings.outputDirectory,
    nodeVersion: '24.x',
    rootDirectory: project.rootDirectory,
    link: project.link ? { ...project.link, deployHooks: [], gitCredentialId: 'gc_local' } : undefined,
    directoryListing: false,
    live: production !== undefined,
    defaultResourceConfig: { functionDefaultRegions: ['iad1'] },
    resourceConfig: { functionDefaultRegions: ['iad1'] },
    deploymentExpiration: {},
    alias: project.domains.map(({ name }) => ({
      domain: name,
      environment: 'production',
      target: 'PRODUCTION',
      deployment: null,
      createdAt: project.createdAt,
    })),
    autoAssignCustomDomains: project.autoAssignCustomDomains,
    lastAliasRequest: project.lastAliasRequest,
    lastRollbackTarget: null,
    latestDeployments: latest.reverse().map((d) => targetAnswer(world, d)),
    targets: production ? { production: targetAnswer(world, production) } : {},
    rollingRelease: configAnswer(project),
    ssoProtection: project.protectionBypass ? { deploymentType: 'all_except_custom_domains' } : null,
  });
}

function targetAnswer(world: World, d: DeploymentState) {
  return defined({
    id: d.id,
    name: d.name,
    url: d.url,
    deploymentHostname: d.url,
    alias: d.alias,
    aliasAssigned: d.aliasAssigned ? d.ready : null,
    aliasError: null,
    createdAt: d.createdAt,
    createdIn: 'iad1',
    creator,
    meta: d.meta,
    plan: 'pro',
    private: true,
    readyAt: d.ready ?? undefined,
    readyState: d.readyState,
    readySubstate: d.readySubstate ?? undefined,
    target: d.target === 'production' ? 'production' : null,
    teamId: world.team.id,
    type: 'LAMBDAS',
    userId: creator.uid,
  });
}

/** How rolling releases are configured; null where they are off. A stage that waits for an approval has no duration. */
export const configAnswer = ({ rollingConfig }: ProjectState) =>
  rollingConfig && {
    target: 'production',
    stages: rollingConfig.stages.map(({ duration, ...stage }) => ({
      ...stage,
      ...(duration === null ? {} : { duration }),
    })),
  };

export function rollingAnswer(state: VercelState, project: ProjectState) {
  const rolling = project.rolling;
  if (!rolling) return { rollingRelease: null };
  const stages = rolling.stages.map((stage, index) => ({
    index,
    isFinalStage: index === rolling.stages.length - 1,
    targetPercentage: stage.targetPercentage,
    duration: stage.duration,
    requireApproval: stage.requireApproval,
  }));
  const active = rolling.state === 'ACTIVE';
  return {
    rollingRelease: {
      state: rolling.state,
      substate: null,
      currentDeployment: brief(state, rolling.current),
      canaryDeployment: brief(state, rolling.canary),
      queuedDeploymentId: rolling.queued,
      advancementType: project.rollingConfig?.advancementType ?? 'manual-approval',
      stages,
      activeStage: active ? stages[rolling.stage] : null,
      nextStage: active ? (stages[rolling.stage + 1] ?? null) : null,
      currentCanaryPercentage: canaryPercentage(rolling),
      startedAt: rolling.startedAt,
      updatedAt: rolling.updatedAt,
    },
  };
}

export const canaryPercentage = (rolling: RollingState): number =>
  rolling.state === 'ACTIVE'
    ? rolling.stages[rolling.stage]!.targetPercentage
    : rolling.state === 'COMPLETE'
      ? 100
      : 0;

function brief(state: VercelState, id: string | null) {
  const d = state.deployments.find((one) => one.id === id);
  if (!d) return null;
  const { name, url, readyState, createdAt } = d;
  return {
    id: d.id,
    name,
    url,
    readyState,
    createdAt,
    readyStateAt: d.ready ?? createdAt,
    target: 'production',
    source: 'import',
  };
}

const inspector = (world: World, d: DeploymentState) =>
  `${world.apiUrl()}/${world.team.slug}/${d.name}/${d.id}`;

/** One page's worth, newest first, with the cursor Vercel gives: the `created` of the last row. */
export function page<Row>(
  rows: readonly Row[],
  createdAt: (row: Row) => number,
  query: Record<string, string>,
) {
  const limit = Math.min(Math.max(Number(query['limit'] ?? 20) || 20, 1), 100);
  const until = query['until'] === undefined ? Number.POSITIVE_INFINITY : Number(query['until']);
  const since = Number(query['since'] ?? 0);
  const found = rows
    .filter((row) => createdAt(row) < until && createdAt(row) >= since)
    .sort((a, b) => createdAt(b) - createdAt(a));
  const shown = found.slice(0, limit);
  const more = found.length > limit;
  return {
    rows: shown,
    pagination: {
      count: shown.length,
      next: more ? createdAt(shown.at(-1)!) : null,
      prev: shown[0] ? createdAt(shown[0]) : null,
    },
  };
}
