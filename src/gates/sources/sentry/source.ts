import { count } from '../../../present/count.ts';
import { cut } from '../../../present/text.ts';
import type { ErrorTracker } from '../../../release/ports.ts';
import { type Counts, EVERY_MS, MAX_EXAMPLES, type Source } from '../../source.ts';
import type { SentrySettings } from './settings.ts';

/** Error events of this release. They have no total of their own: the other sources' samples stand for the requests. */
export function sentrySource(
  settings: SentrySettings,
  tracker: ErrorTracker,
  request: Parameters<ErrorTracker['errors']>[0],
): Source {
  return {
    name: tracker.vendor,
    everyMs: EVERY_MS,
    ownTotal: false,
    async sample() {
      const { events, newIssues } = await tracker.errors(request);
      const [first] = newIssues;
      const titles = newIssues
        .slice(0, MAX_EXAMPLES)
        .map((issue) => `new issue: ${cut(issue.title, 120)} ${issue.url}`);
      const tooMany = newIssues.length > settings.maxNewIssues;
      return {
        samples: 0,
        failures: events,
        examples: titles,
        ...(tooMany && first
          ? {
              veto: `${count(newIssues.length, `new ${tracker.vendor} issue`)} (${settings.maxNewIssues} allowed): ${cut(first.title, 120)}`,
            }
          : {}),
      } satisfies Counts;
    },
  };
}
