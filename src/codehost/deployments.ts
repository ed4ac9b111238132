import { z } from 'zod';
import { cut } from '../present/text.ts';
import type { CodeHost } from '../release/ports.ts';
import type { GithubClient } from './client.ts';

type Status = Parameters<CodeHost['setDeploymentStatus']>[0];

export const deployment = z.object({
  id: z.int(),
  environment: z.string(),
  production_environment: z.boolean().optional(),
  payload: z.unknown(),
  creator: z.object({ login: z.string() }).nullish(),
  created_at: z.string().optional(),
});
type Deployment = z.infer<typeof deployment>;
const status = z.object({
  id: z.int(),
  state: z.string(),
  description: z.string().nullish(),
  environment_url: z.string().nullish(),
  log_url: z.string().nullish(),
  creator: z.object({ login: z.string() }).nullish(),
  created_at: z.string().optional(),
});

const ourPayload = z.object({
  shiplock_release: z.string(),
  /** Deployments of earlier versions have none; one that cannot be read is none. */
  shiplock_head: z
    .object({ seq: z.int().nonnegative(), hash: z.hex().length(64) })
    .optional()
    .catch(undefined),
  /** Id and name of the hosting project. */
  shiplock_project: z.array(z.string()).optional().catch(undefined),
  /** Number of the pull request that it is a preview of. */
  shiplock_pull: z.int().positive().optional().catch(undefined),
});

/** Previews are in an environment of their own, so that none of them takes over from a release. */
const previewsOf = (environment: string): string => `${environment}-preview`;

/** GitHub cuts nothing, it refuses longer ones with 422. */
const LONGEST_DESCRIPTION = 140;
/** How far back other deployments of the environment are looked at when one takes over. */
const PRIORS = 30;
const READ = 'deployments: read';
const WRITE = 'deployments: write';

/** The release that a deployment object carries; undefined when it is not ours. GitHub may hand the payload back as text. */
function releaseOf(payload: unknown): string | undefined {
  return ours(payload)?.shiplock_release;
}

export function ours(payload: unknown): z.infer<typeof ourPayload> | undefined {
  let value = payload;
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  return ourPayload.safeParse(value).data;
}

export function list(client: GithubClient, params: { environment: string; sha?: string }) {
  return client.all(
    {
      doing: `list the deployments to ${params.environment}`,
      permission: READ,
      route: 'GET /repos/{owner}/{repo}/deployments',
      params,
    },
    deployment,
  );
}

export function statuses(client: GithubClient, id: number) {
  return client.all(
    {
      doing: `read the statuses of deployment ${id}`,
      permission: READ,
      route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      params: { deployment_id: id },
    },
    status,
  );
}

/** GitHub promises no order; ids grow. */
function newest<Item extends { id: number }>(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>((best, item) => (best && best.id > item.id ? best : item), undefined);
}

/** Finds this release's deployment object, or creates it. */
export async function openDeployment(
  client: GithubClient,
  request: Parameters<CodeHost['openDeployment']>[0],
): Promise<string> {
  const { releaseId, commit, production, head, project, preview } = request;
  const environment = preview === undefined ? request.environment : previewsOf(request.environment);
  const known = await list(client, { environment, sha: commit });
  const mine = newest(known.filter((each) => releaseOf(each.payload) === releaseId));
  if (mine) return String(mine.id);
  const created = await client.write(
    {
      doing: `create the deployment of ${commit.slice(0, 12)} to ${environment}`,
      permission: WRITE,
      route: 'POST /repos/{owner}/{repo}/deployments',
      params: {
        ref: commit,
        task: 'deploy',
        environment,
        // Never merge the default branch into what is released, and leave it to the release which checks it needs:
        // https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
        auto_merge: false,
        required_contexts: [],
        payload: {
          shiplock_release: releaseId,
          ...(head ? { shiplock_head: head } : {}),
          ...(project ? { shiplock_project: project } : {}),
          ...(preview === undefined ? {} : { shiplock_pull: preview }),
        },
        description: cut(
          `Shiplock release ${releaseId}${project ? ` of ${project.at(1) ?? project[0]}` : ''}`,
          LONGEST_DESCRIPTION,
        ),
        production_environment: production && preview === undefined,
        transient_environment: preview !== undefined,
      },
    },
    // 202 answers with a message instead of a deployment: nothing was created then.
    z.object({ id: z.int() }),
  );
  return String(created.id);
}

