import { z } from 'zod';
import type { SentryClient } from './client.ts';
import type { Place } from './releases.ts';

/** What a token needs to read what a release did. */
export const SCOPE = 'event:read, org:read, project:read';

const sessions = z.object({
  groups: z.array(
    z.object({
      by: z.object({ release: z.string().nullish() }),
      totals: z.object({ 'sum(session)': z.number().nullish() }),
    }),
  ),
});
const events = z.object({ data: z.array(z.looseObject({ release: z.string().nullish() })) });

/** So many names are told. */
const NAMES = 5;

interface Asked {
  readonly version: string;
  readonly environment: string;
  /** ISO 8601. */
  readonly since: string;
  readonly end: string;
  readonly projectId: string;
}

export type Seen =
  | { readonly seen: true }
  /** `elsewhere`: it reports, and calls its environment otherwise. `others`: releases that do report here. */
  | { readonly seen: false; readonly elsewhere: boolean; readonly others: readonly string[] };

/**
 * Whether a release without errors reports at all: by its sessions, which SDKs send whether or not anything fails.
 * No errors of a release that Sentry has never heard of prove nothing. Sessions come in hours at the finest, which does
 * not matter: a release is minutes old. https://docs.sentry.io/api/releases/retrieve-release-health-session-statistics/
 */
export async function seenBySessions(client: SentryClient, place: Place, asked: Asked): Promise<Seen> {
  const here = await sessionsByRelease(client, place, asked, asked.environment);
  if (here.includes(asked.version)) return { seen: true };
  const [anywhere, reporting] = await Promise.all([
    sessionsByRelease(client, place, asked, undefined),
    releasesWithErrors(client, place, asked),
  ]);
  const others = [...new Set([...here, ...reporting])].filter((name) => name !== asked.version);
  return { seen: false, elsewhere: anywhere.includes(asked.version), others: others.slice(0, NAMES) };
}

async function sessionsByRelease(
  client: SentryClient,
  { org }: Place,
  { version, since, end, projectId }: Asked,
  environment: string | undefined,
): Promise<readonly string[]> {
  const found = await client.read(
    {
      doing: `look for sessions of release ${version}`,
      scope: SCOPE,
      issues: true,
      path: `/organizations/${org}/sessions/`,
      query: {
        ...{ field: 'sum(session)', groupBy: 'release', interval: '1h', project: projectId, environment },
        ...{ start: since, end },
      },
    },
    sessions,
  );
  return (found?.groups ?? []).flatMap(({ by, totals }) =>
    by.release && (totals['sum(session)'] ?? 0) > 0 ? [by.release] : [],
  );
}

async function releasesWithErrors(
  client: SentryClient,
  { org }: Place,
  { version, environment, since, end, projectId }: Asked,
): Promise<readonly string[]> {
  const found = await client.read(
    {
      doing: `look for errors of releases other than ${version}`,
      scope: SCOPE,
      issues: true,
      path: `/organizations/${org}/events/`,
      query: {
        ...{ field: 'release', dataset: 'errors', per_page: '100', project: projectId, environment },
        ...{ start: since, end },
      },
    },
    events,
  );
  return (found?.data ?? []).flatMap(({ release }) => (release ? [release] : []));
}
