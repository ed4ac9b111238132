import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideCallError, ShiplockError } from '../release/errors.ts';
import type { Hosting } from '../release/ports.ts';
import { beside } from './beside.ts';
import { withBuildLog } from './build-log.ts';
import { VercelApi } from './client.ts';
import { commitMeta } from './commit-meta.ts';
import { confirm } from './confirm.ts';
import { COMMIT_META, findByRelease, RELEASE_META, readDeployment, waitBuilt } from './deployments.ts';
import { readDomains } from './domains.ts';
import { elsewhere } from './elsewhere.ts';
import { backendsOf, environmentChanges } from './environment.ts';
import { move } from './move.ts';
import { domainUrl, resolveOptions, type VercelOptions } from './options.ts';
import { owns } from './owns.ts';
import { pointPreview } from './preview-domain.ts';
import { readRolling, rollingPlan, step } from './rolling.ts';
import { bypass } from './served.ts';
import { readSourceDigest } from './source.ts';
import { lookLive, readProject, readSetup, type Setup } from './state.ts';
import { listedAs, upload } from './upload.ts';

export { domainUrl, type VercelOptions } from './options.ts';

export interface VercelHosting extends Hosting {
  /** Whether an address is the project's, by Vercel's own word: one of its domains, or one of its deployments. */
  owns(url: string): Promise<boolean>;
}

/** Vercel behind the `Hosting` interface of src/release/ports.ts. Makes no call before the first method. */
export function vercelHosting(options: VercelOptions): VercelHosting {
  const api = new VercelApi(resolveOptions(options));
  // Of the last look, for the hints that go beside it: once, and the next ones read anew.
  let seen: Setup | undefined;
  return {
    vendor: 'vercel',
    async names() {
      const { id, name } = await readProject(api);
      return [id, name];
    },
    async domains() {
      const names = await readDomains(api);
      return names.map((name) => withScheme(api, name));
    },
    stage: (request) => stage(api, request),
    async findStaged(releaseId, say) {
      const project = await readProject(api);
      const id = await findPatiently(api, project.id, releaseId);
      return id === undefined ? undefined : await withBuildLog(api, await waitBuilt(api, id, say));
    },
    deployment: (idOrHost) => readDeployment(api, idOrHost),
    listedAs: (source) => listedAs(source, api.options.mostFiles),
    sourceDigest: (idOrHost) => readSourceDigest(api, idOrHost),
    async live() {
      const { live, ...setup } = await lookLive(api);
      seen = setup;
      return live;
    },
    move: (request) => move(api, request),
    confirm: (request) => confirm(api, request),
    // A look at what serves, if there was one, has read it a moment ago.
    rollingPlan: async () => rollingPlan(seen?.project ?? (await readProject(api))),
    rolling: async () => readRolling(api, await readProject(api)),
    advance: async (request) => step(api, await readProject(api), 'approve-stage', request),
    pointPreview: (request) => pointPreview(api, request),
    complete: async (request) => step(api, await readProject(api), 'complete', request),
    async setup() {
      const { rootDirectory, link, gitProviderOptions } = await readProject(api);
      return {
        rootDirectory: rootDirectory ?? undefined,
        deploysFrom: link
          ? {
              repository: [link.org, link.repo].filter(Boolean).join('/') || (link.type ?? 'a repository'),
              branch: link.productionBranch ?? undefined,
              off: gitProviderOptions?.createDeployments === 'disabled',
            }
          : undefined,
      };
    },
    async beside(readFile) {
      const setup = seen ?? (await readSetup(api));
      seen = undefined;
      return beside(api, setup, readFile);
    },
    environmentChanges: (from, to) => environmentChanges(api, from, to),
    backends: (id, tell) => backendsOf(api, id, tell),
    async elsewhere() {
      const away = await elsewhere(api, await readDomains(api));
      return new Map([...away].map(([domain, why]) => [withScheme(api, domain), why]));
    },
    protectionHeaders: () => bypass(options.protectionBypass),
    owns: (url) => owns(api, url),
  };
}

/** Only a local stand-in needs its scheme said: a bare name means https. */
function withScheme({ options }: VercelApi, name: string): string {
  return domainUrl(name, options.apiUrl).startsWith('http:') ? `http://${name}` : name;
}

/** A list may lag behind a post made seconds ago: absence is believed only after a few looks. */
async function findPatiently(
  api: VercelApi,
  projectId: string,
  releaseId: string,
): Promise<string | undefined> {
  for (let look = 1; ; look++) {
    const id = await findByRelease(api, projectId, releaseId);
    if (id !== undefined || look === 3) return id;
    await sleep(api.options.pace.confirmMs * 2);
  }
}

async function stage(api: VercelApi, request: Parameters<Hosting['stage']>[0]): ReturnType<Hosting['stage']> {
  const { releaseId, commit, source, target, say } = request;
  const project = await readProject(api);
  const { id, digest } = await upload(
    api,
    project.name,
    {
      projectId: project.id,
      commit,
      source,
      ...(request.prebuilt ? { prebuilt: true } : {}),
      target,
      meta: {
        ...commitMeta(api.options.git, request.described),
        ...request.meta,
        [COMMIT_META]: commit,
        [RELEASE_META]: releaseId,
      },
      // How the application knows who it is, to answer so at its readiness path.
      env: { SHIPLOCK_RELEASE_ID: releaseId, SHIPLOCK_COMMIT: commit },
    },
    say,
  );
  say(`${id} created`);
  try {
    return { ...(await withBuildLog(api, await waitBuilt(api, id, say))), digest };
  } catch (error) {
    throw endNotSeen(id, error);
  }
}

/** The deployment exists; only its end was not seen. "Not done" here would make a caller stage a second one. */
function endNotSeen(id: string, error: unknown): unknown {
  if (!(error instanceof ShiplockError)) return error;
  const status = error instanceof OutsideCallError ? error.status : undefined;
  const what = `Deployment ${id} was created, but Shiplock could not see how it ended: ${error.problem.what}`;
  const done = [`deployment ${id} was created`];
  return new OutsideCallError(
    { ...error.problem, what, done },
    { certainty: 'unknown', status, cause: error },
  );
}
