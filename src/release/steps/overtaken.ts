import { overtaken } from '../overtaken.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';
import { began } from '../state.ts';

/**
 * The release that took this one's place before it changed anything: a newer one, which serves, and whose history has
 * this commit. What was to be shipped is live, so there is nothing left to do and nothing wrong.
 */
export async function overtakenBy(session: Session): Promise<Release | undefined> {
  const { context, record, release, state, standing } = session;
  if (standing.version === 0 || state.closed || began(state, 'migrate') || !context.codeHost)
    return undefined;
  const serving = await record.serving(release.environment);
  if (!serving || serving.id === release.id || serving.openedAt <= release.openedAt) return undefined;
  if (serving.commit === release.commit) return undefined;
  const newer = await context.codeHost.contains({ commit: release.commit, head: serving.commit });
  return newer ? serving : undefined;
}

/** @throws SHIPLOCK_RELEASE_OVERTAKEN, which ends a run without an error */
export async function endIfOvertaken(session: Session): Promise<void> {
  const by = await overtakenBy(session);
  if (by) throw overtaken(session.release, by.id);
}

/** The same under the lease: the release is closed first, so that every later job of its run ends alike. */
export async function closeIfOvertaken(session: Session): Promise<void> {
  const by = await overtakenBy(session);
  if (!by) return;
  const error = overtaken(session.release, by.id);
  if (!session.unrecorded)
    await session.close('migrate', { result: 'abandoned', serves: null, overtakenBy: by.id });
  throw error;
}
