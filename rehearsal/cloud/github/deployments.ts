import type { repositoryRoutes, Visit } from './api.ts';
import {
  DEPLOYMENT_STATES,
  type Deployment,
  type DeploymentState,
  Failure,
  invalid,
  notFound,
  now,
  resolveRef,
} from './state.ts';

/** https://docs.github.com/en/rest/deployments/deployments and …/statuses */
export function deploymentRoutes(route: ReturnType<typeof repositoryRoutes>): void {
  route('GET', '/deployments', 'github.deployments', (v) => {
    const { sha, ref, task, environment } = v.c.req.query();
    const wanted = (filter: string | undefined, value: string) =>
      !filter || filter === 'none' || filter === value;
    const found = v.repository.deployments.filter(
      (one) =>
        wanted(sha, one.sha) &&
        wanted(ref, one.ref) &&
        wanted(task, one.task) &&
        wanted(environment, one.environment),
    );
    return v.page(found.toReversed(), (one) => v.show.deployment(one));
  });

  route('POST', '/deployments', 'github.open-deployment', async (v) => {
    v.mustWrite();
    const body = await v.body();
    const ref = body['ref'];
    if (typeof ref !== 'string' || ref === '') throw invalid('Deployment', 'ref', 'missing_field');
    const commit = resolveRef(v.repository, ref);
    if (!commit) throw new Failure(422, `No ref found for: ${ref}`);
    const environment = string(body, 'environment') ?? 'production';
    const at = now();
    const deployment: Deployment = {
      id: v.state.nextId++,
      sha: commit.sha,
      ref,
      task: string(body, 'task') ?? 'deploy',
      environment,
      originalEnvironment: environment,
      description: string(body, 'description') ?? null,
      payload: payload(body['payload']),
      production:
        typeof body['production_environment'] === 'boolean'
          ? body['production_environment']
          : environment === 'production',
      transient: body['transient_environment'] === true,
      creator: v.user.login,
      createdAt: at,
      updatedAt: at,
      statuses: [],
    };
    v.repository.deployments.push(deployment);
    return v.c.json(v.show.deployment(deployment), 201);
  });

  route('GET', '/deployments/:id', 'github.deployment', (v) => v.c.json(v.show.deployment(find(v))));

  route('DELETE', '/deployments/:id', 'github.delete-deployment', (v) => {
    v.mustWrite();
    const deployment = find(v);
    const active = !['inactive', 'failure', 'error'].includes(
      deployment.statuses.at(-1)?.state ?? 'inactive',
    );
    if (active && v.repository.deployments.length > 1)
      throw new Failure(
        422,
        'We cannot delete an active deployment unless it is the only deployment in a given environment.',
      );
    v.repository.deployments.splice(v.repository.deployments.indexOf(deployment), 1);
    return v.c.body(null, 204);
  });

  route('GET', '/deployments/:id/statuses', 'github.deployment-statuses', (v) => {
    const deployment = find(v);
    return v.page(deployment.statuses.toReversed(), (status) => v.show.deploymentStatus(deployment, status));
  });

  route('GET', '/deployments/:id/statuses/:status', 'github.deployment-statuses', (v) => {
    const deployment = find(v);
    const status = deployment.statuses.find((one) => String(one.id) === v.param('status'));
    if (!status) throw notFound();
    return v.c.json(v.show.deploymentStatus(deployment, status));
  });

  route('POST', '/deployments/:id/statuses', 'github.deployment-status', async (v) => {
    v.mustWrite();
    const deployment = find(v);
    const body = await v.body();
    const state = body['state'] as DeploymentState;
    if (!DEPLOYMENT_STATES.includes(state)) throw invalid('DeploymentStatus', 'state');
    const description = string(body, 'description') ?? '';
    if (description.length > 140)
      throw invalid(
        'DeploymentStatus',
        'description',
        'custom',
        'description is too long (maximum is 140 characters)',
      );
    const status = addStatus(v, deployment, state, {
      description,
      environment: string(body, 'environment') ?? deployment.environment,
      environmentUrl: string(body, 'environment_url') ?? '',
      logUrl: string(body, 'log_url') ?? string(body, 'target_url') ?? '',
    });
    // `auto_inactive` leaves production environments alone: whoever deploys there must say what became inactive.
    if (state === 'success' && body['auto_inactive'] !== false) deactivateOthers(v, deployment);
    return v.c.json(v.show.deploymentStatus(deployment, status), 201);
  });
}

function deactivateOthers(v: Visit, deployment: Deployment): void {
  for (const other of v.repository.deployments) {
    if (other === deployment || other.environment !== deployment.environment) continue;
    if (other.production || other.transient || other.statuses.at(-1)?.state === 'inactive') continue;
    addStatus(v, other, 'inactive', {
      description: '',
      environment: other.environment,
      environmentUrl: '',
      logUrl: '',
    });
  }
}

function addStatus(
  v: Visit,
  deployment: Deployment,
  state: DeploymentState,
  rest: { description: string; environment: string; environmentUrl: string; logUrl: string },
) {
  const status = { id: v.state.nextId++, state, creator: v.user.login, createdAt: now(), ...rest };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  return status;
}

function find(v: Visit): Deployment {
  const deployment = v.repository.deployments.find((one) => String(one.id) === v.param('id'));
  if (!deployment) throw notFound();
  return deployment;
}

function string(body: Record<string, unknown>, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid('Deployment', field);
  return value;
}

function payload(value: unknown): string | Record<string, unknown> {
  if (value === undefined || value === null) return {};
  return typeof value === 'object' ? (value as Record<string, unknown>) : String(value);
}
