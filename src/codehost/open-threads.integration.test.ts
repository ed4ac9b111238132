import { expect, it } from 'vitest';
import { failureOf, github } from './github.fixture.ts';

/** GitHub's answer to the question for a page of review threads. */
const page = (endCursor: string | null, hasNextPage = true) => ({
  body: {
    data: {
      repository: {
        pullRequest: {
          reviewThreads: { nodes: [{ isResolved: false }], pageInfo: { hasNextPage, endCursor } },
        },
      },
    },
  },
});

it.each([
  ['the same page', ['a']],
  ['two pages in turn', ['a', 'b']],
  ['three pages in turn', ['a', 'b', 'c']],
  ['no page at all', [null]],
])('review threads whose next page is %s again and again end with an error', async (_what, cursors) => {
  let asked = 0;
  const { host, server } = await github(() => page(cursors[asked++ % cursors.length] ?? null));
  expect(await failureOf(host.openThreads([7]))).toMatchObject({ code: 'SHIPLOCK_GITHUB_ANSWER' });
  expect(server.seen.length).toBeLessThan(8);
});

it('review threads of two pull requests may have pages of the same name', async () => {
  let asked = 0;
  const { host } = await github(() => page('a', asked++ % 2 === 0));
  expect(await host.openThreads([7, 8])).toEqual([
    { pull: 7, open: 2 },
    { pull: 8, open: 2 },
  ]);
});
