import { z } from 'zod';
import type { ErrorTracker } from '../release/ports.ts';
import type { SentryClient } from './client.ts';
import type { Place } from './releases.ts';
import { SCOPE } from './seen.ts';

const answer = z.object({
  groups: z.array(
    z.object({
      by: z.object({ 'session.status': z.string() }),
      totals: z.object({ 'sum(session)': z.number().nonnegative().nullish() }),
    }),
  ),
});

/**
 * Sessions of one release by how they ended. Sentry counts them in hours at the finest, so the hour in which traffic
 * moved is counted from its beginning: before that the release had no users.
 * https://docs.sentry.io/api/releases/retrieve-release-health-session-statistics/
 */
export async function releaseSessions(
  client: SentryClient,
  { org }: Place,
  { version, environment, since }: Parameters<NonNullable<ErrorTracker['sessions']>>[0],
  projectId: string,
): ReturnType<NonNullable<ErrorTracker['sessions']>> {
  const found = await client.read(
    {
      doing: `count the sessions of release ${version} in ${environment}`,
      scope: SCOPE,
      issues: true,
      path: `/organizations/${org}/sessions/`,
      query: {
        ...{ field: 'sum(session)', groupBy: 'session.status', interval: '1h', project: projectId },
        ...{ environment, query: `release:"${version.replaceAll('"', '\\"')}"`, start: since },
        end: new Date(Math.max(Date.now(), Date.parse(since) + 1000)).toISOString(),
      },
    },
    answer,
  );
  const of = (status: string) =>
    (found?.groups ?? [])
      .filter(({ by }) => by['session.status'] === status)
      .reduce((sum, { totals }) => sum + (totals['sum(session)'] ?? 0), 0);
  return {
    ...{ healthy: of('healthy'), errored: of('errored') },
    // Where Sentry tells the two apart, an unhandled error ended the session as a crash does.
    crashed: of('crashed') + of('unhandled'),
    abnormal: of('abnormal'),
  };
}
