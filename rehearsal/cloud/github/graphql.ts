import { z } from 'zod';
import { answer, type Github } from './api.ts';
import { Failure, type GithubState, notFound, type Repository } from './state.ts';

const asked = z.object({
  query: z.string(),
  variables: z.object({
    owner: z.string(),
    repo: z.string(),
    number: z.int().optional(),
    after: z.string().nullish(),
    ids: z.array(z.string()).max(100).optional(),
  }),
});
type Variables = z.infer<typeof asked>['variables'];

/** The questions that REST has no answer to: the review threads of a pull request, and how comments came about. */
export function graphqlRoute(standIn: Github): void {
  standIn.route(
    'POST',
    '/graphql',
    'github.graphql',
    (c, state) =>
      answer(c, async () => {
        const { query, variables } = asked.parse(await c.req.json());
        const repository = repositoryOf(state, variables);
        if (query.includes('reviewThreads')) return c.json(threads(repository, variables));
        if (query.includes('createdViaEmail')) return c.json(origins(repository, variables.ids ?? []));
        throw new Failure(501, 'not part of this stand-in');
      }),
    { kind: 'read' },
  );
}

function repositoryOf(state: GithubState, { owner, repo }: Variables): Repository {
  const found = state.repositories.find((one) => one.owner === owner && one.name === repo);
  if (!found) throw notFound();
  return found;
}

/** Two a page. */
function threads(repository: Repository, { number, after }: Variables) {
  const pull = repository.pulls.find((one) => one.number === number);
  if (!pull) throw notFound();
  const start = Number(after ?? 0);
  const nodes = pull.threads.slice(start, start + 2).map(({ resolved }) => ({ isResolved: resolved }));
  const hasNextPage = start + 2 < pull.threads.length;
  const pageInfo = { hasNextPage, endCursor: hasNextPage ? String(start + 2) : null };
  return { data: { repository: { pullRequest: { reviewThreads: { nodes, pageInfo } } } } };
}

/** A node that is gone is null, and an error beside the data. https://spec.graphql.org/October2021/#sec-Errors */
function origins(repository: Repository, ids: readonly string[]) {
  const nodes = ids.map((id) => {
    const [, number] = /^(?:Issue|Commit)Comment:(\d+)$/.exec(Buffer.from(id, 'base64url').toString()) ?? [];
    const comment = repository.comments.find((one) => String(one.id) === number);
    if (!comment) return null;
    return { id, createdViaEmail: comment.viaMail === true, lastEditedAt: comment.editedAt ?? null };
  });
  const errors = ids.flatMap((id, at) =>
    nodes[at]
      ? []
      : [
          {
            type: 'NOT_FOUND',
            path: ['nodes', at],
            message: `Could not resolve to a node with the global id of '${id}'.`,
          },
        ],
  );
  const data = { repository: { id: String(repository.id) }, nodes };
  return errors.length > 0 ? { data, errors } : { data };
}
