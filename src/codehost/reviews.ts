import { z } from 'zod';
import type { ApprovalSignal } from '../release/ports.ts';
import type { AccessBook } from './access.ts';
import type { GithubClient } from './client.ts';
import { readCommands } from './commands.ts';
import { byBot, user } from './people.ts';

const review = z.object({
  state: z.string(),
  comment: z.string().nullish(),
  environments: z.array(z.object({ name: z.string() })),
  user,
});

/**
 * Reviews of the environment's required reviewers. GitHub tells no time of them.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
 */
export async function reviewSignals(
  client: GithubClient,
  book: AccessBook,
  at: { readonly environment: string; readonly runId: string },
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
  const own = reviews.filter((each) =>
    each.environments.some((environment) => environment.name.toLowerCase() === wanted),
  );
  // GitHub gives reviews neither a time nor a number: a person's second no in a run must not pass for the first one.
  const told = own.map((each, place) => {
    const before = own.slice(0, place).filter((one) => one.user?.login === each.user?.login);
    return signalOf(each, book, `review ${at.runId}.${before.length + 1} ${each.user?.login ?? ''}`);
  });
  const signals = await Promise.all(told);
  return signals.filter((signal) => signal !== undefined);
}

async function signalOf(
  each: z.infer<typeof review>,
  book: AccessBook,
  id: string,
): Promise<ApprovalSignal | undefined> {
  if (each.state !== 'approved' && each.state !== 'rejected') return undefined;
  const text = each.comment ?? '';
  const commands = await readCommands(text);
  const no = commands.find((command) => command.state === 'rejected');
  const planHash = commands.findLast((command) => command.planHash !== undefined)?.planHash;
  const mentions = [...text.matchAll(/(?<![0-9a-z])[0-9a-f]{12,64}(?![0-9a-z])/gi)];
  const invalid = byBot(each.user);
  // Who approves with a no in the words has not approved.
  const state = each.state === 'rejected' || no ? 'rejected' : 'approved';
  const reason = state === 'rejected' ? (no?.reason ?? text) : '';
  return {
    by: each.user?.login ?? '',
    ...(each.user?.id === undefined ? {} : { account: each.user.id }),
    via: 'review',
    id,
    state,
    ...(planHash ? { planHash } : {}),
    ...(mentions.length > 0 ? { mentions: mentions.map(([hash]) => hash.toLowerCase()) } : {}),
    ...(text ? { comment: text } : {}),
    ...(reason ? { reason } : {}),
    ...(invalid === undefined && each.user ? { access: await book.of(each.user.login) } : {}),
    ...(invalid === undefined ? {} : { invalid }),
  };
}
