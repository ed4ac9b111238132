/** What the code host lets somebody do, as far as approvals ask. */
export interface Access {
  /** Role in the repository, e.g. `write`, `maintain`, `admin`, or one that the organization named itself. */
  readonly role: string;
  /** The strongest of GitHub's own roles that it includes. */
  readonly permission: 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';
  /** Of the teams that were asked about, those the person belongs to, as `org/slug`. */
  readonly teams: readonly string[];
}

/** An account, and what it may do. */
export interface Member {
  readonly login: string;
  readonly access: Access;
  /** False: a bot or an app. */
  readonly person: boolean;
}

/** Who could approve, as the code host tells now. */
export interface People {
  /** Everybody with access to the repository; undefined: not asked for. */
  readonly everybody: readonly Member[] | undefined;
  /** Those asked for by name; one that is gone has the role `none`. */
  readonly named: readonly Member[];
  /** By `org/slug`. `gone`: the organization lists its teams, and this one is not among them. */
  readonly teams: ReadonlyMap<string, readonly Member[] | 'gone'>;
}

/** One yes or no that a person gave. */
export interface ApprovalSignal {
  readonly by: string;
  /** The account's number at the code host, which stays when the person is renamed. */
  readonly account?: number;
  /** `review`: the environment's required reviewers; `comment`: `/approve <hash>` on the pull request or commit. */
  readonly via: 'review' | 'comment';
  readonly state: 'approved' | 'rejected';
  /** Names the comment at the code host, so that it is known again after an edit; or a person's review of a run. */
  readonly id?: string;
  /** Hex digits behind the command, lower case. Whether they are a plan's is decided by comparing. */
  readonly planHash?: string;
  /** Other runs of 12 to 64 hex digits in a review's text: a plan's hash, a commit, a version, a date. */
  readonly mentions?: readonly string[];
  /** A no's own words. */
  readonly reason?: string;
  readonly url?: string;
  /** ISO 8601, where the vendor tells: since when these words stand there. */
  readonly at?: string;
  readonly comment?: string;
  /** Undefined: not known, which is no access. */
  readonly access?: Access;
  /** Why this signal cannot count, e.g. edited after it was written, or written by a bot. */
  readonly invalid?: string;
}

/** Whose work a release is: everything since the commit that serves. */
export interface Authorship {
  /** Logins, each with what the person did first: `opened pull request #3`. */
  readonly people: readonly { readonly login: string; readonly did: string }[];
  /** Accounts that are known by their number alone, where looking each up would take too long. */
  readonly numbered?: readonly { readonly account: number; readonly did: string }[];
  /** Addresses of authors that belong to no account that could be found, each with one of its commits. */
  readonly unlinked: readonly { readonly name: string; readonly email: string; readonly commit: string }[];
  /** What could not be listed, as sentences. Empty: everything was. */
  readonly gaps: readonly string[];
  /** Files that changed; undefined: not known, or more than the host tells. */
  readonly files: number | undefined;
  /** Numbers of the pull requests that brought the commits. */
  readonly pulls: readonly number[];
}

/** A person's no, as it is remembered: it stays one when its comment is edited or deleted. */
export type Rejection = Pick<
  ApprovalSignal,
  'by' | 'via' | 'id' | 'planHash' | 'mentions' | 'reason' | 'url' | 'at'
>;

/** A no that an earlier look recorded. */
export interface Remembered extends Rejection {
  /** ISO 8601: when it was recorded, so it is no younger. An environment's review has no time of its own. */
  readonly seenAt?: string;
}
