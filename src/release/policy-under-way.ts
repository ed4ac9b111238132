import { isLeased } from './phases.ts';
import type { PlanPolicy } from './policy.ts';
import type { Database } from './ports.ts';
import type { Project } from './project.ts';
import { installedVersion } from './record/install.ts';
import { type Release, ReleaseRecord } from './record/record.ts';
import { foldState } from './state.ts';

interface About {
  readonly environment: string;
  readonly commit: string;
  readonly releaseId: string | undefined;
  /** The run of the CI: its own release counts, whichever of the commit is newer. */
  readonly runId: string | undefined;
  /** A release that is over, too: what a rollback of it asks for. */
  readonly evenClosed: boolean;
  readonly project?: Project | undefined;
}

/**
 * The policy of a release that has begun to change its environment: that of its approved plan, until it ends. Nobody
 * has to be asked for it, so a code host that does not answer cannot stop a release half-way, and what is merged
 * meanwhile does not change it. Undefined: it has not begun.
 */
export async function policyUnderWay(database: Database, about: About): Promise<PlanPolicy | undefined> {
  if ((await installedVersion(database)) === 0) return undefined;
  const record = new ReleaseRecord(database, about.project);
  const release = await releaseOf(record, about);
  if (!release) return undefined;
  const events = await record.events(release.id);
  const begun = events.some((event) => isLeased(event.phase));
  const { plan, closed } = foldState(events);
  return begun && (about.evenClosed || !closed) ? plan?.plan.policy : undefined;
}

/** The release that the session of this job finds as well. */
async function releaseOf(record: ReleaseRecord, about: About): Promise<Release | undefined> {
  const { environment, commit, releaseId, runId } = about;
  if (releaseId) {
    const named = await record.release(releaseId);
    const fits = named?.environment === environment && named.commit === commit;
    return fits && (await record.isOurs(named.id)) ? named : undefined;
  }
  const own = runId === undefined ? undefined : await record.latest(environment, commit, runId);
  return own ?? record.latest(environment, commit);
}
