import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cloud, type PartName, startCloud } from './index.ts';

/**
 * `node rehearsal/cloud/main.ts`: the local cloud alone, until Ctrl-C.
 *   --only a,b        start these parts alone
 *   --env-file FILE   write what a release needs to reach it (secrets too, mode 600); never printed
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, 'env-file': { type: 'string' } } });
const began = performance.now();
// Armed before anything starts: a Ctrl-C during start-up must not leave Postgres behind.
const stopped = new Promise<void>((stop) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
});
const cloud = await startCloud({
  root: resolve(import.meta.dirname, '../..'),
  stay: true,
  ...(values.only ? { only: values.only.split(',') as PartName[] } : {}),
});
for (const [name, url] of Object.entries(cloud.urls)) console.log(`${name.padEnd(20)} ${url}`);
if (values['env-file']) {
  await writeFile(values['env-file'], environmentFile(cloud), { mode: 0o600 });
  console.log(`${'credentials'.padEnd(20)} ${values['env-file']}`);
}
console.log(
  `The local cloud is up after ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C ends it.`,
);
await stopped;
await cloud.close();
const missing = cloud.unimplemented();
for (const line of missing) console.error(line);
process.exit(missing.length > 0 ? 1 : 0);

/** `KEY=value` lines, under the names the vendors' own tools read where they have one. */
function environmentFile({ postgres, supabase, github, sentry, slack, vercel }: Cloud): string {
  const lines: Record<string, string> = {
    STAGING_DATABASE_URL: postgres.url('staging'),
    PRODUCTION_DATABASE_URL: postgres.url('production'),
    STAGING_SUPABASE_URL: supabase.staging.url,
    PRODUCTION_SUPABASE_URL: supabase.production.url,
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_TOKEN: github.botToken,
    SENTRY_URL: sentry.url,
    SENTRY_AUTH_TOKEN: sentry.token,
    SENTRY_ORG: sentry.organization,
    SENTRY_PROJECT: sentry.project,
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_CHANNEL: slack.channel.id,
    VERCEL_API_URL: vercel.url,
    VERCEL_TOKEN: vercel.token,
    VERCEL_TEAM_ID: vercel.teamId,
    STAGING_VERCEL_PROJECT_ID: vercel.projects.staging.id,
    PRODUCTION_VERCEL_PROJECT_ID: vercel.projects.production.id,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
