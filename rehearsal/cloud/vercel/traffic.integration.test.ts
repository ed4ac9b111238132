/** @module-tag full */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Vercel as Sdk } from '@vercel/sdk';
import autocannon from 'autocannon';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { DEPLOY_TOKEN, type Deployed, type Fixture, PROJECT, startFixture, TEAM, TOKEN } from './fixture.ts';

let fixture: Fixture;
let sdk: Sdk;
let first: Deployed;
let second: Deployed;
const at = { teamId: TEAM, projectId: PROJECT };

beforeAll(async () => {
  fixture = await startFixture();
  // The SDK retries nothing unless asked to.
  sdk = new Sdk({ bearerToken: TOKEN, serverURL: fixture.vercel.url });
  first = await fixture.deploy();
  second = await fixture.deploy({ change: { 'app/page.js': 'export default () => <h1>second</h1>;' } });
});
afterAll(async () => {
  await fixture.close();
  expect(fixture.log.unimplemented).toEqual([]);
  expect(fixture.log.crashes).toEqual([]);
});
beforeEach(() => makeCurrent(first));
afterEach(() => fixture.faults.clear());

test('promote is an asynchronous job: pending, in progress, then every domain answers from the new deployment', async () => {
  fixture.vercel.nextAliasJob({ pendingMs: 150, inProgressMs: 300 });
  await sdk.projects.requestPromote({ ...at, deploymentId: second.id });
  const before = await project();
  expect(before.lastAliasRequest).toMatchObject({
    fromDeploymentId: first.id,
    toDeploymentId: second.id,
    type: 'promote',
    jobStatus: 'pending',
  });
  expect(await serving('www')).toBe(first.id);
  await settled();
  expect(await Promise.all([serving('www'), serving('shop'), aliasOf('www'), aliasOf('shop')])).toEqual(
    Array(4).fill(second.id),
  );
  const after = await project();
  expect(after.targets?.['production']).toMatchObject({ id: second.id, readySubstate: 'PROMOTED' });
  expect(after.lastAliasRequest?.jobStatus).toBe('succeeded');
});

test('rollback pins production, the next deployment takes no domains, promote ends the pin', async () => {
  await promote(second);
  await sdk.projects.requestRollback({ ...at, deploymentId: first.id });
  await settled();
  expect(await serving('www')).toBe(first.id);
  expect((await project()).autoAssignCustomDomains).toBe(false);
  const next = await fixture.deploy({ autoAssignCustomDomains: true });
  expect([await serving('www'), next.payload['readySubstate']]).toEqual([first.id, 'STAGED']);
  const list = await sdk.deployments.getDeployments({
    projectId: PROJECT,
    teamId: TEAM,
    rollbackCandidate: true,
  });
  expect(list.deployments.map(({ uid }) => uid)).toEqual([second.id]);
  await promote(second);
  expect((await project()).autoAssignCustomDomains).toBe(true);
});

test('refusals: already current, job under way, never promoted, unknown, of a preview', {
  tags: 'full',
}, async () => {
  const status = (work: Promise<unknown>) =>
    work.then(
      () => 'accepted',
      (error: { statusCode?: number }) => error.statusCode,
    );
  expect(await status(sdk.projects.requestPromote({ ...at, deploymentId: first.id }))).toBe(409);
  expect(await status(sdk.projects.requestPromote({ ...at, deploymentId: 'dpl_nope' }))).toBe(404);
  fixture.vercel.nextAliasJob({ pendingMs: 300 });
  await sdk.projects.requestPromote({ ...at, deploymentId: second.id });
  expect(await status(sdk.projects.requestRollback({ ...at, deploymentId: first.id }))).toBe(409);
  await settled();
  const staged = await fixture.deploy();
  expect(await status(sdk.projects.requestRollback({ ...at, deploymentId: staged.id }))).toBe(422);
  const preview = await fixture.deploy({ target: 'preview' });
  expect(await status(sdk.projects.requestPromote({ ...at, deploymentId: preview.id }))).toBe(400);
});

test('a token that is limited to a project reads, and moves no traffic', async () => {
  const limited = new Sdk({ bearerToken: DEPLOY_TOKEN, serverURL: fixture.vercel.url });
  expect((await limited.deployments.getDeployment({ idOrUrl: second.id, teamId: TEAM })).id).toBe(second.id);
  for (const move of [
    () => limited.projects.requestPromote({ ...at, deploymentId: second.id }),
    () => limited.projects.requestRollback({ ...at, deploymentId: second.id }),
    () => limited.projects.updateProject({ idOrName: PROJECT, teamId: TEAM, requestBody: { name: 'other' } }),
  ])
    await expect(move()).rejects.toMatchObject({ statusCode: 403 });
  expect(await serving('www')).toBe(first.id);
});

