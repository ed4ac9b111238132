import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Commit, errorOf, Road } from '../road/support/road.ts';

/** People who say no before, while and after others say yes, against the built actions. `npm test`: row-21-objections. */
let road: Road;
let commit: Commit;
let plan = '';

beforeAll(async () => {
  road = await Road.open();
  commit = await road.commit();
  plan = (await road.walk(commit, 'production', 'deploy', 'plan')).outputs['plan-hash']!;
});
afterAll(async () => {
  await road?.close();
});

/** GitHub's times are whole seconds: what is said a second later is later. */
const say = async (login: string, body: string) => {
  await sleep(1100);
  return road.cloud.github.comment(login, { issue: commit.pull }, body);
};
const approve = (login: string) => say(login, `/approve ${plan.slice(0, 12)}`);
const act = (action: string) => road.act(commit, 'production', action);
const ourReplies = () =>
  road.cloud.github.state.repositories[0]!.comments.filter((one) =>
    one.body.startsWith('<!-- shiplock:approvals-production'),
  );

test('attack 7: "/reject bad migration" rejects, whoever else approved', { tags: 'full' }, async () => {
  await approve('grace');
  const no = await say('linus', '/reject bad migration');
  const outcome = await act('approval-gate');
  expect(errorOf(outcome)).toMatchObject({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    text: expect.stringMatching(/linus at .+ \(bad migration\)/),
  });
  expect(ourReplies()).toHaveLength(1);
  road.cloud.github.deleteComment(no.id);
});

test('attack 7: a rejection whose comment is deleted, or edited into a yes, still rejects', {
  tags: 'full',
}, async () => {
  expect(errorOf(await act('approval-gate')).code).toBe('SHIPLOCK_APPROVAL_REJECTED');
  const no = await say('grace', '/reject: it locks orders');
  expect(errorOf(await act('approval-gate')).code).toBe('SHIPLOCK_APPROVAL_REJECTED');
  await approve('linus');
  road.cloud.github.editComment(no.id, `/approve ${plan.slice(0, 12)}`);
  const outcome = await act('approval-gate');
  expect(errorOf(outcome)).toMatchObject({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    text: expect.stringContaining('it locks orders'),
  });
  expect(ourReplies()).toHaveLength(1);
  expect(ourReplies()[0]!.body).toContain('the comment was edited after it was written');
});

test('attack 7: the same person’s later approval takes it back', { tags: 'full' }, async () => {
  await approve('grace');
  const outcome = await act('approval-gate');
  expect(outcome.code, outcome.log.join('\n')).toBe(0);
  expect(outcome.outputs['approvers']).toBe('grace,linus');
});

test('attack 7: a no after the recorded approval stops the migration, until it is taken back', {
  tags: 'full',
}, async () => {
  await say('linus', '/reject!');
  const outcome = await act('migrate');
  expect(errorOf(outcome)).toMatchObject({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    text: expect.stringContaining('was approved and then rejected by linus at'),
  });
  expect(outcome.outputs['undo']).toBe('false');
  const intents = (await road.events('production')).filter((one) => one.kind === 'intent');
  expect(intents.filter((one) => one.phase === 'migrate')).toEqual([]);
  await approve('linus');
  await road.walk(commit, 'production', 'migrate', 'verify-schema', 'health-gate:gate');
});

test('attack 7: a no after the migration stops the promotion, and nothing is rolled back', {
  tags: 'full',
}, async () => {
  await say('ada', 'Stop.\n/reject a table is locked');
  const before = await road.serving('production');
  const outcome = await act('promote');
  expect(errorOf(outcome)).toMatchObject({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    text: expect.stringContaining('ada'),
  });
  expect(outcome.outputs['undo']).toBe('false');
  expect(await road.serving('production')).toEqual(before);
  // Her yes counts for nothing, and takes back her no.
  await approve('ada');
  await road.walk(commit, 'production', 'promote');
  expect((await road.serving('production')).commit).toBe(commit.sha);
});

test('attack 7: a migration without a token cannot know, and does not begin', {
  tags: 'full',
  timeout: 300_000,
}, async () => {
  await road.walk(commit, 'production', 'health-gate:watch', 'finalize');
  const other = await road.commit();
  const made = await road.walk(other, 'production', 'deploy', 'plan');
  await sleep(1100);
  const yes = `/approve ${made.outputs['plan-hash']!.slice(0, 12)}`;
  road.cloud.github.comment('grace', { issue: other.pull }, yes);
  await road.walk(other, 'production', 'approval-gate');
  const outcome = await road.act(other, 'production', 'migrate', { env: { GITHUB_TOKEN: undefined } });
  expect(errorOf(outcome)).toMatchObject({
    code: 'SHIPLOCK_APPROVAL_UNREAD',
    text: expect.stringContaining('github-token'),
  });
  expect(outcome.outputs['undo']).toBe('false');
});

test('attack 8: a review without a hash counts for the plan that was shown, and no other', {
  tags: 'full',
  timeout: 300_000,
}, async () => {
  const other = await road.commit();
  const gate = (shown: string | undefined) =>
    road.act(other, 'production', 'approval-gate', { inputs: shown ? { 'shown-plan-hash': shown } : {} });
  const first = (await road.walk(other, 'production', 'deploy', 'plan')).outputs['plan-hash']!;
  road.cloud.github.review('grace', other.run, 'production', 'approved', 'fine, 20260102000000 too');
  await other.write(
    'supabase/migrations/20260103000000_more.sql',
    'create table public.more (id bigint primary key);\nalter table public.more enable row level security;\n',
  );
  // Another run plans again.
  const second = (await road.walk(other, 'production', 'plan')).outputs['plan-hash']!;
  const outcome = await gate(first);
  expect(errorOf(outcome).code).toBe('SHIPLOCK_APPROVAL_PENDING');
  expect(outcome.summary).toContain(`GitHub asked for it when plan ${first.slice(0, 12)} was shown`);
  expect(errorOf(await gate(undefined)).code).toBe('SHIPLOCK_APPROVAL_PENDING');
  const right = await gate(second);
  expect(right.code, right.log.join('\n')).toBe(0);
  expect(right.outputs['approvers']).toBe('grace');
});
