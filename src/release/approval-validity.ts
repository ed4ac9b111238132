import { failure } from './errors.ts';
import type { Session } from './session.ts';

/** Is the recorded approval too old to begin with? */
export function expired(session: Session, now = Date.now()): boolean {
  return Date.parse(session.state.approval?.validUntil ?? '') <= now;
}

/** @throws SHIPLOCK_APPROVAL_EXPIRED */
export function requireFresh(session: Session): void {
  if (!expired(session)) return;
  throw failure({
    code: 'SHIPLOCK_APPROVAL_EXPIRED',
    what: `the approval of release ${session.release.id} expired at ${session.state.approval?.validUntil}`,
    notDone: ['no migration was applied, no traffic was moved'],
    next: 'Have the plan approved again: new comments, then rerun the approval gate and this job. approvals.expireHours says how long approvals are valid.',
  });
}
