import { z } from 'zod';
import { ShiplockError } from '../release/errors.ts';
import type { Authorship } from '../release/ports.ts';
import { AuthorLedger } from './author-ledger.ts';
import type { GithubClient } from './client.ts';
import { type Commit, commitsSince } from './commit-range.ts';
import { commitsOfPull, noteCommitOf, pullsOf } from './commits.ts';
import { user } from './people.ts';

const pull = z.object({
  number: z.int(),
  user,
  merged_by: user,
  assignees: z.array(user).nullish(),
  commits: z.int().optional(),
});
const activity = z.object({ after: z.string(), activity_type: z.string(), actor: user });

/** How many commits' pull requests are asked for at most: one request each. */
const MOST_LOOKUPS = 150;
/** GitHub lists no more: https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request */
const MOST_OF_A_PULL = 250;

/**
 * Everybody whose work a release is: authors, committers and co-authors of every commit since the one that serves, of
 * their pull requests' commits (a squash hides them), and whoever opened, pushed or merged these. Where a bot did so, the
 * people that the pull request is assigned to asked for it.
 */
export async function authorship(
  client: GithubClient,
  request: { readonly from: string | undefined; readonly to: string },
): Promise<Authorship> {
  const range = await commitsSince(client, request);
  const ledger = new AuthorLedger(client);
  for (const commit of range.commits) ledger.commit(commit);
  const gaps = [...range.gaps];
  const { numbers, shas } = await eachPull(client, range.commits, ledger, gaps);
  await pushers(client, shas, ledger);
  const unlinked = await ledger.link();
  const { people, numbered } = ledger;
  return { people, numbered, unlinked, gaps, files: range.files, pulls: numbers };
}

async function eachPull(
  client: GithubClient,
  commits: readonly Commit[],
  ledger: AuthorLedger,
  gaps: string[],
): Promise<{ numbers: readonly number[]; shas: ReadonlySet<string> }> {
  const shas = new Set(commits.map((commit) => commit.sha));
  const covered = new Set<string>();
  const known = new Set<number>();
  let lookups = 0;
  for (const commit of commits) {
    if (covered.has(commit.sha)) continue;
    if (lookups === MOST_LOOKUPS) {
      gaps.push(`the pull requests of the commits before ${commit.sha.slice(0, 12)} are unknown`);
      break;
    }
    lookups += 1;
    const found = await pullsOf(client, commit.sha);
    const merged = found.filter((one) => one.merged_at);
    for (const one of merged.length > 0 ? merged : found) {
      const { number, merge_commit_sha } = one;
      if (known.has(number)) continue;
      known.add(number);
      if (merge_commit_sha) covered.add(merge_commit_sha);
      for (const sha of await onePull(client, number, ledger, gaps)) {
        covered.add(sha);
        shas.add(sha);
        noteCommitOf(client, one, sha);
      }
    }
  }
  return { numbers: [...known].sort((a, b) => a - b), shas };
}

async function onePull(
  client: GithubClient,
  number: number,
  ledger: AuthorLedger,
  gaps: string[],
): Promise<readonly string[]> {
  const [one, commits] = await Promise.all([
    client.read(
      {
        doing: `read pull request ${number}`,
        permission: 'pull-requests: read',
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
        params: { pull_number: number },
      },
      pull,
    ),
    commitsOfPull(client, number),
  ]);
  const before = ledger.bots;
  for (const commit of commits) ledger.commit(commit);
  ledger.account(one.user, `opened pull request #${number}`);
  ledger.account(one.merged_by, `merged pull request #${number}`);
  // A coding agent, or any app, did somebody's bidding: the pull request is assigned to whoever asked.
  if (ledger.bots > before)
    for (const asked of one.assignees ?? []) ledger.account(asked, `asked a bot for pull request #${number}`);
  if ((one.commits ?? 0) > MOST_OF_A_PULL || commits.length >= MOST_OF_A_PULL)
    gaps.push(`GitHub lists only ${MOST_OF_A_PULL} commits of pull request #${number}`);
  return commits.map((commit) => commit.sha);
}

/**
 * Who pushed, where GitHub still knows: the newest pushes to any branch of this repository.
 * https://docs.github.com/en/rest/repos/repos#list-repository-activities
 */
async function pushers(client: GithubClient, shas: ReadonlySet<string>, ledger: AuthorLedger): Promise<void> {
  try {
    const found = await client.read(
      {
        doing: 'list who pushed',
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/activity',
        params: { per_page: 100 },
      },
      z.array(activity),
    );
    for (const one of found)
      if (shas.has(one.after)) ledger.account(one.actor, `pushed commit ${one.after.slice(0, 12)}`);
  } catch (error) {
    // Older GHES has no such list, and some tokens may not read it: then nobody can know.
    const unknown = ['SHIPLOCK_GITHUB_NOT_FOUND', 'SHIPLOCK_GITHUB_FORBIDDEN'];
    if (!(error instanceof ShiplockError) || !unknown.includes(error.code)) throw error;
  }
}
