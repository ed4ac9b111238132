import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';

/** What Vercel and Shiplock give every deployment anew: https://vercel.com/docs/environment-variables/system-environment-variables */
const OF_EACH_DEPLOYMENT = /^(VERCEL|NX|TURBO)(_|$)|^SHIPLOCK_(RELEASE_ID|COMMIT)$/;

/**
 * Names of the variables that two deployments have different values of. A deployment keeps the values of its own time,
 * whatever the project's settings say now: https://vercel.com/docs/instant-rollback
 */
export async function environmentChanges(
  api: VercelApi,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const [now, then] = await Promise.all([environmentOf(api, from), environmentOf(api, to)]);
  return [...new Set([...now.keys(), ...then.keys()])]
    .filter((name) => !OF_EACH_DEPLOYMENT.test(name) && now.get(name) !== then.get(name))
    .sort();
}

async function environmentOf(api: VercelApi, deploymentId: string): Promise<ReadonlyMap<string, string>> {
  const answer = await api.read(
    {
      name: 'vercel.env-pull',
      doing: `read the names of the environment variables of ${deploymentId}`,
      path: `/v3/env/pull/${encodeURIComponent(deploymentId)}`,
      tries: 1,
    },
    answers.environmentOf,
  );
  return new Map(Object.entries({ ...answer?.buildEnv, ...answer?.env }));
}
