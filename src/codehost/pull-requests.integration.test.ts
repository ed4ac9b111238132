import { expect, it } from 'vitest';
import { github, table } from './github.fixture.ts';

const pull = (number: number, more: object = {}) => ({
  ...{ number, title: 'T', html_url: `https://github.test/pull/${number}`, user: { login: 'ada' } },
  ...{ merged_at: '2026-11-23T10:00:00Z', merge_commit_sha: 'elsewhere' },
  ...more,
});
const asked = (server: { readonly seen: readonly { readonly path: string }[] }) =>
  server.seen.map(({ path }) => path.split('/').at(-2));

it('names the merged pull request of each commit; one without, or with an open one alone, has none', async () => {
  const { host, server } = await github(
    table({
      'GET /commits/squashed/pulls': { body: [pull(7, { merge_commit_sha: 'squashed' })] },
      'GET /commits/pushed/pulls': { body: [] },
      'GET /commits/held/pulls': { body: [pull(9, { merged_at: null, merge_commit_sha: null })] },
      'GET /commits/cherry/pulls': {
        body: [pull(3, { merged_at: null }), pull(4, { merge_commit_sha: 'cherry' })],
      },
    }),
  );
  const found = await host.pullRequests?.(['squashed', 'pushed', 'held', 'cherry']);
  expect([...(found ?? [])]).toEqual([
    ['squashed', { number: 7, url: 'https://github.test/pull/7' }],
    ['pushed', null],
    ['held', null],
    ['cherry', { number: 4, url: 'https://github.test/pull/4' }],
  ]);
  // What was asked once is known, and so is the commit that merged a pull request found by another.
  await host.pullRequests?.(['squashed', 'pushed']);
  expect(asked(server)).toEqual(['squashed', 'pushed', 'held', 'cherry']);
});

it('asks about 50 commits at most, and leaves the others out instead of calling them direct pushes', async () => {
  const { host, server } = await github(({ path }) => (path.endsWith('/pulls') ? { body: [] } : undefined));
  const shas = Array.from({ length: 53 }, (_, n) => `c${n}`);
  const found = await host.pullRequests?.(shas);
  expect(found?.size).toBe(50);
  expect(found?.has('c50')).toBe(false);
  expect(server.seen).toHaveLength(50);
});
