import { BRISK } from '../http/wire.ts';
import type { ErrorTracker } from '../release/ports.ts';
import { SentryClient, type SentryOptions } from './client.ts';
import { unknownDebugIds } from './debug-ids.ts';
import { numericProject, releaseErrors } from './errors.ts';
import { finalizeRelease, openRelease, recordDeploy } from './releases.ts';
import { releaseSessions } from './sessions.ts';
import { uploadSourceMaps } from './source-maps.ts';

export type { SentryOptions } from './client.ts';

export interface SentryErrorTracker extends ErrorTracker {
  /** `warning`: the release exists, but its commits could not be bound. */
  openRelease(
    request: Parameters<ErrorTracker['openRelease']>[0],
  ): Promise<{ readonly url: string; readonly warning?: string }>;
}

/** Sentry as the release's error tracker: REST for releases, deploys and errors; its own tool for source maps. */
export function sentryErrorTracker(options: SentryOptions): SentryErrorTracker {
  const client = new SentryClient(options, { ...BRISK, ...options.pace });
  const place = { org: options.org, project: options.project };
  let project: Promise<string> | undefined;
  const withProject = async <T>(read: (projectId: string) => Promise<T>): Promise<T> => {
    project ??= numericProject(client, place);
    try {
      return await read(await project);
    } catch (error) {
      project = undefined;
      throw error;
    }
  };
  return {
    vendor: 'sentry',
    openRelease: (request) =>
      openRelease(client, place, { ...request, repository: options.repository ?? request.repository }),
    uploadSourceMaps: (request) => uploadSourceMaps(options, request),
    unknownDebugIds: (request) => unknownDebugIds(client, place, request),
    finalizeRelease: (version) => finalizeRelease(client, place, version),
    recordDeploy: (request) => recordDeploy(client, place, request),
    errors: (request) => withProject((id) => releaseErrors(client, place, request, id)),
    sessions: (request) => withProject((id) => releaseSessions(client, place, request, id)),
  };
}
