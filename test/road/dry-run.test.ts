/** @module-tag full */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EnvironmentName } from '../../rehearsal/cloud/index.ts';
import type { ActionOutcome } from '../../rehearsal/runner.ts';
import { errorOf, Road } from './support/road.ts';

vi.setConfig({ testTimeout: 600_000 });

/** What dry runs list is held against what the real runs after them sent, by the local cloud's access log. */
let road: Road;

beforeAll(async () => {
  road = await Road.open();
});
afterAll(async () => {
  await road?.close();
});

/** Names of the calls that a dry run says it would make. */
const listed = ({ log }: ActionOutcome): readonly string[] => [
  ...new Set(log.flatMap((line) => /dry run: would call ([a-z]+\.[a-z-]+)/.exec(line)?.[1] ?? [])),
];
const ofVendors = (names: readonly string[]) => names.filter((name) => !name.startsWith('database.'));

/** One action, dry and then real; returns both lists. */
async function both(
  commit: Awaited<ReturnType<Road['commit']>>,
  environment: EnvironmentName,
  action: string,
  inputs: Record<string, string> = {},
) {
  const before = await road.footprint(environment);
  const dry = await road.act(commit, environment, action, { inputs: { ...inputs, 'dry-run': 'true' } });
  expect(dry.code, dry.log.join('\n')).toBe(0);
  expect(await road.footprint(environment), `${action} in a dry run changed something`).toEqual(before);
  const from = road.writes().length;
  const real = await road.act(commit, environment, action, { inputs });
  expect(real.code, real.log.join('\n')).toBe(0);
  // Vercel refuses the first post of a deployment to say which files it misses: both are one call.
  const wrote = road.writes().slice(from);
  const sent = [
    ...new Set(wrote.map((name) => (name === 'vercel.deploy-check' ? 'vercel.deploy' : name))),
  ].sort();
  // What hosting has of an earlier deployment is not uploaded again; only hosting knows.
  const maybe = (name: string) => name !== 'vercel.upload' || sent.includes(name);
  return { dry, listed: ofVendors(listed(dry)).filter(maybe).sort(), sent };
}

describe('ship', () => {
  test('in a dry run walks to its end on a fresh database, and lists each call, upload, event and statement', async () => {
    const commit = await road.commit();
    const { dry, listed, sent } = await both(commit, 'staging', 'ship');
    expect(listed).toEqual(sent);
    const log = dry.log.join('\n');
    for (const line of [
      'would install the record',
      'would run supabase/migrations/20260101000000_notes.sql:1',
      'would take the lease of staging',
      'would call database.migrate',
      'would record finalize closed released',
    ])
      expect(log, line).toContain(line);
  });

  test('in a dry run fails where the real run would: without a ready route nothing is known, with a bad file it is', {
    tags: 'full',
  }, async () => {
    const commit = await road.commit({ 'supabase/migrations/20260102000000_bad.sql': 'creat table x ();' });
    const before = await road.footprint('staging');
    const dry = await road.act(commit, 'staging', 'ship', { inputs: { 'dry-run': 'true' } });
    const real = await road.act(commit, 'staging', 'plan', { inputs: { 'dry-run': 'true' } });
    expect([dry.code, errorOf(dry).code]).toEqual([1, errorOf(real).code]);
    expect(await road.footprint('staging')).toEqual(before);
  });
});

describe('each action', () => {
  test('lists in a dry run what it sends in the real one, on production', {
    tags: 'full',
    timeout: 600_000,
  }, async () => {
    const commit = await road.commit({ 'supabase/migrations/20260103000000_more.sql': MORE });
    for (const early of ['health-gate', 'promote', 'finalize', 'migrate'])
      expect(
        errorOf(await road.act(commit, 'production', early, { inputs: { 'dry-run': 'true' } })).code,
      ).toBe('SHIPLOCK_RELEASE_NOT_FOUND');
    for (const action of ['deploy', 'plan']) {
      const { listed, sent } = await both(commit, 'production', action);
      expect(listed, action).toEqual(sent);
    }
    const gate = await road.act(commit, 'production', 'health-gate', { inputs: { 'dry-run': 'true' } });
    expect(errorOf(gate).code).toBe('SHIPLOCK_PHASE_ORDER');
    const asks = await road.act(commit, 'production', 'approval-gate', { inputs: { 'dry-run': 'true' } });
    expect(asks.log.join('\n')).toMatch(/dry run: approval is missing: .*1/);
    const hash = (await road.events('production')).findLast((one) => one.kind === 'planned')?.body['hash'];
    road.cloud.github.comment('grace', { issue: commit.pull }, `/approve ${String(hash).slice(0, 12)}`);
    for (const [action, phase] of [
      ['approval-gate'],
      ['migrate'],
      ['verify-schema'],
      ['health-gate', 'gate'],
      ['promote'],
      ['health-gate', 'watch'],
      ['rollback'],
      ['finalize'],
    ] as const) {
      if (action === 'rollback') {
        const dry = await road.act(commit, 'production', action, {
          inputs: { reason: 'to see', 'dry-run': 'true' },
        });
        expect(errorOf(dry).code).toBe('SHIPLOCK_ROLLBACK_NO_TARGET');
        continue;
      }
      const { listed, sent } = await both(commit, 'production', action, phase ? { phase } : {});
      expect(listed, `${action} ${phase ?? ''}`).toEqual(sent);
    }
    const next = await road.commit({ 'supabase/migrations/20260103000000_more.sql': MORE });
    await road.walk(next, 'production', 'deploy', 'plan');
    const { listed, sent } = await both(next, 'production', 'rollback', { reason: 'to see' });
    expect(listed).toEqual(sent);
    for (const [action, inputs] of [
      ['slack-notify', { message: 'hello' }],
      ['sentry-release', {}],
    ] as const) {
      const { listed: said, sent: made } = await both(next, 'production', action, inputs);
      expect(said, action).toEqual(made);
    }
  });
});

const MORE =
  'create table public.more (id int primary key); alter table public.more enable row level security; grant select on public.more to authenticated;';
