import { promote, rollback } from '../calls/hosting.ts';
import { failure, firstLine } from '../errors.ts';
import type { GateResult } from '../ports.ts';
import { installedVersion } from '../record/install.ts';
import { type Release, ReleaseRecord } from '../record/record.ts';
import type { Session } from '../session.ts';
import { type Drill, foldState } from '../state.ts';
import { examplesOf, gateFailed } from './gate-failed.ts';
import { watchedUrls } from './live.ts';
import { findTarget, type Target, whyNotThere } from './rollback-target.ts';

const KEY = 'drill:';

/** Whether an earlier process began it: what serves now may be the release before. */
function isDrilling({ state }: Session): boolean {
  return (
    state.calls.some(({ phase, key }) => phase === 'watch' && key.startsWith(KEY)) && !state.drill?.forward
  );
}

/**
 * The rollback drill: traffic goes back to what served before and forward again, with `gates.gate` over the domains after
 * each. A way back that does not work is told and fails no release; it goes into the record, where production's plan
 * finds it. Run again after a crash, it continues where it was.
 * @throws SHIPLOCK_GATE_FAILED, SHIPLOCK_GATE_INCONCLUSIVE if the release does not pass once it is back
 */
export async function drill(session: Session): Promise<void> {
  const { release, state, context } = session;
  const own = state.deployed?.deploymentId;
  if (!own) return;
  const target = await findTarget(session);
  const why = isDrilling(session) ? undefined : await whyNot(session, target);
  if (!target || why !== undefined) {
    const reason = why ?? 'what served before is not known';
    context.warn(`rollback drill: not done, ${reason}`);
    await session.append('watch', { is: 'drilled', step: 'none', decision: 'fail', reason });
    return;
  }
  if (!state.drill?.back) {
    const tookMs = await move(session, 'rollback', { to: target.deploymentId, from: own });
    const { decision, reason } = await judgeOld(session, target.release);
    if (decision !== 'pass') context.warn(`rollback drill: the way back does not pass its gate: ${reason}`);
    await tell(session, { step: 'back', to: target.deploymentId, decision, reason, tookMs });
  }
  const tookMs = await move(session, 'promote', { to: own, from: target.deploymentId });
  const { result, proceed, markdown } = await judge(session, release);
  if (!proceed) throw gateFailed('watch', result, markdown, examplesOf(result, context.say));
  const { decision, reason } = result;
  await tell(session, { step: 'forward', to: own, decision, reason, tookMs });
}

/** Why it cannot be drilled; nothing has moved. */
async function whyNot(session: Session, target: Target | undefined): Promise<string | undefined> {
  const { context, record } = session;
  if (!target) return 'no release served before';
  if (target.byHand) return `${target.deploymentId}, which served before, is of no release of the record`;
  if (await context.hosting.rollingPlan?.()) return 'rolling releases are configured at hosting';
  const gone = whyNotThere(await context.hosting.deployment(target.deploymentId));
  if (gone !== undefined) return `${target.deploymentId}, which served before, cannot serve: ${gone}`;
  const kept = await record.snapshotOf(target.release.id);
  const { answer, reasons } = await context.verdict(kept, await context.schema.snapshot());
  if (answer === 'safe') return undefined;
  const [first] = reasons;
  return `release ${target.release.id} ${answer === 'unsafe' ? 'does not' : 'might not'} work on the live schema${first ? ` (${first.object}: ${first.why})` : ''}`;
}

/** @returns milliseconds until every domain answered; undefined: an earlier process sent it */
async function move(
  session: Session,
  kind: 'promote' | 'rollback',
  { to, from }: { readonly to: string; readonly from: string },
): Promise<number | undefined> {
  const { hosting, environment, say, warn } = session.context;
  const key = `${KEY}${kind}:${to}`;
  const isBegun = session.state.calls.some((call) => call.phase === 'watch' && call.key === key);
  const began = performance.now();
  say(`rollback drill: ${kind === 'rollback' ? 'back' : 'forward'} to ${to}`);
  await session.seam('watch').write(
    (kind === 'promote' ? promote : rollback).with(hosting, {
      key,
      request: { to, from },
      input: {
        ...{ to, from, deadlineMs: environment.promoteDeadlineMs, before: undefined, say, warn },
        ...(kind === 'rollback' ? { aborts: from } : {}),
      },
    }),
  );
  return isBegun ? undefined : Math.round(performance.now() - began);
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
  { tookMs, ...step }: Omit<NonNullable<Drill['back']>, 'is' | 'tookMs'> & { tookMs: number | undefined },
): Promise<void> {
  await session.append('watch', { is: 'drilled', ...step, ...(tookMs === undefined ? {} : { tookMs }) });
  session.context.say(`rollback drill, ${step.step}: ${step.decision} (${step.reason})`);
}

/** What staging's drill of the commit showed, as a sentence. */
export function drillLine(environment: string, drilled: Drill | undefined): string {
  const { back, forward, none } = drilled ?? {};
  if (none) return `The rollback drill on ${environment} was not done: ${none.reason}.`;
  if (!back || !forward) return `No rollback drill was done on ${environment}.`;
  const took = (step: typeof back) =>
    step.tookMs === undefined ? '' : ` in ${(step.tookMs / 1000).toFixed(1)} s`;
  if (drillPassed(drilled))
    return `Rollback drill on ${environment}: went back${took(back)} and forward again${took(forward)}, and passed its gate after each.`;
  const bad = back.decision === 'pass' ? forward : back;
  return `The rollback drill on ${environment} did not pass: after going ${bad.step} the gate said ${bad.decision} (${bad.reason}).`;
}

export function drillPassed(drilled: Drill | undefined): boolean {
  return drilled?.back?.decision === 'pass' && drilled.forward?.decision === 'pass';
}

/** For the plan, from the record of the required environment: a commit says nothing of itself. */
export async function drillNotes({ context, release }: Session): Promise<readonly string[]> {
  const { requires, requiredProject } = context.environment;
  if (!requires?.database) return [];
  const database = await requires.database();
  try {
    if ((await installedVersion(database)) === 0) return [];
    const record = new ReleaseRecord(database, requiredProject);
    const proof = await record.finished(requires.environment, release.commit);
    if (!proof) return [];
    const drilled = foldState(await record.events(proof.id)).drill;
    return drilled || requires.drill ? [drillLine(requires.environment, drilled)] : [];
  } finally {
    await database.close();
  }
}

/** @throws SHIPLOCK_PLAN_NOT_PROVED */
export async function requireDrill(
  environment: string,
  record: ReleaseRecord,
  release: Release,
): Promise<void> {
  const drilled = foldState(await record.events(release.id)).drill;
  if (drillPassed(drilled)) return;
  throw failure({
    code: 'SHIPLOCK_PLAN_NOT_PROVED',
    what: `release ${release.id} of ${environment} has no passed rollback drill, which \`requiresDrill\` asks for. ${drillLine(environment, drilled)}`,
    notDone: ['nothing was changed'],
    next: `Set rollback.drill: true for ${environment}, and ship this commit there again in a new run. The first release of an environment has nothing to go back to: ship one more.`,
  });
}