/** Writes the status unless it already is the newest one, and retires the releases it takes over from. */
export async function setDeploymentStatus(client: GithubClient, request: Status): Promise<void> {
  const id = Number(request.deploymentId);
  const [own, before] = await Promise.all([
    client.read(
      {
        doing: `read deployment ${id}`,
        permission: READ,
        route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}',
        params: { deployment_id: id },
      },
      deployment,
    ),
    statuses(client, id),
  ]);
  const production = own.production_environment === true;
  const succeeds = request.state === 'success';
  const others = succeeds ? await othersOf(client, own) : [];
  const mine = ours(own.payload);
  // GitHub's auto_inactive leaves production environments alone, and retires what another app has in an environment of
  // the same name: then we retire those of this app ourselves.
  // https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
  const isPreview = mine?.shiplock_pull !== undefined;
  const automatic = !production && !isPreview && others.every(({ payload }) => isOfApp(payload, mine));
  if (!same(newest(before), request)) await write(client, id, request, automatic);
  if (succeeds && !automatic)
    await retire(
      client,
      own,
      others.filter(({ payload }) => isOfApp(payload, mine)),
    );
}

/** Previews of a pull request that somebody could take for active, newest first. */
export async function openPreviews(
  client: GithubClient,
  { environment, pull }: { readonly environment: string; readonly pull: number },
): Promise<readonly string[]> {
  const all = await list(client, { environment: previewsOf(environment) });
  const theirs = all.filter(({ payload }) => ours(payload)?.shiplock_pull === pull);
  const open: string[] = [];
  for (const { id } of theirs.toSorted((a, b) => b.id - a.id))
    if (newest(await statuses(client, id))?.state !== 'inactive') open.push(String(id));
  return open;
}

/** Releases that this environment has had, without this one. */
async function othersOf(client: GithubClient, own: Deployment): Promise<readonly Deployment[]> {
  const all = await list(client, { environment: own.environment });
  return all.filter((each) => each.id !== own.id && ours(each.payload));
}

async function retire(client: GithubClient, own: Deployment, others: readonly Deployment[]): Promise<void> {
  for (const other of others.toSorted((a, b) => b.id - a.id).slice(0, PRIORS)) {
    if (newest(await statuses(client, other.id))?.state !== 'success') continue;
    const description = `replaced by deployment ${own.id}`;
    await write(client, other.id, { deploymentId: String(other.id), state: 'inactive', description }, false);
  }
}

/** Deployments of earlier versions say no project: they are of whichever app asks. */
function isOfApp(payload: unknown, own: z.infer<typeof ourPayload> | undefined): boolean {
  const other = ours(payload);
  // Each pull request has a preview of its own.
  if (!other || other.shiplock_pull !== own?.shiplock_pull) return false;
  const [mine, theirs] = [own?.shiplock_project, other.shiplock_project];
  return !mine || !theirs || theirs.some((name) => mine.includes(name));
}

async function write(
  client: GithubClient,
  id: number,
  request: Status,
  autoInactive: boolean,
): Promise<void> {
  await client.write(
    {
      doing: `set deployment ${id} to ${request.state}`,
      permission: WRITE,
      route: 'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      params: {
        deployment_id: id,
        state: request.state,
        description: cut(request.description, LONGEST_DESCRIPTION),
        auto_inactive: autoInactive,
        ...(request.environmentUrl ? { environment_url: request.environmentUrl } : {}),
        ...(request.logUrl ? { log_url: request.logUrl } : {}),
      },
    },
    z.object({ id: z.int() }),
  );
}

function same(latest: z.infer<typeof status> | undefined, request: Status): boolean {
  return (
    latest?.state === request.state &&
    latest.description === cut(request.description, LONGEST_DESCRIPTION) &&
    (latest.environment_url ?? '') === (request.environmentUrl ?? '') &&
    (latest.log_url ?? '') === (request.logUrl ?? '')
  );
}
