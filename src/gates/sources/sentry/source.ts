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
  /** How long issues may come in until the gate has to decide. */
  hours: number,
): Source {
  let known = !request.alsoSeen;
  return {
    name: tracker.vendor,
    everyMs: EVERY_MS,
    ownTotal: false,
    findsIssues: true,
    async sample() {
      const { events, newIssues, seen, elsewhere, others } = await tracker.errors({
        ...request,
        alsoSeen: !known,
      });
      known ||= seen === true;
      const [first] = newIssues;
      const titles = newIssues
        .slice(0, MAX_EXAMPLES)
        .map((issue) => `new issue: ${cut(issue.title, 120)} ${issue.url}`);
      return {
        samples: 0,
        failures: events,
        examples: titles,
        ...(known ? {} : { unseen: unseen(tracker.vendor, request, elsewhere === true, others) }),
        newIssues: {
          count: newIssues.length,
          limit: settings.maxNewIssues,
          healthyMean: settings.baselineNewIssuesPerHour * hours,
          says: `${count(newIssues.length, `new ${tracker.vendor} issue`)} (${settings.maxNewIssues} allowed)${first ? `: ${cut(first.title, 120)}` : ''}`,
        },
      } satisfies Counts;
    },
  };
}

/** What a tracker that has nothing of a release does say, and what makes the application report it. */
function unseen(
  vendor: string,
  { version, environment, since }: Parameters<ErrorTracker['errors']>[0],
  elsewhere: boolean,
  others: readonly string[] = [],
): string {
  const names = others.map((name) => cut(name, 80)).join(', ');
  const why = elsewhere
    ? `it reports under another environment name; set environment: ${environment} in the SDK's init`
    : `${names ? `the application reports as ${names}` : 'nothing reports'}; set release: process.env.SHIPLOCK_RELEASE_ID in the SDK's init. If the application sends no sessions, set requireSeen of the source to false`;
  return `${vendor} has no error and no session of release ${version} in ${environment} since ${since}: ${why}`;
}
