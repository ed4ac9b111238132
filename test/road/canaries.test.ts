/** @module-tag full */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findSecrets } from '../../rehearsal/cloud/kit/index.ts';
import { type Commit, errorOf, Road } from './support/road.ts';

/**
 * Every secret looks different in each encoding, and every vendor echoes the caller's in its errors, in four of them.
 * A sample; each call's errors and the whole rehearsal: test/full/canaries.test.ts.
 */
let road: Road;
let commit: Commit;

beforeAll(async () => {
  road = await Road.open({ canaries: true });
  road.cloud.faults.setEcho(true, { firstReads: ['github', 'sentry', 'slack'] });
  commit = await road.commit();
});
afterAll(() => road?.close());
afterEach(() => road.cloud.faults.clear());

test('attack 16: a release whose projections all fail, and say so with our tokens, leaks none', async () => {
  const { faults } = road.cloud;
  for (const call of ['sentry.*', 'slack.publish', 'github.open-deployment', 'github.deployment-status'])
    faults.set({ call, fault: { kind: 'error-before', status: 500 }, times: 'always' });
  const outcome = await road.act(commit, 'staging', 'ship');
  expect(outcome.code, outcome.log.join('\n')).toBe(0);
  expect(outcome.annotations.filter(({ level }) => level === 'warning').length).toBeGreaterThan(3);
});

test('attack 16: a refusal that fails the release, and says so with our token, leaks none', async () => {
  const next = await road.commit();
  road.cloud.faults.set({
    call: 'vercel.deploy',
    fault: { kind: 'error-before', status: 500 },
    times: 'always',
  });
  const refused = await road.act(next, 'staging', 'ship');
  expect(refused.code).toBe(1);
  expect(errorOf(refused).text).toContain('you sent');
});

test('attack 16: none of it is anywhere, in any encoding', async () => {
  const { secrets } = road.cloud;
  const said = await road.everythingSaid();
  expect(road.cloud.faults.struck.length).toBeGreaterThan(5);
  expect(said.some(({ text }) => text.includes('you sent'))).toBe(true);
  const found = said.flatMap(({ from, text }) => findSecrets(text, secrets).map((one) => `${from}: ${one}`));
  expect(found).toEqual([]);
});
