import * as answers from './answers.ts';
import type { VercelApi } from './client.ts';
import { readProject } from './state.ts';

/** May the project's secret go to this address? What the settings name as domains is no answer: a commit writes those. */
export async function owns(api: VercelApi, url: string): Promise<boolean> {
  if (!URL.canParse(url)) return false;
  const { host, protocol } = new URL(url);
  // Over plain http everybody on the way reads it; an API over plain http is a local stand-in.
  if (protocol !== 'https:' && !api.options.apiUrl.startsWith('http:')) return false;
  const project = await readProject(api);
  const [domain, deployment] = await Promise.all([
    api.read(
      {
        name: 'vercel.domains',
        doing: `list domains of project ${project.name}`,
        path: `/v9/projects/${encodeURIComponent(project.id)}/domains`,
        query: { limit: '100' },
      },
      answers.domainList,
    ),
    api.read(
      {
        name: 'vercel.deployment',
        doing: `read deployment ${host}`,
        path: `/v13/deployments/${encodeURIComponent(host)}`,
        absent: true,
      },
      answers.deployment,
    ),
  ]);
  const verified = domain?.domains.some(({ name, verified: is }) => is && name === host) ?? false;
  return verified || deployment?.projectId === project.id;
}
