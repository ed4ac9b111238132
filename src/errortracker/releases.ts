import { z } from 'zod';
import { firstOf } from '../present/count.ts';
import { OutsideCallError, ShiplockError } from '../release/errors.ts';
import type { ErrorTracker } from '../release/ports.ts';
import type { SentryClient } from './client.ts';

/** Scope for everything here: https://docs.sentry.io/api/permissions/ (Releases). */
const SCOPE = 'project:releases';
const release = z.object({ version: z.string(), dateReleased: z.string().nullish() });
const known = z.object({ name: z.string() });
/** So many names are told. */
const NAMES = 5;
const deploy = z.object({
  environment: z.string(),
  name: z.string().nullish(),
  dateStarted: z.string().nullish(),
});

export interface Place {
  readonly org: string;
  readonly project: string;
}

/**
 * Creates the release and binds its commits.
 *
 * Creating is idempotent by version: Sentry answers 201 for a new one and 208 for one it knows (`get_or_create` in
 * https://github.com/getsentry/sentry/blob/master/src/sentry/api/endpoints/organization_releases.py), so it may be sent
 * again. `refs` name commits by repository, without a git checkout; where the repository is not integrated in Sentry,
 * or the token belongs to nobody, Sentry answers 400 and the release stays without commits.
 */
export async function openRelease(
  client: SentryClient,
  { org, project }: Place,
  request: Parameters<ErrorTracker['openRelease']>[0],
): Promise<{ url: string; warning?: string }> {
  const { version, repository, commit, previousCommit } = request;
  await client.write(
    {
      doing: `create release ${version}`,
      scope: SCOPE,
      path: `/organizations/${org}/releases/`,
      method: 'POST',
      json: { version, projects: [project] },
    },
    release,
  );
  const url = `${client.base}/organizations/${org}/releases/${encodeURIComponent(version)}/`;
  if (repository === '')
    return { url, warning: `Sentry release ${version} has no commits: no repository is known` };
  try {
    await client.write(
      {
        doing: `bind the commits of release ${version} in ${repository}`,
        scope: SCOPE,
        path: `/organizations/${org}/releases/${encodeURIComponent(version)}/`,
        method: 'PUT',
        json: { refs: [{ repository, commit, ...(previousCommit ? { previousCommit } : {}) }] },
      },
      release,
    );
    return { url };
  } catch (error) {
    if (!(error instanceof OutsideCallError && ['400', '404', '410'].includes(error.status ?? '')))
      throw error;
    if (await bindListed(client, org, request)) return { url };
    const why = await repositoryAdvice(client, { org, project }, repository);
    return { url, warning: `Sentry release ${version} has no commits. ${error.problem.what} ${why}` };
  }
}

/** So many commits are told: Sentry names their authors as suspects, and does not need the history. */
const LISTED = 100;

/**
 * Sentry takes a list of commits where it cannot read the repository itself: https://docs.sentry.io/api/releases/
 * Returns whether it did.
 */
async function bindListed(
  client: SentryClient,
  org: string,
  { version, repository, commits }: Parameters<ErrorTracker['openRelease']>[0],
): Promise<boolean> {
  const list = (await commits?.()) ?? [];
  if (list.length === 0) return false;
  try {
    await client.write(
      {
        doing: `list the commits of release ${version}`,
        scope: SCOPE,
        path: `/organizations/${org}/releases/${encodeURIComponent(version)}/`,
        method: 'PUT',
        json: {
          commits: list.slice(0, LISTED).map(({ sha, message, author }) => ({
            ...{ id: sha, repository, message },
            ...(author ? { author_name: author } : {}),
          })),
        },
      },
      release,
    );
    return true;
  } catch (error) {
    if (error instanceof OutsideCallError && error.certainty === 'not-done') return false;
    throw error;
  }
}

/** What would make Sentry know the repository. That its list cannot be read costs the advice, not the release. */
async function repositoryAdvice(client: SentryClient, { org }: Place, repository: string): Promise<string> {
  const add = 'Add the repository to Sentry’s GitHub integration';
  let names: readonly string[];
  try {
    const list = await client.all(
      { doing: 'list the repositories', scope: 'org:read', path: `/organizations/${org}/repos/` },
      known,
    );
    names = list.map(({ name }) => name);
  } catch (error) {
    if (error instanceof ShiplockError) return `${add}.`;
    throw error;
  }
  if (names.includes(repository)) return 'Sentry has this repository, but not this commit: push it first.';
  if (names.length === 0) return `${add}: it has none yet.`;
  return `Sentry knows ${firstOf(names, NAMES)}. If it is one of these, set sentry.repository in shiplock.yml to that name; if not: ${add}.`;
}

/** Sets the date of release unless it has one. */
export async function finalizeRelease(client: SentryClient, { org }: Place, version: string): Promise<void> {
  const path = `/organizations/${org}/releases/${encodeURIComponent(version)}/`;
  const doing = `finalize release ${version}`;
  const known = await client.read({ doing, scope: SCOPE, path }, release);
  if (known?.dateReleased) return;
  const body = { dateReleased: new Date().toISOString() };
  await client.write({ doing, scope: SCOPE, path, method: 'PUT', json: body }, release);
}

/** A deploy has no identity that we could choose: the same environment and beginning, or run, is the same deploy. */
export async function recordDeploy(
  client: SentryClient,
  { org, project }: Place,
  request: Parameters<ErrorTracker['recordDeploy']>[0],
): Promise<void> {
  const { version, environment } = request;
  const path = `/organizations/${org}/releases/${encodeURIComponent(version)}/deploys/`;
  const doing = `record the deploy of release ${version} to ${environment}`;
  const known = await client.all({ doing, scope: SCOPE, path }, deploy);
  const name = `shiplock ${environment}${request.run === undefined ? '' : `, run ${request.run}`}`;
  const began = seconds(request.startedAt);
  const isThis = (one: z.infer<typeof deploy>) =>
    seconds(one.dateStarted ?? '') === began || (request.run !== undefined && one.name === name);
  if (known.some((one) => one.environment === environment && isThis(one))) return;
  const body = {
    environment,
    name,
    projects: [project],
    dateStarted: request.startedAt,
    dateFinished: request.finishedAt,
    ...(request.url ? { url: request.url } : {}),
  };
  await client.write({ doing, scope: SCOPE, path, method: 'POST', json: body }, deploy);
}

/** Sentry may drop fractions of a second. */
function seconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}
