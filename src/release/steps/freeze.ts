import { failure } from '../errors.ts';
import { shortHash } from '../plan.ts';
import type { Session } from '../session.ts';

const DONE = {
  migrate: 'the plan stays approved until its approval expires',
  promote: 'the expand migrations are applied; the live version tolerates them',
  contract: 'the release is live, and its contract files wait',
} as const;
const NOT_DONE = {
  migrate: 'no more migrations were applied, no traffic was moved',
  promote: 'no traffic was moved, and nothing was rolled back',
  contract: 'no contract migration was applied',
} as const;

/**
 * Refuses to go on inside a freeze window, however long ago the plan was approved. The release is held, not undone: it
 * did nothing wrong, and undoing is a change as well. A rollback is never asked.
 * @throws SHIPLOCK_RELEASE_FROZEN
 */
export async function refuseFrozen(session: Session, phase: keyof typeof DONE): Promise<void> {
  const frozen = await heldByFreeze(session);
  if (!frozen) return;
  const { plan } = session.requirePlan();
  throw failure({
    code: 'SHIPLOCK_RELEASE_FROZEN',
    what: `${plan.environment} is frozen until ${frozen.until}: ${frozen.reason}`,
    done: [DONE[phase]],
    notDone: [NOT_DONE[phase]],
    next: `Rerun this job after ${frozen.until}: it continues from here with plan ${shortHash(session.requirePlan().hash)}. In an emergency, somebody whom approvals.breakGlass.people names runs approval-gate with break-glass-reason first. A rollback is not frozen.`,
  });
}

/** Approved, not live yet, and inside a window that nobody broke the glass over. */
export async function caughtByFreeze(session: Session): Promise<boolean> {
  if (session.state.donePhases.has('promote')) return false;
  return (await heldByFreeze(session)) !== undefined;
}

async function heldByFreeze(session: Session) {
  if (session.state.approval?.brokenGlass) return undefined;
  return session.context.policy.frozen(new Date());
}
