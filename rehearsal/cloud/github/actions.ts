import type { repositoryRoutes, Visit } from './api.ts';
import {
  type Environment,
  Failure,
  type GithubState,
  invalid,
  notFound,
  now,
  type Repository,
  type Run,
} from './state.ts';

/** Environments, and the reviews a workflow run waits for. */
export function actionsRoutes(route: ReturnType<typeof repositoryRoutes>): void {
  route('GET', '/environments', 'github.environments', (v) =>
    v.page(
      v.repository.environments,
      (one) => v.show.environment(one),
      (environments) => ({
        total_count: v.repository.environments.length,
        environments,
      }),
    ),
  );

  route('GET', '/environments/:name{.+}', 'github.environment', (v) =>
    v.c.json(v.show.environment(environmentNamed(v.repository, v.param('name')))),
  );

  route('PUT', '/environments/:name{.+}', 'github.configure-environment', async (v) => {
    if (v.repository.collaborators[v.user.login] !== 'admin') throw notFound();
    const environment = configureEnvironment(
      v.state,
      v.repository,
      v.param('name'),
      settings(v.state, await v.body()),
    );
    return v.c.json(v.show.environment(environment));
  });

  route('GET', '/actions/runs', 'github.runs', (v) => {
    const sha = v.c.req.query('head_sha');
    const runs = v.repository.runs.filter((one) => !sha || one.sha === sha);
    return v.page(
      runs,
      (one) => v.show.run(one),
      (workflow_runs) => ({ total_count: runs.length, workflow_runs }),
    );
  });

  route('GET', '/actions/runs/:id/jobs', 'github.run-jobs', (v) => {
    const { jobs } = runOf(v);
    return v.page(
      jobs,
      ({ id, name, conclusion, failedStep }) => ({
        ...{ id, name, status: conclusion === null ? 'queued' : 'completed', conclusion },
        steps: [
          { name: 'Check out', status: 'completed', conclusion: 'success', number: 1 },
          { name: failedStep, status: 'completed', conclusion, number: 2 },
        ],
      }),
      (found) => ({ total_count: jobs.length, jobs: found }),
    );
  });

  route('POST', '/actions/jobs/:id/rerun', 'github.rerun-job', (v) => {
    v.mustWrite();
    const id = Number(v.param('id'));
    const run = v.repository.runs.find((one) => one.jobs.some((job) => job.id === id));
    if (!run) throw notFound();
    if (run.status !== 'completed')
      throw new Failure(403, 'The workflow run containing this job is already running');
    run.triggeringActors.push(v.user.login);
    Object.assign(run, { status: 'queued', conclusion: null, jobs: [] });
    return v.c.json({}, 201);
  });

  route('GET', '/actions/runs/:id', 'github.run', (v) => v.c.json(v.show.run(runOf(v))));

  route('GET', '/actions/runs/:id/attempts/:attempt', 'github.run', (v) => {
    const run = runOf(v);
    const attempt = Number(v.param('attempt'));
    if (run.triggeringActors[attempt - 1] === undefined) throw notFound();
    return v.c.json(v.show.run(run, attempt));
  });

  route('GET', '/actions/runs/:id/pending_deployments', 'github.pending-deployments', (v) => {
    const run = runOf(v);
    return v.c.json(
      run.pending.map((name) => {
        const environment = environmentNamed(v.repository, name);
        const { created_at: _created, updated_at: _updated, ...link } = v.show.environmentLink(environment);
        return {
          environment: link,
          wait_timer: environment.waitTimer,
          wait_timer_started_at: environment.waitTimer > 0 ? run.createdAt : null,
          current_user_can_approve: whyNot(environment, run, v.user.login) === undefined,
          reviewers: v.show.reviewers(environment),
        };
      }),
    );
  });

  route('POST', '/actions/runs/:id/pending_deployments', 'github.review-deployment', async (v) => {
    const run = runOf(v);
    const body = await v.body();
    const ids = body['environment_ids'];
    const state = body['state'];
    if (!Array.isArray(ids) || ids.length === 0)
      throw invalid('PendingDeployment', 'environment_ids', 'missing_field');
    if (state !== 'approved' && state !== 'rejected') throw invalid('PendingDeployment', 'state');
    if (typeof body['comment'] !== 'string') throw invalid('PendingDeployment', 'comment', 'missing_field');
    const names = ids.map((id) => {
      const environment = v.repository.environments.find((one) => one.id === id);
      if (!environment) throw invalid('PendingDeployment', 'environment_ids');
      return environment.name;
    });
    review(v.repository, run, { by: v.user.login, environments: names, state, comment: body['comment'] });
    // The answer lists deployment objects; runs here make none, as with `environment.deployment: false`.
    return v.c.json([]);
  });

  route('GET', '/actions/runs/:id/approvals', 'github.run-approvals', (v) =>
    v.c.json(
      runOf(v).reviews.map((one) => ({
        environments: one.environments.map((name) =>
          v.show.environmentLink(environmentNamed(v.repository, name)),
        ),
        state: one.state,
        user: v.show.user(one.by),
        comment: one.comment,
      })),
    ),
  );
}

