import { seconds } from '../../present/rollback.ts';
import type { ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { LiveState } from '../ports.ts';
import { Session } from '../session.ts';
import type { Decided } from '../state.ts';
import { moveTraffic } from './move.ts';
import { publishNotice } from './notice.ts';
import { projectDeploymentStatus, projectServingAgain } from './projections.ts';
import { refuseLateDown, requireDown, undoMigrations } from './rollback-down.ts';
import { leaving, refuseDecidedOutside, refuseRepeated, servesAllTheSame } from './rollback-leaving.ts';
import { between, namedTarget } from './rollback-named.ts';
import type { RollbackOptions } from './rollback-options.ts';
import { type RolledBack, result } from './rollback-result.ts';
import { whatStays } from './rollback-stays.ts';
import { findTarget, nameOf, requireThere, type Target } from './rollback-target.ts';
import { closeUnmoved } from './rollback-unmoved.ts';
import { judge, refuseUnsafe } from './rollback-verdict.ts';
import { settledLive } from './under-way.ts';

/**
 * Moves traffic back to the release before this one, or with `to` from what serves to a named one, if its code may serve
 * on the live schema. Works from the record and hosting alone: neither the repository nor the failed job is needed.
 * Re-opens nothing.
 */
export async function rollback(context: ReleaseContext, options: RollbackOptions): Promise<RolledBack> {
  const now = Date.now();
  const session =
    options.to === undefined ? await Session.find(context) : await Session.findBy(context, leaving);
  const before = await isOver(session, options);
  if (before) return before;
  return session.leased(async () => {
    const over = await isOver(session, options);
    if (over) return over;
    return moveBack(session, options, decisionOf(session, options, now));
  });
}

/** A release that is closed, and does not serve. */
async function isOver(session: Session, options: RollbackOptions): Promise<RolledBack | undefined> {
  const { closed } = session.state;
  if (options.to !== undefined || !closed || closed.result === 'released') return undefined;
  if (await servesAllTheSame(session)) return undefined;
  refuseLateDown(session, options, `was closed as ${closed.result}`);
  session.context.say(`rollback: release ${session.release.id} is already closed as ${closed.result}`);
  return result(session, 'already', { outcome: 'noop' });
}

/** Of a run that was cut short, the decision is the first one. */
function decisionOf({ context, state }: Session, { to }: RollbackOptions, now: number): Decided {
  const run = context.run.id ?? null;
  const earlier = state.openRollbacks.find((one) => run !== null && one.run === run && one.asked === to);
  return earlier ?? { at: new Date(now).toISOString(), run, ...(to === undefined ? {} : { asked: to }) };
}

async function moveBack(session: Session, options: RollbackOptions, decision: Decided): Promise<RolledBack> {
  const { closed } = session.state;
  const named = options.to !== undefined;
  const target = named ? await namedTarget(session, options.to, options.force) : await findTarget(session);
  const ownId = session.state.deployed?.deploymentId ?? '';
  const live = await settledLive(session, ownId);
  // A canary of this release, or a job that still brings it: whatever serves meanwhile, this is not over.
  const coming = live.job?.state === 'running' && live.job.to === ownId;
  const back = target !== undefined && live.deploymentId === target.deploymentId && !coming;
  const elsewhere = live.deploymentId !== ownId && !coming;
  if (named && back && target.release.id === session.release.id) return servesAlready(session, target);
  if (!named && closed && !back && elsewhere) return doesNotServe(session, options, live);
  if (named) {
    await refuseRepeated(session, options.to);
    if (!back) await refuseDecidedOutside(session, live);
  }
  await requireDown(session, options);
  if (back || (elsewhere && !named) || ownId === '')
    return closeUnmoved(
      session,
      { target: back ? target : undefined, previous: target, serving: live.deploymentId, decision },
      options,
    );
  if (!target) throw noTarget(session);
  return move(session, { target, live, decision }, options);
}

async function move(
  session: Session,
  found: { readonly target: Target; readonly live: LiveState; readonly decision: Decided },
  options: RollbackOptions,
): Promise<RolledBack> {
  const { context } = session;
  const { target, live, decision } = found;
  const isOpen = ({ at, run }: Decided) => at === decision.at && run === decision.run;
  const newDecision = !session.state.openRollbacks.some(isOpen);
  await requireThere(session, target);
  const over = await between(session, target);
  const verdict = await judge(session, target, decision);
  refuseUnsafe(context, verdict, options, over);
  const evidence = await moveTraffic(session, 'rollback', {
    to: target.deploymentId,
    from: live.deploymentId,
    seen: live,
    newDecision,
  });
  const tookMs = evidence ? Date.now() - Date.parse(decision.at) : undefined;
  const took = tookMs === undefined ? '' : ` ${seconds(tookMs)} after the decision`;
  const undone = await undoMigrations(session, options);
  await session.append('rollback', {
    is: 'rolled-back',
    to: target.deploymentId,
    reason: options.reason,
    moved: true,
    evidence: evidence ?? null,
    undone,
    decision,
    ...(tookMs === undefined ? {} : { tookMs }),
    ...(over.length > 1 ? { over: over.slice(1).map(({ id }) => id) } : {}),
  });
  const stays = await whatStays(session, live.deploymentId, target.deploymentId);
  for (const one of stays) context.warn(`not brought back by a rollback: ${one}`);
  await projectDeploymentStatus(session, 'rollback', 'failure', `rolled back: ${options.reason}`);
  await projectServingAgain(session, target);
  await publishNotice(session, {
    state: 'rolled-back',
    phase: 'rollback',
    reply: `Rolled back to ${nameOf(target)}${took}: ${options.reason}`,
  });
  // Only a dry run has no evidence; it has printed every call by now.
  const told = { verdict, target: nameOf(target), undone, tookMs, between: over, stays };
  if (!evidence) return result(session, 'planned', { outcome: 'planned', ...told });
  await session.close('rollback', {
    // Somebody had moved traffic away from it by hand: it was brought back, and is no worse for that.
    result: target.release.id === session.release.id ? 'released' : 'rolled-back',
    serves: target.release.id,
    deploymentId: target.deploymentId,
    reason: options.reason,
  });
  context.say(`rolled back: ${nameOf(target)} serves again${took}; reason: ${options.reason}`);
  return result(session, 'done', { outcome: 'done', ...told });
}

function servesAlready(session: Session, target: Target): RolledBack {
  session.context.say(`rollback: ${nameOf(target)} serves already`);
  return result(session, 'already', { outcome: 'noop', target: nameOf(target) });
}

function doesNotServe(
  session: Session,
  options: RollbackOptions,
  { deploymentId = 'nothing' }: LiveState,
): RolledBack {
  refuseLateDown(session, options, `was shipped, but ${deploymentId} serves now`);
  session.context.say(`rollback: this release does not serve (${deploymentId} does)`);
  return result(session, 'already', { outcome: 'noop' });
}

function noTarget(session: Session) {
  return failure({
    code: 'SHIPLOCK_ROLLBACK_NO_TARGET',
    what: `release ${session.release.id} is the first one of ${session.release.environment}: there is no previous release`,
    notDone: ['no traffic was moved'],
    next: 'Roll forward with a fixed commit.',
  });
}
