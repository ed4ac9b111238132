import type { ReleaseContext } from './context.ts';
import type { Phase } from './phases.ts';
import type { Session } from './session.ts';

/** Id of a deployment that a dry run did not make. */
export const ASSUMED_DEPLOYMENT = 'dry-run';

/**
 * The session of each dry run. Nothing of it is in the chain, so the phases of one process hand on what they assumed.
 */
const SESSIONS = new WeakMap<ReleaseContext, Session>();

export const dryRunSession = (context: ReleaseContext): Session | undefined =>
  context.dryRun ? SESSIONS.get(context) : undefined;

export function keepDryRun(session: Session): Session {
  if (session.context.dryRun) SESSIONS.set(session.context, session);
  return session;
}

/** Whether this process only assumed that the phase was done. */
export function assumed(session: Session, phase: Phase): boolean {
  return (
    session.context.dryRun &&
    session.appended.some((event) => event.phase === phase && event.kind === 'outcome')
  );
}