export interface EnvironmentSettings {
  readonly reviewers?: readonly string[];
  readonly preventSelfReview?: boolean;
  readonly waitTimer?: number;
  readonly branchPolicy?: Environment['branchPolicy'];
}

/** Creates the environment or replaces its settings, as PUT does. */
export function configureEnvironment(
  state: GithubState,
  repository: Repository,
  name: string,
  wanted: EnvironmentSettings,
): Environment {
  const next = {
    reviewers: [...(wanted.reviewers ?? [])],
    preventSelfReview: wanted.preventSelfReview ?? false,
    waitTimer: wanted.waitTimer ?? 0,
    branchPolicy: wanted.branchPolicy ?? null,
    updatedAt: now(),
  };
  const known = repository.environments.find((one) => one.name === name);
  if (known) return Object.assign(known, next);
  const made: Environment = { id: state.nextId++, name, createdAt: next.updatedAt, ...next };
  repository.environments.push(made);
  return made;
}

/** One review. Throws what GitHub answers when it does not count. */
export function review(
  repository: Repository,
  run: Run,
  given: { by: string; environments: readonly string[]; state: 'approved' | 'rejected'; comment: string },
): void {
  for (const name of given.environments) {
    if (!run.pending.includes(name))
      throw new Failure(422, 'There are no pending deployment requests to approve or reject.');
    const problem = whyNot(environmentNamed(repository, name), run, given.by);
    if (problem) throw new Failure(422, problem);
  }
  run.pending = run.pending.filter((name) => !given.environments.includes(name));
  run.reviews.push({ ...given });
  if (given.state === 'rejected')
    Object.assign(run, { status: 'completed', conclusion: 'failure', pending: [] });
  else if (run.pending.length === 0) run.status = 'in_progress';
}

function whyNot(environment: Environment, run: Run, login: string): string | undefined {
  if (!environment.reviewers.includes(login)) return 'You are not a required reviewer for this environment.';
  if (environment.preventSelfReview && login === run.triggeringActors.at(-1))
    return 'You cannot approve your own deployment.';
  return undefined;
}

export function environmentNamed(repository: Repository, name: string): Environment {
  // https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments: not case-sensitive.
  const environment = repository.environments.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!environment) throw notFound();
  return environment;
}

function runOf(v: Visit): Run {
  const run = v.repository.runs.find((one) => String(one.id) === v.param('id'));
  if (!run) throw notFound();
  return run;
}

function settings(state: GithubState, body: Record<string, unknown>): EnvironmentSettings {
  const {
    wait_timer: waitTimer,
    reviewers,
    prevent_self_review,
    deployment_branch_policy,
  } = body as {
    wait_timer?: number;
    reviewers?: { type?: string; id?: number }[] | null;
    prevent_self_review?: boolean;
    deployment_branch_policy?: Environment['branchPolicy'];
  };
  if (waitTimer !== undefined && !(waitTimer >= 0 && waitTimer <= 43_200))
    throw invalid('Environment', 'wait_timer');
  if (reviewers && reviewers.length > 6) throw invalid('Environment', 'reviewers');
  const logins = (reviewers ?? []).map((one) => {
    const user = state.users.find((candidate) => candidate.id === one.id);
    if (!user || one.type !== 'User') throw invalid('Environment', 'reviewers');
    return user.login;
  });
  return {
    reviewers: logins,
    preventSelfReview: prevent_self_review === true,
    waitTimer: waitTimer ?? 0,
    branchPolicy: deployment_branch_policy ?? null,
  };
}
