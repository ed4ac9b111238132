import { beforeEach, expect, test } from 'vitest';
import { hosting, lines, say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import { caught } from './scripted.ts';

const DOMAIN = 'pr-7.preview.example';
const sent: unknown[] = [];
/** Where the domain points now, as Vercel says it. */
let alias: Record<string, unknown> | undefined;

vercelForEachTest();
beforeEach(() => {
  sent.length = 0;
  alias = undefined;
  vercel
    .on(`GET /v4/aliases/${DOMAIN}`, () =>
      alias ? { json: alias } : { status: 404, json: { error: { code: 'not_found', message: 'no' } } },
    )
    .on('POST /v2/deployments/*/aliases', ({ match, body }) => {
      sent.push({ to: match[0], ...JSON.parse(body) });
      return { json: { uid: 'als_1', alias: DOMAIN, created: '2026-01-01T00:00:00Z' } };
    });
});
const point = (domain = DOMAIN) => hosting().pointPreview!({ domain, deploymentId: 'dpl_b', say });

test('points the domain of a pull request at its preview, also when it pointed at an earlier one', async () => {
  expect(await point()).toEqual({ url: `http://${DOMAIN}` });
  alias = { projectId: 'prj_1', deploymentId: 'dpl_old' };
  await point();
  const asked = { to: 'dpl_b', alias: DOMAIN, redirect: null };
  expect(sent).toEqual([asked, asked]);
  expect(lines).toContain(`${DOMAIN} points at dpl_b`);
});

test('writes nothing where it points there already', async () => {
  alias = { projectId: 'prj_1', deployment: { id: 'dpl_b' } };
  expect(await point()).toEqual({ url: `http://${DOMAIN}` });
  expect(sent).toEqual([]);
});

test.each([
  ['a domain that serves production', 'www.example.com', { name: 'www.example.com', verified: true }],
  ['a domain that redirects', 'old.example.com', { name: 'old.example.com', verified: true, redirect: 'x' }],
  ['a domain of a branch', 'dev.example.com', { name: 'dev.example.com', verified: true, gitBranch: 'dev' }],
  [
    'a domain of a custom environment',
    'qa.example.com',
    { name: 'qa.example.com', verified: true, customEnvironmentId: 'env_1' },
  ],
  ['a domain that is not verified yet', 'new.example.com', { name: 'new.example.com', verified: false }],
])('%s is never moved', async (_, domain, row) => {
  vercel.on('GET /v9/projects/*/domains', { json: { domains: [row] } });
  const error = await caught(point(domain));
  expect(error).toMatchObject({ code: 'SHIPLOCK_VERCEL_REFUSED', certainty: 'not-done' });
  expect(error).toMatchObject({ message: expect.stringContaining('it is a domain of the project shop') });
  expect(sent).toEqual([]);
});

test('the list is Vercel’s, not the settings’: a domain that they leave out is not moved either', async () => {
  const domain = 'www.example.com';
  vercel.on('GET /v9/projects/*/domains', { json: { domains: [{ name: domain, verified: true }] } });
  const error = await caught(
    hosting({ domains: ['other.example.com'] }).pointPreview!({ domain, deploymentId: 'dpl_b', say }),
  );
  expect(error).toMatchObject({ message: expect.stringContaining('it is a domain of the project shop') });
});

test('one that points at another project is left to it', async () => {
  alias = { projectId: 'prj_2', deploymentId: 'dpl_z' };
  const error = await caught(point());
  expect(error).toMatchObject({
    message: expect.stringContaining('it points at a deployment of another project'),
  });
  expect(sent).toEqual([]);
});

test('a lost answer may have moved it', async () => {
  vercel.on('POST /v2/deployments/*/aliases', () => 'cut');
  expect(await caught(point())).toMatchObject({ certainty: 'unknown' });
  expect(shop.serving[vercel.host]).toBe('dpl_a');
});
