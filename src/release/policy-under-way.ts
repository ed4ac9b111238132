import { LEASED_PHASES } from './phases.ts';
import type { PlanPolicy } from './policy.ts';
import type { Database } from './ports.ts';
import { installedVersion } from './record/install.ts';
import { ReleaseRecord } from './record/record.ts';
import { foldState } from './state.ts';

/**
 * The policy of a release that has begun to change its environment: that of its approved plan, until it ends. Nobody
 * has to be asked for it, so a code host that does not answer cannot stop a release half-way, and what is merged
 * meanwhile does not change it. Undefined: it has not begun.
 */
export async function policyUnderWay(
  database: Database,
  about: {
    readonly environment: string;
    readonly commit: string;
    readonly releaseId: string | undefined;
    /** A release that is over, too: what a rollback of it asks for. */
    readonly evenClosed: boolean;
  },
): Promise<PlanPolicy | undefined> {
  if ((await installedVersion(database)) === 0) return undefined;
  const record = new ReleaseRecord(database);
  const release = about.releaseId
    ? await record.release(about.releaseId)
    : await record.latest(about.environment, about.commit);
  if (!release || release.environment !== about.environment) return undefined;
  const events = await record.events(release.id);
  const begun = events.some((event) => LEASED_PHASES.has(event.phase));
  const { plan, closed } = foldState(events);
  return begun && (about.evenClosed || !closed) ? plan?.plan.policy : undefined;
}
