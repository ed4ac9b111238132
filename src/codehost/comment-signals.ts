import { z } from 'zod';
import type { ApprovalSignal } from '../release/ports.ts';
import type { AccessBook } from './access.ts';
import type { GithubClient } from './client.ts';
import { type Command, readCommands } from './commands.ts';
import { pullsOf } from './commits.ts';
import { byBot, user } from './people.ts';

const shape = z.object({
  id: z.int(),
  body: z.string().nullish(),
  html_url: z.string(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
  /** Reviews of a pull request have this one time. */
  submitted_at: z.string().nullish(),
  performed_via_github_app: z.object({ slug: z.string().nullish() }).nullish(),
  user,
});
type Comment = z.infer<typeof shape> & { readonly kind: string };

/**
 * `/approve <hash>` and `/reject` on the commit and on its pull requests. A no is also heard in reviews of a pull
 * request and in their threads.
 */
export async function commentSignals(
  client: GithubClient,
  book: AccessBook,
  commit: string,
): Promise<ApprovalSignal[]> {
  const pulls = await pullsOf(client, commit);
  const lists = await Promise.all([
    list(client, 'commit-comment', `the comments on commit ${commit.slice(0, 12)}`, 'contents: read', {
      route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/comments',
      params: { commit_sha: commit },
    }),
    ...pulls.flatMap(({ number }) => {
      const of = `of pull request ${number}`;
      const read = (kind: string, what: string, path: string, params: object) =>
        list(client, kind, `the ${what} ${of}`, 'pull-requests: read', {
          route: `GET /repos/{owner}/{repo}/${path}`,
          params: { ...params },
        });
      return [
        read('issue-comment', 'comments', 'issues/{issue_number}/comments', { issue_number: number }),
        read('review', 'reviews', 'pulls/{pull_number}/reviews', { pull_number: number }),
        read('review-comment', 'review threads', 'pulls/{pull_number}/comments', { pull_number: number }),
      ];
    }),
  ]);
  const signals: ApprovalSignal[] = [];
  for (const each of lists.flat()) {
    for (const command of await readCommands(each.body ?? '')) {
      // Plans, summaries and bots explain the commands all the time.
      if (command.problem !== undefined && (isOurs(each) || byBot(each.user))) continue;
      signals.push(await signal(each, command, book));
    }
  }
  return signals;
}

const isOurs = (comment: Comment) => comment.body?.startsWith('<!-- shiplock:') === true;

async function list(
  client: GithubClient,
  kind: string,
  what: string,
  permission: string,
  call: { readonly route: string; readonly params: Readonly<Record<string, unknown>> },
): Promise<Comment[]> {
  const found = await client.all({ doing: `read ${what}`, permission, ...call }, shape);
  return found.map((one) => ({ ...one, kind }));
}

async function signal(comment: Comment, command: Command, book: AccessBook): Promise<ApprovalSignal> {
  const { problem, ...said } = command;
  const invalid = byBot(comment.user) ?? problem ?? whyNotAYes(comment, command);
  // An edit may have made it a no: it is one since then at the latest.
  const at = command.state === 'rejected' ? latest(comment) : (comment.created_at ?? comment.submitted_at);
  return {
    by: comment.user?.login ?? '',
    via: 'comment',
    ...said,
    id: `${comment.kind} ${comment.id}`,
    url: comment.html_url,
    ...(at ? { at } : {}),
    ...(invalid === undefined && comment.user ? { access: await book.of(comment.user.login) } : {}),
    ...(invalid === undefined ? {} : { invalid }),
  };
}

/** A no counts from wherever it was written. A yes must be the person's own and unchanged words. */
function whyNotAYes(comment: Comment, command: Command): string | undefined {
  if (command.state === 'rejected') return undefined;
  if (comment.performed_via_github_app) {
    const { slug } = comment.performed_via_github_app;
    return `the app ${slug ?? ''} wrote it for them`.replace('  ', ' ');
  }
  if (comment.kind === 'review' || comment.kind === 'review-comment')
    return 'it is in a review of the pull request; write it as a separate comment';
  // Whoever may write to the repository can edit anybody's comment: only what was never edited is the person's word.
  if (comment.updated_at !== comment.created_at) return 'the comment was edited after it was written';
  return undefined;
}

function latest(comment: Comment): string | undefined {
  return comment.updated_at ?? comment.submitted_at ?? comment.created_at;
}
