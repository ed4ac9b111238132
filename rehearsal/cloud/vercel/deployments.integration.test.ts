/** @module-tag full */
import { createHash } from 'node:crypto';
import { Vercel as Sdk } from '@vercel/sdk';
import type { FileTree } from '@vercel/sdk/models/filetree.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BYPASS, type Deployed, type Fixture, open, PROJECT, startFixture, TEAM, TOKEN } from './fixture.ts';

let fixture: Fixture;
let sdk: Sdk;
let first: Deployed;

beforeAll(async () => {
  fixture = await startFixture();
  sdk = new Sdk({ bearerToken: TOKEN, serverURL: fixture.vercel.url });
  first = await fixture.deploy({ meta: { githubCommitSha: 'a'.repeat(40), shiplockRelease: 'rel_1' } });
});
afterAll(async () => {
  const pids = fixture.vercel.pids();
  await fixture.close();
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  expect(fixture.log.unimplemented).toEqual([]);
  expect(fixture.log.crashes).toEqual([]);
});

test('the vendor’s client uploads, builds for real and ends with a staged deployment', async () => {
  expect(first.events).toEqual(
    expect.arrayContaining([
      'hashes-calculated',
      'file-count',
      'file-uploaded',
      'all-files-uploaded',
      'created',
      'building',
      'ready',
      'alias-assigned',
    ]),
  );
  expect(first.payload).toMatchObject({ readyState: 'READY', readySubstate: 'STAGED', target: 'production' });
  const calls = fixture.log.entries.map((entry) => entry.call);
  expect(calls.filter((call) => call.startsWith('vercel.deploy') && call !== 'vercel.deployment')).toEqual([
    'vercel.deploy-check',
    'vercel.deploy',
  ]);
  const who = await (await fetch(`${first.url}/api/who`, { headers: open })).json();
  expect(who).toEqual({ id: first.id, env: 'production', sha: 'a'.repeat(40), greeting: 'hello production' });
  expect(await (await fetch(first.url, { headers: open })).text()).toContain('fixture</h1>');
  expect((await fetch(fixture.vercel.domainUrl('www'))).status).toBe(404);
});

test('deployment protection turns visitors away with a 302, lets the secret in, and can hand out a cookie', async () => {
  const visit = (headers: Record<string, string>) =>
    fetch(`${first.url}/api/who`, { headers, redirect: 'manual' });
  const away = await visit({});
  expect(away.status).toBe(302);
  expect(away.headers.get('location')).toContain('/sso-api?url=');
  expect((await visit({ 'x-vercel-protection-bypass': 'wrong' })).status).toBe(302);
  const asked = await visit({ ...open, 'x-vercel-set-bypass-cookie': 'true' });
  expect(asked.status).toBe(307);
  const cookie = asked.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(cookie).not.toContain(BYPASS);
  expect((await visit({ cookie })).status).toBe(200);
});

test('@vercel/sdk accepts the answers: deployment, list, project, domains', async () => {
  const deployment = await sdk.deployments.getDeployment({ idOrUrl: first.id, teamId: TEAM });
  expect(deployment).toMatchObject({ id: first.id, readyState: 'READY' });
  const byHost = await sdk.deployments.getDeployment({
    idOrUrl: first.url.replace('http://', ''),
    teamId: TEAM,
  });
  expect(byHost).toMatchObject({ id: first.id });
  const list = await sdk.deployments.getDeployments({
    projectId: PROJECT,
    target: 'production',
    state: 'READY',
    teamId: TEAM,
  });
  expect(list.deployments[0]).toMatchObject({ uid: first.id, readySubstate: 'STAGED' });
  const project = await sdk.projects.getProject({ idOrName: PROJECT, teamId: TEAM });
  expect(project).toMatchObject({ id: PROJECT, autoAssignCustomDomains: true });
  const { domains } = (await sdk.projects.getProjectDomains({ idOrName: PROJECT, teamId: TEAM })) as {
    domains: { name: string }[];
  };
  expect(domains.map(({ name }) => name).sort()).toEqual(
    ['www', 'shop'].map((label) => fixture.vercel.domainName(label)).sort(),
  );
});

test('the list of a deployment’s files is of what was uploaded, and @vercel/sdk accepts it', async () => {
  const tree = await sdk.deployments.listDeploymentFiles({ id: first.id, teamId: TEAM });
  const [source, out] = tree;
  expect([source?.name, out?.name]).toEqual(['src', 'out']);
  const find = (path: string) =>
    path
      .split('/')
      .reduce<FileTree | undefined>((at, name) => at?.children?.find((one) => one.name === name), source);
  const page = 'export default function Page() { return <h1>fixture</h1>; }';
  expect(find('app/page.js')).toMatchObject({
    type: 'file',
    uid: createHash('sha1').update(page).digest('hex'),
  });
  expect(find('app/api')).toMatchObject({ type: 'directory' });
  const count = (entry: FileTree): number =>
    entry.type === 'directory' ? (entry.children ?? []).reduce((sum, one) => sum + count(one), 0) : 1;
  expect(count(source!)).toBe(first.uploaded);
  const byHost = await api(`/v6/deployments/${first.url.replace('http://', '')}/files`);
  expect(byHost.status).toBe(404);
});

