import { createHash } from 'node:crypto';

/** All that the GitHub stand-in knows, as plain data: the kit clones it to answer stale reads. */
export interface GithubState {
  users: User[];
  repositories: Repository[];
  /** Members by `org/slug`. */
  teams: Map<string, string[]>;
  /** GitHub's ids are one growing number a kind; one for all is enough to be unique. */
  nextId: number;
}

export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly commits: Commit[];
  /** Branch name to head SHA. */
  readonly branches: Record<string, string>;
  readonly pulls: Pull[];
  readonly comments: Comment[];
  readonly reviews: PullReview[];
  /** Who pushed which head, newest first. */
  readonly pushes: {
    readonly id: number;
    readonly after: string;
    readonly by: string;
    readonly at: string;
    readonly branch: string;
  }[];
  readonly deployments: Deployment[];
  readonly environments: Environment[];
  readonly runs: Run[];
  readonly collaborators: Record<string, Permission>;
}

export interface Commit {
  readonly sha: string;
  readonly message: string;
  /** Login, or null where GitHub cannot match the mail address with a user. */
  readonly author: string | null;
  readonly committer: string | null;
  /** Addresses where they are not those of the logins. */
  readonly authorEmail?: string;
  readonly date: string;
  readonly parents: readonly string[];
  readonly files: readonly string[];
  /** Files whose text this commit sets; null: it removes the file. Others are as in its first parent. */
  readonly contents: Readonly<Record<string, string | null>>;
}

/** A review of a pull request, or a comment in one of its threads. */
export interface PullReview {
  readonly id: number;
  readonly pull: number;
  readonly author: string;
  body: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  readonly submittedAt: string;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly base: string;
  readonly head: string;
  headSha: string;
  /** Head of the base branch when the pull request was opened. */
  readonly baseSha: string;
  mergeSha: string | null;
  state: 'open' | 'closed';
  mergedAt: string | null;
  mergedBy: string | null;
  readonly assignees: string[];
  /** Review threads: resolved or not. */
  readonly threads: { resolved: boolean }[];
  readonly createdAt: string;
}

export interface Comment {
  readonly id: number;
  /** Of a pull request or issue … */
  readonly issue?: number;
  /** … or of a commit. */
  readonly sha?: string;
  readonly author: string;
  body: string;
  /** The app that wrote it in the author's name. */
  readonly app?: string;
  readonly createdAt: string;
  updatedAt: string;
  /** Written as a reply to a notification. */
  viaMail?: boolean;
  editedAt?: string;
}

export const DEPLOYMENT_STATES = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const;
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly originalEnvironment: string;
  readonly description: string | null;
  readonly payload: string | Record<string, unknown>;
  readonly production: boolean;
  readonly transient: boolean;
  readonly creator: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: DeploymentState;
  readonly creator: string;
  readonly description: string;
  readonly environment: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: string;
}

export interface Environment {
  readonly id: number;
  readonly name: string;
  reviewers: string[];
  preventSelfReview: boolean;
  /** Minutes. */
  waitTimer: number;
  branchPolicy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Run {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly branch: string;
  readonly event: string;
  readonly actor: string;
  /** Who started each attempt, the first one first. */
  readonly triggeringActors: string[];
  readonly createdAt: string;
  status: 'queued' | 'in_progress' | 'waiting' | 'completed';
  conclusion: 'success' | 'failure' | 'cancelled' | null;
  /** Jobs of the last attempt that a test tells about. */
  jobs: {
    readonly id: number;
    readonly name: string;
    conclusion: string | null;
    readonly failedStep: string;
  }[];
  /** Environments whose review the run waits for. */
  pending: string[];
  readonly reviews: {
    readonly environments: readonly string[];
    readonly state: 'approved' | 'rejected';
    readonly by: string;
    readonly comment: string;
  }[];
}

/** GitHub's times have no milliseconds. */
export const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

/** An answer that is an error, in GitHub's shape. */
export class Failure extends Error {
  readonly status: number;
  readonly errors: unknown;
  constructor(status: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new Failure(404, 'Not Found');

/** 422 as GitHub words a field it does not accept. */
export const invalid = (resource: string, field: string, code = 'invalid', message?: string) =>
  new Failure(422, 'Validation Failed', [{ resource, field, code, ...(message ? { message } : {}) }]);

/** The commit that a branch name, a full SHA or a unique beginning of one names. */
export function resolveRef(repository: Repository, ref: string): Commit | undefined {
  const name = ref.replace(/^refs\/heads\//, '').replace(/^heads\//, '');
  const sha = Object.hasOwn(repository.branches, name) ? repository.branches[name]! : ref;
  const exact = repository.commits.find((commit) => commit.sha === sha);
  if (exact || !/^[0-9a-f]{7,39}$/.test(sha)) return exact;
  return repository.commits.find((commit) => commit.sha.startsWith(sha));
}

/** The commit and all before it, nearest first. */
export function history(repository: Repository, sha: string): Commit[] {
  const seen = new Set<string>();
  const queue = [sha];
  const found: Commit[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const commit = seen.has(next) ? undefined : repository.commits.find((one) => one.sha === next);
    seen.add(next);
    if (!commit) continue;
    found.push(commit);
    queue.push(...commit.parents);
  }
  return found;
}

/** The text of a file in a commit's tree; undefined where there is none. */
export function fileIn(repository: Repository, sha: string, path: string): string | undefined {
  let commit = repository.commits.find((one) => one.sha === sha);
  while (commit) {
    if (Object.hasOwn(commit.contents, path)) return commit.contents[path] ?? undefined;
    const [parent] = commit.parents;
    commit = repository.commits.find((one) => one.sha === parent);
  }
  return undefined;
}

/** Every file at a commit with what stands for its content: of one whose text is not known, who changed it last. */
export function filesOf(repository: Repository, sha: string): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>();
  const line: Commit[] = [];
  for (let commit = repository.commits.find((one) => one.sha === sha); commit; ) {
    line.push(commit);
    const [parent] = commit.parents;
    commit = repository.commits.find((one) => one.sha === parent);
  }
  for (const commit of line.reverse())
    for (const path of new Set([...commit.files, ...Object.keys(commit.contents)])) {
      const text = Object.hasOwn(commit.contents, path) ? commit.contents[path] : `${commit.sha} ${path}`;
      found.set(path, text === null || text === undefined ? null : blobSha(text));
    }
  return new Map([...found].flatMap(([path, blob]) => (blob === null ? [] : [[path, blob] as const])));
}

/** As git computes it. */
function blobSha(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export function roleOf(repository: Repository, login: string): Permission | 'none' {
  return Object.hasOwn(repository.collaborators, login) ? repository.collaborators[login]! : 'none';
}

export function canWrite(repository: Repository, login: string): boolean {
  return ['admin', 'maintain', 'write'].includes(roleOf(repository, login));
}
