import { count } from '../../../present/count.ts';
import type { ErrorTracker } from '../../../release/ports.ts';
import { type Counts, EVERY_MS, type Source, unreadable } from '../../source.ts';
import type { SentrySessionsSettings } from './settings.ts';

/** Sessions of this release so far, and those of them that failed. No session is no traffic, never a pass. */
export function sentrySessionsSource(
  { name, failed }: SentrySessionsSettings,
  tracker: Pick<ErrorTracker, 'vendor' | 'sessions'>,
  request: Parameters<NonNullable<ErrorTracker['sessions']>>[0],
): Source {
  return {
    name,
    everyMs: EVERY_MS,
    ownTotal: true,
    countsRequests: true,
    async sample() {
      if (!tracker.sessions) throw unreadable(name, `${tracker.vendor} counts no sessions`);
      const found = await tracker.sessions(request);
      const failures = failed.reduce((sum, status) => sum + found[status], 0);
      const each = failed.filter((status) => found[status] > 0).map((status) => `${found[status]} ${status}`);
      return {
        samples: found.healthy + found.errored + found.crashed + found.abnormal,
        failures,
        examples: failures > 0 ? [`${count(failures, 'session')}: ${each.join(', ')}`] : [],
      } satisfies Counts;
    },
  };
}
