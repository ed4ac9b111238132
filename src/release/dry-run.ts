import type { ReleaseContext } from './context.ts';
import type { Phase } from './phases.ts';
import type { RecordEvent } from './record/record.ts';

/** Id of a deployment that a dry run did not make. */
export const ASSUMED_DEPLOYMENT = 'dry-run';

/** What stands for a session here, which itself asks here. */
interface DryRun {
  readonly context: ReleaseContext;
  readonly appended: readonly Pick<RecordEvent, 'phase' | 'kind'>[];
}

/**
 * The session of each dry run. Nothing of it is in the chain, so the phases of one process hand on what they assumed.
 */
export class DryRuns<Session extends DryRun> {
  readonly #sessions = new WeakMap<ReleaseContext, Session>();

  of(context: ReleaseContext): Session | undefined {
    return context.dryRun ? this.#sessions.get(context) : undefined;
  }

  keep(session: Session): Session {
    if (session.context.dryRun) this.#sessions.set(session.context, session);
    return session;
  }
}

/** Whether this process only assumed that the phase was done. */
export function assumed(session: DryRun, phase: Phase): boolean {
  return (
    session.context.dryRun &&
    session.appended.some((event) => event.phase === phase && event.kind === 'outcome')
  );
}
