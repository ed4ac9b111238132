import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reads } from '../../src/release/calls/registry.ts';
import { CODES } from '../../src/release/codes.ts';
import { ShiplockError } from '../../src/release/errors.ts';
import { FAULTS } from '../../test/faults/faults.ts';
import { isDatabase, points } from '../../test/faults/points.ts';
import { inFull } from '../../test/support/full.ts';
import { until } from '../../test/support/until.ts';
import { vendorsOf } from './clients.fixture.ts';
import { type Cloud, startCloud } from './index.ts';

/**
 * Every read of the registry that goes over HTTP, with everything that can go wrong at it: it answers what it answers
 * with nothing in the way, or it fails with a code of the table. What could not be read is never an answer: a list that
 * came half would hide somebody's no.
 */
let cloud: Cloud;
let deployment = '';
const SHA = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const DEBUG_ID = '00000000-0000-4000-8000-000000000001';
/** Short only where no answer comes. */
let deadlineMs = 30_000;
const vendors = () => vendorsOf(cloud, deadlineMs);
const say = () => undefined;
const production = { environment: 'production', commit: SHA, runId: undefined };

const DRIVEN: Readonly<Record<string, () => Promise<unknown>>> = {
  'hosting.names': () => vendors().hosting.names(),
  'hosting.domains': () => vendors().hosting.domains(),
  'hosting.findStaged': () => vendors().hosting.findStaged('rel_1', say),
  'hosting.deployment': () => vendors().hosting.deployment(deployment),
  'hosting.sourceDigest': () => vendors().hosting.sourceDigest(deployment),
  'hosting.live': () => vendors().hosting.live(),
  'hosting.confirm': async () => {
    const { state } = await vendors().hosting.confirm({
      ...{ kind: 'promote', to: deployment, since: Date.now() - 60_000, deadlineMs: 0, say },
    });
    return state;
  },
  'hosting.setup': async () => vendors().hosting.setup?.(),
  'hosting.beside': async () => vendors().hosting.beside?.(async () => undefined),
  'hosting.rollingPlan': async () => vendors().hosting.rollingPlan?.(),
  'hosting.rolling': async () => vendors().hosting.rolling?.(),
  'hosting.environmentChanges': async () => vendors().hosting.environmentChanges?.(deployment, deployment),
  'hosting.backends': async () => vendors().hosting.backends?.(deployment, (value) => value || undefined),
  'hosting.elsewhere': async () => vendors().hosting.elsewhere?.(),
  'codeHost.protectedFile': () => vendors().codeHost.protectedFile('shiplock.yml'),
  'codeHost.fileAt': () => vendors().codeHost.fileAt(SHA, 'shiplock.yml'),
  'codeHost.contains': () => vendors().codeHost.contains({ commit: BASE, head: SHA }),
  'codeHost.files': () => vendors().codeHost.files(SHA),
  'codeHost.commit': () => vendors().codeHost.commit(SHA),
  'codeHost.changes': () => vendors().codeHost.changes(BASE, SHA),
  'codeHost.pullRequests': async () => vendors().codeHost.pullRequests?.([SHA]),
  'codeHost.authorship': () => vendors().codeHost.authorship({ from: BASE, to: SHA }),
  'codeHost.openThreads': () =>
    vendors().codeHost.openThreads([cloud.github.state.repositories[0]!.pulls[0]!.number]),
  'codeHost.approvals': () => vendors().codeHost.approvals(production),
  'codeHost.people': () => vendors().codeHost.people({ logins: ['grace'], teams: [], everybody: true }),
  'codeHost.confirmations': () =>
    vendors().codeHost.confirmations({ commit: SHA, releaseId: 'rel_1', by: 'ada' }),
  'codeHost.recordHeads': () => vendors().codeHost.recordHeads({ environment: 'production', which: 'all' }),
  'errorTracker.errors': () =>
    vendors().errorTracker.errors({
      version: SHA,
      environment: 'production',
      since: '2026-01-01T00:00:00.000Z',
    }),
  'errorTracker.sessions': async () =>
    vendors().errorTracker.sessions?.({
      version: SHA,
      environment: 'production',
      since: '2026-01-01T00:00:00.000Z',
    }),
  'errorTracker.unknownDebugIds': async () =>
    vendors().errorTracker.unknownDebugIds?.({ ids: [DEBUG_ID], say }),
};

