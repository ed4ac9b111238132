import { deployedAs } from '../deployed-as.ts';
import { failure } from '../errors.ts';
import type { StagedDeployment } from '../ports.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';

/** A release that served after the target, and the migrations of it that stay. */
export interface Between {
  readonly id: string;
  readonly migrations: readonly string[];
}

/** Where a rollback leads. */
export interface Target {
  /** The release whose schema the code there was written for: its own, or that of the record's last one. */
  readonly release: Release;
  readonly deploymentId: string;
  /** It served before this release, and no release of the record deployed it. */
  readonly byHand: boolean;
}

/** As people read it. */
export const nameOf = ({ release, deploymentId, byHand }: Target): string =>
  byHand ? `deployment ${deploymentId}` : release.id;

/**
 * What really served before this release. That is what the release before it deployed, unless somebody moved traffic
 * since, by hand or with Git deployments: the plan knows, for promote compared it with production.
 * @param before what served, where the caller knows better than the plan
 */
export async function findTarget(session: Session, before?: string): Promise<Target | undefined> {
  const { record, release, state, context } = session;
  if (!release.replaces) return undefined;
  const previous = await record.release(release.replaces);
  const deployed = previous && (await deployedAs(record, previous.id));
  if (!previous || !deployed) return undefined;
  const usual = { release: previous, deploymentId: deployed, byHand: false };
  const served = before ?? state.plan?.plan.production.deploymentId;
  if (!served || [deployed, state.deployed?.deploymentId].includes(served)) return usual;
  const found = await context.hosting.deployment(served);
  if (found?.state !== 'ready') {
    context.say(
      `rollback: ${served}, which served before this release, is gone; going back to ${previous.id}`,
    );
    return usual;
  }
  const theirs = found.releaseId ? await record.release(found.releaseId) : undefined;
  const known = theirs?.environment === release.environment && (await record.isOurs(theirs.id));
  const own = known && (await deployedAs(record, theirs.id)) === served;
  if (own) return { release: theirs, deploymentId: served, byHand: false };
  context.warn(
    `before this release, deployment ${served} served, which no release of the record deployed: the rollback leads there, not to ${previous.id}`,
  );
  return { release: previous, deploymentId: served, byHand: true };
}

/** Why traffic cannot be routed to what hosting says of a deployment; undefined: it can. */
export function whyNotThere(found: StagedDeployment | undefined): string | undefined {
  if (!found) return 'hosting no longer has it';
  if (found.state === 'ready') return undefined;
  return `it is ${found.state}${found.failure ? `: ${found.failure}` : ''}`;
}

/** @throws SHIPLOCK_ROLLBACK_TARGET_GONE */
export async function requireThere(session: Session, target: Target): Promise<void> {
  const why = whyNotThere(await session.context.hosting.deployment(target.deploymentId));
  if (why === undefined) return;
  throw failure({
    code: 'SHIPLOCK_ROLLBACK_TARGET_GONE',
    what: `deployment ${target.deploymentId} (${nameOf(target)}), the target of this rollback, cannot serve: ${why}`,
    notDone: ['no traffic was moved'],
    next: `Roll back to an older release (to: <release>; \`shiplock status\` lists them), or ship commit ${target.release.commit.slice(0, 12)} again in a new run. Check who or what deletes deployments (retention policy of the project).`,
  });
}
