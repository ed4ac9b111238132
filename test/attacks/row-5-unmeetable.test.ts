import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { plan } from '../../src/release/steps/plan.ts';
import { runCommand } from '../support/command.ts';
import { type Environments, type PolicyRun, PolicyScene } from './support/policy-scene.ts';

/** Rules that name people who are gone. Each test works on the environment as the ones before left it. */
let scene: PolicyScene;
const production = (approvals: object): Environments => ({
  production: {
    ...{ kind: 'production', vercel: { project: 'shop' }, approvals },
    database: { migrations: 'migrations', verify: 'verify' },
  },
});
const OLD = production({ required: 1, approvers: ['carl', 'team:acme/dba'] });
const NEW = production({ required: 1 });

beforeAll(async () => {
  scene = await PolicyScene.open();
  scene.github.addUser('carl', 'write');
  scene.github.addUser('root', 'admin');
  const commit = scene.commit(OLD, { author: 'linus' });
  await scene.ship(commit, await scene.release(commit, { own: OLD, actor: 'linus' }), ['carl']);
  delete scene.github.state.repositories[0]!.collaborators['carl'];
});
beforeEach(() => scene.faults.clear());
afterAll(() => scene?.close());

async function refused(commit: PolicyRun, own: Environments, approvers: readonly string[], code: string) {
  const before = scene.hosting.serving.deploymentId;
  const context = await scene.release(commit, { own, actor: 'linus' });
  const error = await scene.ship(commit, context, approvers).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: `SHIPLOCK_APPROVAL_${code}` });
  expect(scene.hosting.serving.deploymentId).toBe(before);
  return error as { readonly problem: { readonly what: string; readonly next: string } };
}
const cli = (command: string, inputs = {}) =>
  runCommand(command, { 'database-url': scene.database.url, environment: 'production', ...inputs });

describe('rules that nobody can meet', () => {
  test('stand on top of the plan, and end the wait for approvals at once', async () => {
    const commit = scene.commit(OLD, { author: 'linus' });
    const { problem } = await refused(commit, OLD, [], 'UNMEETABLE');
    expect(problem.what).toContain('carl has the role none; team:acme/dba does not exist');
    expect(problem.next).toContain('merge a change of `approvals` to the protected branch');
    const { summary } = await plan(await scene.release(commit, { own: OLD, actor: 'linus' }));
    expect(summary.indexOf('Nobody can approve this plan as the rules require')).toBeGreaterThan(0);
    expect(summary.indexOf('Nobody can approve this plan as the rules require')).toBeLessThan(
      summary.indexOf('| commit |'),
    );
  });

  test('attack 5: an administrator ships nothing past them that does not change them', async () => {
    await refused(scene.commit(OLD, { author: 'linus' }), OLD, ['ada', 'grace'], 'UNMEETABLE');
  });

  test('attack 5: a change of them on its own branch opens no way', async () => {
    const commit = scene.commit(NEW, { author: 'linus', merged: false });
    await refused(commit, NEW, ['ada', 'grace'], 'UNMEETABLE');
  });

  test('attack 5: nor does a change that leaves nobody either', async () => {
    const worse = production({ required: 1, approvers: ['carl'] });
    const { problem } = await refused(scene.commit(worse, { author: 'linus' }), worse, ['ada'], 'UNMEETABLE');
    expect(problem.next).toContain('the new rules cannot be met either');
  });

  test('attack 5: a change of them waits for an administrator who did none of it', async () => {
    const commit = scene.commit(NEW, { author: 'linus' });
    const { problem } = await refused(commit, NEW, ['grace', 'linus'], 'PENDING');
    expect(problem.what).toContain('nobody can give what is missing');
    // An administrator's own change, and one that an administrator merged.
    await refused(scene.commit(NEW, { author: 'ada' }), NEW, ['ada'], 'PENDING');
    const merged = scene.commit(NEW, { author: 'linus' });
    scene.github.mergePull(merged.pull, merged.sha, undefined, 'ada');
    await refused(merged, NEW, ['ada'], 'PENDING');
  });

  test('attack 5: what could not be looked up opens no way, and the plan waits as it would have', async () => {
    const commit = scene.commit(NEW, { author: 'linus' });
    scene.faults.set({ call: 'github.teams', fault: 'error-before', times: 'always' });
    await refused(commit, NEW, ['ada'], 'PENDING');
  });
});

describe('the way out', () => {
  let id: string;
  test('a merged change with an administrator’s approval ships, is announced and recorded', async () => {
    const commit = scene.commit(NEW, { author: 'linus' });
    const context = await scene.release(commit, { own: NEW, actor: 'linus' });
    const { plan: summary } = await scene.ship(commit, context, ['root']);
    expect(scene.hosting.serving.deploymentId).toBe(`dpl_${commit.sha.slice(0, 4)}`);
    expect(summary).toContain(
      'A repository administrator who did none of the work in this release can stand in',
    );
    expect(context.said).toContainEqual(
      expect.stringMatching(/^root stood in as an administrator.*\/confirm rel_/),
    );
    expect(context.said).toContainEqual(expect.stringMatching(/^notice: root stood in as an administrator/));
    const told = scene.github.state.repositories[0]!.comments.filter(({ issue }) => issue === commit.pull);
    expect(told.map(({ body }) => body)).toContainEqual(expect.stringContaining('An administrator stood in'));
    const rows = await context.db.query<{ id: string; body: Record<string, unknown> }>(
      `select release_id as id, body from shiplock.event where kind = 'approved' order by seq desc limit 1`,
    );
    id = rows[0]!.id;
    expect(rows[0]!.body).toMatchObject({
      standIn: { by: 'root', reason: expect.stringContaining('carl has the role none') },
      approvers: ['root'],
    });
  });

  test('stands in status and on the next plan until a second person confirms it; the new rules hold then', async () => {
    expect(await cli('status')).toContain('administrator root stood in for approvals');
    const next = scene.commit(NEW, { author: 'linus' });
    const context = await scene.release(next, { own: NEW, actor: 'linus' });
    const { plan: summary } = await scene.ship(next, context, ['grace']);
    expect(summary).toContain('administrator root stood in');
    expect(context.said.filter((line) => line.includes('stood in as'))).toEqual([]);
    await expect(cli('confirm', { 'release-id': id, 'confirmed-by': 'root' })).rejects.toMatchObject({
      code: 'SHIPLOCK_GLASS_NOT_CONFIRMED',
    });
    expect(await cli('confirm', { 'release-id': id, 'confirmed-by': 'grace' })).toContain(
      'root stood in for',
    );
    expect(await cli('status')).not.toContain('not yet confirmed');
  });
});
