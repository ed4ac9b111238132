/** @module-tag full */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  BYPASS,
  type Fixture,
  PROJECT,
  startFixture,
  TEAM,
  TOKEN,
} from '../../rehearsal/cloud/vercel/fixture.ts';
import { runGate } from '../gates/gate.ts';
import { gateSettings } from '../gates/spec.ts';
import type { Hosting, StagedDeployment } from '../release/ports.ts';
import { memorySource } from '../release/source.fixture.ts';
import { vercelHosting } from './index.ts';

/** Against the local cloud's Vercel: real uploads, real `next build`, asynchronous alias jobs, domains that answer. */
const FILES = {
  'package.json': JSON.stringify({ name: 'fixture', private: true, scripts: { build: 'next build' } }),
  'package-lock.json': JSON.stringify({ name: 'fixture', lockfileVersion: 3, packages: {} }),
  'app/layout.js':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.js': 'export default function Page() { return <h1>fixture</h1>; }',
  'app/api/health/ready/route.js': `export const dynamic = 'force-dynamic';
export function GET() {
  return Response.json({ release: process.env.SHIPLOCK_RELEASE_ID, commit: process.env.SHIPLOCK_COMMIT });
}`,
};

const source = memorySource(FILES);
let fixture: Fixture;
let hosting: Hosting;
let a: StagedDeployment;
let b: StagedDeployment;
const say = () => {};
const stage = (releaseId: string) =>
  hosting.stage({
    releaseId,
    commit: `commit-of-${releaseId}`,
    source,
    target: 'production',
    meta: {},
    say,
  });
const writes = (call: string) => fixture.log.entries.filter((entry) => entry.call === call).length;

beforeAll(async () => {
  fixture = await startFixture();
  hosting = vercelHosting({
    token: TOKEN,
    project: PROJECT,
    teamId: TEAM,
    apiUrl: fixture.vercel.url,
    protectionBypass: BYPASS,
    deadlineMs: 5_000,
    pace: { retryMs: 20, confirmMs: 50, settleMs: 500 },
  });
  a = await stage('rel_a');
  b = await stage('rel_b');
});
afterEach(() => fixture.faults.clear());
afterAll(async () => {
  await fixture.close();
  expect(fixture.log.unimplemented).toEqual([]);
});

/** One move and what became of it, as the release's seam does it. */
async function move(kind: 'promote' | 'rollback', to: StagedDeployment, deadlineMs = 10_000) {
  const since = Date.now();
  const { deploymentId } = await hosting.live();
  const written = await hosting
    .move({ kind, to: to.id, expectedFrom: deploymentId, say })
    .catch((error: unknown) => error);
  const found = await hosting.confirm({ kind, to: to.id, since, deadlineMs, say });
  return { written, found };
}

test('two staged deployments, no domain moved', async () => {
  expect(a).toMatchObject({ state: 'ready', releaseId: 'rel_a', commit: 'commit-of-rel_a' });
  expect(b.state).toBe('ready');
  // What Vercel lists is what was sent.
  expect(a.digest).toBe(await source.digest());
  expect(await hosting.sourceDigest(a.id)).toBe(a.digest);
  expect((await hosting.live()).deploymentId).toBeUndefined();
  expect((await hosting.findStaged('rel_b', say))?.id).toBe(b.id);
  expect(await hosting.domains()).toContain(fixture.vercel.domainUrl('www'));
});

test('the gate passes a staged deployment through its protection, and is loud without the secret', async () => {
  const spec = gateSettings.parse({ intervalMs: 10 });
  const deps = {
    ...{
      urls: [a.url],
      expect: { release: 'rel_a', commit: 'commit-of-rel_a' },
      errorTracker: undefined,
      selects: undefined,
      env: {},
    },
    ...{ environment: 'production', releaseId: 'rel_a', since: new Date().toISOString(), say },
  };
  const result = await runGate(spec, { ...deps, headers: hosting.protectionHeaders() });
  expect(result).toMatchObject({ decision: 'pass' });
  await expect(runGate(spec, { ...deps, headers: {} })).rejects.toThrow('SHIPLOCK_GATE_PROTECTED');
});

