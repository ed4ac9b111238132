import { z } from 'zod';
import { count } from '../present/count.ts';
import type { GithubClient } from './client.ts';
import { orUnknown } from './or-unknown.ts';
import { user } from './people.ts';

const identity = z.object({ name: z.string().optional(), email: z.string().nullish() }).nullish();
export const commitShape = z.object({
  sha: z.string(),
  commit: z.object({ message: z.string(), author: identity, committer: identity }),
  /** GitHub answers {} for an account that is gone. */
  author: z.union([user, z.object({}).transform(() => null)]),
  committer: z.union([user, z.object({}).transform(() => null)]),
});
export type Commit = z.infer<typeof commitShape>;

const comparison = z.object({
  total_commits: z.int(),
  commits: z.array(commitShape),
  files: z.array(z.object({ filename: z.string() })).optional(),
});

const PER_PAGE = 100;
const MOST_PAGES = 100;
/** GitHub tells no more: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const MOST_FILES = 300;
/** So many are taken where the commit that serves is not known any more. */
const FALLBACK_PAGES = 3;

export interface CommitRange {
  /** Newest first, the commit that is released always among them. */
  readonly commits: readonly Commit[];
  /** How many files changed; undefined: more than GitHub tells, or not known. */
  readonly files: number | undefined;
  /** What could not be listed, as sentences. */
  readonly gaps: readonly string[];
}

/**
 * Commits that the release brings: those after the one that serves; of a history that diverged, those after the last
 * common one. Without a release that serves, the commit alone.
 */
export async function commitsSince(
  client: GithubClient,
  { from, to }: { readonly from: string | undefined; readonly to: string },
): Promise<CommitRange> {
  const own = await client.read(
    {
      doing: `read commit ${to.slice(0, 12)}`,
      permission: 'contents: read',
      route: 'GET /repos/{owner}/{repo}/commits/{ref}',
      params: { ref: to },
    },
    commitShape,
  );
  if (from === undefined || from === to) return { commits: [own], files: undefined, gaps: [] };
  const compared = await compare(client, from, to);
  const { commits, files, gaps } = compared ?? (await fallback(client, from, to));
  return { commits: commits.some(({ sha }) => sha === own.sha) ? commits : [own, ...commits], files, gaps };
}

async function compare(client: GithubClient, from: string, to: string): Promise<CommitRange | undefined> {
  const commits: Commit[] = [];
  let total = 0;
  let files: number | undefined;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = await orUnknown(
      client.read(
        {
          doing: `compare ${from.slice(0, 12)} with ${to.slice(0, 12)}`,
          permission: 'contents: read',
          route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
          params: { basehead: `${from}...${to}`, per_page: PER_PAGE, page },
        },
        comparison,
      ),
    );
    if (!found) return undefined;
    // The first page has the files of all of them.
    if (page === 1 && found.files && found.files.length < MOST_FILES) files = found.files.length;
    total = found.total_commits;
    commits.push(...found.commits);
    if (found.commits.length === 0 || commits.length >= total) break;
  }
  const missing = total - commits.length;
  const gaps =
    missing > 0
      ? [`GitHub did not list ${missing} of ${count(total, 'commit')} since ${from.slice(0, 12)}`]
      : [];
  return { commits: commits.reverse(), files, gaps };
}

/** The commit that serves was thrown away by a force-push: too many people rather than too few. */
async function fallback(client: GithubClient, from: string, to: string): Promise<CommitRange> {
  const commits: Commit[] = [];
  for (let page = 1; page <= FALLBACK_PAGES; page++) {
    const found = await client.read(
      {
        doing: `list the commits before ${to.slice(0, 12)}`,
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/commits',
        params: { sha: to, per_page: PER_PAGE, page },
      },
      z.array(commitShape),
    );
    commits.push(...found);
    if (found.length < PER_PAGE) break;
  }
  const gap = `the code host does not know the live commit ${from.slice(0, 12)}, so the last ${count(commits.length, 'commit')} count as released`;
  return { commits, files: undefined, gaps: [gap] };
}
