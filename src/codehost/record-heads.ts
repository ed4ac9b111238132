import { z } from 'zod';
import type { CodeHost } from '../release/ports.ts';
import { headIn, type OutsideHead } from '../release/record/head.ts';
import type { GithubClient } from './client.ts';
import { deployment, list, ours, statuses } from './deployments.ts';

type Known = z.infer<typeof deployment>;

/** Of so many deployments the statuses are read too: one request each. */
const STATUSES = { newest: 3, all: 30 } as const;

/** Ends of the record's chain in payloads of deployments and in descriptions of their statuses. */
export async function recordHeads(
  client: GithubClient,
  { environment, which }: Parameters<CodeHost['recordHeads']>[0],
): Promise<OutsideHead[]> {
  const known = which === 'all' ? await list(client, { environment }) : await newest(client, environment);
  const mine = known
    .flatMap((each) => {
      const payload = ours(each.payload);
      return payload ? [{ ...each, payload }] : [];
    })
    .sort((a, b) => b.id - a.id);
  const heads: OutsideHead[] = [];
  for (const [place, each] of mine.entries()) {
    const { shiplock_release: releaseId, shiplock_project: project } = each.payload;
    const about = { releaseId, deploymentId: String(each.id), ...(project ? { project } : {}) };
    const told = place < STATUSES[which] ? await statuses(client, each.id) : [];
    for (const status of told.sort((a, b) => b.id - a.id)) {
      const head = headIn(status.description ?? '');
      if (head) heads.push({ ...head, ...about, ...author(status) });
    }
    if (each.payload.shiplock_head) heads.push({ ...each.payload.shiplock_head, ...about, ...author(each) });
  }
  return heads;
}

function newest(client: GithubClient, environment: string): Promise<Known[]> {
  return client.read(
    {
      doing: `read the newest deployments to ${environment}`,
      permission: 'deployments: read',
      route: 'GET /repos/{owner}/{repo}/deployments',
      params: { environment, per_page: 100 },
    },
    z.array(deployment),
  );
}

function author({ creator, created_at: at }: Pick<Known, 'creator' | 'created_at'>) {
  return { by: creator?.login ?? 'an unknown account', at: at ?? 'an unknown time' };
}
