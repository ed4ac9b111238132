import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AccessLog, bearerToken, type Call, type Faults, StandIn } from '../kit/index.ts';
import { Edge, type EdgeListener, type Traffic } from '../proxy/index.ts';
import { type AliasJobBehaviour, AliasJobs } from './alias-jobs.ts';
import { Builder } from './builder.ts';
import { FileStore } from './files.ts';
import { newId } from './ids.ts';
import { lightApps } from './light.ts';
import { errorBody } from './problem.ts';
import { publishedCheck } from './published.ts';
import { domainListener } from './reach.ts';
import { addRoutes } from './routes.ts';
import { Servers } from './servers.ts';
import { findProject, type ProjectState, type Target, type VercelState } from './state.ts';
import type { World } from './world.ts';

export type { AliasJobBehaviour } from './alias-jobs.ts';

export interface VercelProjectOptions {
  readonly id: string;
  readonly name: string;
  readonly env: Partial<Record<Target, Readonly<Record<string, string>>>>;
  /** Labels of production domains; each gets an ephemeral port, and `127.0.0.1:PORT` is the domain's name. */
  readonly domains: readonly string[];
  /** Labels of domains that production does not own: `POST /v2/deployments/{id}/aliases` points them. */
  readonly previewDomains?: readonly string[];
  readonly rootDirectory?: string;
  /** Default Next.js; null: files as they are, after `buildCommand`, if there is one. */
  readonly framework?: 'nextjs' | null;
  readonly buildCommand?: string;
  /** Slugs of environments beside production and preview. */
  readonly customEnvironments?: readonly string[];
  /** Turns deployment protection on; the secret that opens it. */
  readonly protectionBypass?: string;
}

export interface VercelOptions {
  /** The repository: its node_modules serve the builds. */
  readonly root: string;
  /** Inside the repository. Deployments are removed on close. */
  readonly workDir: string;
  /** Compiler's cache, kept on close and shared by all projects; on workDir's file system. Default: `workDir/next-cache`. */
  readonly cacheDir?: string;
  readonly tokens: readonly string[];
  /** Limited to a project: they can deploy, and are refused whatever moves traffic (vercel/vercel#11712). */
  readonly deployTokens?: readonly string[];
  readonly team: { readonly id: string; readonly slug: string; readonly name?: string };
  readonly projects: readonly VercelProjectOptions[];
  readonly faults: Faults;
  readonly log: AccessLog;
  /** No `next build`, no `next start`: see light.ts. */
  readonly light?: boolean;
  /** Holds every answer against what Vercel publishes; a difference is a bug here, in `log.crashes`. Loading takes a second. */
  readonly published?: boolean;
}

export interface Vercel {
  /** Base URL of the API. */
  readonly url: string;
  readonly state: VercelState;
  /** `http://127.0.0.1:PORT` of a domain, by its label. */
  domainUrl(label: string): string;
  /** `127.0.0.1:PORT`: the domain's name as the API gives it. */
  domainName(label: string): string;
  /** Requests that came through a domain. */
  traffic(label: string): Traffic;
  /** Changes a variable as somebody in the dashboard would; deployments that exist keep theirs. */
  setEnv(project: string, target: Target, key: string, value: string): void;
  /** How the next alias jobs turn out. */
  nextAliasJob(behaviour: Partial<AliasJobBehaviour>, times?: number): void;
  /** How alias jobs turn out from now on. */
  aliasJobs(behaviour: Partial<AliasJobBehaviour>): void;
  /** Process ids of every `next start`. */
  pids(): readonly number[];
  /** Ends servers, builds, listeners, and removes the deployments. */
  close(): Promise<void>;
}

