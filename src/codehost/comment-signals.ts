import { z } from 'zod';
import type { ApprovalSignal } from '../release/ports.ts';
import type { AccessBook } from './access.ts';
import type { GithubClient } from './client.ts';
import { type Command, readCommands } from './commands.ts';
import { type Origin, originsOf } from './comment-origins.ts';
import { pullsOf } from './commits.ts';
import { byBot, user } from './people.ts';

const shape = z.object({
  id: z.int(),
  node_id: z.string(),
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
  const said: Said[] = [];
  for (const comment of lists.flat()) {
    for (const command of await readCommands(comment.body ?? '')) {
      // Plans, summaries and bots explain the commands all the time.
      if (command.problem !== undefined && (isOurs(comment) || byBot(comment.user))) continue;
      const invalid = byBot(comment.user) ?? command.problem ?? whyNotAYes(comment, command);
      said.push({ comment, command, invalid });
    }
  }
  const yeses = said.filter(({ command, invalid }) => command.state === 'approved' && invalid === undefined);
  const origins = await originsOf(client, [...new Set(yeses.map(({ comment }) => comment))]);
  const signals: ApprovalSignal[] = [];
  for (const one of said) {
    const asked = yeses.includes(one);
    const invalid = asked ? whyNotTheirs(one.command, origins.get(one.comment.node_id)) : one.invalid;
    signals.push(await signal({ ...one, invalid }, book));
  }
  return signals;
}

interface Said {
  readonly comment: Comment;
  readonly command: Command;
  readonly invalid: string | undefined;
}

const isOurs = (comment: Comment) => comment.body?.startsWith('<!-- shiplock:') === true;

async function list(
  client: GithubClient,
  kind: string,
  what: string,
  permission: string,
  call: { readonly route: string; readonly params: Readonly<Record<string, unknown>> },
): Promise<Comment[]> {
  const found = await client.all({ doing: `read ${what}`, permission, shifts: true, ...call }, shape);
  return found.map((one) => ({ ...one, kind }));
}

async function signal({ comment, command, invalid }: Said, book: AccessBook): Promise<ApprovalSignal> {
  const { problem: _, first: __, ...said } = command;
  // An edit may have made it a no: it is one since then at the latest.
  const at = command.state === 'rejected' ? latest(comment) : (comment.created_at ?? comment.submitted_at);
  return {
    by: comment.user?.login ?? '',
    ...(comment.user?.id === undefined ? {} : { account: comment.user.id }),
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
  if (comment.updated_at !== comment.created_at) return EDITED;
  return undefined;
}

const EDITED = 'the comment was edited after it was written';

/** The same, of what only GraphQL tells. */
function whyNotTheirs({ first }: Command, origin: Origin | undefined): string | undefined {
  if (!origin) return 'the comment was deleted';
  if (origin.edited) return EDITED;
  if (origin.viaMail && !first)
    return 'it is further down in a reply by mail, where it may be a quote; begin the reply with it';
  return undefined;
}

function latest(comment: Comment): string | undefined {
  return comment.updated_at ?? comment.submitted_at ?? comment.created_at;
}
