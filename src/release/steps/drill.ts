import { promote, rollback, SKEW_MS } from '../calls/hosting.ts';
import { failure, firstLine } from '../errors.ts';
import type { GateResult, LiveState } from '../ports.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';
import type { Drill } from '../state.ts';
import { busyInDrill, movedInDrill } from '../traffic.ts';
import { examplesOf, gateFailed } from './gate-failed.ts';
import { watchedUrls } from './live.ts';
import { drillKey, moveTraffic } from './move.ts';
import { findTarget, type Target, whyNotThere } from './rollback-target.ts';

type Kind = 'promote' | 'rollback';
interface Move {
  readonly to: string;
  readonly from: string;
}

/**
 * The rollback drill: traffic goes back to what served before and forward again, with `gates.gate` over the domains after
 * each. A way back that does not work is told and fails no release; it goes into the record, where production's plan
 * finds it. Run again after a crash, it continues where it was, unless somebody has moved traffic since.
 * @throws SHIPLOCK_GATE_FAILED, SHIPLOCK_GATE_INCONCLUSIVE if the release does not pass once it is back
 * @throws SHIPLOCK_WATCH_UNDECIDED if somebody has moved traffic, or is moving it
 */
export async function drill(session: Session): Promise<void> {
  const { release, state, context } = session;
  const own = state.deployed?.deploymentId;
  if (!own) return;
  // A plan that was made since it began knows what serves in the middle of it.
  const target = await findTarget(session, beganWith(session));
  const wentBack = target && lastCall(session, 'rollback', target.deploymentId) !== undefined;
  const why = wentBack ? undefined : await whyNot(session, { target, own });
  if (!target || why !== undefined) return notDone(session, why ?? 'what served before is not known');
  const old = target.deploymentId;
  const byHand = `somebody moved traffic forward to ${own} before the drill did`;
  if (!state.drill?.back) {
    if (await isForwardByHand(session, { to: own, from: old })) return notDone(session, byHand);
    const tookMs = await move(session, 'rollback', { to: old, from: own });
    const { job } = await context.hosting.live();
    const jobAt = job?.to === old && job.type === 'rollback' ? job.requestedAt : undefined;
    const { decision, reason } = await judgeOld(session, target.release);
    if (decision !== 'pass') context.warn(`rollback drill: the way back does not pass its gate: ${reason}`);
    await tell(session, { step: 'back', to: old, decision, reason, tookMs, jobAt });
  }
  if (await isForwardByHand(session, { to: own, from: old })) return notDone(session, byHand);
  const tookMs = await move(session, 'promote', { to: own, from: old });
  const { result, proceed, markdown } = await judge(session, release);
  if (!proceed) throw gateFailed('watch', result, markdown, examplesOf(result, context.say));
  const { decision, reason } = result;
  await tell(session, { step: 'forward', to: own, decision, reason, tookMs });
}

async function notDone(session: Session, reason: string): Promise<void> {
  session.context.warn(`rollback drill: not done, ${reason}`);
  await session.append('watch', { is: 'drilled', step: 'none', decision: 'fail', reason });
}

/** Why it cannot be drilled; nothing has moved. @throws SHIPLOCK_WATCH_UNDECIDED if the release does not serve */
async function whyNot(
  session: Session,
  { target, own }: { readonly target: Target | undefined; readonly own: string },
): Promise<string | undefined> {
  const { context, record } = session;
  if (!target) return 'no release served before';
  if (target.byHand) return `${target.deploymentId}, which served before, is of no release of the record`;
  if (await context.hosting.rollingPlan?.()) return 'rolling releases are configured at hosting';
  const gone = whyNotThere(await context.hosting.deployment(target.deploymentId));
  if (gone !== undefined) return `${target.deploymentId}, which served before, cannot serve: ${gone}`;
  const live = await context.hosting.live();
  if (live.deploymentId !== own) throw failure(movedInDrill(live, own));
  if (live.pinned) return `somebody pinned ${own} with a rollback at hosting`;
  const kept = await record.snapshotOf(target.release.id);
  const { answer, reasons } = await context.verdict(kept, await context.schema.snapshot());
  if (answer === 'safe') return undefined;
  const [first] = reasons;
  return `release ${target.release.id} ${answer === 'unsafe' ? 'does not' : 'might not'} work on the live schema${first ? ` (${first.object}: ${first.why})` : ''}`;
}

