import { z } from 'zod';
import { OutsideCallError, type Problem } from '../release/errors.ts';
import type { PreviewDomain } from '../release/ports.ts';
import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';
import { listDomains } from './domains.ts';
import { domainUrl } from './options.ts';
import { readProject } from './state.ts';

const assigned = z.object({ alias: z.string() });

/**
 * Points a domain at a preview. Whatever else it is may be served to people, so it must be none of the project's domains,
 * by Vercel's own list, and lead to no other project. Pointing it there twice is the same as once.
 * https://vercel.com/docs/rest-api/aliases/assign-an-alias
 * @throws OutsideCallError, `not-done` where the domain is somebody's
 */
export async function pointPreview(
  api: VercelApi,
  { domain, deploymentId, say }: PreviewDomain,
): Promise<{ readonly url: string }> {
  const url = domainUrl(domain, api.options.apiUrl);
  const [project, served, alias] = await Promise.all([
    readProject(api),
    listDomains(api),
    api.read(
      {
        name: 'vercel.alias',
        doing: `read where ${domain} points`,
        path: `/v4/aliases/${encodeURIComponent(domain)}`,
        absent: true,
      },
      answers.alias,
    ),
  ]);
  if (served.some(({ name }) => name === domain))
    throw taken(domain, `it is a domain of the project ${project.name}`);
  if (alias?.projectId && alias.projectId !== project.id)
    throw taken(domain, 'it points at a deployment of another project');
  if ((alias?.deploymentId ?? alias?.deployment?.id) === deploymentId) return { url };
  await api.write(
    {
      name: 'vercel.point-preview',
      doing: `point ${domain} at ${deploymentId}`,
      path: `/v2/deployments/${encodeURIComponent(deploymentId)}/aliases`,
      json: { alias: domain, redirect: null },
    },
    assigned,
  );
  say(`${domain} points at ${deploymentId}`);
  return { url };
}

function taken(domain: string, why: string): OutsideCallError {
  const problem: Problem = {
    code: 'SHIPLOCK_VERCEL_REFUSED',
    what: `${domain} cannot be the address of a preview: ${why}`,
    notDone: [`${domain} was not moved`],
    next: 'Set another `vercel.previewDomain` in the settings of the protected branch.',
  };
  return new OutsideCallError(problem, { certainty: 'not-done' });
}