test('promote, promote, roll back: each confirmed through every domain', async () => {
  expect((await move('promote', a)).found).toMatchObject({ state: 'done' });
  expect((await move('promote', b)).found).toMatchObject({ state: 'done' });
  expect((await move('rollback', a)).found).toMatchObject({ state: 'done' });
  expect(await hosting.live()).toMatchObject({ deploymentId: a.id, releaseId: 'rel_a', pinned: true });
});

test('a promotion whose answer is lost is written once and found to be done', async () => {
  const before = writes('vercel.promote');
  fixture.faults.set({ call: 'vercel.promote', fault: 'cut-after' });
  const { written, found } = await move('promote', b);
  expect(written).toMatchObject({ certainty: 'unknown' });
  expect(found.state).toBe('done');
  expect(writes('vercel.promote')).toBe(before + 1);
  expect((await hosting.live()).pinned).toBe(false);
});

test('a promotion that never reached Vercel is found not to be done', async () => {
  fixture.faults.set({ call: 'vercel.promote', fault: 'error-before' });
  const { written, found } = await move('promote', a, 2_000);
  expect(written).toMatchObject({ certainty: 'unknown', status: '503' });
  expect(found.state).toBe('not-done');
});

test.each([
  ['failed', 'not-done'],
  ['skipped', 'not-done'],
  ['vanished', 'not-done'],
  ['partly', 'ambiguous'],
  ['no-move', 'ambiguous'],
] as const)('a job that is %s is %s', async (outcome, state) => {
  fixture.vercel.nextAliasJob({ outcome });
  expect((await move('promote', a, 2_000)).found.state).toBe(state);
  // Back to where the next case expects it.
  expect((await move('rollback', a)).found.state).toBe('done');
  expect((await move('promote', b)).found.state).toBe('done');
});

test('a lost answer to the deployment is found by its release id, and nothing is posted again', async () => {
  fixture.faults.set({ call: 'vercel.deploy', fault: 'cut-after' });
  const before = writes('vercel.deploy');
  await expect(stage('rel_c')).rejects.toMatchObject({ certainty: 'unknown' });
  expect(await hosting.findStaged('rel_c', say)).toMatchObject({ state: 'ready', releaseId: 'rel_c' });
  expect(writes('vercel.deploy')).toBe(before + 1);
});

test('stale and failing reads do not mislead a confirmation', async () => {
  fixture.faults.set({ call: 'vercel.alias', fault: 'stale-read', times: 3 });
  fixture.faults.set({ call: 'vercel.project', fault: 'error-before', times: 2, skip: 3 });
  expect((await move('promote', a)).found.state).toBe('done');
});

test('the domain of a pull request follows its previews, and a domain of the project stays', async () => {
  const domain = 'pr-7-fixture.vercel.app';
  const at = async (name: string) => {
    const url = `${fixture.vercel.url}/v4/aliases/${name}?teamId=${TEAM}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
    return ((await response.json()) as { deploymentId?: string }).deploymentId;
  };
  for (const { id } of [a, b]) {
    await hosting.pointPreview!({ domain, deploymentId: id, say });
    expect(await at(domain)).toBe(id);
  }
  expect(writes('vercel.assign-alias')).toBe(2);
  await hosting.pointPreview!({ domain, deploymentId: b.id, say });
  expect(writes('vercel.assign-alias')).toBe(2);
  const { deploymentId } = await hosting.live();
  const [served = ''] = await hosting.domains();
  const name = served.replace(/^https?:\/\//, '');
  const moved = hosting.pointPreview!({
    domain: name,
    deploymentId: deploymentId === a.id ? b.id : a.id,
    say,
  });
  await expect(moved).rejects.toMatchObject({ code: 'SHIPLOCK_VERCEL_REFUSED' });
  expect((await hosting.live()).deploymentId).toBe(deploymentId);
});
