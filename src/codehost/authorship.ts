import { z } from 'zod';
import { count } from '../present/count.ts';
import type { Authorship } from '../release/ports.ts';
import { AuthorLedger } from './author-ledger.ts';
import type { GithubClient } from './client.ts';
import { type Commit, commitsSince } from './commit-range.ts';
import { commitsOfPull, noteCommitOf, pullsOf } from './commits.ts';
import { isByHost, user } from './people.ts';
import { type Pushed, pushers } from './pushers.ts';

const pull = z.object({
  number: z.int(),
  user,
  merged_by: user,
  assignees: z.array(user).nullish(),
  commits: z.int().optional(),
  head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }).optional(),
  base: z.object({ ref: z.string() }).optional(),
});
const repository = z.object({ default_branch: z.string() });

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
  const { numbers, ...pushed } = await eachPull(client, range.commits, ledger, gaps);
  gaps.push(...(await pushers(client, pushed, ledger)));
  const unlinked = await ledger.link();
  const { people, numbered } = ledger;
  return { people, numbered, unlinked, gaps, files: range.files, pulls: numbers };
}

async function eachPull(
  client: GithubClient,
  commits: readonly Commit[],
  ledger: AuthorLedger,
  gaps: string[],
): Promise<Pushed & { numbers: readonly number[] }> {
  const shas = new Set(commits.map((commit) => commit.sha));
  const [own, shared] = [new Set<string>(), new Set<string>()];
  const covered = new Set<string>();
  const known = new Set<number>();
  let lookups = 0;
  const todo = [...commits];
  for (let commit = todo.shift(); commit; commit = todo.shift()) {
    if (covered.has(commit.sha)) continue;
    covered.add(commit.sha);
    if (lookups === MOST_LOOKUPS) {
      gaps.push(
        `the pull requests of ${count(todo.length + 1, 'commit')} are unknown, from ${commit.sha.slice(0, 12)} on`,
      );
      break;
    }
    lookups += 1;
    const found = await pullsOf(client, commit.sha);
    if (found.length === 0 && shared.size === 0) shared.add(await defaultBranch(client));
    const merged = found.filter((one) => one.merged_at);
    for (const one of merged.length > 0 ? merged : found) {
      const { number, merge_commit_sha } = one;
      if (known.has(number)) continue;
      known.add(number);
      if (merge_commit_sha) covered.add(merge_commit_sha);
      const { brought, head, base } = await onePull(client, number, ledger, gaps);
      if (base) shared.add(base);
      if (head) own.add(head);
      for (const each of brought) {
        shas.add(each.sha);
        noteCommitOf(client, one, each.sha);
        // What GitHub committed on the branch may be another pull request, squashed: it hides whose work that was.
        if (isByHost(each.committer, each.commit.committer)) todo.push(each);
        else covered.add(each.sha);
      }
    }
  }
  return { numbers: [...known].sort((a, b) => a - b), shas, own, shared };
}

async function onePull(client: GithubClient, number: number, ledger: AuthorLedger, gaps: string[]) {
  const [one, brought] = await Promise.all([
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
  for (const commit of brought) ledger.commit(commit);
  ledger.account(one.user, `opened pull request #${number}`);
  ledger.account(one.merged_by, `merged pull request #${number}`);
  // A coding agent, or any app, did somebody's bidding: the pull request is assigned to whoever asked.
  if (ledger.bots > before)
    for (const asked of one.assignees ?? []) ledger.account(asked, `asked a bot for pull request #${number}`);
  if ((one.commits ?? 0) > MOST_OF_A_PULL || brought.length >= MOST_OF_A_PULL)
    gaps.push(`GitHub lists only ${MOST_OF_A_PULL} commits of pull request #${number}`);
  // Of a fork's branch this repository's list of pushes knows nothing.
  const isOwn = one.head?.repo?.full_name.toLowerCase() === client.repository.toLowerCase();
  return { brought, head: isOwn ? one.head?.ref : undefined, base: one.base?.ref };
}

async function defaultBranch(client: GithubClient): Promise<string> {
  const call = { doing: 'read the repository’s default branch', permission: 'metadata: read' };
  return (await client.read({ ...call, route: 'GET /repos/{owner}/{repo}' }, repository)).default_branch;
}
