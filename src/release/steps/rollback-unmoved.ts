import { rollback as rollbackCall } from '../calls/hosting.ts';
import type { Session } from '../session.ts';
import { type Decided, tried } from '../state.ts';
import { publishNotice } from './notice.ts';
import { projectDeploymentStatus, projectServingAgain } from './projections.ts';
import { undoMigrations } from './rollback-down.ts';
import type { RollbackOptions } from './rollback-options.ts';
import { type RolledBack, result } from './rollback-result.ts';
import { nameOf, type Target } from './rollback-target.ts';

/**
 * Traffic never moved to this release, or it is back already: an earlier try of this was cut short, or somebody moved
 * it. There is nothing to move, and migrations are undone all the same where that was asked for.
 */
export async function closeUnmoved(
  session: Session,
  found: {
    /** Serves already. */
    readonly target: Target | undefined;
    readonly previous: Target | undefined;
    readonly serving: string | undefined;
    readonly decision: Decided;
  },
  options: RollbackOptions,
): Promise<RolledBack> {
  const { target, previous, serving, decision } = found;
  const { reason } = options;
  session.context.say(
    `rollback: this release does not serve (${serving ?? 'nothing'} does); nothing to roll back`,
  );
  const undone = await undoMigrations(session, options);
  const rolledBack = target !== undefined && (session.state.closed !== undefined || movedBack(session));
  await session.append('rollback', {
    is: 'rolled-back',
    to: serving ?? null,
    reason,
    moved: false,
    undone,
    decision,
  });
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
