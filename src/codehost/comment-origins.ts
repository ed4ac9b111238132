import { z } from 'zod';
import type { GithubClient } from './client.ts';

/** What REST does not say about a comment. */
export interface Origin {
  readonly viaMail: boolean;
  readonly edited: boolean;
}

/** The names are there because the client always passes them. https://docs.github.com/en/graphql/reference/interfaces#comment */
const QUERY = `query ($owner: String!, $repo: String!, $ids: [ID!]!) {
  repository(owner: $owner, name: $repo) { id }
  nodes(ids: $ids) { ... on Comment { id createdViaEmail lastEditedAt } }
}`;
/** https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
const AT_ONCE = 100;

const answer = z.object({
  nodes: z.array(
    z
      .object({ id: z.string(), createdViaEmail: z.boolean(), lastEditedAt: z.string().nullable() })
      .nullable(),
  ),
});

/** By the comment as it was read: an edited one is asked for again. */
const KNOWN = new WeakMap<GithubClient, Map<string, Origin>>();

interface Read {
  readonly node_id: string;
  readonly body?: string | null | undefined;
  readonly updated_at?: string | undefined;
}

/**
 * How these comments came about, by node id. One that is missing was deleted since it was read.
 *
 * A mail program may quote without any mark, so what a reply by mail says further down may be somebody else's words. And
 * REST tells times in whole seconds: a comment that was edited within its first second looks as if it never was.
 */
export async function originsOf(
  client: GithubClient,
  comments: readonly Read[],
): Promise<ReadonlyMap<string, Origin>> {
  const known = KNOWN.get(client) ?? new Map<string, Origin>();
  KNOWN.set(client, known);
  const unknown = comments.filter((one) => !known.has(key(one)));
  for (let start = 0; start < unknown.length; start += AT_ONCE) {
    const some = unknown.slice(start, start + AT_ONCE);
    const { nodes } = await client.query(
      { doing: 'read how comments were written', permission: 'pull-requests: read' },
      QUERY,
      { ids: some.map(({ node_id }) => node_id) },
      answer,
    );
    const told = new Map(nodes.flatMap((node) => (node ? [[node.id, node] as const] : [])));
    for (const one of some) {
      const node = told.get(one.node_id);
      if (node) known.set(key(one), { viaMail: node.createdViaEmail, edited: node.lastEditedAt !== null });
    }
  }
  const pairs = comments.map((one) => [one.node_id, known.get(key(one))] as const);
  return new Map(pairs.filter((pair): pair is [string, Origin] => pair[1] !== undefined));
}

const key = ({ node_id, updated_at, body }: Read) => JSON.stringify([node_id, updated_at, body]);
