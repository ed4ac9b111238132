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
      doing: `read the environment variables of ${deploymentId}`,
      path: `/v3/env/pull/${encodeURIComponent(deploymentId)}`,
      tries: 1,
    },
    answers.environmentOf,
  );
  return new Map(Object.entries({ ...answer?.buildEnv, ...answer?.env }));
}

/** Under these names apps, and Supabase's integration for Vercel, say where the project is. */
const BACKEND =
  /^((NEXT_PUBLIC|PUBLIC|NUXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|GATSBY)_)?SUPABASE_URL$|^(POSTGRES|DATABASE)_URL(_NON_POOLING)?$|^POSTGRES_PRISMA_URL$|^DIRECT_URL$/;

/** What the deployment's variables for its backend name, as `tell` reads a value; those that it cannot read are left out. */
export async function backendsOf(
  api: VercelApi,
  id: string,
  tell: (value: string) => string | undefined,
): Promise<readonly { readonly variable: string; readonly backend: string }[]> {
  const found = await environmentOf(api, id);
  return [...found].flatMap(([variable, value]) => {
    const backend = BACKEND.test(variable) ? tell(value) : undefined;
    return backend === undefined ? [] : [{ variable, backend }];
  });
}
