import { failure } from './errors.ts';
import type { Session } from './session.ts';

/** Until when migrations of the approved plan may begin; undefined: for as long as the plan holds. */
function validUntil(session: Session): string | undefined {
  const until = session.events.findLast((event) => event.kind === 'approved')?.body['validUntil'];
  return typeof until === 'string' ? until : undefined;
}

/** Is the recorded approval too old to begin with? */
export function expired(session: Session, now = Date.now()): boolean {
  return Date.parse(validUntil(session) ?? '') <= now;
}

/** @throws SHIPLOCK_APPROVAL_EXPIRED */
export function requireFresh(session: Session): void {
  if (!expired(session)) return;
  throw failure({
    code: 'SHIPLOCK_APPROVAL_EXPIRED',
    what: `the approval of release ${session.release.id} expired at ${validUntil(session)}`,
    notDone: ['no migration was applied, no traffic was moved'],
    next: 'Have the plan approved again: new comments, then rerun the approval gate and this job. approvals.expireHours says how long approvals are valid.',
  });
}
