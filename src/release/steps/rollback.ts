import { count } from '../../present/count.ts';
import { down as downCall } from '../calls/database.ts';
import { rollback as rollbackCall } from '../calls/hosting.ts';
import { toJson } from '../canonical.ts';
import type { ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { Release } from '../record/record.ts';
import { Session } from '../session.ts';
import type { Verdict } from '../snapshot.ts';
import { tried } from '../state.ts';
import { publishNotice } from './notice.ts';
import { projectDeploymentStatus, projectServingAgain } from './projections.ts';
import { moveTraffic } from './promote.ts';
import { type RolledBack, result } from './rollback-result.ts';
import { findTarget, nameOf, type Target } from './rollback-target.ts';
import { settledLive } from './under-way.ts';

export interface RollbackOptions {
  /** Goes into the record and the notice. */
  readonly reason: string;
  /** Roll back though the verdict is unsafe; needs a reason of its own words. */
  readonly force: boolean;
  /** Versions to undo with their down files, once traffic is back. Never by default: expand migrations may stay. */
  readonly down?: readonly string[];
  /** Versions whose down file may lose data. */
  readonly downConsent?: readonly string[];
}

/**
 * Moves traffic back to the release before this one, if its code may serve on the live schema. Works from the record
 * and hosting alone: neither the repository nor the failed job is needed. Re-opens nothing by itself.
 */
export async function rollback(context: ReleaseContext, options: RollbackOptions): Promise<RolledBack> {
  const session = await Session.find(context);
  const already = () => {
    const { closed } = session.state;
    if (!closed || closed.result === 'released') return undefined;
    refuseLateDown(session, options, `was closed as ${closed.result}`);
    context.say(`rollback: release ${session.release.id} is already closed as ${closed.result}`);
    return result(session, 'already', { outcome: 'noop' });
  };
  const before = already();
  if (before) return before;
  return session.leased(async () => {
    const { closed } = session.state;
    const target = await findTarget(session);
    const ownId = session.state.deployed?.deploymentId ?? '';
    const live = await settledLive(session, ownId);
    // A canary of this release, or a job that still brings it: whatever serves meanwhile, this is not over.
    const coming = live.job?.state === 'running' && live.job.to === ownId;
    const back = target !== undefined && live.deploymentId === target.deploymentId && !coming;
    if (closed && !back && !coming && live.deploymentId !== ownId) {
      refuseLateDown(session, options, `was shipped, but ${live.deploymentId ?? 'nothing'} serves now`);
      context.say(`rollback: this release does not serve (${live.deploymentId ?? 'nothing'} does)`);
      return result(session, 'already', { outcome: 'noop' });
    }
    await requireDown(session, options);
    if (back || (live.deploymentId !== ownId && !coming) || ownId === '')
      return closeUnmoved(
        session,
        { target: back ? target : undefined, previous: target, serving: live.deploymentId },
        options,
      );
    if (!target) throw noTarget(session);
    const verdict = await judge(session, target.release);
    refuseUnsafe(context, verdict, options);
    const evidence = await moveTraffic(session, 'rollback', {
      to: target.deploymentId,
      from: live.deploymentId,
    });
    const undone = await undoMigrations(session, options);
    await session.append('rollback', {
      is: 'rolled-back',
      to: target.deploymentId,
      reason: options.reason,
      moved: true,
      evidence: evidence ?? null,
      undone,
    });
    await projectDeploymentStatus(session, 'rollback', 'failure', `rolled back: ${options.reason}`);
    await projectServingAgain(session, target);
    await publishNotice(session, {
      state: 'rolled-back',
      phase: 'rollback',
      reply: `Rolled back to ${nameOf(target)}: ${options.reason}`,
    });
    // Only a dry run has no evidence; it has printed every call by now.
    const told = { verdict, target: nameOf(target), undone };
    if (!evidence) return result(session, 'planned', { outcome: 'planned', ...told });
    await session.close('rollback', {
      result: 'rolled-back',
      serves: target.release.id,
      deploymentId: target.deploymentId,
      reason: options.reason,
    });
    context.say(`rolled back: ${nameOf(target)} serves again; reason: ${options.reason}`);
    return result(session, 'done', { outcome: 'done', ...told });
  }, already);
}

/**
 * Traffic never moved to this release, or it is back already: an earlier try of this was cut short, or somebody moved
 * it. There is nothing to move, and migrations are undone all the same where that was asked for.
 */
async function closeUnmoved(
  session: Session,
  found: {
    /** Serves already. */
    readonly target: Target | undefined;
    readonly previous: Target | undefined;
    readonly serving: string | undefined;
  },
  options: RollbackOptions,
): Promise<RolledBack> {
  const { target, previous, serving } = found;
  const { reason } = options;
  session.context.say(
    `rollback: this release does not serve (${serving ?? 'nothing'} does); nothing to roll back`,
  );
  const undone = await undoMigrations(session, options);
  const rolledBack = target !== undefined && (session.state.closed !== undefined || movedBack(session));
  await session.append('rollback', { is: 'rolled-back', to: serving ?? null, reason, moved: false, undone });
  const word = rolledBack ? 'rolled back' : 'abandoned';
  await projectDeploymentStatus(session, 'rollback', 'failure', `${word}: ${reason}`);
  if (rolledBack) await projectServingAgain(session, target);
  await publishNotice(session, {
    state: rolledBack ? 'rolled-back' : 'failed',
    phase: 'rollback',
    reply: rolledBack
      ? `Rolled back to ${nameOf(target)}: ${reason}`
      : `Abandoned before it served: ${reason}`,
  });
  const led = target ?? previous;
  const told = { outcome: 'noop', target: led ? nameOf(led) : '', undone } as const;
  if (session.context.dryRun) return result(session, 'planned', told);
  await session.close('rollback', {
    result: rolledBack ? 'rolled-back' : 'abandoned',
    serves: target?.release.id ?? null,
    reason,
  });
  return result(session, 'done', told);
}

/** An earlier try of this moved the traffic back, and did not come to its end. */
function movedBack(session: Session): boolean {
  return tried(session.state, 'rollback', rollbackCall.name(session.context.hosting));
}

async function judge(session: Session, previous: Release): Promise<Verdict> {
  const kept = await session.record.snapshotOf(previous.id);
  const verdict = await session.context.verdict(kept, await session.context.schema.snapshot());
  await session.append('rollback', {
    is: 'verdict-given',
    previous: previous.id,
    verdict: toJson(verdict),
  });
  session.context.say(
    `verdict: ${verdict.answer}${verdict.reasons.length > 0 ? ` (${count(verdict.reasons.length, 'reason')})` : ''}`,
  );
  return verdict;
}

function refuseUnsafe(context: ReleaseContext, verdict: Verdict, options: RollbackOptions): void {
  const refused =
    verdict.answer === 'unsafe' ||
    (verdict.answer === 'unknown' && context.environment.unknownVerdict === 'refuse');
  if (!refused || options.force) return;
  const reasons = verdict.reasons.slice(0, 5).map((r) => `${r.object}: ${r.why}`);
  throw failure({
    code: verdict.answer === 'unsafe' ? 'SHIPLOCK_ROLLBACK_UNSAFE' : 'SHIPLOCK_ROLLBACK_UNKNOWN',
    what: `the previous release ${verdict.answer === 'unsafe' ? 'does not work' : 'might not work'} on the live schema: ${reasons.join('; ') || 'its schema snapshot is missing'}`,
    notDone: ['no traffic was moved back'],
    next: 'Roll forward with a fixed commit, apply the rehearsed down file, or use a restore point. To roll back anyway, set force: true with a reason.',
  });
}

/** Asked before traffic moves: a down file runs only when the plan's rehearsal went up, down and up with it. */
async function requireDown(session: Session, options: RollbackOptions): Promise<void> {
  const { down, downConsent = [], force } = options;
  if (!down?.length) return;
  const rehearsal = session.state.plan?.rehearsal;
  if (!force && rehearsal !== 'pass')
    throw failure({
      code: 'SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED',
      what: `the down files of ${down.join(', ')} were not rehearsed with this release's plan (${rehearsal ?? 'no rehearsal'})`,
      notDone: ['no traffic was rolled back, no migration was undone'],
      next: 'Roll back without `down`: the previous release tolerates expand migrations. Or set force: true with a reason. To be able to undo it next time, set rehearsal-database-url for approval-gate: only a rehearsal by the role that ships counts.',
    });
  await session.context.migrations?.checkDown({ versions: down, consent: downConsent });
}

/** A later release may stand on these migrations: they are not undone under it, and that is said. */
function refuseLateDown(session: Session, { down = [] }: RollbackOptions, why: string): void {
  const { undone } = session.state;
  const left = down.filter((version) => !undone.includes(version));
  if (left.length === 0) return;
  throw failure({
    code: 'SHIPLOCK_RELEASE_CLOSED',
    what: `release ${session.release.id} ${why}: its migrations ${left.join(', ')} can no longer be undone`,
    notDone: ['no traffic was moved, no migration was undone'],
    next: 'Undo them with a new migration, in a separate release.',
  });
}

async function undoMigrations(session: Session, options: RollbackOptions): Promise<readonly string[]> {
  const { migrations, say } = session.context;
  const { down, downConsent = [] } = options;
  if (!down?.length || !migrations) return [];
  const asked = { versions: [...down], consent: [...downConsent] };
  const outcome = await session
    .seam('rollback')
    .write(downCall.with(migrations, { request: asked, input: { ...asked, say } }));
  return outcome?.versions ?? [];
}

function noTarget(session: Session) {
  return failure({
    code: 'SHIPLOCK_ROLLBACK_NO_TARGET',
    what: `release ${session.release.id} is the first one of ${session.release.environment}: there is no previous release`,
    notDone: ['no traffic was moved'],
    next: 'Roll forward with a fixed commit.',
  });
}
