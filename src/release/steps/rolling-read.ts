import { setTimeout as sleep } from 'node:timers/promises';
import { failure, firstLine, mayRollbackAnswer, ShiplockError } from '../errors.ts';
import type { Rolling } from '../ports.ts';
import type { Session } from '../session.ts';

const LOOK_MS = 2_000;

/**
 * The rolling release while it is under way. Users are served by both versions, and a look that fails says nothing of
 * either: it is repeated until the deadline of promote, and then the release stays as it is.
 * @throws SHIPLOCK_ROLLING_UNREAD
 */
export async function rollingNow({ context }: Session): Promise<Rolling | undefined> {
  const { hosting, environment, say } = context;
  const deadline = Date.now() + environment.promoteDeadlineMs;
  for (;;) {
    try {
      return await hosting.rolling?.();
    } catch (error) {
      if (Date.now() >= deadline) throw unread(error);
      say(`could not read the rolling release (${firstLine(error)}); looking again`);
    }
    await sleep(Math.min(LOOK_MS, Math.max(1, deadline - Date.now())));
  }
}

/** What was asked of hosting while a rolling release is under way, and has no answer. */
export function unread(error: unknown): unknown {
  if (!mayRollbackAnswer(error)) return error;
  const { what, next } =
    error instanceof ShiplockError ? error.problem : { what: firstLine(error), next: 'Wait a minute.' };
  return failure(
    {
      code: 'SHIPLOCK_ROLLING_UNREAD',
      what: `could not read the progress of the rolling release: ${what}`,
      notDone: ['nothing was sent again', 'nothing was rolled back'],
      next: `${next} Then rerun the job: it continues in the stage that hosting is in. To go back, run the rollback action, which aborts the rolling release.`,
    },
    error,
  );
}
