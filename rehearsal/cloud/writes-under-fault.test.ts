import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WRITES } from '../../src/release/calls/registry.ts';
import { CODES } from '../../src/release/codes.ts';
import { OutsideCallError, ShiplockError } from '../../src/release/errors.ts';
import { memorySource } from '../../src/release/source.fixture.ts';
import { FAULTS } from '../../test/faults/faults.ts';
import { isDatabase, points } from '../../test/faults/points.ts';
import { keeper } from '../../test/faults/state.ts';
import { inFull } from '../../test/support/full.ts';
import { until } from '../../test/support/until.ts';
import { vendorsOf } from './clients.fixture.ts';
import { type Cloud, startCloud } from './index.ts';

/**
 * Every write of the registry that goes over HTTP, with everything that can go wrong at it: what the client says of it
 * is held against what the vendor really has, and the same call again leaves one of it.
 */
let cloud: Cloud;
let back: () => void;
let ids: { first: string; second: string; third: string; run: number; deployment: string };
const SHA = 'a'.repeat(40);
const PREVIEW = 'pr-7-shop.vercel.app';
/** Short only where no answer comes. */
let deadlineMs = 30_000;
const vendors = () => vendorsOf(cloud, deadlineMs);
const say = () => undefined;
const repository = () => cloud.github.state.repositories[0]!;
const project = () => cloud.vercel.state.projects.find(({ id }) => id === 'prj_production')!;
const sentryRelease = () => cloud.sentry.state.releases.find(({ version }) => version === SHA);
const notice = {
  ...{ releaseId: 'rel_9', environment: 'production', commit: SHA, title: 'A', state: 'running' as const },
  ...{ phases: [], links: [] },
};

interface Write {
  readonly make: () => Promise<unknown>;
  /** How many of it the vendor has. */
  readonly has: () => number;
  /** Vercel refuses a second one of its own: what was done is told by reading. */
  readonly readsAfter?: true;
}