test.each([
  ['failed', 'failed', false, false, 2],
  ['partly', 'failed', true, false, 1],
  ['skipped', 'skipped', false, false, 0],
  ['no-move', 'succeeded', false, false, 0],
] as const)('an alias job that ends %s is shown as %s', async (outcome, jobStatus, www, shop, failures) => {
  const before = fixture.vercel.state.failedAliases.length;
  fixture.vercel.nextAliasJob({ outcome });
  await promote(second);
  expect((await project()).lastAliasRequest?.jobStatus).toBe(jobStatus);
  expect([(await serving('www')) === second.id, (await serving('shop')) === second.id]).toEqual([www, shop]);
  const { aliases } = (await sdk.projects.listPromoteAliases({ ...at, failedOnly: true, limit: 50 })) as {
    aliases: unknown[];
  };
  expect(aliases.length - before).toBe(failures);
});

describe('faults', () => {
  test.each([
    ['refuse', 'error', false],
    ['rate-limit', 429, false],
    ['error-before', 503, false],
    ['error-after', 503, true],
    ['cut-after', 'error', true],
    [{ kind: 'delay', milliseconds: 200 } as const, 'accepted', true],
  ] as const)('%o on promote: the caller sees %s; promoted: %s', async (fault, seen, moves) => {
    fixture.faults.set({ call: 'vercel.promote', fault });
    const answer = await sdk.projects.requestPromote({ ...at, deploymentId: second.id }).then(
      () => 'accepted',
      (error: { statusCode?: number }) => error.statusCode ?? 'error',
    );
    expect(answer).toBe(seen);
    await settled();
    expect(await serving('www')).toBe(moves ? second.id : first.id);
    expect(fixture.log.of('vercel.promote').at(-1)).toMatchObject({
      fault: typeof fault === 'string' ? fault : fault.kind,
    });
  });

  test('stale-read shows the project as it was before the promote', async () => {
    await promote(second);
    fixture.faults.set({ call: 'vercel.project', fault: 'stale-read' });
    expect((await project()).targets?.['production']?.id).toBe(first.id);
    expect((await project()).targets?.['production']?.id).toBe(second.id);
  });

  test.each([
    ['kill-caller-before', false],
    ['kill-caller-after', true],
  ] as const)('%s: the caller dies; promoted: %s', async (fault, moves) => {
    const script = `fetch(process.argv[1],{method:'POST',headers:{authorization:'Bearer ${TOKEN}'}}).finally(()=>process.exit(7))`;
    const child = spawn(process.execPath, [
      '-e',
      script,
      `${fixture.vercel.url}/v10/projects/${PROJECT}/promote/${second.id}`,
    ]);
    fixture.faults.setCallingProcess(() => child.pid);
    fixture.faults.set({ call: 'vercel.promote', fault });
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    await settled();
    expect(await serving('www')).toBe(moves ? second.id : first.id);
  });

  test('a lost answer to the deployment’s creation leaves exactly one deployment', {
    tags: 'full',
  }, async () => {
    fixture.faults.set({ call: 'vercel.deploy', fault: 'cut-after' });
    const lost = await fixture.deploy({ meta: { shiplockRelease: 'rel_lost' } }).catch(() => undefined);
    expect(lost?.readyState ?? '').toBe('');
    const found = fixture.vercel.state.deployments.filter(
      ({ meta }) => meta['shiplockRelease'] === 'rel_lost',
    );
    expect(found).toHaveLength(1);
    // Its build goes on without the caller, and starts a server at its end: in a later test, if nobody waited.
    await until('the deployment to be ready', () => found[0]?.readyState === 'READY');
  });
});

test('rolling release: the canary gets its share, a stage at a time, and the last stage completes it', async () => {
  const rolling = sdk.rollingRelease;
  const stages = [
    { targetPercentage: 25, requireApproval: true },
    { targetPercentage: 50, requireApproval: true },
  ];
  const path = `/v1/projects/${PROJECT}/rolling-release/config`;
  await api(path, {
    method: 'PATCH',
    body: JSON.stringify({ enabled: true, advancementType: 'manual-approval', stages }),
  });
  const id = { idOrName: PROJECT, teamId: TEAM };
  await rolling.startRollingRelease({ ...id, requestBody: { canaryDeploymentId: second.id } });
  const state = await rolling.getRollingRelease(id);
  expect(state.rollingRelease).toMatchObject({
    state: 'ACTIVE',
    activeStage: { index: 0, targetPercentage: 25 },
  });
  expect(await share()).toBe(25);
  expect((await project()).targets?.['production']?.id).toBe(first.id);
  const approve = (nextStageIndex: number) =>
    rolling.approveRollingReleaseStage({
      ...id,
      requestBody: { nextStageIndex, canaryDeploymentId: second.id },
    });
  await approve(1);
  expect(await share()).toBe(50);
  await approve(2);
  expect((await rolling.getRollingRelease(id)).rollingRelease).toMatchObject({ state: 'COMPLETE' });
  expect([await serving('www'), await share()]).toEqual([second.id, 100]);

  // A promote during a rolling release is only queued: 202.
  const third = fixture.vercel.state.deployments.find(
    (d) => d.readySubstate === 'STAGED' && d.readyState === 'READY',
  )!;
  await rolling.startRollingRelease({ ...id, requestBody: { canaryDeploymentId: first.id } });
  const queued = await api(`/v10/projects/${PROJECT}/promote/${third.id}`, { method: 'POST' });
  expect(queued.status).toBe(202);
  expect((await rolling.getRollingRelease(id)).rollingRelease?.queuedDeploymentId).toBe(third.id);

  // Abort is a rollback to what production still is.
  await sdk.projects.requestRollback({ ...at, deploymentId: second.id });
  await settled();
  expect((await rolling.getRollingRelease(id)).rollingRelease).toMatchObject({ state: 'ABORTED' });
  expect(await share()).toBe(100);
  await api(path, { method: 'DELETE' });

  async function share() {
    const seen = [];
    for (let i = 0; i < 40; i++) seen.push(await serving('www'));
    return (seen.filter((one) => one === second.id).length / seen.length) * 100;
  }
});

