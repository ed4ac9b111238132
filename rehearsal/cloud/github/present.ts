import { createHash } from 'node:crypto';
import type { RestEndpointMethodTypes } from '@octokit/rest';
import {
  type Comment,
  type Commit,
  canWrite,
  type Deployment,
  type DeploymentStatus,
  type Environment,
  type GithubState,
  type Pull,
  type PullReview,
  type Repository,
  type Run,
  roleOf,
  type User,
} from './state.ts';

/*
 * State in the shapes of GitHub's API. The types are the vendor's own (generated from its OpenAPI description), so a
 * field that GitHub requires and we forget is a compile error.
 */
type Data<
  Area extends keyof RestEndpointMethodTypes,
  Method extends keyof RestEndpointMethodTypes[Area],
> = RestEndpointMethodTypes[Area][Method] extends { response: { data: infer Body } } ? Body : never;

type SimpleUser = NonNullable<Data<'issues', 'getComment'>['user']>;

/** Presents one repository's things with links under `api`. */
export class Presenter {
  private readonly state: GithubState;
  private readonly repository: Repository;
  private readonly api: string;
  private readonly base: string;
  private readonly web: string;

  constructor(state: GithubState, repository: Repository, api: string) {
    this.state = state;
    this.repository = repository;
    this.api = api;
    this.base = `${api}/repos/${repository.owner}/${repository.name}`;
    this.web = `https://github.com/${repository.owner}/${repository.name}`;
  }

  user(login: string): SimpleUser {
    const user = this.state.users.find((one) => one.login === login);
    return simpleUser(user ?? { id: 0, login: 'ghost', type: 'User' }, this.api);
  }

  repo() {
    const { id, owner, name, defaultBranch } = this.repository;
    return {
      id,
      node_id: node('Repository', id),
      name,
      full_name: `${owner}/${name}`,
      private: true,
      owner: this.user(owner),
      html_url: this.web,
      description: null,
      fork: false,
      url: this.base,
      default_branch: defaultBranch,
      archived: false,
      disabled: false,
      visibility: 'private',
    };
  }

  contents(path: string, text: string, ref: string): Extract<Data<'repos', 'getContent'>, { type: 'file' }> {
    const bytes = Buffer.from(text);
    // The id that git gives the blob: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    const sha = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    const url = `${this.base}/contents/${path}?ref=${ref}`;
    const git = `${this.base}/git/blobs/${sha}`;
    const html = `${this.web}/blob/${ref}/${path}`;
    return {
      type: 'file',
      // GitHub breaks base64 into lines, as MIME does.
      encoding: 'base64',
      content: bytes.toString('base64').replaceAll(/.{60}/g, '$&\n'),
      size: bytes.length,
      name: path.split('/').at(-1) ?? path,
      path,
      sha,
      url,
      git_url: git,
      html_url: html,
      download_url: null,
      _links: { self: url, git, html },
    };
  }

  commit(commit: Commit): Data<'repos', 'getCommit'> {
    const person = (
      login: string | null,
      email = login ? `${login}@users.noreply.github.com` : 'nobody@example.com',
    ) => ({
      name: login ?? 'Unknown',
      email,
      date: commit.date,
    });
    const url = `${this.base}/commits/${commit.sha}`;
    return {
      url,
      sha: commit.sha,
      node_id: node('Commit', commit.sha),
      html_url: `${this.web}/commit/${commit.sha}`,
      comments_url: `${url}/comments`,
      commit: {
        url: `${this.base}/git/commits/${commit.sha}`,
        author: person(commit.author, commit.authorEmail),
        committer: person(commit.committer),
        message: commit.message,
        comment_count: this.repository.comments.filter((one) => one.sha === commit.sha).length,
        tree: { sha: commit.sha, url: `${this.base}/git/trees/${commit.sha}` },
        verification: {
          verified: false,
          reason: 'unsigned',
          payload: null,
          signature: null,
          verified_at: null,
        },
      },
      author: commit.author === null ? null : this.user(commit.author),
      committer: commit.committer === null ? null : this.user(commit.committer),
      parents: commit.parents.map((sha) => ({
        sha,
        url: `${this.base}/commits/${sha}`,
        html_url: `${this.web}/commit/${sha}`,
      })),
      stats: { additions: commit.files.length, deletions: 0, total: commit.files.length },
      files: commit.files.map((filename) => this.file(filename, commit.sha)),
    };
  }

