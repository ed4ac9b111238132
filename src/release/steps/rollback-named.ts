import { promote } from '../calls/hosting.ts';
import { configurationError, failure } from '../errors.ts';
import { finishedSince, type Of, releasesOfCommit } from '../record/past.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';
import { foldState, type ReleaseState } from '../state.ts';
import type { Between, Target } from './rollback-target.ts';

interface Past {
  readonly release: Release;
  readonly state: ReleaseState;
}

/**
 * The release that is asked for by id or commit, with the deployment that served as it.
 * @throws SHIPLOCK_ROLLBACK_TARGET: there is none, it never served, it is newer, or it was rolled back itself
 */
export async function namedTarget(session: Session, asked: string, force: boolean): Promise<Target> {
  const { environment } = session.release;
  const found = await candidates(session, asked);
  if (found.length === 0) throw refused(asked, `the record has no such release of ${environment}`);
  const commits = new Set(found.map(({ release }) => release.commit));
  if (commits.size > 1)
    throw refused(asked, `several commits start with these digits (${commits.size}); give more of them`);
  const past = found.find(({ state }) => servedAs(session, state) !== undefined);
  if (!past) throw refused(asked, 'it never served');
  const { release, state } = past;
  if (release.id !== session.release.id && startOf(past) > startOf(session))
    throw refused(
      asked,
      `it is newer than ${session.release.id}, which serves. To go forward, start a new run for commit ${release.commit}`,
    );
  if (release.id !== session.release.id && state.closed?.result !== 'released' && !force)
    throw wasBad(asked, past);
  return { release, deploymentId: servedAs(session, state)!, byHand: false };
}

/** Newest first. */
async function candidates(session: Session, asked: string): Promise<readonly Past[]> {
  const { record, database } = session;
  const ids = asked.startsWith('rel_') ? [asked] : await releasesOfCommit(database, await of(session), asked);
  const events = await record.eventsOf(ids);
  const found: Past[] = [];
  for (const id of ids) {
    const release = await record.release(id);
    if (release?.environment !== session.release.environment || !(await record.isOurs(id))) continue;
    found.push({ release, state: foldState(events.get(id) ?? []) });
  }
  return found;
}

/** The deployment that production served as this release; undefined: it never did. */
function servedAs({ context }: Session, state: ReleaseState): string | undefined {
  const name = promote.name(context.hosting);
  const moved = state.calls.findLast((call) => call.name === name && call.state === 'done');
  return state.served ?? (moved ? moved.key || state.deployed?.deploymentId : undefined);
}

const startOf = ({ release, state }: Past): string => state.promotedAt ?? release.openedAt;

const of = async ({ context, release }: Session): Promise<Of> => ({
  environment: release.environment,
  names: (await context.environment.project?.names()) ?? null,
});

/** This release and those that served between it and the target, newest first, with the migrations that stay. */
export async function between(session: Session, target: Target): Promise<readonly Between[]> {
  if (target.release.id === session.release.id) return [];
  const finished = await finishedSince(session.database, await of(session), target.release.id);
  const ids = [session.release.id, ...finished.filter((id) => id !== session.release.id)];
  const events = await session.record.eventsOf(ids);
  return ids.map((id) => {
    const { applied, undone } = foldState(events.get(id) ?? []);
    return { id, migrations: [...new Set(applied)].filter((version) => !undone.includes(version)) };
  });
}

function refused(asked: string, why: string) {
  return configurationError({
    code: 'SHIPLOCK_ROLLBACK_TARGET',
    what: `cannot roll back to ${asked}: ${why}`,
    notDone: ['nothing was changed'],
    next: '`shiplock status` lists the releases of the environment, with ids and commits.',
  });
}

function wasBad(asked: string, { release, state }: Past) {
  return failure({
    code: 'SHIPLOCK_ROLLBACK_TARGET_BAD',
    what: `release ${release.id}${asked === release.id ? '' : ` (${asked})`} ${state.closed ? `was closed as ${state.closed.result} at ${state.closed.at}` : 'was never finished'}`,
    notDone: ['nothing was changed'],
    next: 'Name an older release. To go back to this one anyway, set force: true with a reason.',
  });
}
