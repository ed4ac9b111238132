import { z } from 'zod';
import type { ErrorTracker } from '../release/ports.ts';
import type { SentryClient } from './client.ts';
import type { Place } from './releases.ts';
import { SCOPE, seenBySessions } from './seen.ts';

/** Both reads: https://docs.sentry.io/api/permissions/. */
const counts = z.object({ data: z.array(z.looseObject({ 'count()': z.number() })) });
const issue = z.object({ id: z.string(), title: z.string(), permalink: z.string().nullish() });

/**
 * Error events of one release in one environment since a moment, and issues first seen in it.
 *
 * Documented: `GET …/events/` with `field`, `query`, `environment`, `start`, `end`, `project` (a numeric id) answering
 * `{data: [row]}` (https://docs.sentry.io/api/explore/query-explore-events-in-table-format/), and `GET …/issues/` with
 * `query`, `environment`, `start`, `end` (https://docs.sentry.io/api/events/list-an-organizations-issues/).
 * Not tried against sentry.io itself: `dataset=errors`, without which transactions may be counted too, and
 * `firstRelease:`, which Sentry's search documents for issues.
 */
export async function releaseErrors(
  client: SentryClient,
  { org, project }: Place,
  request: Parameters<ErrorTracker['errors']>[0],
  projectId: string,
): Promise<Awaited<ReturnType<ErrorTracker['errors']>>> {
  const { version, environment } = request;
  const release = version.replaceAll('"', '\\"');
  // Sentry refuses a range that ends before it begins, which clocks a little apart would make.
  const end = new Date(Math.max(Date.now(), Date.parse(request.since) + 1000)).toISOString();
  const shared = { project: projectId, environment, start: request.since, end };
  const doing = `count the errors of release ${version} in ${environment}`;
  const [table, issues] = await Promise.all([
    client.read(
      {
        doing,
        scope: SCOPE,
        issues: true,
        path: `/organizations/${org}/events/`,
        query: { field: 'count()', query: `release:"${release}"`, dataset: 'errors', ...shared },
      },
      counts,
    ),
    client.all(
      {
        doing: `list the new issues of release ${version}`,
        scope: SCOPE,
        issues: true,
        path: `/organizations/${org}/issues/`,
        query: { query: `firstRelease:"${release}"`, ...shared },
      },
      issue,
    ),
  ]);
  // No row: no event. A row without a count would have been refused as unreadable.
  const events = table?.data[0]?.['count()'] ?? 0;
  return {
    events,
    ...(request.alsoSeen && events === 0
      ? await seenBySessions(
          client,
          { org, project },
          { version, environment, since: request.since, end, projectId },
        )
      : { seen: events > 0 ? true : undefined }),
    newIssues: issues.map((one) => ({
      id: one.id,
      title: one.title,
      url: one.permalink ?? `${client.base}/organizations/${org}/issues/${one.id}/?project=${project}`,
    })),
  };
}

/** Lists take a project's number only; a slug is looked up once. */
export async function numericProject(client: SentryClient, { org, project }: Place): Promise<string> {
  if (/^\d+$/.test(project)) return project;
  const found = await client.read(
    {
      doing: `look up project ${project}`,
      scope: SCOPE,
      issues: true,
      path: `/projects/${org}/${project}/`,
    },
    z.object({ id: z.coerce.string() }),
  );
  return found!.id;
}
