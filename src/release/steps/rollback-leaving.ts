import { promote, SKEW_MS } from '../calls/hosting.ts';
import { deployedAs } from '../deployed-as.ts';
import { configurationError, failure } from '../errors.ts';
import { notFound } from '../finding.ts';
import type { LiveState } from '../ports.ts';
import { decisionsOfRun, leaseHolder } from '../record/past.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';
import type { Standing } from '../standing.ts';
import { foldState, openCall, type ReleaseState, tried } from '../state.ts';
import { productionBusy } from '../traffic.ts';

/**
 * The release that a rollback to a named one leaves: one whose promote or rollback was cut short, else the one whose
 * canary or job is coming, else the one that serves. Found by record and hosting alone: no commit has to be known.
 */
export async function leaving(standing: Standing): Promise<Release> {
  const { context, version } = standing;
  if (version === 0) throw notFound(standing, []);
  const release = (await unfinished(standing)) ?? (await bringingOrServing(standing));
  if (!release) throw notFound(standing, []);
  if (context.releaseId && context.releaseId !== release.id) throw notThatOne(context.releaseId, release);
  return release;
}

/** What holds the lease, and was cut short while it moved traffic. */
async function unfinished(standing: Standing): Promise<Release | undefined> {
  const { context, database, record } = standing;
  const holder = await leaseHolder(database, context.environment.name);
  const release = holder === undefined ? undefined : await record.release(holder);
  if (!release || !(await record.isOurs(release.id))) return undefined;
  const state = foldState(await record.events(release.id));
  const sent = openCall(state, 'promote', promote.name(context.hosting)) !== undefined;
  return (sent && !state.closed) || state.openRollbacks.length > 0 ? release : undefined;
}

/** The release that a job under way brings, else the one that serves by hosting, else by the record. */
async function bringingOrServing(standing: Standing): Promise<Release | undefined> {
  const live = await standing.context.hosting.live();
  return (
    (await bringing(standing, live.job)) ??
    (await deployedBy(standing, live.deploymentId, live.releaseId)) ??
    (await standing.record.serving(standing.context.environment.name))
  );
}

/** A rolling release or a job of a release of the record; one of somebody else is theirs. */
async function bringing(standing: Standing, job: LiveState['job']): Promise<Release | undefined> {
  if (job?.state !== 'running' || job.type === 'rollback') return undefined;
  const deployment = await standing.context.hosting.deployment(job.to);
  const release = await deployedBy(standing, job.to, deployment?.releaseId);
  if (!release && job.type === 'rolling') throw failure(productionBusy(job));
  return release;
}

/** The release that deployed this, by what the deployment says and the record confirms. */
async function deployedBy(
  { context, record }: Standing,
  deploymentId: string | undefined,
  releaseId: string | undefined,
): Promise<Release | undefined> {
  const { name } = context.environment;
  const candidates = [releaseId && (await record.release(releaseId)), await record.serving(name)];
  for (const release of candidates) {
    if (!release || release.environment !== name || !(await record.isOurs(release.id))) continue;
    if ((await deployedAs(record, release.id)) === deploymentId) return release;
  }
  return undefined;
}

function notThatOne(asked: string, release: Release) {
  return configurationError({
    code: 'SHIPLOCK_RELEASE_MISMATCH',
    what: `release-id ${asked} is not the release that this rollback would leave, which is ${release.id}`,
    notDone: ['nothing was changed'],
    next: 'Omit release-id: with `to`, Shiplock finds what serves. Or roll that release back without `to`.',
  });
}

/**
 * Whether a release that was closed as rolled back or abandoned serves all the same, and is to be rolled back now: its
 * own promote landed after all, or a run that has not decided about it yet asks for it.
 * @throws SHIPLOCK_PRODUCTION_MOVED: somebody promoted it after this run's decision
 */
