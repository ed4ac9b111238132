import { z } from 'zod';
import type { CommitInfo } from '../release/ports.ts';
import type { GithubClient } from './client.ts';
import { commitShape } from './commit-range.ts';
import { user } from './people.ts';

const pullShape = z.object({
  number: z.int(),
  title: z.string(),
  html_url: z.string(),
  merge_commit_sha: z.string().nullish(),
  merged_at: z.string().nullish(),
  user,
});

/** On a first release there is no earlier commit to compare with: so many are told. */
const FIRST_RELEASE_COMMITS = 20;

export type Pull = z.infer<typeof pullShape>;

/** Pull requests that brought or hold the commit, the one that merged it first. Asked anew each time. */
export async function pullsOf(client: GithubClient, sha: string): Promise<Pull[]> {
  const pulls = await client.all(
    {
      doing: `list the pull requests of commit ${sha.slice(0, 12)}`,
      permission: 'pull-requests: read',
      route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      params: { commit_sha: sha },
    },
    pullShape,
  );
  const rank = (pull: Pull) => (pull.merge_commit_sha === sha && pull.merged_at ? 0 : pull.merged_at ? 1 : 2);
  const sorted = pulls.sort((a, b) => rank(a) - rank(b) || b.number - a.number);
  seenOf(client).set(sha, sorted);
  return sorted;
}

/** What this process has been told of commits and their pull requests. */
const SEEN = new WeakMap<GithubClient, Map<string, readonly Pull[]>>();

function seenOf(client: GithubClient): Map<string, readonly Pull[]> {
  const seen = SEEN.get(client) ?? new Map<string, readonly Pull[]>();
  SEEN.set(client, seen);
  return seen;
}

/** That the pull request has this commit, where the commit itself was not asked about. */
export function noteCommitOf(client: GithubClient, pull: Pull, sha: string): void {
  const seen = seenOf(client);
  if (!seen.has(sha)) seen.set(sha, [pull]);
}

/** So many commits are asked about, one request each; those that were asked about before cost nothing. */
const MOST_LOOKUPS = 50;

/**
 * The pull request that brought each commit; null: none did. A commit that is not in the answer was not asked about.
 * @param shas newest first
 */
export async function pullRequestsOf(
  client: GithubClient,
  shas: readonly string[],
): Promise<ReadonlyMap<string, { readonly number: number; readonly url: string } | null>> {
  const seen = seenOf(client);
  const found = new Map<string, { readonly number: number; readonly url: string } | null>();
  let lookups = 0;
  for (const sha of shas) {
    const known = seen.get(sha);
    if (!known && lookups === MOST_LOOKUPS) continue;
    if (!known) lookups += 1;
    const [pull] = known ?? (await pullsOf(client, sha));
    if (pull?.merge_commit_sha) noteCommitOf(client, pull, pull.merge_commit_sha);
    // One that was never merged holds the commit, and did not bring it.
    found.set(sha, pull?.merged_at ? { number: pull.number, url: pull.html_url } : null);
  }
  return found;
}

/** The commit, and the pull request that brought it. */
export async function commitInfo(client: GithubClient, sha: string): Promise<CommitInfo> {
  const [commit, [pull]] = await Promise.all([
    client.read(
      {
        doing: `read commit ${sha.slice(0, 12)}`,
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        params: { ref: sha },
      },
      commitShape,
    ),
    pullsOf(client, sha),
  ]);
  const author = commit.author?.login ?? commit.commit.author?.name;
  return {
    sha: commit.sha,
    message: commit.commit.message,
    ...(author ? { author } : {}),
    ...(pull ? { pullRequest: { number: pull.number, title: pull.title, url: pull.html_url } } : {}),
  };
}

/** GitHub lists at most 250. https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request */
export function commitsOfPull(client: GithubClient, number: number) {
  return client.all(
    {
      doing: `list the commits of pull request ${number}`,
      permission: 'pull-requests: read',
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
      params: { pull_number: number },
    },
    commitShape,
  );
}

/** Commits after `from` up to `to`, newest first. */
export async function changes(client: GithubClient, from: string | undefined, to: string) {
  const permission = 'contents: read';
  const commits =
    from === undefined
      ? await client.read(
          {
            doing: `list the commits before ${to.slice(0, 12)}`,
            permission,
            route: 'GET /repos/{owner}/{repo}/commits',
            params: { sha: to, per_page: FIRST_RELEASE_COMMITS },
          },
          z.array(commitShape),
        )
      : (
          await client.all(
            {
              doing: `compare ${from.slice(0, 12)} with ${to.slice(0, 12)}`,
              permission,
              route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
              params: { basehead: `${from}...${to}` },
            },
            commitShape,
            (page) => (page as { commits?: unknown }).commits,
          )
        ).reverse();
  return commits.map(({ sha, commit, author }) => {
    const who = author?.login ?? commit.author?.name;
    return { sha, message: commit.message, ...(who ? { author: who } : {}) };
  });
}
