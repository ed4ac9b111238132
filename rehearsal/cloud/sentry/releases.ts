import type { Call } from '../kit/index.ts';
import type { Route } from './route.ts';
import { type Deploy, Failure, issues, notFound, type Release, type SentryState } from './state.ts';

const UNKNOWN_PROJECTS = new Failure(400, { projects: ['Invalid project ids or slugs'] });

/** https://docs.sentry.io/api/releases/ */
export function releaseRoutes(route: Route): void {
  const base = '/api/0/organizations/:org/releases/';
  const one = `${base}:version/`;
  // The same under a project, as older clients ask.
  const single = [one, '/api/0/projects/:org/:project/releases/:version/'];

  route('GET', [base, '/api/0/projects/:org/:project/releases/'], 'sentry.releases', (c, state) => {
    const { query } = c.req.query();
    const found = state.releases.filter((release) => !query || release.version.includes(query));
    return c.json(found.toReversed().map((release) => show(state, release)));
  });

  route('POST', base, 'sentry.open-release', async (c, state) => {
    const body = (await c.req.json()) as Record<string, unknown>;
    const version = body['version'];
    if (typeof version !== 'string' || !validVersion(version))
      throw new Failure(400, { version: ['Release with name is invalid'] });
    const known = state.releases.find((release) => release.version === version);
    const projects = projectsOf(state, body['projects'], known === undefined);
    const release: Release = known ?? {
      id: state.nextId++,
      version,
      projects: [],
      dateCreated: new Date().toISOString(),
      ...{ dateReleased: null, ref: null, url: null, refs: [], commits: [], deploys: [] },
    };
    apply(state, release, body);
    release.projects = [...new Set([...release.projects, ...projects])];
    if (!known) state.releases.push(release);
    // 208 Already Reported: the release was there before.
    return c.json(show(state, release), known ? 208 : 201);
  });

  route('GET', single, 'sentry.release', (c, state) => c.json(show(state, find(c, state))));

  route('PUT', single, nameOfUpdate, async (c, state) => {
    const release = find(c, state);
    apply(state, release, (await c.req.json()) as Record<string, unknown>);
    return c.json(show(state, release));
  });

  route('GET', `${one}previous-with-commits/`, 'sentry.previous-release', (c, state) => {
    const release = find(c, state);
    const before = state.releases
      .slice(0, state.releases.indexOf(release))
      .findLast((other) => lastCommit(other) !== undefined);
    return c.json(before ? show(state, before) : {});
  });

  route('GET', `${one}commits/`, 'sentry.release', (c, state) => c.json(find(c, state).commits));

  route('GET', `${one}deploys/`, 'sentry.deploys', (c, state) => c.json(find(c, state).deploys.toReversed()));

  route('POST', `${one}deploys/`, 'sentry.record-deploy', async (c, state) => {
    const release = find(c, state);
    const body = (await c.req.json()) as Record<string, unknown>;
    const environment = body['environment'];
    if (typeof environment !== 'string' || !/^[^\r\n/]{1,64}$/.test(environment))
      throw new Failure(400, { environment: ['This field is required.'] });
    projectsOf(state, body['projects'], false);
    const text = (field: string) => (typeof body[field] === 'string' ? body[field] : null);
    const deploy: Deploy = {
      id: String(state.nextId++),
      environment,
      name: text('name'),
      url: text('url'),
      dateStarted: text('dateStarted'),
      dateFinished: text('dateFinished') ?? new Date().toISOString(),
    };
    release.deploys.push(deploy);
    return c.json(deploy, 201);
  });

  route('GET', '/api/0/organizations/:org/repos/', 'sentry.repositories', (c, state) =>
    c.json(
      state.repositories.map(({ id, name }) => ({
        id,
        name,
        url: `https://github.com/${name}`,
        provider: { id: 'integrations:github', name: 'GitHub' },
        status: 'active',
        dateCreated: '2026-01-01T00:00:00.000Z',
        integrationId: '1',
        externalSlug: name,
        externalId: id,
      })),
    ),
  );
}

/** https://github.com/getsentry/sentry/blob/master/src/sentry/constants.py (BAD_RELEASE_CHARS) and Release.is_valid_version */
const validVersion = (version: string) =>
  version.length <= 200 &&
  /^[^\r\n\f\t/\\]+$/.test(version) &&
  !['.', '..', 'latest'].includes(version.trim().toLowerCase());

/** One path, two calls of a release: what the body says tells which. */
async function nameOfUpdate(c: Call): Promise<string> {
  const body = (await c.req.json().catch(() => ({}))) as object;
  return 'dateReleased' in body ? 'sentry.finalize-release' : 'sentry.open-release';
}

function apply(state: SentryState, release: Release, body: Record<string, unknown>): void {
  const refs = body['refs'] as
    | { repository?: string; commit?: string; previousCommit?: string }[]
    | undefined;
  if (refs) {
    const strangers = refs
      .filter((ref) => !state.repositories.some((one) => one.name === ref.repository))
      .map((ref) => ref.repository);
    if (strangers.length > 0)
      throw new Failure(400, { refs: [`Invalid repository names: ${strangers.join(', ')}`] });
    release.refs = refs.map(({ repository = '', commit = '', previousCommit }) => ({
      repository,
      commit,
      ...(previousCommit ? { previousCommit } : {}),
    }));
  }
  if (Array.isArray(body['commits'])) release.commits = body['commits'] as Release['commits'];
  if (typeof body['dateReleased'] === 'string') release.dateReleased = body['dateReleased'];
  if (typeof body['ref'] === 'string') release.ref = body['ref'];
  if (typeof body['url'] === 'string') release.url = body['url'];
}

function projectsOf(state: SentryState, wanted: unknown, required: boolean): string[] {
  if (!Array.isArray(wanted) || wanted.length === 0) {
    if (required) throw new Failure(400, { projects: ['This field is required.'] });
    return [];
  }
  return wanted.map((one) => {
    const project = state.projects.find(({ id, slug }) => id === String(one) || slug === one);
    if (!project) throw UNKNOWN_PROJECTS;
    return project.slug;
  });
}

function find(c: Call, state: SentryState): Release {
  const release = state.releases.find((one) => one.version === c.req.param('version'));
  if (!release) throw notFound();
  return release;
}

const lastCommit = (release: Release) => release.refs.at(-1)?.commit ?? release.commits[0]?.id;

function show(state: SentryState, release: Release) {
  const events = state.events.filter((event) => event.release === release.version);
  const commit = lastCommit(release);
  return {
    id: release.id,
    version: release.version,
    shortVersion: release.version,
    versionInfo: { version: { raw: release.version }, description: release.version, package: null },
    status: 'open',
    ref: release.ref,
    url: release.url,
    dateCreated: release.dateCreated,
    dateReleased: release.dateReleased,
    data: {},
    newGroups: issues(state).filter((issue) => issue.firstRelease === release.version).length,
    owner: null,
    commitCount: Math.max(release.commits.length, release.refs.length),
    lastCommit: commit === undefined ? null : { id: commit, message: null, dateCreated: release.dateCreated },
    deployCount: release.deploys.length,
    lastDeploy: release.deploys.at(-1) ?? null,
    authors: [],
    projects: release.projects.map((slug) => ({
      id: Number(state.projects.find((one) => one.slug === slug)?.id),
      slug,
      name: slug,
      platform: 'javascript-nextjs',
    })),
    firstEvent: events[0] ? new Date(events[0].at).toISOString() : null,
    lastEvent: events.length > 0 ? new Date(events[events.length - 1]!.at).toISOString() : null,
  };
}
