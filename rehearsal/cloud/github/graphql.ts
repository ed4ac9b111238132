import { z } from 'zod';
import { answer, type Github } from './api.ts';
import { Failure, notFound } from './state.ts';

const asked = z.object({
  query: z.string(),
  variables: z.object({
    owner: z.string(),
    repo: z.string(),
    number: z.int(),
    after: z.string().nullish(),
  }),
});

/** The one question that REST has no answer to: the review threads of a pull request, two a page. */
export function graphqlRoute(standIn: Github): void {
  standIn.route(
    'POST',
    '/graphql',
    'github.graphql',
    (c, state) =>
      answer(c, async () => {
        const { query, variables } = asked.parse(await c.req.json());
        if (!query.includes('reviewThreads')) throw new Failure(501, 'not part of this stand-in');
        const repository = state.repositories.find(
          (one) => one.owner === variables.owner && one.name === variables.repo,
        );
        const pull = repository?.pulls.find((one) => one.number === variables.number);
        if (!pull) throw notFound();
        const start = Number(variables.after ?? 0);
        const nodes = pull.threads.slice(start, start + 2).map(({ resolved }) => ({ isResolved: resolved }));
        const hasNextPage = start + 2 < pull.threads.length;
        const pageInfo = { hasNextPage, endCursor: hasNextPage ? String(start + 2) : null };
        return c.json({ data: { repository: { pullRequest: { reviewThreads: { nodes, pageInfo } } } } });
      }),
    { kind: 'read' },
  );
}
