import { approvalMemory, remember } from '../approval-memory.ts';
import { failure, ShiplockError } from '../errors.ts';
import type { Phase } from '../phases.ts';
import { shortHash } from '../plan.ts';
import type { Session } from '../session.ts';

/**
 * Asks once more, right before something is changed, whether somebody rejected the plan since it was approved.
 * @throws SHIPLOCK_APPROVAL_REJECTED, SHIPLOCK_APPROVAL_UNREAD. Neither is answered by a rollback: the release waits.
 */
export async function refuseRejected(session: Session, phase: Phase, notDone: string): Promise<void> {
  const { context } = session;
  if (context.environment.kind !== 'production') return;
  const { hash } = session.requirePlan();
  const memory = await approvalMemory(session);
  const found = await objections(session, hash, memory);
  await remember(session, phase, memory, found);
  if (found.standing.length === 0) return;
  const who = found.standing.map(({ by, at, reason }) =>
    [by, at && `at ${at}`, reason && `(${reason})`].filter(Boolean).join(' '),
  );
  throw failure({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    what: `plan ${shortHash(hash)} was approved, and then rejected by ${[...new Set(who)].join(', ')}`,
    notDone: [notDone],
    next: `Talk to whoever rejected it. They take it back with a new comment, \`/approve ${shortHash(hash)}\`; then run this job again, and the release goes on.`,
  });
}

async function objections(
  session: Session,
  hash: string,
  memory: Awaited<ReturnType<typeof approvalMemory>>,
) {
  const { context } = session;
  try {
    return await context.objections({
      planHash: hash,
      environment: context.environment.name,
      commit: context.commit,
      runId: context.run.id,
      memory,
      approvers: session.state.approval?.approvers ?? [],
    });
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    throw failure(
      {
        code: 'SHIPLOCK_APPROVAL_UNREAD',
        what: `whether somebody rejected plan ${shortHash(hash)} since it was approved could not be read: ${error.problem.what}`,
        notDone: ['nothing more was changed'],
        next: `${error.problem.next} Then run this job again: it goes on from here.`,
      },
      error,
    );
  }
}