export async function servesAllTheSame(session: Session): Promise<boolean> {
  const { state, release, context } = session;
  const { closed } = state;
  const live = await context.hosting.live();
  if (!closed || !brings(live, state)) return false;
  if (landedLate(live, state) || !decidedBefore(session)) return true;
  const { job } = live;
  throw failure({
    code: 'SHIPLOCK_PRODUCTION_MOVED',
    what: `release ${release.id} serves although it was closed as ${closed.result} at ${closed.at}: somebody moved traffic to it since then${job ? ` (${job.type} of ${job.to}, requested ${new Date(job.requestedAt).toISOString()})` : ''}`,
    notDone: ['no traffic was moved: what this run decided is older'],
    next: 'Find out who moved it and why. To roll it back anyway, start a new run of the rollback action.',
  });
}

const brings = ({ deploymentId, job }: LiveState, { deployed }: ReleaseState) =>
  deployed !== undefined &&
  (deploymentId === deployed.deploymentId || (job?.state === 'running' && job.to === deployed.deploymentId));

/** The job that brought it was requested before the release was closed. */
const landedLate = ({ job }: LiveState, { deployed, closed }: ReleaseState) =>
  closed !== undefined &&
  job !== undefined &&
  job.to === deployed?.deploymentId &&
  job.requestedAt <= Date.parse(closed.at) + SKEW_MS;

function decidedBefore({ state, release, context }: Session): boolean {
  const { id } = context.run;
  return id !== undefined && (release.runId === id || state.rollbacks.some(({ run }) => run === id));
}

/**
 * What serves is there by somebody's decision outside of Shiplock: a rollback to a named release goes over it only with
 * consent. @throws SHIPLOCK_PRODUCTION_PINNED, SHIPLOCK_PRODUCTION_MOVED
 */
export async function refuseDecidedOutside(session: Session, live: LiveState): Promise<void> {
  const { context, record, state } = session;
  if (context.environment.acceptPin) return;
  const serving = await record.serving(context.environment.name);
  const byRecord = serving && (await deployedAs(record, serving.id));
  const own = state.deployed?.deploymentId;
  const sent = tried(state, 'promote', promote.name(context.hosting));
  const bySelf = live.deploymentId === own && (state.closed ? landedLate(live, state) : sent);
  if (live.deploymentId === byRecord || bySelf) return;
  const what = `${context.environment.name} serves ${live.deploymentId ?? 'nothing'}, which somebody ${live.pinned ? 'rolled back to' : 'put there'} outside of Shiplock; according to the record it should be ${byRecord ?? 'nothing'}`;
  const rest = {
    notDone: ['no traffic was moved'],
    next: 'Find out who did it and why. To roll back anyway, set accept-pin: true.',
  };
  throw live.pinned
    ? failure({ code: 'SHIPLOCK_PRODUCTION_PINNED', what, ...rest })
    : failure({ code: 'SHIPLOCK_PRODUCTION_MOVED', what, ...rest });
}

/**
 * A job that is run again does what it decided once, and no more: it never takes back what was shipped since.
 * @throws SHIPLOCK_ROLLBACK_REPEATED
 */
export async function refuseRepeated(session: Session, asked: string): Promise<void> {
  const { context, database, release, state } = session;
  const { id: run } = context.run;
  if (run === undefined) return;
  const decisions = await decisionsOfRun(database, context.environment.name, run);
  const before = decisions.find(({ decision }) => decision.asked === asked);
  if (!before) return;
  const goesOn = state.openRollbacks.some(({ at }) => at === before.decision.at);
  if (before.releaseId === release.id && goesOn) return;
  throw failure({
    code: 'SHIPLOCK_ROLLBACK_REPEATED',
    what: `this run already decided at ${before.decision.at} to roll back ${before.releaseId} to ${asked}; now ${release.id} serves`,
    notDone: ['no traffic was moved'],
    next: `To roll ${release.id} back to ${asked}, start a new run.`,
  });
}
