import { z } from 'zod';
import { parsed } from '../http/parsed.ts';
import type { ReadCommitFile } from '../release/ports.ts';
import type { VercelApi } from './client.ts';
import { elsewhere } from './elsewhere.ts';
import type { Setup } from './state.ts';

const vercelJson = z.object({
  git: z
    .object({ deploymentEnabled: z.union([z.boolean(), z.record(z.string(), z.boolean())]).optional() })
    .optional(),
});

/** What moves production's traffic beside us, or keeps it from being seen: sentences for whoever approves. */
export async function beside(
  api: VercelApi,
  { project, domains }: Setup,
  readFile: ReadCommitFile,
): Promise<readonly string[]> {
  const away = await elsewhere(api, domains);
  return [
    ...[...away.values()].map((why) => `${why}. Shiplock does not ask it after traffic has moved.`),
    ...(await pushes(project, readFile)),
  ];
}

async function pushes(
  { link, gitProviderOptions, rootDirectory }: Setup['project'],
  readFile: ReadCommitFile,
): Promise<readonly string[]> {
  if (!link || gitProviderOptions?.createDeployments === 'disabled') return [];
  const branch = link.productionBranch ?? 'main';
  const text = await readFile([rootDirectory, 'vercel.json'].filter(Boolean).join('/'));
  const read = text === undefined ? undefined : parsed({ status: 200, text }, vercelJson);
  const enabled = read && 'value' in read ? read.value.git?.deploymentEnabled : undefined;
  if (enabled === false || (typeof enabled === 'object' && enabled[branch] === false)) return [];
  const repository = [link.org, link.repo].filter(Boolean).join('/') || 'the connected repository';
  return [
    `Vercel deploys pushes to ${branch} of ${repository} to production automatically, in addition to this plan. To switch that off, write {"git": {"deploymentEnabled": false}} into vercel.json, or disconnect the repository.`,
  ];
}
