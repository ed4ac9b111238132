import { z } from 'zod';
import { count } from '../present/count.ts';
import { ShiplockError } from '../release/errors.ts';
import type { AuthorLedger } from './author-ledger.ts';
import type { GithubClient } from './client.ts';
import { user } from './people.ts';

const activity = z.object({ after: z.string(), actor: user });

/** Of one request: https://docs.github.com/en/rest/repos/repos#list-repository-activities */
const MOST_PUSHES = 100;
/** Branches that are asked about, one request each. */
const MOST_BRANCHES = 60;
/** Older GHES has no such list, some tokens may not read it, and of a branch that is gone GitHub may not tell: nobody can know then. */
const UNKNOWN = new Set([
  'SHIPLOCK_GITHUB_NOT_FOUND',
  'SHIPLOCK_GITHUB_FORBIDDEN',
  'SHIPLOCK_GITHUB_REFUSED',
]);

export interface Pushed {
  /** Commits of the release, those of its pull requests included. */
  readonly shas: ReadonlySet<string>;
  /** Branches of the pull requests, as far as they are of this repository. */
  readonly own: ReadonlySet<string>;
  /** Branches that others push to as well: what pull requests were merged into. */
  readonly shared: ReadonlySet<string>;
}

/**
 * Who pushed, which no author's name in a commit can forge. Asked by branch: among the pushes to all branches, whoever
 * pushes a hundred times hides the one before. Returns what GitHub does not tell, as sentences.
 */
export async function pushers(
  client: GithubClient,
  { shas, own, shared }: Pushed,
  ledger: AuthorLedger,
): Promise<string[]> {
  const gaps: string[] = [];
  const note = (found: readonly z.infer<typeof activity>[] = []) => {
    for (const { after, actor } of found)
      if (shas.has(after)) ledger.account(actor, `pushed commit ${after.slice(0, 12)}`);
  };
  note(await pushesTo(client, undefined));
  const branches = [...shared, ...[...own].filter((name) => !shared.has(name))];
  for (const name of branches.slice(0, MOST_BRANCHES)) {
    const found = await pushesTo(client, name);
    note(found);
    // A shared branch has more of them than the release, so there a full page says nothing.
    if (!shared.has(name) && found?.length === MOST_PUSHES)
      gaps.push(`GitHub lists only the newest ${MOST_PUSHES} pushes to ${name}`);
  }
  const left = branches.length - MOST_BRANCHES;
  if (left > 0) gaps.push(`who pushed to ${count(left, 'more branch', 'more branches')} is unknown`);
  return gaps;
}

/** The newest pushes to a branch, or to all of them. */
async function pushesTo(client: GithubClient, branch: string | undefined) {
  try {
    return await client.read(
      {
        doing: branch === undefined ? 'list who pushed' : `list who pushed to ${branch}`,
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/activity',
        params: {
          per_page: MOST_PUSHES,
          ...(branch === undefined ? {} : { ref: `refs/heads/${branch}` }),
        },
      },
      z.array(activity),
    );
  } catch (error) {
    if (error instanceof ShiplockError && UNKNOWN.has(error.code)) return undefined;
    throw error;
  }
}
