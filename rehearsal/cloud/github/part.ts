import type { EnvironmentSettings } from './actions.ts';
import type { Comment, Commit, GithubState, Permission, Pull, Repository, Run } from './state.ts';

/** The people a rehearsal has. Each has a token of its own. */
export const PEOPLE = {
  author: 'ada',
  approver: 'grace',
  second: 'linus',
  outsider: 'mallory',
  bot: 'github-actions[bot]',
} as const;

/** A running GitHub: the API under `url`, and what only people and events could do, as methods. */
export interface GithubPart {
  readonly url: string;
  /** Login to token; every value is a secret. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What workflows get as GITHUB_TOKEN. */
  readonly botToken: string;
  /** `owner/name` of the repository made at start. */
  readonly repository: string;
  readonly state: GithubState;
  addRepository(fullName: string, collaborators?: Record<string, Permission>): Repository;
  addUser(login: string, permission?: Permission): string;
  addCommit(commit: {
    sha?: string;
    message: string;
    author?: string | null;
    committer?: string | null;
    /** The author's address, where it is not that of the login. */
    email?: string;
    parents?: readonly string[];
    branch?: string;
    files?: readonly string[];
    /** Files whose text the commit sets; null removes one. */
    contents?: Readonly<Record<string, string | null>>;
    repository?: string;
  }): Commit;
  addPull(pull: {
    title: string;
    author: string;
    head: string;
    base?: string;
    body?: string;
    assignees?: readonly string[];
    repository?: string;
  }): Pull;
  /** Merged by its author, unless somebody else is named. */
  mergePull(number: number, sha: string, repository?: string, by?: string): void;
  /** Somebody pushed a branch whose head is this commit. */
  push(login: string, sha: string, branch?: string): void;
  /** A thread in a pull request's review, that somebody may resolve. */
  reviewThread(pull: number): { resolved: boolean };
  environment(name: string, settings: EnvironmentSettings, repository?: string): void;
  createRun(run: {
    id?: number;
    sha: string;
    actor: string;
    triggeringActor?: string;
    name?: string;
    event?: string;
    branch?: string;
    environments?: readonly string[];
    repository?: string;
  }): Run;
  /** The run ends: one of its jobs failed in a step. */
  failRun(runId: number, job: string, step: string, repository?: string): void;
  /** Somebody runs the jobs again: a new attempt of the same run. */
  rerun(runId: number, login: string, environments?: readonly string[], repository?: string): void;
  /** A person comments on a pull request (`number`) or a commit (`sha`). */
  comment(login: string, on: { issue: number } | { sha: string }, body: string, repository?: string): Comment;
  /** An app comments in a person's name. */
  commentByApp(login: string, app: string, on: { issue: number }, body: string): Comment;
  deleteComment(id: number, repository?: string): void;
  /** A person reviews a pull request. */
  reviewPull(login: string, pull: number, body: string): void;
  /** Makes these people the members of a team, named `org/slug`. */
  team(name: string, members: readonly string[]): void;
  editComment(id: number, body: string, repository?: string): void;
  /** A person reviews a waiting run, under GitHub's own rules. */
  review(
    login: string,
    runId: number,
    environment: string,
    state: 'approved' | 'rejected',
    comment?: string,
    repository?: string,
  ): void;
  /** Resolves when nothing is pending for this environment any more. */
  waitForReview(runId: number, environment: string, repository?: string): Promise<'approved' | 'rejected'>;
  close(): Promise<void>;
}
