import { approvalMemory, remember } from '../approval-memory.ts';
import type { ApprovalMemory } from '../context.ts';
import { failure, ShiplockError } from '../errors.ts';
import type { Phase } from '../phases.ts';
import { shortHash } from '../plan.ts';
import type { Session } from '../session.ts';
import { foldState } from '../state.ts';

/** A plan that was approved, and may have been rejected since. */
interface ApprovedPlan {
  readonly hash: string;
  readonly commit: string;
  readonly runId: string | undefined;
  readonly approvers: readonly string[];
  readonly memory: ApprovalMemory;
}

/**
 * Asks once more, right before something is changed, whether somebody rejected the plan since it was approved.
 * @throws SHIPLOCK_APPROVAL_REJECTED, SHIPLOCK_APPROVAL_UNREAD. Neither is answered by a rollback: the release waits.
 */
export async function refuseRejected(session: Session, phase: Phase, notDone: string): Promise<void> {
  const { context, state } = session;
  if (context.environment.kind !== 'production') return;
  await refuseNo(session, phase, notDone, {
    hash: session.requirePlan().hash,
    commit: context.commit,
    runId: context.run.id,
    approvers: state.approval?.approvers ?? [],
    memory: await approvalMemory(session),
  });
}

/** The same of another release, whose plan is carried out later on. @throws as `refuseRejected` */
export async function refuseRejectedRelease(
  session: Session,
  releaseId: string,
  phase: Phase,
  notDone: string,
): Promise<void> {
  if (session.context.environment.kind !== 'production') return;
  const release = await session.record.release(releaseId);
  const { plan, approval } = foldState(await session.record.events(releaseId));
  if (!release || !plan)
    throw new Error(`the record names release ${releaseId}, but has no plan of it that still applies`);
  await refuseNo(session, phase, notDone, {
    hash: plan.hash,
    commit: release.commit,
    runId: release.runId ?? undefined,
    approvers: approval?.approvers ?? [],
    memory: await approvalMemory(session, release),
  });
}

async function refuseNo(session: Session, phase: Phase, notDone: string, plan: ApprovedPlan): Promise<void> {
  const { hash } = plan;
  const found = await objections(session, plan);
  await remember(session, phase, plan.memory, found);
  if (found.standing.length === 0) return;
  const who = found.standing.map(({ by, at, reason }) =>
    [by, at && `at ${at}`, reason && `(${reason})`].filter(Boolean).join(' '),
  );
  throw failure({
    code: 'SHIPLOCK_APPROVAL_REJECTED',
    what: `plan ${shortHash(hash)} was approved and then rejected by ${[...new Set(who)].join(', ')}`,
    notDone: [notDone],
    next: `Talk to the person who rejected it. They can withdraw it with a new comment, \`/approve ${shortHash(hash)}\`; then rerun this job, and the release continues.`,
  });
}

async function objections({ context }: Session, plan: ApprovedPlan) {
  const { hash, commit, runId, memory, approvers } = plan;
  try {
    return await context.objections({
      ...{ planHash: hash, environment: context.environment.name },
      ...{ commit, runId, memory, approvers },
    });
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    throw failure(
      {
        code: 'SHIPLOCK_APPROVAL_UNREAD',
        what: `could not read whether somebody has rejected plan ${shortHash(hash)} since it was approved: ${error.problem.what}`,
        notDone: ['nothing else was changed'],
        next: `${error.problem.next} Then rerun this job: it continues from here.`,
      },
      error,
    );
  }
}