/** Starts Vercel's stand-in: the API, the edge with a listener per domain, real builds and servers behind it. */
export async function startVercel(options: VercelOptions): Promise<Vercel> {
  const root = resolve(options.root);
  const workDir = resolve(options.workDir);
  await mkdir(workDir, { recursive: true });
  const state: VercelState = { projects: [], deployments: [], aliases: [], failedAliases: [] };
  const files = new FileStore(join(workDir, 'files'));
  let apiUrl = '';
  const { team } = options;
  const world: World = {
    state,
    log: options.log,
    team: { id: team.id, slug: team.slug, name: team.name ?? team.slug },
    files,
    ...(options.light
      ? lightApps(state)
      : {
          builder: new Builder({
            ...{ root, workDir, files },
            cacheDir: options.cacheDir ?? join(workDir, 'next-cache'),
          }),
          servers: new Servers(root),
        }),
    jobs: new AliasJobs(state),
    edge: new Edge(),
    apiUrl: () => apiUrl,
  };
  const listeners = new Map<string, EdgeListener>();
  for (const project of options.projects) await addProject(world, project, listeners);
  const standIn = new StandIn<VercelState>({
    vendor: 'vercel',
    faults: options.faults,
    log: options.log,
    errorBody,
    state,
    ...(options.published ? { published: publishedCheck() } : {}),
    authorize: (c) => authorize(c, options),
  });
  addRoutes(standIn, world);
  const server = await standIn.listen();
  apiUrl = server.url;
  const listener = (label: string) => {
    const found = listeners.get(label);
    if (!found) throw new Error(`no domain ${label}; there are ${[...listeners.keys()].join(', ')}`);
    return found;
  };
  return {
    url: server.url,
    state,
    domainUrl: (label) => listener(label).url,
    domainName: (label) => listener(label).host,
    traffic: (label) => listener(label).traffic,
    setEnv: (project, target, key, value) => setEnv(findProject(state, project), target, key, value),
    nextAliasJob: (behaviour, times) => world.jobs.next(behaviour, times),
    aliasJobs: (behaviour) => {
      world.jobs.behaviour = { ...world.jobs.behaviour, ...behaviour };
    },
    pids: () => world.servers.pids(),
    async close() {
      world.jobs.close();
      await server.close();
      await world.edge.close();
      await world.servers.close();
      await world.builder.close();
    },
  };
}

async function addProject(
  world: World,
  options: VercelProjectOptions,
  listeners: Map<string, EdgeListener>,
): Promise<void> {
  const now = Date.now();
  const project: ProjectState = {
    id: options.id,
    name: options.name,
    createdAt: now,
    updatedAt: now,
    rootDirectory: options.rootDirectory ?? null,
    settings: {
      framework: options.framework === undefined ? 'nextjs' : options.framework,
      buildCommand: options.buildCommand ?? null,
      outputDirectory: null,
    },
    customEnvironments: (options.customEnvironments ?? []).map((slug) => ({ id: newId('env'), slug })),
    link: null,
    env: [],
    domains: [],
    protectionBypass: options.protectionBypass,
    checks: [],
    autoAssignCustomDomains: true,
    lastAliasRequest: null,
    production: null,
    rollingConfig: null,
    rolling: null,
  };
  world.state.projects.push(project);
  for (const target of ['production', 'preview'] as const)
    for (const [key, value] of Object.entries(options.env[target] ?? {})) setEnv(project, target, key, value);
  const add = async (label: string) => {
    const listener: EdgeListener = await world.edge.listen(
      domainListener(world, project.id, () => listener.host),
    );
    listeners.set(label, listener);
    const alias = { uid: newId('als', 16), alias: listener.host, label, projectId: project.id };
    world.state.aliases.push({ ...alias, createdAt: now, updatedAt: now, deploymentId: null });
    return listener.host;
  };
  for (const label of options.domains) project.domains.push({ label, name: await add(label) });
  for (const label of options.previewDomains ?? []) await add(label);
}

function setEnv(project: ProjectState | undefined, target: Target, key: string, value: string): void {
  if (!project) throw new Error('no such project');
  const now = Date.now();
  const known = project.env.find((row) => row.key === key && row.target.includes(target));
  if (known) Object.assign(known, { value, updatedAt: now });
  else
    project.env.push({
      ...{ id: newId('env', 16), key, value, target: [target], type: 'encrypted', customEnvironmentIds: [] },
      ...{ createdAt: now, updatedAt: now },
    });
}

/** Paths whose writes decide what a domain serves. */
const MOVES_TRAFFIC = /\/(promote|rollback|rolling-release|aliases)(\/|$)|^\/v\d+\/projects\/[^/]+$/;

/** Vercel answers 403 both without and with a wrong token, and for another team's data. */
function authorize(c: Call, options: VercelOptions): Response | undefined {
  const token = bearerToken(c);
  const forbidden = (message: string, more: object = {}) =>
    Response.json({ error: { code: 'forbidden', message, ...more } }, { status: 403 });
  if (token === undefined)
    return forbidden('The request is missing an authentication token', { missingToken: true });
  const limited = options.deployTokens?.includes(token) ?? false;
  if (!limited && !options.tokens.includes(token)) return forbidden('Not authorized', { invalidToken: true });
  if (limited && c.req.method !== 'GET' && MOVES_TRAFFIC.test(c.req.path)) return forbidden('Not authorized');
  const asked = c.req.query('teamId') ?? c.req.query('slug');
  if (asked !== undefined && ![options.team.id, options.team.slug].includes(asked))
    return forbidden(`Not authorized: Trying to access resource under scope "${asked}".`);
  return undefined;
}
