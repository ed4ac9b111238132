import type { Cloud, EnvironmentName } from './cloud/index.ts';

/** A job of a run at the code host. */
export interface Job {
  readonly run: number;
  readonly sha: string;
  readonly actor: string;
  readonly workspace: string;
}

/** What such a job's steps have in their environment: the runner's own variables, the vendors' addresses, the secrets. */
export function jobEnvironment(cloud: Cloud, environment: EnvironmentName, job: Job): Record<string, string> {
  return {
    ...bareEnvironment(cloud, environment, job),
    SENTRY_URL: cloud.sentry.url,
    SHIPLOCK_SLACK_API_URL: cloud.slack.url,
    SENTRY_AUTH_TOKEN: cloud.sentry.token,
    SLACK_BOT_TOKEN: cloud.slack.token,
  };
}

/** The same in a project without error tracker and notices. */
export function bareEnvironment(
  cloud: Cloud,
  environment: EnvironmentName,
  { run, sha, actor, workspace }: Job,
): Record<string, string> {
  return {
    SHIPLOCK_VERCEL_API_URL: cloud.vercel.url,
    GITHUB_API_URL: cloud.github.url,
    GITHUB_SERVER_URL: cloud.github.url,
    GITHUB_REPOSITORY: cloud.github.repository,
    GITHUB_RUN_ID: String(run),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SHA: sha,
    GITHUB_ACTOR: actor,
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_TOKEN: cloud.github.botToken,
    SHIPLOCK_DATABASE_URL: cloud.postgres.url(environment),
    VERCEL_TOKEN: cloud.vercel.token,
    VERCEL_AUTOMATION_BYPASS_SECRET: cloud.vercel.projects[environment].protectionBypass,
  };
}