  file(filename: string, sha: string): NonNullable<Data<'repos', 'getCommit'>['files']>[number] {
    return {
      sha,
      filename,
      status: 'modified',
      additions: 1,
      deletions: 0,
      changes: 1,
      blob_url: `${this.web}/blob/${sha}/${filename}`,
      raw_url: `${this.web}/raw/${sha}/${filename}`,
      contents_url: `${this.base}/contents/${filename}?ref=${sha}`,
    };
  }

  pull(pull: Pull) {
    const ref = (name: string, sha: string) => ({
      label: `${this.repository.owner}:${name}`,
      ref: name,
      sha,
      user: this.user(this.repository.owner),
      repo: this.repo(),
    });
    return {
      url: `${this.base}/pulls/${pull.number}`,
      id: pull.id,
      node_id: node('PullRequest', pull.id),
      html_url: `${this.web}/pull/${pull.number}`,
      issue_url: `${this.base}/issues/${pull.number}`,
      comments_url: `${this.base}/issues/${pull.number}/comments`,
      number: pull.number,
      state: pull.state,
      locked: false,
      title: pull.title,
      user: this.user(pull.author),
      body: pull.body,
      labels: [],
      assignees: pull.assignees.map((login) => this.user(login)),
      requested_reviewers: [],
      draft: false,
      created_at: pull.createdAt,
      updated_at: pull.mergedAt ?? pull.createdAt,
      closed_at: pull.mergedAt,
      merged_at: pull.mergedAt,
      merged: pull.mergedAt !== null,
      merged_by: pull.mergedBy === null ? null : this.user(pull.mergedBy),
      merge_commit_sha: pull.mergeSha,
      head: ref(pull.head, pull.headSha),
      base: ref(pull.base, this.repository.branches[pull.base] ?? ''),
      author_association: this.association(pull.author),
    };
  }

  issueComment(comment: Comment): Data<'issues', 'getComment'> {
    return {
      id: comment.id,
      node_id: node('IssueComment', comment.id),
      url: `${this.base}/issues/comments/${comment.id}`,
      html_url: `${this.web}/pull/${comment.issue}#issuecomment-${comment.id}`,
      issue_url: `${this.base}/issues/${comment.issue}`,
      body: comment.body,
      user: this.user(comment.author),
      created_at: comment.createdAt,
      updated_at: comment.updatedAt,
      author_association: this.association(comment.author),
      performed_via_github_app: comment.app ? ({ slug: comment.app } as never) : null,
    };
  }

  pullReview(review: PullReview): Data<'pulls', 'getReview'> {
    const html = `${this.web}/pull/${review.pull}#pullrequestreview-${review.id}`;
    const pull = `${this.base}/pulls/${review.pull}`;
    return {
      id: review.id,
      node_id: node('PullRequestReview', review.id),
      user: this.user(review.author),
      body: review.body,
      state: review.state,
      html_url: html,
      pull_request_url: pull,
      _links: { html: { href: html }, pull_request: { href: pull } },
      submitted_at: review.submittedAt,
      commit_id: null,
      author_association: this.association(review.author),
    };
  }

  commitComment(comment: Comment): Data<'repos', 'getCommitComment'> {
    return {
      id: comment.id,
      node_id: node('CommitComment', comment.id),
      url: `${this.base}/comments/${comment.id}`,
      html_url: `${this.web}/commit/${comment.sha}#commitcomment-${comment.id}`,
      commit_id: comment.sha ?? '',
      body: comment.body,
      path: null,
      position: null,
      line: null,
      user: this.user(comment.author),
      created_at: comment.createdAt,
      updated_at: comment.updatedAt,
      author_association: this.association(comment.author),
    };
  }

  deployment(deployment: Deployment): Data<'repos', 'getDeployment'> {
    const url = `${this.base}/deployments/${deployment.id}`;
    return {
      url,
      id: deployment.id,
      node_id: node('Deployment', deployment.id),
      sha: deployment.sha,
      ref: deployment.ref,
      task: deployment.task,
      // GitHub gives back what it was given: an object or a string.
      payload: deployment.payload as Record<string, unknown>,
      original_environment: deployment.originalEnvironment,
      environment: deployment.environment,
      description: deployment.description,
      creator: this.user(deployment.creator),
      created_at: deployment.createdAt,
      updated_at: deployment.updatedAt,
      statuses_url: `${url}/statuses`,
      repository_url: this.base,
      transient_environment: deployment.transient,
      production_environment: deployment.production,
      performed_via_github_app: null,
    };
  }

