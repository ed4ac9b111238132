import { PATIENT, type Pace } from '../http/wire.ts';
import type { CodeHost } from '../release/ports.ts';
import { approvals } from './approvals.ts';
import { authorship } from './authorship.ts';
import { GithubClient } from './client.ts';
import { upsertComment } from './comments.ts';
import { changes, commitInfo, pullRequestsOf } from './commits.ts';
import { confirmations } from './confirmations.ts';
import { GithubFiles } from './contents.ts';
import { openDeployment, openPreviews, setDeploymentStatus } from './deployments.ts';
import { eligible } from './eligible.ts';
import { GithubHistory } from './history.ts';
import { openThreads } from './open-threads.ts';
import { recordHeads } from './record-heads.ts';
import { rerunJob, type WaitingJob, waitingJobs } from './rerun.ts';
import { type RunInfo, runActors } from './runs.ts';

export interface GithubOptions {
  /** Job token or any other; see each call's permission in its error. */
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Default: https://api.github.com. GITHUB_API_URL of the runner. */
  readonly apiUrl?: string;
  /** Login under which the token writes, where known: `github-actions[bot]` for the job's own token. */
  readonly actorLogin?: string;
  readonly pace?: Partial<Pace>;
}

export interface GithubCodeHost extends CodeHost {
  runActors(runId: string): Promise<RunInfo>;
  /** Jobs of a pull request's release that ended because approvals were missing. */
  waitingJobs(wanted: {
    readonly pull: number;
    readonly job: string;
    readonly step: string;
  }): Promise<readonly WaitingJob[]>;
  rerunJob(id: number): Promise<void>;
  /** Deployment objects of a pull request's previews that are not inactive. */
  openPreviews(wanted: { readonly environment: string; readonly pull: number }): Promise<readonly string[]>;
  /** Requests sent so far, also those whose answer was "not modified". */
  sent(): number;
}

/** GitHub as the release's code host. Opens nothing by itself: the client is loaded at the first call. */
export function githubCodeHost(options: GithubOptions): GithubCodeHost {
  const { token, repository, apiUrl = 'https://api.github.com' } = options;
  const client = new GithubClient({ token, repository, apiUrl, pace: { ...PATIENT, ...options.pace } });
  const files = new GithubFiles(client);
  const history = new GithubHistory(client);
  return {
    vendor: 'github',
    repository,
    protectedFile: (path) => files.protectedFile(path),
    fileAt: (commit, path) => files.fileAt(commit, path),
    contains: (request) => history.contains(request),
    files: (commit) => history.files(commit),
    commit: (sha) => commitInfo(client, sha),
    changes: (from, to) => changes(client, from, to),
    pullRequests: (shas) => pullRequestsOf(client, shas),
    authorship: (request) => authorship(client, request),
    openThreads: (pulls) => openThreads(client, pulls),
    approvals: (request) => approvals(client, request),
    people: (request) => eligible(client, request),
    openDeployment: (request) => openDeployment(client, request),
    setDeploymentStatus: (request) => setDeploymentStatus(client, request),
    confirmations: (request) => confirmations(client, request),
    recordHeads: (request) => recordHeads(client, request),
    upsertComment: (request) => upsertComment(client, request, options.actorLogin),
    runActors: (runId) => runActors(client, runId),
    waitingJobs: (wanted) => waitingJobs(client, wanted),
    rerunJob: (id) => rerunJob(client, id),
    openPreviews: (wanted) => openPreviews(client, wanted),
    sent: () => client.sent,
  };
}
