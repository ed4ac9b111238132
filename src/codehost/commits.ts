import { z } from 'zod';
import type { CommitInfo } from '../release/ports.ts';
import type { GithubClient } from './client.ts';

const login = z.object({ login: z.string().optional() }).nullish();
const commitShape = z.object({
  sha: z.string(),
  commit: z.object({ message: z.string(), author: z.object({ name: z.string().optional() }).nullish() }),
  author: login,
  committer: login,
});
const pullShape = z.object({
  number: z.int(),
  title: z.string(),
  html_url: z.string(),
  merge_commit_sha: z.string().nullish(),
  merged_at: z.string().nullish(),
  user: login,
});

/** On a first release there is no earlier commit to compare with: so many are told. */
const FIRST_RELEASE_COMMITS = 20;

export type Pull = z.infer<typeof pullShape>;

/** Pull requests that brought or hold the commit, the one that merged it first. */
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
  return pulls.sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}

/**
 * The commit and everybody whose work it is: author, committer, co-authors, the pull request's author, and the authors
 * of its commits, who disappear from history when it is squashed.
 */
export async function commitInfo(client: GithubClient, sha: string): Promise<CommitInfo> {
  const [commit, pulls] = await Promise.all([
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
  const [pull] = pulls;
  const own = pull ? await commitsOfPull(client, pull.number) : [];
  const authors = new Set<string>();
  for (const each of [commit, ...own]) {
    for (const who of [each.author?.login, each.committer?.login, ...coAuthors(each.commit.message)]) {
      // The committer of what is merged on the web page.
      if (who && who !== 'web-flow') authors.add(who);
    }
  }
  if (pull?.user?.login) authors.add(pull.user.login);
  return {
    sha: commit.sha,
    message: commit.commit.message,
    authors: [...authors].sort(),
    ...(pull ? { pullRequest: { number: pull.number, title: pull.title, url: pull.html_url } } : {}),
  };
}

/** GitHub lists at most 250. https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request */
function commitsOfPull(client: GithubClient, number: number) {
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

/** Only GitHub's own no-reply addresses tell a login: `123+login@users.noreply.github.com`. */
function coAuthors(message: string): string[] {
  const trailer = /^co-authored-by:.*<(?:\d+\+)?([a-z\d-]+)@users\.noreply\.github\.com>\s*$/gim;
  return [...message.matchAll(trailer)].map(([, who]) => who ?? '');
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
