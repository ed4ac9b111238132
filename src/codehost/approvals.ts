import type { ApprovalSignal, CodeHost } from '../release/ports.ts';
import { AccessBook } from './access.ts';
import type { GithubClient } from './client.ts';
import { commentSignals } from './comment-signals.ts';
import { reviewSignals } from './reviews.ts';

/** Every yes and no that people gave to this commit's release, valid or not. */
export async function approvals(
  client: GithubClient,
  request: Parameters<CodeHost['approvals']>[0],
): Promise<ApprovalSignal[]> {
  const { environment, runId } = request;
  const book = new AccessBook(client, request.teams ?? []);
  const [reviews, comments] = await Promise.all([
    runId === undefined ? [] : reviewSignals(client, book, { environment, runId }),
    commentSignals(client, book, request.commit),
  ]);
  return [...reviews, ...comments];
}
