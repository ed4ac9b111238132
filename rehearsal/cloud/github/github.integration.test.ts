import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../kit/index.ts';
import { type GithubPart, PEOPLE, startGithub } from './index.ts';

const log = new AccessLog();
const faults = new Faults();
let github: GithubPart;
const at = { owner: 'acme', repo: 'storefront' };
const as = (login: string) =>
  new Octokit({
    baseUrl: github.url,
    auth: github.tokens[login],
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });

beforeAll(async () => {
  github = await startGithub({ faults, log });
});
afterAll(async () => {
  await github.close();
  expect(log.unimplemented).toEqual([]);
  expect(log.crashes).toEqual([]);
});

describe('the GitHub stand-in with @octokit/rest', () => {
  it('refuses unknown tokens and hides what is not there', async () => {
    const stranger = new Octokit({ baseUrl: github.url, auth: 'ghp_wrong', log: as('ada').log });
    await expect(stranger.rest.repos.get(at)).rejects.toMatchObject({
      status: 401,
      response: {
        data: { message: 'Bad credentials', status: '401', documentation_url: expect.any(String) },
      },
    });
    await expect(as(PEOPLE.author).rest.repos.get({ owner: 'acme', repo: 'nothing' })).rejects.toMatchObject({
      status: 404,
    });
    expect((await as(PEOPLE.author).rest.users.getAuthenticated()).data.login).toBe('ada');
    await expect(as(PEOPLE.bot).rest.users.getAuthenticated()).rejects.toMatchObject({ status: 403 });
    expect((await as(PEOPLE.bot).rest.rateLimit.get()).data.rate.limit).toBe(5000);
  });

  it('knows commits, their pull request and what lies between two of them', async () => {
    const { rest } = as(PEOPLE.bot);
    const first = github.addCommit({ message: 'First' });
    const second = github.addCommit({
      message: 'Second\n\nwith a body',
      branch: 'feature/x',
      author: PEOPLE.second,
      files: ['a.sql'],
    });
    const pull = github.addPull({ title: 'Feature', author: PEOPLE.second, head: 'feature/x' });
    const { data: commit } = await rest.repos.getCommit({ ...at, ref: second.sha });
    expect(commit).toMatchObject({
      sha: second.sha,
      author: { login: 'linus' },
      parents: [{ sha: first.sha }],
    });
    const pulls = await rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: second.sha });
    expect(pulls.data.map((one) => one.number)).toEqual([pull.number]);
    expect(
      (await rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: first.sha })).data,
    ).toEqual([]);
    const { data: compared } = await rest.repos.compareCommitsWithBasehead({
      ...at,
      basehead: `${first.sha}...${second.sha}`,
    });
    expect(compared).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      commits: [{ sha: second.sha }],
      files: [{ filename: 'a.sql' }],
    });
    expect(
      (await rest.pulls.listCommits({ ...at, pull_number: pull.number })).data.map((one) => one.sha),
    ).toEqual([second.sha]);
    await expect(rest.repos.getCommit({ ...at, ref: 'f'.repeat(40) })).rejects.toMatchObject({ status: 422 });
    expect((await rest.pulls.get({ ...at, pull_number: pull.number })).data.head.sha).toBe(second.sha);
    expect((await rest.pulls.list(at)).data).toHaveLength(1);
  });

  it('pages comments, dates edits, and tells who may write', async () => {
    const pull = github.state.repositories[0]!.pulls[0]!;
    const { rest, paginate } = as(PEOPLE.bot);
    for (let i = 0; i < 65; i++) github.comment(PEOPLE.outsider, { issue: pull.number }, `nonsense ${i}`);
    const { data: mine } = await rest.issues.createComment({
      ...at,
      issue_number: pull.number,
      body: 'plan',
    });
    const all = await paginate(rest.issues.listComments, { ...at, issue_number: pull.number, per_page: 30 });
    expect(all).toHaveLength(66);
    expect(all[0]).toMatchObject({ author_association: 'NONE', user: { login: 'mallory' } });
    const { data: edited } = await rest.issues.updateComment({
      ...at,
      comment_id: mine.id,
      body: 'plan, edited',
    });
    // GitHub's times are whole seconds; GraphQL tells that it was edited.
    expect(edited.updated_at >= edited.created_at).toBe(true);
    expect(github.state.repositories[0]?.comments.at(-1)?.editedAt).toBe(edited.updated_at);
    await expect(
      as(PEOPLE.outsider).rest.issues.updateComment({ ...at, comment_id: mine.id, body: 'x' }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(
      rest.issues.createComment({ ...at, issue_number: pull.number, body: '' }),
    ).rejects.toMatchObject({ status: 422 });
    const { data: onCommit } = await as(PEOPLE.approver).rest.repos.createCommitComment({
      ...at,
      commit_sha: pull.headSha,
      body: '/approve 123',
    });
    expect((await rest.repos.listCommentsForCommit({ ...at, commit_sha: pull.headSha })).data).toEqual([
      onCommit,
    ]);
    await as(PEOPLE.approver).rest.repos.updateCommitComment({
      ...at,
      comment_id: onCommit.id,
      body: '/approve 124',
    });
    const permission = async (username: string) =>
      (await rest.repos.getCollaboratorPermissionLevel({ ...at, username })).data;
    expect(await permission('grace')).toMatchObject({ permission: 'write', role_name: 'maintain' });
    expect(await permission('mallory')).toMatchObject({ permission: 'none' });
  });

  it('keeps deployments: filters, statuses, and inactive only where GitHub does it', async () => {
    const { rest } = as(PEOPLE.bot);
    const sha = github.state.repositories[0]!.pulls[0]!.headSha;
    const open = async (environment: string) => {
      const { data } = await rest.repos.createDeployment({
        ...at,
        ref: sha,
        environment,
        auto_merge: false,
        required_contexts: [],
        payload: { release: environment },
      });
      if (!('id' in data)) throw new Error('not created');
      return data;
    };
    for (const environment of ['staging', 'production']) {
      const [one, two] = [await open(environment), await open(environment)];
      for (const { id } of [one, two])
        await rest.repos.createDeploymentStatus({
          ...at,
          deployment_id: id as number,
          state: 'success',
          description: 'up',
        });
      const { data: statuses } = await rest.repos.listDeploymentStatuses({
        ...at,
        deployment_id: one.id as number,
      });
      expect(statuses[0]!.state).toBe(environment === 'staging' ? 'inactive' : 'success');
    }
    const { data: found } = await rest.repos.listDeployments({ ...at, sha, environment: 'staging' });
    expect(found.map((one) => one.payload)).toEqual([{ release: 'staging' }, { release: 'staging' }]);
    expect((await rest.repos.listDeployments({ ...at, sha: '0'.repeat(40) })).data).toEqual([]);
    await expect(rest.repos.createDeployment({ ...at, ref: 'nowhere' })).rejects.toMatchObject({
      status: 422,
    });
    const wrong = { ...at, deployment_id: found[0]!.id as number };
    await expect(
      rest.repos.createDeploymentStatus({ ...wrong, state: 'done' as 'success' }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      rest.repos.createDeploymentStatus({ ...wrong, state: 'success', description: 'x'.repeat(141) }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(as(PEOPLE.outsider).rest.repos.createDeployment({ ...at, ref: sha })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('makes a run wait for a reviewer who did not start it', async () => {
    const { rest } = as(PEOPLE.approver);
    const { data: environment } = await rest.repos.getEnvironment({ ...at, environment_name: 'production' });
    expect(environment.protection_rules).toMatchObject([
      { type: 'required_reviewers', prevent_self_review: true },
    ]);
    const run = github.createRun({
      id: 4711,
      sha: github.state.repositories[0]!.commits[0]!.sha,
      actor: PEOPLE.author,
      environments: ['production'],
    });
    const where = { ...at, run_id: run.id };
    const decision = github.waitForReview(run.id, 'production');
    expect((await rest.actions.getPendingDeploymentsForRun(where)).data).toMatchObject([
      { environment: { name: 'production' }, current_user_can_approve: true },
    ]);
    const approve = {
      ...where,
      environment_ids: [environment.id as number],
      state: 'approved' as const,
      comment: 'looks right',
    };
    for (const login of [PEOPLE.author, PEOPLE.outsider])
      await expect(as(login).rest.actions.reviewPendingDeploymentsForRun(approve)).rejects.toMatchObject({
        status: 422,
      });
    await rest.actions.reviewPendingDeploymentsForRun(approve);
    expect(await decision).toBe('approved');
    expect((await rest.actions.getReviewsForRun(where)).data).toMatchObject([
      {
        state: 'approved',
        user: { login: 'grace' },
        comment: 'looks right',
        environments: [{ name: 'production' }],
      },
    ]);
    expect((await rest.actions.getPendingDeploymentsForRun(where)).data).toEqual([]);
    expect((await rest.actions.getWorkflowRun(where)).data).toMatchObject({
      status: 'in_progress',
      triggering_actor: { login: 'ada' },
    });
    github.rerun(run.id, PEOPLE.second);
    expect((await rest.actions.getWorkflowRun(where)).data).toMatchObject({
      run_attempt: 2,
      triggering_actor: { login: 'linus' },
    });
    const first = await rest.actions.getWorkflowRunAttempt({ ...where, attempt_number: 1 });
    expect(first.data).toMatchObject({ run_attempt: 1, triggering_actor: { login: 'ada' } });
    await expect(rest.actions.getWorkflowRun({ ...at, run_id: 1 })).rejects.toMatchObject({ status: 404 });
  });

  it('takes environment settings from an administrator only', async () => {
    const reviewer = github.state.users.find((user) => user.login === PEOPLE.second)!;
    const wanted = {
      ...at,
      environment_name: 'eu/production',
      wait_timer: 5,
      prevent_self_review: true,
      reviewers: [{ type: 'User' as const, id: reviewer.id }],
    };
    await expect(as(PEOPLE.second).rest.repos.createOrUpdateEnvironment(wanted)).rejects.toMatchObject({
      status: 404,
    });
    const { data } = await as(PEOPLE.author).rest.repos.createOrUpdateEnvironment(wanted);
    expect(data.protection_rules).toMatchObject([
      { type: 'wait_timer', wait_timer: 5 },
      { reviewers: [{ reviewer: { login: 'linus' } }] },
    ]);
    expect((await as(PEOPLE.bot).rest.repos.getAllEnvironments(at)).data.total_count).toBe(3);
    await expect(
      as(PEOPLE.author).rest.repos.createOrUpdateEnvironment({ ...wanted, wait_timer: 99_999 }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('answers as broken as it is told to', async () => {
    faults.set({ call: 'github.open-deployment', fault: 'cut-after' });
    const before = github.state.repositories[0]!.deployments.length;
    await expect(
      as(PEOPLE.bot).rest.repos.createDeployment({ ...at, ref: 'main', required_contexts: [] }),
    ).rejects.toThrow();
    expect(github.state.repositories[0]!.deployments).toHaveLength(before + 1);
  });
});
