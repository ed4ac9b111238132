import { type Cloud, ENVIRONMENTS, type PartName } from '../cloud.ts';

/** All that the page shows, as JSON. Nothing here is a secret: links that need one go through `/open/:id`. */
export function view(cloud: Cloud) {
  return {
    urls: cloud.urls,
    problems: cloud.unimplemented(),
    struck: cloud.faults.struck.slice(-20).toReversed(),
    calls: cloud.log.entries
      .filter((entry) => entry.vendor !== 'supabase')
      .slice(-40)
      .toReversed(),
    environments: has(cloud, 'vercel') ? ENVIRONMENTS.map((name) => environment(cloud, name)) : [],
    deployments: has(cloud, 'vercel') ? deployments(cloud) : [],
    ...(has(cloud, 'github') ? github(cloud) : { approvals: [], pulls: [] }),
    slack: has(cloud, 'slack') ? threads(cloud) : [],
    ...(has(cloud, 'sentry') ? sentry(cloud) : { releases: [], issues: [] }),
  };
}

/** A deployment's own URL, opened through protection by a cookie. */
export function deploymentLink(cloud: Cloud, id: string): string | undefined {
  const deployment = cloud.vercel.state.deployments.find((one) => one.id === id);
  const project = Object.values(cloud.vercel.projects).find((one) => one.id === deployment?.projectId);
  if (!deployment || !project) return undefined;
  const url = new URL(`http://${deployment.url}/`);
  url.searchParams.set('x-vercel-protection-bypass', project.protectionBypass);
  url.searchParams.set('x-vercel-set-bypass-cookie', 'true');
  return url.href;
}

function has(cloud: Cloud, name: PartName): boolean {
  return Object.keys(cloud.urls).some((url) => url === name || url.startsWith(`${name}.`));
}

function environment(cloud: Cloud, name: (typeof ENVIRONMENTS)[number]) {
  const project = cloud.vercel.state.projects.find((one) => one.id === cloud.vercel.projects[name].id);
  return {
    name,
    url: cloud.vercel.domainUrl(name),
    serves: project?.production ?? null,
    pinned: project?.autoAssignCustomDomains === false,
    job: project?.lastAliasRequest ?? null,
  };
}

function deployments(cloud: Cloud) {
  return cloud.vercel.state.deployments.toReversed().map((one) => {
    const project = cloud.vercel.state.projects.find((candidate) => candidate.id === one.projectId);
    return {
      id: one.id,
      project: project?.name ?? one.projectId,
      state: one.readyState,
      live: project?.production === one.id,
      stage: one.readySubstate,
      createdAt: one.createdAt,
      error: one.errorMessage,
      meta: one.meta,
    };
  });
}

function github(cloud: Cloud) {
  const { state } = cloud.github;
  const approvals = state.repositories.flatMap((repository) =>
    repository.runs.flatMap((run) =>
      run.pending.map((environment) => ({
        run: run.id,
        name: run.name,
        sha: run.sha,
        startedBy: run.triggeringActors.at(-1),
        environment,
        reviewers: repository.environments.find((one) => one.name === environment)?.reviewers ?? [],
      })),
    ),
  );
  const pulls = state.repositories.flatMap((repository) =>
    repository.pulls.map((pull) => ({
      number: pull.number,
      title: pull.title,
      author: pull.author,
      state: pull.mergedAt ? 'merged' : pull.state,
      comments: repository.comments
        .filter((one) => one.issue === pull.number)
        .map(({ author, body, createdAt }) => ({ author, body, createdAt })),
    })),
  );
  const records = state.repositories.flatMap((repository) =>
    repository.deployments.toReversed().map((one) => ({
      environment: one.environment,
      sha: one.sha,
      state: one.statuses.at(-1)?.state ?? 'pending',
      description: one.statuses.at(-1)?.description ?? '',
    })),
  );
  return { approvals, pulls, records };
}

function threads(cloud: Cloud) {
  return cloud.slack.state.channels.flatMap((channel) =>
    channel.messages
      .filter((message) => !message.threadTs)
      .toReversed()
      .map((message) => ({
        channel: channel.name,
        text: textOf(message),
        edited: message.editedAt !== undefined,
        replies: channel.messages.filter((one) => one.threadTs === message.ts).map(textOf),
      })),
  );
}

/** A message's blocks as plain lines. */
function textOf(message: { text: string; blocks?: unknown[] }): string {
  const collect = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    if ('text' in value && typeof value.text === 'string') return [value.text];
    return Object.values(value).flatMap(collect);
  };
  const lines = collect(message.blocks);
  return lines.length > 0 ? lines.join('\n') : message.text;
}

function sentry(cloud: Cloud) {
  const { state } = cloud.sentry;
  const releases = state.releases.toReversed().map((release) => ({
    version: release.version,
    finalized: release.dateReleased !== null,
    deploys: release.deploys.map((deploy) => deploy.environment),
    commit: release.refs.at(-1)?.commit ?? null,
    events: state.events.filter((event) => event.release === release.version).length,
    files: state.bundles
      .filter((bundle) => bundle.version === release.version)
      .reduce((sum, bundle) => sum + bundle.files.length, 0),
  }));
  const issues = cloud.sentry
    .issues()
    .toReversed()
    .map(({ shortId, title, events, firstRelease }) => ({
      shortId,
      title,
      count: events.length,
      firstRelease,
      lastSeen: events.at(-1)?.at ?? 0,
    }));
  return { releases, issues };
}