test('lists filter by our own metadata', async () => {
  const find = async (release: string) =>
    (await api(`/v6/deployments?projectId=${PROJECT}&meta-shiplockRelease=${release}`)).json() as Promise<
      Record<string, unknown>
    >;
  expect((await find('rel_1'))['deployments']).toHaveLength(1);
  expect((await find('rel_2'))['deployments']).toHaveLength(0);
});

test('a deployment keeps the environment it was built with', async () => {
  fixture.vercel.setEnv(PROJECT, 'production', 'GREETING', 'changed');
  const pull = async (what: string) => (await api(`/v3/env/pull/${what}`)).json();
  expect(await pull(first.id)).toMatchObject({ env: { GREETING: 'hello production' } });
  expect(await pull(`${PROJECT}/production`)).toMatchObject({ env: { GREETING: 'changed' } });
  fixture.vercel.setEnv(PROJECT, 'production', 'GREETING', 'hello production');
});

test('a preview gets its own environment, and only a preview domain may point at it', async () => {
  const preview = await fixture.deploy({ target: 'preview', env: { RELEASE: 'rel_p' } } as object);
  const who = await (await fetch(`${preview.url}/api/who`, { headers: open })).json();
  expect(who).toMatchObject({ env: 'preview', greeting: 'hello preview', release: 'rel_p' });
  const assign = (label: string) =>
    sdk.aliases.assignAlias({
      id: preview.id,
      teamId: TEAM,
      requestBody: { alias: fixture.vercel.domainName(label) },
    });
  await assign('preview');
  expect(await (await fetch(`${fixture.vercel.domainUrl('preview')}/api/who`)).json()).toMatchObject({
    id: preview.id,
  });
  await expect(assign('www')).rejects.toThrow();
});

test('a build that fails ends in ERROR with the reason, its log, and no server', async () => {
  const broken = await fixture.deploy({ change: { 'app/page.js': 'export default function Page( {' } });
  expect(broken.events.at(-1)).toBe('error');
  expect(broken.payload).toMatchObject({
    readyState: 'ERROR',
    errorMessage: 'Command "next build" exited with 1',
  });
  const log = await (await api(`/v3/now/deployments/${broken.id}/events?follow=1&format=lines`)).text();
  expect(log).toContain('app/page.js');
  expect((await fetch(broken.url, { headers: open })).status).toBe(404);
});

test('a build can be canceled', async () => {
  const posted = await api('/v13/deployments', {
    method: 'POST',
    body: JSON.stringify({
      name: 'fixture',
      files: [{ file: 'package.json', data: '{"scripts":{"build":"sleep 60"}}' }],
    }),
  });
  const { id } = (await posted.json()) as { id: string };
  const canceled = await sdk.deployments.cancelDeployment({ id, teamId: TEAM });
  expect(canceled).toMatchObject({ readyState: 'CANCELED' });
});

test.each([
  ['unknown project', `/v9/projects/nope`, {}, 404, 'not_found'],
  ['unknown deployment', '/v13/deployments/dpl_nope', {}, 404, 'not_found'],
  ['wrong token', '/v2/user', { headers: { authorization: 'Bearer x' } }, 403, 'forbidden'],
  ['other team', `/v9/projects/${PROJECT}?teamId=team_other`, {}, 403, 'forbidden'],
  [
    'path leaving the folder',
    '/v13/deployments',
    post({ name: 'fixture', files: [{ file: '../x', data: '' }] }),
    400,
    'bad_request',
  ],
  [
    'misspelt key',
    '/v13/deployments',
    post({ name: 'fixture', files: [], tarrget: 'x' }),
    400,
    'bad_request',
  ],
  [
    'wrong digest',
    '/v2/files',
    { method: 'POST', body: 'x', headers: { 'x-now-digest': 'f'.repeat(40) } },
    400,
    'invalid_sha',
  ],
])('%s is refused in Vercel’s error shape', async (_name, path, init, status, code) => {
  const answer = await api(path, init);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error: { code } });
});

test('the log holds no secret', () => {
  expect(JSON.stringify(fixture.log)).not.toContain(TOKEN);
});

function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) };
}

function api(path: string, init: RequestInit = {}) {
  return fetch(fixture.vercel.url + path, {
    ...init,
    headers: { authorization: `Bearer ${TOKEN}`, ...init.headers },
  });
}
