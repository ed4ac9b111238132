import { githubCodeHost } from '../../src/codehost/index.ts';
import { sentryErrorTracker } from '../../src/errortracker/index.ts';
import { vercelHosting } from '../../src/hosting/index.ts';
import { slackNotices } from '../../src/notices/index.ts';
import type { Cloud } from './index.ts';

/** Our clients of the local cloud, in a hurry. @param deadlineMs of one request */
export function vendorsOf(cloud: Cloud, deadlineMs: number) {
  const pace = { firstPauseMs: 1, tries: 2, longestWaitMs: 5, deadlineMs };
  const { vercel, github, sentry, slack } = cloud;
  return {
    hosting: vercelHosting({
      ...{
        token: vercel.token,
        project: vercel.projects.production.id,
        teamId: vercel.teamId,
        apiUrl: vercel.url,
      },
      ...{ deadlineMs, buildDeadlineMs: 30_000 },
      pace: { retryMs: 1, readTries: 2, retryAfterCapMs: 5, confirmMs: 2, buildFactor: 0.002, settleMs: 0 },
    }),
    codeHost: githubCodeHost({
      ...{ token: github.botToken, repository: github.repository, apiUrl: github.url, pace },
      actorLogin: 'github-actions[bot]',
    }),
    errorTracker: sentryErrorTracker({
      ...{ token: sentry.token, org: sentry.organization, project: sentry.project, workspace: '/' },
      ...{ apiUrl: sentry.url, pace },
    }),
    notices: slackNotices({ token: slack.token, channel: slack.channel.id, apiUrl: slack.url, pace }),
  };
}
