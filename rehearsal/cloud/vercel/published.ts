import { startCountingDefaultToZeroValue } from '@vercel/sdk/types/defaultToZeroValue.js';
import { startCountingUnrecognized } from '@vercel/sdk/types/unrecognized.js';
import { z } from 'zod';

/**
 * What Vercel publishes about its answers: the schemas that its own generated client (@vercel/sdk, from Vercel's OpenAPI
 * document) reads them with, by the outside call's name. A call that is not here is in no published document; the CLI is
 * the only witness of those.
 */
const PUBLISHED: Readonly<Record<string, readonly [module: string, schema: string]>> = {
  'vercel.user': ['getauthuserop', 'GetAuthUserResponseBody'],
  'vercel.teams': ['getteamsop', 'GetTeamsResponseBody'],
  'vercel.team': ['team', 'Team'],
  'vercel.deploy': ['createdeploymentresponsebody', 'CreateDeploymentResponseBody'],
  'vercel.deployment': ['getdeploymentresponsebody', 'GetDeploymentResponseBody'],
  'vercel.deployments': ['getdeploymentsop', 'GetDeploymentsResponseBody'],
  'vercel.delete-deployment': ['deletedeploymentop', 'DeleteDeploymentResponseBody'],
  'vercel.cancel': ['canceldeploymentresponsebody', 'CancelDeploymentResponseBody'],
  'vercel.alias': ['getaliasop', 'GetAliasResponseBody'],
  'vercel.aliases': ['listaliasesop', 'ListAliasesResponseBody'],
  'vercel.deployment-aliases': ['listdeploymentaliasesop', 'ListDeploymentAliasesResponseBody'],
  'vercel.assign-alias': ['assignaliasop', 'AssignAliasResponseBody'],
  'vercel.remove-alias': ['deletealiasop', 'DeleteAliasResponseBody'],
  'vercel.project': ['getprojectresponsebody', 'GetProjectResponseBody'],
  'vercel.projects': ['getprojectsresponsebody', 'GetProjectsResponseBody'],
  'vercel.update-project': ['updateprojectresponsebody', 'UpdateProjectResponseBody'],
  'vercel.domains': ['getprojectdomainsop', 'GetProjectDomainsResponseBody'],
  'vercel.domain-config': ['getdomainconfigop', 'GetDomainConfigResponseBody'],
  'vercel.account-domains': ['getdomainsop', 'GetDomainsResponseBody'],
  'vercel.env-list': ['filterprojectenvsop', 'FilterProjectEnvsResponseBody'],
  'vercel.env-create': ['createprojectenvop', 'CreateProjectEnvResponseBody'],
  'vercel.env-update': ['editprojectenvop', 'EditProjectEnvResponseBody'],
  'vercel.env-delete': ['removeprojectenvop', 'RemoveProjectEnvResponseBody'],
  'vercel.promote-aliases': ['listpromotealiasesop', 'ListPromoteAliasesResponseBody'],
  'vercel.rolling-release': ['getrollingreleaseop', 'GetRollingReleaseResponseBody'],
  'vercel.rolling-config': ['getrollingreleaseconfigop', 'GetRollingReleaseConfigResponseBody'],
  'vercel.rolling-approve': ['approverollingreleasestageop', 'ApproveRollingReleaseStageResponseBody'],
  'vercel.rolling-complete': ['completerollingreleaseop', 'CompleteRollingReleaseResponseBody'],
  'vercel.custom-environments': [
    'getprojectsbyidornamecustomenvironmentsop',
    'GetProjectsByIdOrNameCustomEnvironmentsResponseBody',
  ],
};

const schemaLike = z.object({
  safeParse: z.custom<(value: unknown) => { success: boolean; error?: { message: string } }>(
    (value) => typeof value === 'function',
  ),
});
type SchemaLike = z.infer<typeof schemaLike>;

export type Check = (call: string, status: number, body: unknown) => Promise<string | undefined>;

/** Says what in an answer is otherwise than Vercel publishes it; schemas are loaded when they are first needed. */
export function publishedCheck(): Check {
  const loaded = new Map<string, Promise<SchemaLike>>();
  return async (call, status, body) => {
    const published = PUBLISHED[call];
    if (!published || status >= 300) return undefined;
    const schema = loaded.get(call) ?? load(published);
    loaded.set(call, schema);
    const { safeParse } = await schema;
    // The client reads leniently: it makes up what is missing, turns other types into text, and counts both.
    const counts = [startCountingUnrecognized(), startCountingDefaultToZeroValue()];
    const { success, error } = safeParse(body);
    const [otherwise = 0, missing = 0] = counts.map((counting) => counting.end());
    if (success && otherwise === 0 && missing === 0) return undefined;
    return success
      ? `${otherwise} fields of its answer are otherwise than Vercel publishes them, ${missing} of them missing: ${JSON.stringify(body)}`
      : `its answer is otherwise than Vercel publishes it: ${error?.message ?? ''}`;
  };
}

async function load([module, name]: readonly [string, string]): Promise<SchemaLike> {
  const exported: Record<string, unknown> = await import(`@vercel/sdk/models/${module}.js`);
  const schema = exported[`${name}$inboundSchema`];
  if (typeof schema !== 'object' || schema === null || !('safeParse' in schema))
    throw new Error(`@vercel/sdk has no ${name} in ${module}`);
  const { safeParse } = schemaLike.parse({ safeParse: schema.safeParse });
  return { safeParse: (value) => safeParse.call(schema, value) };
}

/** For a test: that each of them is there. */
export const loadAll = () => Promise.all(Object.values(PUBLISHED).map(load));