beforeAll(async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  cloud = await startCloud({ root, only: ['github', 'sentry', 'slack', 'vercel'], light: true });
  const { github, vercel, sentry } = cloud;
  vercel.aliasJobs({ pendingMs: 1, inProgressMs: 1 });
  const contents = { 'shiplock.yml': 'version: 1\n' };
  github.addCommit({ sha: BASE, message: 'A', author: 'ada', contents });
  github.addCommit({ sha: 'c'.repeat(40), message: 'B', author: 'ada', branch: 'b', contents });
  const pull = github.addPull({ title: 'B', author: 'ada', head: 'b' });
  github.addCommit({ sha: SHA, message: `B (#${pull.number})`, author: 'ada', contents });
  github.mergePull(pull.number, SHA);
  github.reviewThread(pull.number);
  github.comment('grace', { issue: pull.number }, '/reject 0123456789ab not yet');
  github.comment('grace', { sha: SHA }, '/confirm rel_1');
  const { codeHost, errorTracker } = vendors();
  await codeHost.openDeployment({
    ...{ releaseId: 'rel_1', commit: SHA, environment: 'production', production: true },
    head: { seq: 3, hash: 'd'.repeat(64) },
  });
  await errorTracker.openRelease({ version: SHA, commit: SHA, repository: github.repository });
  expect(sentry.state.releases).toHaveLength(1);
  const { id, slug } = sentry.state.projects[0]!;
  sentry.state.bundles.push({
    ...{ checksum: 'c', version: SHA, projects: [slug] },
    files: [{ path: '~/a.js', type: 'source_map', debugId: DEBUG_ID }],
  });
  sentry.state.sessions.push({
    ...{ sid: 's', project: id, release: SHA, environment: 'production', status: 'ok' },
    ...{ at: Date.now(), count: 3 },
  });
  const headers = { authorization: `Bearer ${vercel.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({
    ...{ name: 'x', project: 'prj_production', target: 'production', autoAssignCustomDomains: false },
    ...{
      files: [{ file: 'package.json', data: '{}' }],
      env: { SHIPLOCK_RELEASE_ID: 'rel_1', SUPABASE_URL: 'https://a.test' },
    },
    meta: { shiplockReleaseId: 'rel_1', githubCommitSha: SHA },
  });
  const url = `${vercel.url}/v13/deployments?teamId=${vercel.teamId}`;
  ({ id: deployment } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as {
    id: string;
  });
  await until('the build', () => vercel.state.deployments[0]?.readyState === 'READY');
  await fetch(`${vercel.url}/v10/projects/prj_production/promote/${deployment}`, { method: 'POST', headers });
  const project = vercel.state.projects.find(({ id }) => id === 'prj_production');
  await until('the promote', () => project?.production === deployment);
}, 60_000);
afterAll(() => cloud?.close());
beforeEach(() => cloud.faults.clear());

const driven = points().filter((point) => point.kind === 'read' && !isDatabase(point));
// What is only older than it could be is an answer: the writes compare again.
const NOT_HERE = ['database cut', 'stale read', 'late visibility'];
const kinds = FAULTS.filter((fault) => !fault.process && !NOT_HERE.includes(fault.name));
/** Deleted, as far as this vendor says: nothing is there. */
const ABSENT = ['404', '410'];

test('every read of the registry that goes over HTTP is here', () => {
  expect(driven.map(({ seenAs }) => seenAs).sort()).toEqual(Object.keys(DRIVEN).sort());
  expect(reads().length - driven.length).toBe(2);
});

test('what is read is there, so that none of it can be lost unnoticed', async () => {
  expect(await DRIVEN['hosting.backends']?.()).toMatchObject([{ variable: 'SUPABASE_URL' }]);
  expect([...((await vendors().codeHost.pullRequests?.([SHA])) ?? [])]).toMatchObject([[SHA, { number: 1 }]]);
  expect(await DRIVEN['errorTracker.sessions']?.()).toMatchObject({ healthy: 3 });
  expect(await DRIVEN['errorTracker.unknownDebugIds']?.()).toEqual({ asked: 1, unknown: [] });
});

test('what is read is there: a confirmation on the commit itself, a no on its pull request', async () => {
  const { codeHost } = vendors();
  expect(await codeHost.confirmations({ commit: SHA, releaseId: 'rel_1', by: 'ada' })).toMatchObject([
    { by: 'grace' },
  ]);
  expect(JSON.stringify(await codeHost.approvals(production))).toContain('grace');
});

describe.each(driven.map((point, index) => ({ ...point, index })))('$name', ({ index, ...point }) => {
  const read = DRIVEN[point.seenAs]!;
  const some = kinds.filter((_, at) => inFull || (at + index) % 6 === 0);

  test.each(some)('$name: it answers what it answers otherwise, or says that it cannot', async (fault) => {
    const { faults, log } = cloud;
    const clean = await read();
    const began = Date.now();
    const struck = faults.struck.length;
    deadlineMs = fault.name === 'timeout' ? 700 : 30_000;
    for (const rule of fault.begins?.(point) ?? []) faults.set(rule);
    let answer: unknown;
    let error: unknown;
    try {
      answer = await read();
    } catch (thrown) {
      error = thrown;
    }
    faults.clear();
    deadlineMs = 30_000;
    expect(faults.struck.length, 'the fault struck').toBeGreaterThan(struck);
    const wrote = log.entries.filter(({ at, method }) => at >= began && !['GET', 'HEAD'].includes(method));
    expect(wrote.filter(({ call }) => call !== 'github.graphql')).toEqual([]);
    if (error !== undefined) {
      expect(error).toBeInstanceOf(ShiplockError);
      if (!(error instanceof ShiplockError)) return;
      expect(Object.keys(CODES)).toContain(error.code);
      expect(error.code).not.toBe('SHIPLOCK_INTERNAL');
    } else if (point.seenAs === 'hosting.confirm') expect([clean, 'ambiguous']).toContain(answer);
    else if (answer !== undefined || !ABSENT.includes(fault.name)) expect(answer).toEqual(clean);
  });
});
