import { failure, type Problem } from './errors.ts';
import type { LiveState } from './ports.ts';

/** Why production's traffic is left where it is: the same refusals before the plan is carried out and before the write. */

export function productionBusy(job: NonNullable<LiveState['job']>): Problem<'SHIPLOCK_PRODUCTION_BUSY'> {
  const { type, to, requestedAt, percent } = job;
  return {
    code: 'SHIPLOCK_PRODUCTION_BUSY',
    what: `somebody else’s ${type === 'rolling' ? 'rolling release' : type} of ${to || 'another deployment'} is in progress${percent === undefined ? '' : ` (${percent} % of traffic)`}, requested ${new Date(requestedAt).toISOString()}`,
    notDone: ['no traffic was moved'],
    next: 'Wait until it has finished (or abort it at hosting), find out who started it, and rerun the job: it plans again if production has moved.',
  };
}

/** The last job is who moved it, where it brought what serves; a move by other means has none. */
const whoMoved = (serves: string | null | undefined, job: LiveState['job']): string =>
  job && job.to === serves
    ? `a ${job.type} was requested at ${new Date(job.requestedAt).toISOString()}`
    : 'somebody moved it';

export function productionMoved(
  serves: string | null | undefined,
  expected: string | null | undefined,
  job?: LiveState['job'],
): Problem<'SHIPLOCK_PRODUCTION_MOVED'> {
  return {
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    what: `production serves ${serves ?? 'nothing'}, not ${expected ?? 'nothing'} as planned: ${whoMoved(serves, job)}`,
    notDone: ['no traffic was moved'],
    next: 'Find out who moved it and why, then plan again: the new plan shows what production serves now.',
  };
}

/** Somebody moved traffic after the watch had passed: the release is not closed as one that serves. */
export function movedBeforeClose(
  live: LiveState,
  deploymentId: string,
): Problem<'SHIPLOCK_PRODUCTION_MOVED'> {
  return {
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    what: `production serves ${live.deploymentId ?? 'nothing'}, not ${deploymentId}, which this release promoted: ${whoMoved(live.deploymentId, live.job)}`,
    done: ['the release was promoted, and its watch passed'],
    // This very job may have promoted it.
    notDone: ['the release was not closed as released', 'traffic was not moved back'],
    next: 'Find out who moved it and why. Then close the release with the rollback action: it leaves production as it is. To ship the commit again, start a new run.',
  };
}

/** The same of a release that was closed as one that serves, when its job runs again. */
export function movedAfterClose(
  live: LiveState,
  deploymentId: string,
  closedAt: string,
): Problem<'SHIPLOCK_PRODUCTION_MOVED'> {
  return {
    ...movedBeforeClose(live, deploymentId),
    done: [`the release was closed as released at ${closedAt}`],
    notDone: ['no traffic was moved'],
    next: 'Find out who moved it and why: Shiplock leaves it as it is. To ship the commit again, start a new run.',
  };
}

/**
 * A job moved traffic, or asked for it, and was cut short; by the time that it runs again, somebody has moved it away.
 */
export function movedSince(
  live: LiveState,
  {
    kind,
    to,
    earlier,
  }: {
    readonly kind: 'promote' | 'rollback';
    readonly to: string;
    /** `sent`: nobody saw what came of it. */
    readonly earlier: 'done' | 'sent';
  },
): Problem<'SHIPLOCK_PRODUCTION_MOVED'> {
  const promoted = kind === 'promote';
  const did =
    earlier === 'done'
      ? `${promoted ? 'promoted' : 'rolled back to'} ${to}`
      : `asked hosting to ${promoted ? 'promote' : 'roll back to'} ${to}`;
  return {
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    what: `production serves ${live.deploymentId ?? 'nothing'}, though an earlier run ${did}: ${whoMoved(live.deploymentId, live.job)}`,
    done: [
      earlier === 'done'
        ? `${to} was ${promoted ? 'promoted' : 'rolled back to'} once, and served`
        : `the ${kind} was sent once`,
    ],
    notDone: ['no traffic was moved'],
    next: promoted
      ? 'Find out who moved it and why. Then close the release with the rollback action: it leaves production as it is. To ship the commit again, start a new run.'
      : 'Find out who moved it and why. To roll it back anyway, start a new run of the rollback action.',
  };
}

/** The rollback drill needs `expected` to serve, by its own doing, and somebody has moved traffic. No rollback answers it. */
export function movedInDrill(live: LiveState, expected: string): Problem<'SHIPLOCK_WATCH_UNDECIDED'> {
  const { deploymentId = 'nothing', pinned, job } = live;
  const serves =
    deploymentId === expected
      ? `${expected} serves by somebody's decision${pinned ? ', pinned' : ''}`
      : `production serves ${deploymentId}, not ${expected}`;
  return {
    code: 'SHIPLOCK_WATCH_UNDECIDED',
    what: `the rollback drill stopped: ${serves}: ${whoMoved(live.deploymentId, job)}`,
    done: ['the release was promoted, and its watch passed'],
    notDone: ['the rollback drill was not finished', 'no traffic was moved'],
    next: 'Find out who moved it and why. Then close the release with the rollback action: it leaves production as it is where another deployment serves. To ship the commit again, start a new run.',
  };
}

export function busyInDrill(job: NonNullable<LiveState['job']>): Problem<'SHIPLOCK_WATCH_UNDECIDED'> {
  return {
    code: 'SHIPLOCK_WATCH_UNDECIDED',
    what: `the rollback drill stopped: ${productionBusy(job).what}`,
    notDone: ['the rollback drill was not finished', 'no traffic was moved'],
    next: 'Wait until it has finished (or abort it at hosting), find out who started it, and rerun the job: the drill continues if nobody has moved traffic.',
  };
}

/** What serves is not what the record's last release deployed: plan and rollback go by what really serves. */
export function movedOutside(
  live: LiveState,
  last: { readonly id: string; readonly deploymentId: string | undefined },
  own: string | undefined,
): string | undefined {
  const { deploymentId } = live;
  if (!deploymentId || !last.deploymentId || [last.deploymentId, own].includes(deploymentId))
    return undefined;
  const commit = live.commit ? ` of commit ${live.commit.slice(0, 12)}` : '';
  return `Production serves ${deploymentId}${commit}, which is not what release ${last.id} deployed (${last.deploymentId}): somebody moved it outside of Shiplock. A rollback of this release leads back to ${deploymentId}.`;
}

/** A rolling release under way that is not this release's own. */
export function foreignRolling(
  { job }: LiveState,
  own: string | undefined,
): NonNullable<LiveState['job']> | undefined {
  return job?.type === 'rolling' && job.state === 'running' && job.to !== own ? job : undefined;
}

/** @throws SHIPLOCK_PRODUCTION_BUSY */
export function refuseForeignRolling(live: LiveState, own: string | undefined): void {
  const foreign = foreignRolling(live, own);
  if (foreign) throw failure(productionBusy(foreign));
}

/** What whoever approves should know of production's traffic. */
export function trafficNotes(live: LiveState, own?: string): readonly string[] {
  const { job, unasked = [] } = live;
  const foreign = foreignRolling(live, own);
  if (foreign)
    return [...unasked, `While ${productionBusy(foreign).what}, Shiplock neither migrates nor promotes.`];
  if (job?.state !== 'stale') return unasked;
  const since = new Date(job.requestedAt).toISOString();
  return [
    ...unasked,
    `Hosting has called a ${job.type} of ${job.to} "${job.said ?? 'unfinished'}" since ${since}. Shiplock does not wait for it.`,
  ];
}