test('a request in flight is answered by the deployment it began on', async () => {
  const traffic = fixture.vercel.traffic('www');
  const { requests } = traffic;
  const slow = fetch(`${fixture.vercel.domainUrl('www')}/api/slow`).then((answer) => answer.json());
  await until('the first requests', () => traffic.requests > requests);
  await promote(second);
  expect(await serving('www')).toBe(second.id);
  expect(await slow).toEqual({ id: first.id });
});

test('bodies go through the proxy unchanged', async () => {
  const body = 'x'.repeat(3_000_000);
  const echoed = await fetch(`${fixture.vercel.domainUrl('www')}/api/echo`, { method: 'POST', body });
  expect(await echoed.text()).toBe(body);
  expect(echoed.headers.get('x-vercel-id')).toMatch(/^local1::/);
});

test('a server that died is started again by the next request', async () => {
  for (const pid of fixture.vercel.pids()) process.kill(pid, 'SIGKILL');
  await until('every server to be stopped', () => fixture.vercel.pids().length === 0);
  expect(await serving('www')).toBe(first.id);
  expect(fixture.vercel.pids()).toHaveLength(1);
});

// How many requests a second get through is measured by proxy/throughput.ts: beside other tests it would say more about them.
test('promote and rollback under constant load lose no request', { tags: 'full' }, async () => {
  const traffic = fixture.vercel.traffic('www');
  const { requests, failed } = traffic;
  const running = autocannon({
    url: `${fixture.vercel.domainUrl('www')}/api/who`,
    connections: 20,
    overallRate: 300,
    duration: 8,
    timeout: 30,
    workers: 1,
  });
  // The load must really be there before, between and after the two moves, or nothing would be proved.
  const atLeast = (more: number) => {
    const from = traffic.requests;
    return until(`${more} more requests`, () => traffic.requests >= from + more);
  };
  await atLeast(50);
  await promote(second);
  await atLeast(50);
  await sdk.projects.requestRollback({ ...at, deploymentId: first.id });
  await settled();
  await atLeast(50);
  const { errors, timeouts, non2xx, duration } = await running;
  expect(duration).toBeGreaterThanOrEqual(8);
  expect({ errors, timeouts, non2xx }).toEqual({ errors: 0, timeouts: 0, non2xx: 0 });
  expect(traffic.requests - requests).toBeGreaterThan(150);
  expect(traffic.failed - failed).toBe(0);
  expect(await serving('www')).toBe(first.id);
});

async function makeCurrent(deployment: Deployed) {
  if (
    fixture.vercel.state.projects[0]!.production !== deployment.id ||
    (await serving('www')) !== deployment.id
  )
    await promote(deployment, true);
}

async function promote(deployment: Deployed, force = false) {
  await settled();
  if (force) fixture.vercel.state.projects[0]!.production = null;
  await sdk.projects.requestPromote({ ...at, deploymentId: deployment.id });
  await settled();
}

async function project() {
  return sdk.projects.getProject({ idOrName: PROJECT, teamId: TEAM });
}

/** Looks past the API, so that faults on reads stay for the test. */
async function settled() {
  const { lastAliasRequest } = fixture.vercel.state.projects[0]!;
  await until('the job to be over', () => {
    const status = fixture.vercel.state.projects[0]!.lastAliasRequest?.jobStatus ?? 'none';
    return !['pending', 'in-progress'].includes(status);
  });
  return lastAliasRequest;
}

async function serving(label: string): Promise<string | undefined> {
  const answer = await fetch(`${fixture.vercel.domainUrl(label)}/api/who`);
  return answer.ok ? ((await answer.json()) as { id: string }).id : undefined;
}

async function aliasOf(label: string) {
  return (await sdk.aliases.getAlias({ idOrAlias: fixture.vercel.domainName(label), teamId: TEAM }))
    .deploymentId;
}

function api(path: string, init: RequestInit) {
  return fetch(fixture.vercel.url + path, { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
}
