import { expect, test } from 'vitest';
import { failureOf, github, table } from './github.fixture.ts';

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as const;
const COMPARE = `GET /compare/${A}...${B}`;

test.each([
  ['ahead', true],
  ['identical', true],
  ['behind', false],
  ['diverged', false],
])('a head that is %s contains the commit: %s, asked once', async (status, expected) => {
  const { server, host } = await github(table({ [COMPARE]: { body: { status } } }));
  expect(await host.contains({ commit: A, head: B })).toBe(expected);
  expect(await host.contains({ commit: A, head: B })).toBe(expected);
  expect(server.seen).toHaveLength(1);
});

test('a commit that GitHub does not know is in no history; a head that it does not show is an error', async () => {
  const gone = { status: 404, body: { message: 'Not Found' } };
  const known = await github(table({ [COMPARE]: gone, [`GET /commits/${B}`]: { body: { sha: B } } }));
  expect(await known.host.contains({ commit: A, head: B })).toBe(false);
  const blind = await github(table({ [COMPARE]: gone, [`GET /commits/${B}`]: gone }));
  expect((await failureOf(blind.host.contains({ commit: A, head: B }))).code).toBe(
    'SHIPLOCK_GITHUB_NOT_FOUND',
  );
});

test('a status that is not known is not taken for a no', async () => {
  const { host } = await github(table({ [COMPARE]: { body: { status: 'sideways' } } }));
  expect((await failureOf(host.contains({ commit: A, head: B }))).code).toBe('SHIPLOCK_GITHUB_ANSWER');
});

test('the files of a commit, with their modes; none where GitHub does not list all', async () => {
  const entries = [
    { path: 'src', mode: '040000', type: 'tree', sha: '1' },
    { path: 'src/a.ts', mode: '100644', type: 'blob', sha: '2' },
    { path: 'lib', mode: '160000', type: 'commit', sha: '3' },
  ];
  const tree = (sha: string) => `GET /git/trees/${sha}`;
  const { host } = await github(
    table({
      [tree(A)]: { body: { sha: A, truncated: false, tree: entries } },
      [tree(B)]: { body: { sha: B, truncated: true, tree: entries } },
    }),
  );
  expect(await host.files(A)).toEqual(
    new Map([
      ['src/a.ts', '100644 2'],
      ['lib', '160000 3'],
    ]),
  );
  expect(await host.files(B)).toBeUndefined();
});
