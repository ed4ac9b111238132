import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GithubPart, PEOPLE, startGithub } from '../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { decideApproval } from '../approval/decide.ts';
import { withHead } from '../release/record/head.ts';
import { type GithubCodeHost, githubCodeHost } from './index.ts';

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const log = new AccessLog();
const faults = new Faults();
let github: GithubPart;
let host: GithubCodeHost;

beforeAll(async () => {
  github = await startGithub({ faults, log });
  host = githubCodeHost({
    token: github.botToken,
    repository: github.repository,
    apiUrl: github.url,
    pace: { firstPauseMs: 5 },
  });
});

afterAll(async () => {
  await github.close();
  expect(log.unimplemented).toEqual([]);
});

describe('the code host against the GitHub stand-in', () => {
  it('follows a release: deployment, statuses, the next one takes over', async () => {
    const first = github.addCommit({ message: 'First' });
    const second = github.addCommit({ message: 'Second' });
    const about = { environment: 'production', production: true };
    const one = await host.openDeployment({ ...about, releaseId: 'rel_1', commit: first.sha });
    expect(await host.openDeployment({ ...about, releaseId: 'rel_1', commit: first.sha })).toBe(one);
    const serving = {
      state: 'success',
      description: 'serving',
      environmentUrl: 'https://shop.test',
    } as const;
    await host.setDeploymentStatus({ deploymentId: one, ...serving });
    await host.setDeploymentStatus({ deploymentId: one, ...serving });

    const two = await host.openDeployment({ ...about, releaseId: 'rel_2', commit: second.sha });
    await host.setDeploymentStatus({ deploymentId: two, ...serving });
    const states = github.state.repositories[0]!.deployments.map((each) =>
      each.statuses.map(({ state }) => state),
    );
    expect(states).toEqual([['success', 'inactive'], ['success']]);
    expect((await host.changes(first.sha, second.sha)).map((each) => each.message)).toEqual(['Second']);
  });

  it('previews are transient, have status and URL, one of a pull request is active, and none after it is closed', async () => {
    const about = { environment: 'previews', production: false };
    const open = async (releaseId: string, pull?: number) => {
      const { sha } = github.addCommit({ message: releaseId });
      const id = await host.openDeployment({ ...about, releaseId, commit: sha, preview: pull });
      const environmentUrl = `https://${releaseId}.test`;
      await host.setDeploymentStatus({
        deploymentId: id,
        state: 'success',
        description: 'x',
        environmentUrl,
      });
      return Number(id);
    };
    const all = () => github.state.repositories[0]!.deployments;
    const state = (id: number) =>
      all()
        .find((one) => one.id === id)
        ?.statuses.at(-1);
    const staging = await open('rel_staging');
    const [first, other, second] = [
      await open('rel_p1', 7),
      await open('rel_p2', 8),
      await open('rel_p3', 7),
    ];
    expect([staging, first, other, second].map((id) => state(id)?.state)).toEqual([
      ...['success', 'inactive', 'success', 'success'],
    ]);
    expect(all().find(({ id }) => id === second)).toMatchObject({
      ...{ transient: true, production: false, environment: 'previews-preview' },
    });
    expect(state(second)?.environmentUrl).toBe('https://rel_p3.test');
    const wanted = { environment: 'previews', pull: 7 };
    expect(await host.openPreviews(wanted)).toEqual([String(second)]);
    for (const deploymentId of await host.openPreviews(wanted))
      await host.setDeploymentStatus({ deploymentId, state: 'inactive', description: 'closed' });
    expect(await host.openPreviews(wanted)).toEqual([]);
    expect([staging, other].map((id) => state(id)?.state)).toEqual(['success', 'success']);
  });

  it('keeps heads of the record in payloads and statuses, with who wrote each', async () => {
    const commit = github.addCommit({ message: 'Head' });
    const about = { environment: 'heads', production: false, commit: commit.sha };
    const hash = 'ab'.repeat(32);
    await host.openDeployment({ ...about, releaseId: 'rel_0' });
    const id = await host.openDeployment({ ...about, releaseId: 'rel_1', head: { seq: 7, hash } });
    const description = withHead('serving', { seq: 12, hash });
    await host.setDeploymentStatus({ deploymentId: id, state: 'success', description });
    const claim = { shiplock_release: 'rel_9', shiplock_head: { seq: 900, hash: 'f'.repeat(64) } };
    for (const payload of [claim, JSON.stringify(claim), { ...claim, shiplock_head: 'x' }, 'x', 7]) {
      const answer = await fetch(`${github.url}/repos/${github.repository}/deployments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${github.tokens[PEOPLE.second]}` },
        body: JSON.stringify({ ref: commit.sha, environment: 'heads', auto_merge: false, payload }),
      });
      expect(answer.status).toBe(201);
    }
    const heads = await host.recordHeads({ environment: 'heads', which: 'all' });
    const by = (await host.recordHeads({ environment: 'heads', which: 'newest' })).map((head) => head.by);
    const bot = { releaseId: 'rel_1', deploymentId: id, at: expect.stringMatching(/^20/), by: by.at(-1) };
    expect(heads.map(({ seq, by }) => [seq, by])).toEqual([
      [900, PEOPLE.second],
      [900, PEOPLE.second],
      [12, by.at(-1)],
      [7, by.at(-1)],
    ]);
    expect(heads.slice(2)).toEqual([
      { ...bot, seq: 12, hash: hash.slice(0, 32) },
      { ...bot, seq: 7, hash },
    ]);
    expect(by.at(-1)).not.toBe(PEOPLE.second);
  });

  it('hears people on pull request, commit and review, and the rules decide', async () => {
    const commit = github.addCommit({ message: 'Feature', branch: 'feature/a', author: PEOPLE.author });
    const pull = github.addPull({ title: 'Feature', author: PEOPLE.author, head: 'feature/a' });
    const run = github.createRun({ sha: commit.sha, actor: PEOPLE.author, environments: ['production'] });
    const yes = `/approve ${PLAN.slice(0, 12)}`;
    for (let i = 0; i < 120; i++) github.comment(PEOPLE.outsider, { issue: pull.number }, `chatter ${i}`);
    github.comment(PEOPLE.author, { issue: pull.number }, yes);
    github.comment(PEOPLE.outsider, { sha: commit.sha }, yes);
    const edited = github.comment(PEOPLE.second, { issue: pull.number }, 'nice');
    github.editComment(edited.id, yes);
    const ask = async (required: number) => {
      const [signals, info, { actors }] = await Promise.all([
        host.approvals({ environment: 'production', commit: commit.sha, runId: String(run.id) }),
        host.authorship({ from: undefined, to: commit.sha }),
        host.runActors(String(run.id)),
      ]);
      const requirements = [{ required, approvers: undefined, because: undefined }];
      const rules = { planHash: PLAN, requirements, freezeWindows: [], now: new Date() };
      const authors = new Map(info.people.map(({ login, did }) => [login, did]));
      return decideApproval({ ...rules, signals, authors, runActors: actors });
    };
    const before = await ask(1);
    expect(before).toMatchObject({ state: 'pending', approvers: [] });
    expect(before.ignored.map((each) => each.signal.by).sort()).toEqual(
      [PEOPLE.author, PEOPLE.outsider, PEOPLE.second].sort(),
    );
    github.comment(PEOPLE.second, { issue: pull.number }, yes);
    expect(await ask(1)).toMatchObject({ state: 'approved', approvers: [PEOPLE.second] });
    github.review(PEOPLE.approver, run.id, 'production', 'approved', 'fine');
    expect(await ask(2)).toMatchObject({
      state: 'approved',
      approvers: [PEOPLE.approver, PEOPLE.second].sort(),
    });
  });

  it('keeps one comment a key', async () => {
    const commit = github.addCommit({ message: 'Comment', branch: 'feature/b' });
    const pull = github.addPull({ title: 'Comment', author: PEOPLE.author, head: 'feature/b' });
    const at = { key: 'plan-production', commit: commit.sha };
    const { url } = await host.upsertComment({ ...at, body: 'one' });
    expect(await host.upsertComment({ ...at, body: 'two' })).toEqual({ url });
    const comments = github.state.repositories[0]!.comments.filter((each) => each.issue === pull.number);
    expect(comments.map((each) => each.body)).toEqual(['<!-- shiplock:plan-production -->\ntwo']);
  });

  it.each(['cut-after', 'error-after'] as const)(
    'finds its own work after a lost answer (%s)',
    async (fault) => {
      const commit = github.addCommit({ message: fault });
      const request = {
        releaseId: `rel_${fault}`,
        commit: commit.sha,
        environment: 'staging',
        production: false,
      };
      faults.set({ call: 'github.open-deployment', fault });
      await expect(host.openDeployment(request)).rejects.toMatchObject({ certainty: 'unknown' });
      const id = await host.openDeployment(request);
      const made = github.state.repositories[0]!.deployments.filter((each) => each.sha === commit.sha);
      expect(made.map((each) => String(each.id))).toEqual([id]);

      const comment = { key: fault, commit: commit.sha, body: 'the plan' };
      faults.set({ call: 'github.comment', fault });
      await expect(host.upsertComment(comment)).rejects.toMatchObject({ certainty: 'unknown' });
      await host.upsertComment(comment);
      expect(github.state.repositories[0]!.comments.filter((each) => each.sha === commit.sha)).toHaveLength(
        1,
      );
    },
  );

  it('reads through a passing fault', async () => {
    const commit = github.addCommit({ message: 'patient' });
    faults.set({ call: 'github.commit', fault: 'error-before', times: 2 });
    expect((await host.commit(commit.sha)).message).toBe('patient');
  });
});