const DRIVEN: Readonly<Record<string, Write>> = {
  'open-deployment': {
    make: () =>
      vendors().codeHost.openDeployment({
        ...{ releaseId: 'rel_9', commit: SHA, environment: 'production', production: true },
      }),
    has: () =>
      repository().deployments.filter(({ payload }) => JSON.stringify(payload).includes('rel_9')).length,
  },
  'deployment-status': {
    make: () =>
      vendors().codeHost.setDeploymentStatus({
        ...{ deploymentId: ids.deployment, state: 'in_progress', description: 'on its way' },
      }),
    has: () => repository().deployments.find(({ id }) => String(id) === ids.deployment)?.statuses.length ?? 0,
  },
  comment: {
    make: () => vendors().codeHost.upsertComment({ key: 'k', commit: SHA, body: 'hello' }),
    has: () => repository().comments.filter(({ body }) => body.includes('hello')).length,
  },
  'rerun-job': {
    make: () =>
      vendors().codeHost.rerunJob(repository().runs.find(({ id }) => id === ids.run)?.jobs[0]?.id ?? 0),
    has: () => Number(repository().runs.find(({ id }) => id === ids.run)?.status !== 'completed'),
    readsAfter: true,
  },
  'open-release': {
    make: () =>
      vendors().errorTracker.openRelease({ version: SHA, commit: SHA, repository: cloud.github.repository }),
    has: () => cloud.sentry.state.releases.filter(({ version }) => version === SHA).length,
  },
  'finalize-release': {
    make: () => vendors().errorTracker.finalizeRelease(SHA),
    has: () => Number(sentryRelease()?.dateReleased != null),
  },
  'record-deploy': {
    make: () =>
      vendors().errorTracker.recordDeploy({
        ...{ version: SHA, environment: 'production' },
        ...{ startedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:01:00.000Z' },
      }),
    has: () => sentryRelease()?.deploys.length ?? 0,
  },
  publish: {
    make: () => vendors().notices.publish(notice, undefined),
    has: () => cloud.slack.state.channels[0]?.messages.length ?? 0,
  },
  deploy: {
    make: () =>
      vendors().hosting.stage({
        ...{ releaseId: 'rel_9', commit: SHA, target: 'production', meta: {}, say },
        source: memorySource({ 'package.json': '{}' }),
      }),
    has: () =>
      cloud.vercel.state.deployments.filter(({ env }) => env['SHIPLOCK_RELEASE_ID'] === 'rel_9').length,
    readsAfter: true,
  },
  'point-preview': {
    make: () => vendors().hosting.pointPreview!({ domain: PREVIEW, deploymentId: ids.third, say }),
    has: () =>
      cloud.vercel.state.aliases.filter(
        ({ alias, deploymentId }) => alias === PREVIEW && deploymentId === ids.third,
      ).length,
  },
  promote: {
    make: () => vendors().hosting.move({ kind: 'promote', to: ids.third, expectedFrom: ids.second, say }),
    has: () => Number(project().lastAliasRequest?.toDeploymentId === ids.third),
    readsAfter: true,
  },
  rollback: {
    make: () => vendors().hosting.move({ kind: 'rollback', to: ids.first, expectedFrom: ids.second, say }),
    has: () => Number(project().lastAliasRequest?.type === 'rollback'),
    readsAfter: true,
  },
};

async function byHand(): Promise<string> {
  const { vercel } = cloud;
  const answer = await fetch(`${vercel.url}/v13/deployments?teamId=${vercel.teamId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vercel.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ name: 'x', project: 'prj_production', target: 'production', autoAssignCustomDomains: false },
      files: [{ file: 'package.json', data: '{}' }],
    }),
  });
  const { id } = (await answer.json()) as { id: string };
  await until(
    'the build',
    () => vercel.state.deployments.find((one) => one.id === id)?.readyState === 'READY',
  );
  return id;
}
const serves = (id: string) => until('the promote', () => project().production === id);

beforeAll(async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  cloud = await startCloud({ root, only: ['github', 'sentry', 'slack', 'vercel'], light: true });
  const { github, vercel } = cloud;
  vercel.aliasJobs({ pendingMs: 1, inProgressMs: 1 });
  github.addCommit({ sha: SHA, message: 'A', author: 'ada' });
  const run = github.createRun({ sha: SHA, actor: 'ada' }).id;
  github.failRun(run, 'Approve and ship', 'Approve');
  const { codeHost, errorTracker, hosting } = vendors();
  const deployment = await codeHost.openDeployment({
    ...{ releaseId: 'rel_8', commit: SHA, environment: 'production', production: true },
  });
  ids = { first: await byHand(), second: await byHand(), third: await byHand(), run, deployment };
  await hosting.move({ kind: 'promote', to: ids.first, expectedFrom: undefined, say });
  await serves(ids.first);
  await hosting.move({ kind: 'promote', to: ids.second, expectedFrom: ids.first, say });
  await serves(ids.second);
  await errorTracker.openRelease({ version: 'b'.repeat(40), commit: SHA, repository: github.repository });
  const keepers = [cloud.github, cloud.sentry, cloud.slack, cloud.vercel].map(({ state }) => keeper(state));
  back = () => {
    for (const one of keepers) one();
  };
}, 60_000);
afterAll(() => cloud?.close());
beforeEach(async () => {
  cloud.faults.clear();
  // A move that is on its way would come to its end in the next test.
  await until('the end of the move', () => project().lastAliasRequest?.jobStatus === 'succeeded');
  back();
});

const written = points().filter((point) => point.kind === 'write' && !isDatabase(point));
const verbOf = (name: string) => name.slice(name.indexOf('.') + 1);
/** Uploads go through the tool of the vendor; steps of a rolling release need one: their own tests look at those. */
const ELSEWHERE = ['sentry.upload-source-maps', 'vercel.advance', 'vercel.complete'];
const driven = written.filter(({ name }) => !ELSEWHERE.includes(name));

test('every write of the registry that goes over HTTP is here', () => {
  expect(driven.map(({ name }) => verbOf(name)).sort()).toEqual(Object.keys(DRIVEN).sort());
  expect(written.length + WRITES.filter(({ port }) => port === 'migrations').length).toBe(WRITES.length);
});

describe.each(driven.map((point, index) => ({ ...point, index })))('$name', ({ index, ...point }) => {
  const write = DRIVEN[verbOf(point.name)]!;
  const kinds = FAULTS.filter((fault) => !fault.process && fault.name !== 'database cut');
  // Each write has its share of them in `npm test`, and each fault some writes.
  const some = kinds.filter((_, at) => inFull || (at + index) % 5 === 0);

  test.each(some)('$name: what is said of it is so, and again there is one of it', async (fault) => {
    const { faults, log } = cloud;
    if (verbOf(point.name) === 'finalize-release' || verbOf(point.name) === 'record-deploy')
      await DRIVEN['open-release']!.make();
    deadlineMs = fault.name === 'timeout' ? 1000 : 30_000;
    const before = write.has();
    const began = Date.now();
    for (const rule of fault.begins?.(point) ?? []) faults.set(rule);
    const error: unknown = await write.make().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    faults.clear();
    deadlineMs = 30_000;
    const done = write.has() - before;
    // One that hung is logged once its connection is closed.
    const sent = log.entries.filter(({ call, at }) => call === point.request && at >= began);
    const asked = sent.map(({ method, path: to }) => `${method} ${to}`);
    expect([...new Set(asked)], 'no request of this write was sent twice').toEqual(asked);
    if (error === undefined) expect(done, 'it ended well').toBe(1);
    else {
      expect(error).toBeInstanceOf(ShiplockError);
      if (!(error instanceof ShiplockError)) return;
      expect(Object.keys(CODES)).toContain(error.code);
      expect(error.code).not.toBe('SHIPLOCK_INTERNAL');
      const certain = error instanceof OutsideCallError && error.certainty === 'not-done';
      if (certain) expect(done, `says that it was not done: ${error.message}`).toBe(0);
    }
    if (write.readsAfter && done > 0) return;
    await write.make();
    expect(write.has() - before, 'again').toBe(1);
  });
});
