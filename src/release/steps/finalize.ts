import { finalizeMarkdown } from '../../present/phases.ts';
import { finalizeRelease, recordDeploy } from '../calls/error-tracker.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import { keptPolicyBody } from '../policy.ts';
import { headText, type RecordHead } from '../record/head.ts';
import { Session } from '../session.ts';
import { movedAfterClose, movedBeforeClose } from '../traffic.ts';
import { noteConfirmations } from './confirmations.ts';
import { domainUrls } from './live.ts';
import { publishNotice } from './notice.ts';
import { projectDeploymentStatus } from './projections.ts';

type Finalized = PhaseResult<'release-id' | 'result'>;

/** Closes the release: keeps the schema snapshot, tells the projections, gives the lease back. */
export async function finalize(context: ReleaseContext): Promise<Finalized> {
  const session = await Session.find(context);
  const already = () => {
    if (session.state.closed?.result !== 'released') return undefined;
    context.say('finalize: already done');
    return result(session, 'already');
  };
  const before = already();
  if (before) {
    await requireServingStill(session);
    return before;
  }
  session.requireOpen();
  session.requirePhase('watch');
  await noteConfirmations(session);
  return session.leased(async () => {
    session.requireOpen();
    const deploymentId = session.state.deployed?.deploymentId ?? null;
    if (deploymentId !== null && !context.dryRun) await requireServing(context, deploymentId);
    const snapshot = await context.schema.snapshot();
    const [url] = await domainUrls(context);
    await session.append('finalize', { is: 'snapshot-kept', snapshot });
    await projectErrorTracker(session, url);
    await projectDeploymentStatus(
      session,
      'finalize',
      'success',
      `serving since ${new Date().toISOString()}`,
      url,
    );
    await session.append('finalize', { is: 'phase-done', deploymentId });
    await publishNotice(session, { state: 'succeeded', phase: 'finalize' });
    if (context.dryRun) {
      context.say('dry run: would record finalize closed released, and release the lease');
      return result(session, 'planned');
    }
    // All this has taken a while, and whoever moved traffic meanwhile has decided otherwise.
    if (deploymentId !== null) await requireServing(context, deploymentId);
    await session.close('finalize', {
      result: 'released',
      serves: session.release.id,
      deploymentId,
      // What the next release is decided under; that of the plan, because it is what people approved.
      ...keptPolicyBody(session.state.plan?.plan.policy ?? context.policy.decision.policy),
    });
    return result(session, 'done', await session.record.head());
  }, already);
}

/** A person who moved traffic since the watch has decided otherwise. @throws SHIPLOCK_PRODUCTION_MOVED */
async function requireServing({ hosting }: ReleaseContext, deploymentId: string): Promise<void> {
  const live = await hosting.live();
  if (live.deploymentId !== deploymentId) throw failure(movedBeforeClose(live, deploymentId));
}

/**
 * A run of a release that is over says that all is done, which has to be so still. One that a newer release has replaced
 * since is over too, and nobody's surprise.
 * @throws SHIPLOCK_PRODUCTION_MOVED
 */
async function requireServingStill({ context, record, release, state }: Session): Promise<void> {
  const deploymentId = state.deployed?.deploymentId;
  const serving = await record.serving(release.environment);
  if (!state.closed || !deploymentId || serving?.id !== release.id) return;
  const live = await context.hosting.live();
  if (live.deploymentId === deploymentId) return;
  throw failure(movedAfterClose(live, deploymentId, state.closed.at));
}

async function projectErrorTracker(session: Session, url: string | undefined): Promise<void> {
  const { context, release } = session;
  const { errorTracker } = context;
  if (!errorTracker) return;
  const seam = session.seam('finalize');
  await seam.project(
    finalizeRelease.with(errorTracker, { request: { version: release.id }, input: { version: release.id } }),
    context.warn,
  );
  await seam.project(
    recordDeploy.with(errorTracker, {
      request: { version: release.id, environment: release.environment },
      input: {
        version: release.id,
        environment: release.environment,
        startedAt: release.openedAt,
        finishedAt: new Date().toISOString(),
        ...(url ? { url } : {}),
      },
    }),
    context.warn,
  );
}

function result(session: Session, state: PhaseResult['state'], head?: RecordHead): Finalized {
  const { release } = session;
  return {
    phase: 'finalize',
    state,
    summary: finalizeMarkdown({ ...release, state, head: head && headText(head) }),
    outputs: { 'release-id': release.id, result: state === 'planned' ? 'planned' : 'released' },
  };
}
