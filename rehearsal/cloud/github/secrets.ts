import { environmentNamed } from './actions.ts';
import type { Repository } from './state.ts';

/** Where secrets are stored: of the repository, and of each environment. Names only: nothing here needs a value. */
export interface SecretStore {
  readonly repository: readonly string[];
  readonly environments: Readonly<Record<string, readonly string[]>>;
}

/** A job that is about to start. */
export interface AskingJob {
  /** `refs/heads/main`, or `refs/pull/7/merge` for a pull request. */
  readonly ref: string;
  /** The head is in somebody else's repository. */
  readonly fork: boolean;
  readonly environment?: string;
  /** Who reviewed the environment for this run. */
  readonly approvedBy?: string;
}

export type Granted =
  | { readonly state: 'starts'; readonly secrets: readonly string[] }
  | { readonly state: 'waits'; readonly why: string }
  | { readonly state: 'refused'; readonly why: string };

/**
 * Which secrets GitHub gives a job. An environment's secrets are given to jobs that name it, once its branch policy lets
 * the ref in and one of its required reviewers has approved the run; a run for a fork gets none.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets
 */
export function grantSecrets(repository: Repository, store: SecretStore, job: AskingJob): Granted {
  if (job.fork) return { state: 'starts', secrets: [] };
  if (job.environment === undefined) return { state: 'starts', secrets: store.repository };
  const environment = environmentNamed(repository, job.environment);
  const policy = environment.branchPolicy;
  if (policy?.protected_branches && job.ref !== `refs/heads/${repository.defaultBranch}`)
    return { state: 'refused', why: `${job.ref} is not a protected branch` };
  if (environment.reviewers.length > 0) {
    if (job.approvedBy === undefined) return { state: 'waits', why: 'for a required reviewer' };
    if (!environment.reviewers.includes(job.approvedBy))
      return { state: 'waits', why: `${job.approvedBy} is not a required reviewer` };
  }
  const own = store.environments[job.environment] ?? [];
  return { state: 'starts', secrets: [...new Set([...own, ...store.repository])] };
}