  deploymentStatus(deployment: Deployment, status: DeploymentStatus): Data<'repos', 'getDeploymentStatus'> {
    const url = `${this.base}/deployments/${deployment.id}`;
    return {
      url: `${url}/statuses/${status.id}`,
      id: status.id,
      node_id: node('DeploymentStatus', status.id),
      state: status.state,
      creator: this.user(status.creator),
      description: status.description,
      environment: status.environment,
      target_url: status.logUrl,
      environment_url: status.environmentUrl,
      log_url: status.logUrl,
      created_at: status.createdAt,
      updated_at: status.createdAt,
      deployment_url: url,
      repository_url: this.base,
      performed_via_github_app: null,
    };
  }

  environmentLink(environment: Environment) {
    return {
      id: environment.id,
      node_id: node('Environment', environment.id),
      name: environment.name,
      url: `${this.base}/environments/${encodeURIComponent(environment.name)}`,
      html_url: `${this.web}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
      created_at: environment.createdAt,
      updated_at: environment.updatedAt,
    };
  }

  environment(environment: Environment): Data<'repos', 'getEnvironment'> {
    const rule = (type: string) => ({ id: environment.id, node_id: node(type, environment.id), type });
    const rules: NonNullable<Data<'repos', 'getEnvironment'>['protection_rules']> = [];
    if (environment.waitTimer > 0) rules.push({ ...rule('wait_timer'), wait_timer: environment.waitTimer });
    if (environment.reviewers.length > 0)
      rules.push({
        ...rule('required_reviewers'),
        prevent_self_review: environment.preventSelfReview,
        reviewers: this.reviewers(environment),
      });
    if (environment.branchPolicy) rules.push(rule('branch_policy'));
    return {
      ...this.environmentLink(environment),
      protection_rules: rules,
      deployment_branch_policy: environment.branchPolicy,
    };
  }

  reviewers(environment: Environment) {
    return environment.reviewers.map((login) => ({ type: 'User' as const, reviewer: this.user(login) }));
  }

  run(run: Run, attempt = run.triggeringActors.length) {
    const url = `${this.base}/actions/runs/${run.id}`;
    return {
      id: run.id,
      node_id: node('WorkflowRun', run.id),
      name: run.name,
      display_title: run.name,
      head_branch: run.branch,
      head_sha: run.sha,
      path: '.github/workflows/release.yml',
      run_number: 1,
      run_attempt: attempt,
      event: run.event,
      status: run.status,
      conclusion: run.conclusion,
      workflow_id: 1,
      url,
      html_url: `${this.web}/actions/runs/${run.id}`,
      pull_requests: [],
      created_at: run.createdAt,
      updated_at: run.createdAt,
      run_started_at: run.createdAt,
      actor: this.user(run.actor),
      triggering_actor: this.user(run.triggeringActors[attempt - 1] ?? run.actor),
      repository: this.repo(),
      head_repository: this.repo(),
    };
  }

  permission(login: string) {
    const role = roleOf(this.repository, login);
    // The old field knows four words only; `role_name` has the real one.
    const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
    return { permission, role_name: role, user: this.user(login) };
  }

  collaborator(login: string) {
    const role = roleOf(this.repository, login);
    const has = (...roles: readonly string[]) => roles.includes(role);
    return {
      ...this.user(login),
      role_name: role,
      permissions: {
        admin: has('admin'),
        maintain: has('admin', 'maintain'),
        push: has('admin', 'maintain', 'write'),
        triage: has('admin', 'maintain', 'write', 'triage'),
        pull: true,
      },
    };
  }

  private association(login: string): Data<'issues', 'getComment'>['author_association'] & string {
    if (login === this.repository.owner) return 'OWNER';
    if (canWrite(this.repository, login)) return 'COLLABORATOR';
    return this.repository.commits.some((commit) => commit.author === login) ? 'CONTRIBUTOR' : 'NONE';
  }
}

export function simpleUser(user: User, api: string): SimpleUser {
  const url = `${api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: node('User', user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${user.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

const node = (kind: string, id: number | string) => Buffer.from(`${kind}:${id}`).toString('base64url');
