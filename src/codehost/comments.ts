import { z } from 'zod';
import { fitComment } from '../present/fit.ts';
import { ShiplockError } from '../release/errors.ts';
import type { CodeHost } from '../release/ports.ts';
import type { GithubClient } from './client.ts';
import { pullsOf } from './commits.ts';

const comment = z.object({
  id: z.int(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
});
type Comment = z.infer<typeof comment>;

/** Where a comment lives: on a pull request or on a commit. */
interface Place {
  readonly name: string;
  readonly permission: string;
  readonly listRoute: string;
  readonly createRoute: string;
  readonly updateRoute: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** One comment a key, edited in place: on the pull request where there is one, else on the commit. */
export async function upsertComment(
  client: GithubClient,
  request: Parameters<CodeHost['upsertComment']>[0],
  actorLogin: string | undefined,
): Promise<{ url: string }> {
  const number = request.pullRequest ?? (await pullsOf(client, request.commit))[0]?.number;
  const place = number === undefined ? onCommit(request.commit) : onPull(number);
  const marker = `<!-- shiplock:${request.key.replaceAll('--', '-')} -->`;
  const body = withMarker(request.body, marker, request.run);
  const known = await client.all(
    {
      doing: `read the comments on ${place.name}`,
      permission: place.permission.replace('write', 'read'),
      route: place.listRoute,
      params: place.params,
    },
    comment,
  );
  const marked = known.filter((each) => each.body?.includes(marker));
  const mine = marked.length > 0 ? marked.find(await writtenBy(client, actorLogin)) : undefined;
  // GitHub may hand line ends back as CRLF.
  if (mine?.body?.replaceAll('\r\n', '\n') === body) return { url: mine.html_url };
  const written = await client.write(
    mine
      ? {
          doing: `update comment ${mine.id} on ${place.name}`,
          permission: place.permission,
          route: place.updateRoute,
          params: { comment_id: mine.id, body },
        }
      : {
          doing: `comment on ${place.name}`,
          permission: place.permission,
          route: place.createRoute,
          params: { ...place.params, body },
        },
    comment,
  );
  return { url: written.html_url };
}

function onPull(number: number): Place {
  return {
    name: `pull request ${number}`,
    permission: 'pull-requests: write',
    listRoute: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    createRoute: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    updateRoute: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    params: { issue_number: number },
  };
}

function onCommit(sha: string): Place {
  return {
    name: `commit ${sha.slice(0, 12)}`,
    permission: 'contents: write',
    listRoute: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/comments',
    createRoute: 'POST /repos/{owner}/{repo}/commits/{commit_sha}/comments',
    updateRoute: 'PATCH /repos/{owner}/{repo}/comments/{comment_id}',
    params: { commit_sha: sha },
  };
}

/**
 * Anybody can write our marker into a comment, so only our own comment is edited. An installation's token cannot ask
 * who it is (403); it acts as a bot, so there a bot's comment is taken for ours.
 */
async function writtenBy(
  client: GithubClient,
  actorLogin: string | undefined,
): Promise<(one: Comment) => boolean> {
  const login = actorLogin ?? (await whoAmI(client));
  if (login === undefined) return (one) => one.user?.type === 'Bot';
  return (one) => one.user?.login.toLowerCase() === login.toLowerCase();
}

async function whoAmI(client: GithubClient): Promise<string | undefined> {
  try {
    const call = { doing: 'look up whose token this is', permission: 'a user token', route: 'GET /user' };
    return (await client.read(call, z.object({ login: z.string() }))).login;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === 'SHIPLOCK_GITHUB_FORBIDDEN') return undefined;
    throw error;
  }
}

function withMarker(body: string, marker: string, run: string | undefined): string {
  const text = body.replaceAll('\r\n', '\n').trimEnd();
  return fitComment(`${marker}\n${text}`, run);
}
