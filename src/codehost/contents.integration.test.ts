import { expect, test } from 'vitest';
import type { Reply } from '../../test/support/scripted-server.ts';
import { failureOf, github, table } from './github.fixture.ts';

const HEAD = 'a'.repeat(40);
const text = 'version: 1\nenvironments: {}\n# ünï\n';
const content = Buffer.from(text).toString('base64');
const ROWS = {
  'GET ': { body: { default_branch: 'trunk' } },
  'GET /branches/trunk': { body: { name: 'trunk', commit: { sha: HEAD } } },
};
const file = (answer: Reply) => github(table({ ...ROWS, 'GET /contents/apps/web/shiplock.yml': answer }));

test('a file is read at the head of the default branch, and what a commit holds is read once', async () => {
  const { server, host } = await file({
    body: { type: 'file', encoding: 'base64', content: `${content.slice(0, 20)}\n${content.slice(20)}` },
  });
  const found = { branch: 'trunk', commit: HEAD, text };
  expect(await host.protectedFile('apps/web/shiplock.yml')).toEqual(found);
  expect(await host.protectedFile('apps/web/shiplock.yml')).toEqual(found);
  const reads = server.seen.filter(({ path }) => path.includes('/contents/'));
  expect(reads).toHaveLength(1);
  expect(server.seen.filter(({ path }) => path.endsWith('/branches/trunk'))).toHaveLength(2);
});

test('a file that is not there is told from one that cannot be read', async () => {
  const { host } = await file({ status: 404, body: { message: 'Not Found' } });
  expect(await host.protectedFile('apps/web/shiplock.yml')).toMatchObject({ text: undefined });
  const forbidden = await file({ status: 403, body: { message: 'Resource not accessible by integration' } });
  const error = await failureOf(forbidden.host.protectedFile('apps/web/shiplock.yml'));
  expect(error.code).toBe('SHIPLOCK_GITHUB_FORBIDDEN');
  expect(error.message).toContain('contents: read');
});

test.each([
  ['a folder', [{ type: 'file', name: 'a' }]],
  ['a file of more than 1 MB', { type: 'file', encoding: 'none', content: '' }],
  ['a submodule', { type: 'submodule' }],
  ['bytes that are not UTF-8', { type: 'file', encoding: 'base64', content: '/w==' }],
])('%s is no settings file', async (_, json) => {
  const { host } = await file({ body: json });
  const error = await failureOf(host.protectedFile('apps/web/shiplock.yml'));
  expect(error.code).toBe('SHIPLOCK_GITHUB_ANSWER');
});
