import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActionOutcome } from '../../rehearsal/runner.ts';
import { inFull, sample } from '../support/full.ts';
import { type Commit, errorOf, Road } from './support/road.ts';

/** One production release, from its plan to its end: approvals, drift, dry runs, and each action a second time. */
let road: Road;
let commit: Commit;
let last = '';

beforeAll(async () => {
  road = await Road.open({ light: !inFull });
  commit = await road.commit();
  await road.walk(commit, 'production', 'deploy');
  await plan();
});
afterAll(async () => {
  await road?.close();
});

async function plan(): Promise<ActionOutcome> {
  const planned = await road.walk(commit, 'production', 'plan');
  last = planned.outputs['plan-hash']!;
  return planned;
}

const say = (login: string, body: string) => road.cloud.github.comment(login, { issue: commit.pull }, body);
const gate = () => road.act(commit, 'production', 'approval-gate');
const kinds = async () => (await road.events('production')).map((one) => one.kind);

async function approve() {
  say('grace', `/approve ${last.slice(0, 12)}`);
  const outcome = await gate();
  expect(outcome.code, outcome.log.join('\n')).toBe(0);
  expect(outcome.outputs['approvers']).toBe('grace');
}

test('nobody has approved: the gate says how to', async () => {
  const outcome = await gate();
  expect(errorOf(outcome).code).toBe('SHIPLOCK_APPROVAL_PENDING');
  expect(outcome.log.join('\n')).toContain(`/approve ${last.slice(0, 12)}`);
});

test('without a GitHub token, or with a wrong one, it says so instead of waiting', async () => {
  const none = await road.act(commit, 'production', 'approval-gate', {
    env: { GITHUB_TOKEN: undefined },
    inputs: { 'wait-minutes': '5' },
  });
  expect(errorOf(none)).toMatchObject({
    code: 'SHIPLOCK_INPUT_MISSING',
    text: expect.stringContaining('github-token'),
  });
  const wrong = await road.act(commit, 'production', 'approval-gate', {
    env: { GITHUB_TOKEN: 'ghp_nobody' },
  });
  expect(errorOf(wrong).code).toBe('SHIPLOCK_GITHUB_TOKEN');
});

test('attack 5: a checkout that says that nobody has to approve changes nothing but the plan', async () => {
  const strict = road.settings();
  await commit.write('shiplock.yml', strict.replace('required: 1', 'required: 0'));
  const planned = await plan();
  expect(planned.summary).toContain('`approvals.required` | `1` | `0` | not at all: only the commit says so');
  expect(errorOf(await gate()).code).toBe('SHIPLOCK_APPROVAL_PENDING');
  await commit.write('shiplock.yml', strict);
  await plan();
});

test('migrate does not start without approval', async () => {
  const before = await road.footprint('production');
  const outcome = await road.act(commit, 'production', 'migrate');
  expect(errorOf(outcome).code).toBe('SHIPLOCK_APPROVAL_MISSING');
  expect(await road.footprint('production')).toEqual(before);
});

test("the author's own approval, an outsider's, an edited one, one of another plan and one that a mail quotes do not count", async () => {
  say('ada', `/approve ${last.slice(0, 12)}`);
  say('mallory', `/approve ${last.slice(0, 12)}`);
  say('grace', `/approve ${'0'.repeat(12)}`);
  const words = say('linus', 'Looks good to me.');
  road.cloud.github.editComment(words.id, `/approve ${last.slice(0, 12)}`);
  const quoted = say('grace', `Noch nicht.\n\nAm Montag schrieb Ada:\n\n/approve ${last.slice(0, 12)}`);
  quoted.viaMail = true;
  const outcome = await gate();
  expect(errorOf(outcome).code).toBe('SHIPLOCK_APPROVAL_PENDING');
  expect(outcome.summary).toContain('it is further down in a reply by mail');
  expect(await kinds()).not.toContain('approved');
});

test('a new migration file voids the approval, and the new plan goes on when it is approved', {
  tags: 'full',
}, async () => {
  await approve();
  await commit.write(
    'supabase/migrations/20260102000000_tags.sql',
    'create table public.tags (id bigint primary key);\nalter table public.tags enable row level security;\n',
  );
  await drifted('migrate', /20260102000000_tags\.sql is a new migration/);
  await plan();
  await approve();
});

test('a schema changed by hand voids it', { tags: 'full' }, async () => {
  await road.cloud.postgres.sql(
    'production',
    'create table public.by_hand (id int); alter table public.by_hand enable row level security',
  );
  await drifted('migrate', /the schema was changed by somebody else/);
  await plan();
});

test('another deployment promoted by hand voids it, at the approval gate too', { tags: 'full' }, async () => {
  const other = await road.commit();
  const staged = await road.walk(other, 'production', 'deploy');
  await road.promoteByHand('production', staged.outputs['deployment-id']!);
  say('grace', `/approve ${last.slice(0, 12)}`);
  await drifted('approval-gate', /production was served by deployment none, now by dpl_/);
  await plan();
});