/** Where the drill of an earlier process led; undefined: none began. */
function beganWith({ state }: Session): string | undefined {
  const prefix = drillKey('rollback', '');
  const call = state.calls.findLast(({ phase, key }) => phase === 'watch' && key.startsWith(prefix));
  return call?.key.slice(prefix.length);
}

/** The drill's last call of this kind, unless it is known that nothing was sent. */
function lastCall({ state, context }: Session, kind: Kind, to: string) {
  const name = (kind === 'promote' ? promote : rollback).name(context.hosting);
  const last = state.calls.findLast(
    (call) => call.phase === 'watch' && call.name === name && call.key === drillKey(kind, to),
  );
  return last && ['begun', 'done', 'ambiguous'].includes(last.state) ? last : undefined;
}

/** The drill has gone back and sent nothing forward: that the release serves is somebody's decision. */
async function isForwardByHand(session: Session, { to, from }: Move): Promise<boolean> {
  if (lastCall(session, 'rollback', from)?.state !== 'done' || lastCall(session, 'promote', to)) return false;
  return (await session.context.hosting.live()).deploymentId === to;
}

/**
 * One of the two moves. What the record says of an earlier one is its answer only while hosting shows it too.
 * @returns milliseconds until every domain answered; undefined: an earlier process sent it
 */
async function move(session: Session, kind: Kind, { to, from }: Move): Promise<number | undefined> {
  const { hosting, say } = session.context;
  const earlier = lastCall(session, kind, to);
  const seen = await hosting.live();
  const decide = (live: LiveState) => {
    if (live.job?.state === 'running') throw failure(busyInDrill(live.job));
    const pinned = kind === 'rollback' ? live.pinned : isPinnedSince(session, live, from);
    if (live.deploymentId !== from || pinned) throw failure(movedInDrill(live, from));
  };
  if (earlier?.state === 'done') {
    if (kind === 'rollback' && isPinnedSince(session, seen, to)) throw failure(movedInDrill(seen, to));
    if (seen.deploymentId === to) return undefined;
  }
  if (!earlier) decide(seen);
  const began = performance.now();
  say(`rollback drill: ${kind === 'rollback' ? 'back' : 'forward'} to ${to}`);
  await moveTraffic(session, kind, {
    ...{ to, from, seen },
    before: async () => decide(await hosting.live()),
    drill: { moved: (live) => movedInDrill(live, to) },
  });
  return earlier ? undefined : Math.round(performance.now() - began);
}

/** The drill brought `old` back, and somebody has asked hosting for it since: to pin it, say. */
function isPinnedSince(session: Session, { job }: LiveState, old: string): boolean {
  const back = lastCall(session, 'rollback', old);
  if (!back || job?.to !== old) return false;
  const { jobAt } = session.state.drill?.back ?? {};
  if (jobAt !== undefined) return job.requestedAt !== jobAt;
  // Killed before it could tell which job was its own: only the clocks say.
  return job.type !== 'rollback' || job.requestedAt > Date.parse(back.at) + SKEW_MS;
}

function judge({ context }: Session, { id, commit }: Release): ReturnType<typeof context.gate> {
  return context.gate({
    urls: () => watchedUrls(context),
    headers: context.hosting.protectionHeaders(),
    ...{ releaseId: id, commit, since: new Date().toISOString(), say: context.say },
  });
}

/** Whatever becomes of it, traffic goes forward again. */
async function judgeOld(session: Session, old: Release): Promise<Pick<GateResult, 'decision' | 'reason'>> {
  try {
    return (await judge(session, old)).result;
  } catch (error) {
    return { decision: 'inconclusive', reason: firstLine(error) };
  }
}

async function tell(
  session: Session,
  {
    tookMs,
    jobAt,
    ...step
  }: Pick<NonNullable<Drill['back']>, 'step' | 'to' | 'decision' | 'reason'> & {
    tookMs: number | undefined;
    jobAt?: number | undefined;
  },
): Promise<void> {
  await session.append('watch', {
    is: 'drilled',
    ...step,
    ...(tookMs === undefined ? {} : { tookMs }),
    ...(jobAt === undefined ? {} : { jobAt }),
  });
  session.context.say(`rollback drill, ${step.step}: ${step.decision} (${step.reason})`);
}
