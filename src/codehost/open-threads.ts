import { z } from 'zod';
import { Pages } from '../http/pages.ts';
import type { GithubClient } from './client.ts';

/** REST has no such thing. https://docs.github.com/en/graphql/reference/objects#pullrequestreviewthread */
const QUERY = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { isResolved }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const answer = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        nodes: z.array(z.object({ isResolved: z.boolean() })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  }),
});

/** How many review threads of each pull request nobody resolved; none of those without. What cannot be read is thrown. */
export async function openThreads(
  client: GithubClient,
  pulls: readonly number[],
): Promise<{ pull: number; open: number }[]> {
  const found: { pull: number; open: number }[] = [];
  for (const pull of pulls) {
    let open = 0;
    let after: string | null = null;
    const pages = new Pages();
    for (;;) {
      const call = {
        doing: `read the review threads of pull request ${pull}`,
        permission: 'pull-requests: read',
      };
      const page: z.infer<typeof answer> = await client.query(call, QUERY, { number: pull, after }, answer);
      const { nodes, pageInfo } = page.repository.pullRequest.reviewThreads;
      open += nodes.filter((thread) => !thread.isResolved).length;
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
      client.refuseRepeated(pages, after ?? '', call);
    }
    if (open > 0) found.push({ pull, open });
  }
  return found;
}