test('a rejection stops it, until the same person approves', async () => {
  say('grace', `/reject ${last.slice(0, 12)}`);
  const outcome = await gate();
  expect(errorOf(outcome)).toMatchObject({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    text: expect.stringContaining('grace'),
  });
  await new Promise((done) => setTimeout(done, 1100));
  await approve();
});

test('dry-run: each changing action prints the calls it would make, and nothing is written anywhere', {
  tags: 'full',
}, async () => {
  const dry = { inputs: { 'dry-run': 'true' } };
  for (const [action, inputs, calls] of [
    ['migrate', {}, ['database.migrate']],
    ['rollback', { reason: 'only asking' }, ['github.deployment-status', 'slack.publish']],
    ['plan', {}, ['github.comment', 'slack.publish']],
    ['slack-notify', { message: 'hello' }, ['slack.publish']],
    ['sentry-release', {}, ['sentry.open-release', 'sentry.finalize-release', 'sentry.record-deploy']],
  ] as const) {
    const outcome = await without(action, { inputs: { ...inputs, 'dry-run': 'true' } });
    for (const call of calls) expect(outcome.log.join('\n'), action).toContain(`dry run: would call ${call}`);
  }
  // What comes too early is refused in a dry run as it would be in the real one.
  for (const action of ['promote', 'finalize'])
    expect(errorOf(await road.act(commit, 'production', action, dry)).code).toBe('SHIPLOCK_PHASE_ORDER');
  const fresh = await road.commit();
  const before = await road.footprint('production');
  for (const action of ['deploy', 'ship']) {
    const outcome = await road.act(fresh, 'production', action, dry);
    expect(outcome.code, outcome.log.join('\n')).toBe(0);
    for (const call of ['github.open-deployment', 'sentry.open-release', 'vercel.deploy'])
      expect(outcome.log.join('\n')).toContain(`dry run: would call ${call}`);
  }
  expect(await road.footprint('production')).toEqual(before);
});

const would = async (action: string, calls: readonly string[]) => {
  const outcome = await without(action, { inputs: { 'dry-run': 'true' } });
  for (const call of calls) expect(outcome.log.join('\n'), action).toContain(`dry run: would call ${call}`);
};

test('the approved plan ships, and every action run again says that it was done and changes nothing', async () => {
  const promoted = () => road.cloud.log.entries.filter((one) => one.call === 'vercel.promote');
  const before = promoted().length;
  await road.walk(commit, 'production', 'migrate');
  await again('migrate');
  await road.walk(commit, 'production', 'verify-schema');
  await again('verify-schema');
  await road.walk(commit, 'production', 'health-gate:gate');
  await again('health-gate', { phase: 'gate' });
  await would('promote', ['vercel.promote', 'slack.publish']);
  await road.walk(commit, 'production', 'promote');
  expect((await road.serving('production')).commit).toBe(commit.sha);
  await again('promote');
  await road.walk(commit, 'production', 'health-gate:watch');
  await again('health-gate', { phase: 'watch' });
  await would('finalize', [
    'sentry.finalize-release',
    'sentry.record-deploy',
    'github.deployment-status',
    'slack.publish',
  ]);
  await road.walk(commit, 'production', 'finalize');
  const actions = [
    'ship',
    'deploy',
    'plan',
    'approval-gate',
    'migrate',
    'verify-schema',
    'promote',
    'finalize',
  ];
  for (const action of sample(actions, 4)) await again(action);
  expect(
    promoted()
      .map((one) => one.status)
      .slice(before),
  ).toEqual([201]);
});

test('nothing secret was said, and every call was one the stand-ins know', async () => {
  const { secrets } = road.cloud;
  const leaks = (await road.everythingSaid()).filter(({ text }) => secrets.some((one) => text.includes(one)));
  expect(leaks.map(({ from }) => from)).toEqual([]);
  expect(road.cloud.unimplemented()).toEqual([]);
});

/** The action fails, says what moved, and the record voids plan and approval for that reason. */
async function drifted(action: string, what: RegExp) {
  const outcome = await road.act(commit, 'production', action);
  expect(errorOf(outcome)).toMatchObject({ code: 'SHIPLOCK_PLAN_DRIFT', text: expect.stringMatching(what) });
  const event = (await road.events('production')).findLast((one) => one.kind === 'voided');
  expect(event?.body).toMatchObject({ hash: last, moved: [expect.stringMatching(what)] });
  const next = await road.act(commit, 'production', 'migrate');
  expect(errorOf(next).code).toBe('SHIPLOCK_PLAN_MISSING');
}

/** Neither vendor nor record was written to. */
async function without(action: string, act: { inputs: Readonly<Record<string, string>> }) {
  const before = await road.footprint('production');
  const outcome = await road.act(commit, 'production', action, act);
  expect(outcome.code, outcome.log.join('\n')).toBe(0);
  expect(await road.footprint('production'), action).toEqual(before);
  return outcome;
}

async function again(action: string, inputs: Record<string, string> = {}) {
  const outcome = await without(action, { inputs });
  expect(`${outcome.log.join('\n')}${outcome.summary}`, action).toMatch(/already|before|was shipped/i);
}
