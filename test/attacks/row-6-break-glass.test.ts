import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { plan } from '../../src/release/steps/plan.ts';
import type { RawInputs } from '../../src/runner/values.ts';
import { runCommand } from '../support/command.ts';
import { type Composed, type PolicyRun, PolicyScene } from './support/policy-scene.ts';

const REASON = 'checkout is down for everybody since noon';
const SETTINGS = {
  production: {
    kind: 'production',
    database: { migrations: 'migrations', verify: 'verify' },
    approvals: { required: 2, breakGlass: { people: ['linus', 'ada'] } },
  },
};
const OFF = { production: { ...SETTINGS.production, approvals: { required: 2 } } };

let scene: PolicyScene;
beforeAll(async () => {
  scene = await PolicyScene.open();
});
beforeEach(() => {
  scene.noticesFail = false;
});
afterAll(async () => {
  await scene?.close();
});

const broken = (commit: PolicyRun, actor: string, own: object = SETTINGS): Promise<Composed> =>
  scene.release(commit, {
    own: own as typeof SETTINGS,
    actor,
    inputs: { 'break-glass-reason': REASON },
  });

const cli = (command: string, inputs: RawInputs = {}) =>
  runCommand(command, { 'database-url': scene.database.url, environment: 'production', ...inputs });

async function events() {
  const context = await scene.release(scene.commit(SETTINGS), { own: SETTINGS });
  return context.db.query<{ id: string; kind: string; body: Record<string, unknown> }>(
    `select release_id as id, kind, body from shiplock.event order by seq`,
  );
}

describe('attack 6: break-glass', () => {
  test('is off where nobody is named, whoever asks and whatever the reason', async () => {
    const commit = scene.commit(OFF);
    await expect(scene.ship(commit, await broken(commit, 'linus', OFF))).rejects.toMatchObject({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
      problem: { next: expect.stringContaining('approvals.breakGlass.people') },
    });
    expect(scene.hosting.serving.deploymentId).toBeUndefined();
  });

  test('is not for the author of the commit, though they are named', async () => {
    const commit = scene.commit(SETTINGS);
    await expect(scene.ship(commit, await broken(commit, 'ada'))).rejects.toMatchObject({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
    });
  });

  test('by somebody named goes on, and is told as a warning, on the pull request and in the notice', async () => {
    const commit = scene.commit(SETTINGS);
    const context = await broken(commit, 'linus');
    await scene.ship(commit, context);
    expect(scene.hosting.serving.deploymentId).toBe(`dpl_${commit.sha.slice(0, 4)}`);
    expect(context.said).toContainEqual(expect.stringMatching(/^linus broke the glass.*\/confirm rel_/));
    expect(context.said).toContain(`notice: linus broke the glass for production: ${REASON}`);
    const comments = scene.github.state.repositories[0]!.comments.filter(
      ({ issue }) => issue === commit.pull,
    );
    expect(comments.map(({ body }) => body)).toContainEqual(expect.stringContaining('The glass was broken'));
    const approved = (await events()).findLast(({ kind }) => kind === 'approved');
    expect(approved?.body['brokenGlass']).toEqual({ by: 'linus', reason: REASON });
  });

  test('stands in status and on the next plan until a second person confirms it', async () => {
    const approved = (await events()).findLast(({ kind }) => kind === 'approved');
    const id = approved!.id;
    expect(await cli('status')).toContain(`glass broken by linus at`);
    const next = scene.commit(SETTINGS);
    const open = await scene.release(next, { own: SETTINGS });
    await expect(scene.ship(next, open)).rejects.toMatchObject({ code: 'SHIPLOCK_APPROVAL_PENDING' });
    const { summary } = await plan(await scene.release(next, { own: SETTINGS }));
    expect(summary).toContain('The glass broken by linus');
    expect(summary.indexOf('The glass broken')).toBeLessThan(summary.indexOf('| commit |'));

    await expect(cli('confirm', { 'release-id': id, 'confirmed-by': 'Linus' })).rejects.toMatchObject({
      code: 'SHIPLOCK_GLASS_NOT_CONFIRMED',
    });
    const release = scene.github.state.repositories[0]!.pulls.find(
      ({ mergeSha }) => mergeSha && scene.hosting.serving.deploymentId === `dpl_${mergeSha.slice(0, 4)}`,
    )!;
    const say = (login: string, body: string) => scene.github.comment(login, { issue: release.number }, body);
    say('linus', `/confirm ${id}`);
    say('mallory', `/confirm ${id}`);
    say('github-actions[bot]', `/confirm ${id}`);
    say('grace', `> /confirm ${id}`);
    say('grace', '/confirm rel_other');
    await scene
      .ship(next, await scene.release(next, { own: SETTINGS }))
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'SHIPLOCK_APPROVAL_PENDING' }));
    expect(await cli('status')).toContain('not yet confirmed');

    say('grace', `/confirm ${id}\n\nIt was down indeed.`);
    await scene
      .ship(next, await scene.release(next, { own: SETTINGS }))
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'SHIPLOCK_APPROVAL_PENDING' }));
    expect(await cli('status')).not.toContain('not yet confirmed');
    const confirmed = (await events()).findLast(({ body }) => body['is'] === 'glass-confirmed');
    expect(confirmed).toMatchObject({ id, body: { by: 'grace', via: 'comment' } });
  });

  test('goes on when neither pull request nor Slack can be told; the command line confirms by name', async () => {
    const commit = scene.commit(SETTINGS);
    scene.noticesFail = true;
    const context = await broken(commit, 'linus');
    scene.faults.set({ call: 'github.create-comment', fault: 'refuse', times: 5 });
    await scene.ship(commit, context);
    scene.faults.clear();
    expect(context.said).toContainEqual(expect.stringContaining('Slack is down'));
    const id = (await events()).findLast(({ kind }) => kind === 'approved')!.id;
    expect(await cli('confirm', { 'release-id': id, 'confirmed-by': 'grace' })).toContain(
      'confirmed by grace',
    );
    expect(await cli('status')).not.toContain('not yet confirmed');
    expect(await cli('confirm', { 'release-id': id, 'confirmed-by': 'grace' })).toContain(
      'nothing to confirm',
    );
  });

  test('that nothing asks for proof of staging is said on the plan, and not where something does', async () => {
    const commit = scene.commit(SETTINGS);
    const says = async (own: object) =>
      (await scene.release(commit, { own: own as typeof SETTINGS, codeHost: false })).policy.decision.notes;
    expect(await says(SETTINGS)).toEqual([expect.stringContaining('`requires: staging`')]);
    expect(await says({ production: { ...SETTINGS.production, requires: 'staging' } })).toEqual([]);
  });
});
