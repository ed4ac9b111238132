import { z } from 'zod';
import { ShiplockError } from '../release/errors.ts';
import type { ApprovalSignal } from '../release/ports.ts';
import type { GithubClient } from './client.ts';
import { commandsIn, planHashIn } from './commands.ts';
import { pullsOf } from './commits.ts';

const user = z.object({ login: z.string(), type: z.string().optional() }).nullish();
const review = z.object({
  state: z.string(),
  comment: z.string().nullish(),
  environments: z.array(z.object({ name: z.string() })),
  user,
});
const comment = z.object({
  body: z.string().nullish(),
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  user,
});
const permission = z.object({ permission: z.string(), role_name: z.string().optional() });

/** Every yes and no that people gave to this commit's release, valid or not. */
export async function approvals(
  client: GithubClient,
  request: { readonly environment: string; readonly commit: string; readonly runId: string | undefined },
): Promise<ApprovalSignal[]> {
  const [reviews, comments] = await Promise.all([
    request.runId === undefined ? [] : reviewSignals(client, { ...request, runId: request.runId }),
    commentSignals(client, request.commit),
  ]);
  return [...reviews, ...comments];
}

/**
 * Reviews of the environment's required reviewers. GitHub has checked who may review; it tells no time.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
 */
async function reviewSignals(
  client: GithubClient,
  at: { readonly environment: string; readonly commit: string; readonly runId: string },
): Promise<ApprovalSignal[]> {
  const reviews = await client.all(
    {
      doing: `read the reviews of run ${at.runId}`,
      permission: 'actions: read',
      route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
      params: { run_id: at.runId },
    },
    review,
  );
  // Environment names are not case-sensitive at GitHub.
  const wanted = at.environment.toLowerCase();
  return reviews.flatMap((each): ApprovalSignal[] => {
    if (each.state !== 'approved' && each.state !== 'rejected') return [];
    if (!each.environments.some((environment) => environment.name.toLowerCase() === wanted)) return [];
    const text = each.comment ?? '';
    const planHash = planHashIn(text, at.commit);
    return [
      {
        by: each.user?.login ?? '',
        via: 'review',
        state: each.state,
        ...(planHash ? { planHash } : {}),
        ...(text ? { comment: text } : {}),
      },
    ];
  });
}

/** `/approve <hash>` and `/reject <hash>` on the commit and on its pull requests. */
async function commentSignals(client: GithubClient, commit: string): Promise<ApprovalSignal[]> {
  const pulls = await pullsOf(client, commit);
  const lists = await Promise.all([
    client.all(
      {
        doing: `read the comments on commit ${commit.slice(0, 12)}`,
        permission: 'contents: read',
        route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/comments',
        params: { commit_sha: commit },
      },
      comment,
    ),
    ...pulls.map((pull) =>
      client.all(
        {
          doing: `read the comments on pull request ${pull.number}`,
          permission: 'pull-requests: read',
          route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
          params: { issue_number: pull.number },
        },
        comment,
      ),
    ),
  ]);
  const permissions = new Map<string, Promise<string | undefined>>();
  const signals: ApprovalSignal[] = [];
  for (const each of lists.flat()) {
    for (const command of commandsIn(each.body ?? '')) {
      const invalid = await whyInvalid(client, each, permissions);
      signals.push({
        by: each.user?.login ?? '',
        via: 'comment',
        ...command,
        url: each.html_url,
        at: each.created_at,
        ...(invalid === undefined ? {} : { invalid }),
      });
    }
  }
  return signals;
}

async function whyInvalid(
  client: GithubClient,
  signal: z.infer<typeof comment>,
  permissions: Map<string, Promise<string | undefined>>,
): Promise<string | undefined> {
  const { user: author } = signal;
  if (!author) return 'the account that wrote it is gone';
  // Bots have no permission that could be looked up, and none may approve.
  if (author.type === 'Bot') return 'a bot wrote it';
  // Whoever may write to the repository can edit anybody's comment: only what was never edited is the person's word.
  if (signal.updated_at !== signal.created_at) return 'the comment was edited after it was written';
  let looked = permissions.get(author.login);
  if (!looked) {
    looked = lacksPermission(client, author.login);
    permissions.set(author.login, looked);
  }
  return looked;
}

/**
 * Why this person may not approve; undefined when write, maintain or admin. A look-up that fails is thrown: a
 * permission that could not be checked is no permission.
 */
async function lacksPermission(client: GithubClient, login: string): Promise<string | undefined> {
  try {
    // `permission` knows admin, write, read and none (maintain is write there); `role_name` has the real one.
    // https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    const found = await client.read(
      {
        doing: `look up the permission of ${login}`,
        permission: 'metadata: read',
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        params: { username: login },
      },
      permission,
    );
    if (['admin', 'write', 'maintain'].includes(found.permission)) return undefined;
    return `${login} may not write to ${client.repository} (${found.role_name ?? found.permission})`;
  } catch (error) {
    if (!(error instanceof ShiplockError) || error.code !== 'SHIPLOCK_GITHUB_NOT_FOUND') throw error;
    return `${login} is no collaborator of ${client.repository}`;
  }
}
