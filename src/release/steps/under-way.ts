import { setTimeout as sleep } from 'node:timers/promises';
import { promote, SKEW_MS } from '../calls/hosting.ts';
import { failure } from '../errors.ts';
import type { LiveState } from '../ports.ts';
import type { Session } from '../session.ts';
import { openCall } from '../state.ts';

/**
 * Waits for what may still move traffic before deciding what serves: a promote of this release that was sent and whose
 * end the record does not have (hosting may not show its job yet), and a job that is under way.
 * @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS while nothing shows what became of that promote
 */
export async function settledLive(session: Session, ownId: string): Promise<LiveState> {
  const { hosting, say, environment, dryRun } = session.context;
  await rollingShown(session, ownId);
  const deadlineMs = environment.promoteDeadlineMs;
  const sent = openCall(session.state, 'promote', promote.name(hosting));
  const unsettled = sent !== undefined && !dryRun;
  if (unsettled)
    say(
      'rollback: a promote of this release was sent, and its end is not recorded; waiting until hosting shows it',
    );
  const found = unsettled
    ? await hosting.confirm({
        kind: 'promote',
        to: ownId,
        since: sent - SKEW_MS,
        deadlineMs,
        canary: true,
        say,
      })
    : undefined;
  const live = await hosting.live();
  if (found?.state === 'ambiguous' && live.deploymentId !== ownId) throw mayStillLand(found.why, live);
  const { job } = live;
  if (job?.state !== 'running' || job.type === 'rolling') return live;
  await hosting.confirm({ kind: job.type, to: job.to, since: job.requestedAt, deadlineMs, say });
  return hosting.live();
}

const LOOK_MS = 1_000;
/** So long after a stage began, an answer without it is no old one: hosting has forgotten it, or it was switched off. */
const OLD_MS = 10 * 60_000;

/**
 * Hosting has to show the rolling release that the record has, under way or ended: an answer from before it began says
 * that there is nothing to move back.
 * @throws SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS when it does not until the deadline
 */
async function rollingShown(session: Session, ownId: string): Promise<void> {
  const { hosting, environment } = session.context;
  const { rolling, donePhases } = session.state;
  if (rolling?.deploymentId !== ownId || donePhases.has('promote') || !(await hosting.rollingPlan?.()))
    return;
  const begun = Date.parse(rolling.at);
  const deadline = Date.now() + environment.promoteDeadlineMs;
  while (Date.now() - begun < OLD_MS) {
    const shown = await hosting.rolling?.();
    if (shown && (shown.to === ownId || shown.startedAt >= begun - SKEW_MS)) return;
    if (Date.now() >= deadline) throw notShown(ownId);
    await sleep(Math.min(LOOK_MS, Math.max(1, deadline - Date.now())));
  }
}

function notShown(ownId: string) {
  return failure({
    code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    what: `the record has a rolling release of ${ownId}, and hosting does not show it yet`,
    notDone: ['no traffic was moved, the release was not closed'],
    next: 'Wait a minute and run the rollback again: hosting shows by then what became of it.',
  });
}

function mayStillLand(why: string, live: LiveState) {
  return failure({
    code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    what: `a promote of this release was sent and might still take effect: ${why}`,
    production: `${live.deploymentId ?? 'nothing'}, as hosting showed it a moment ago`,
    notDone: ['no traffic was moved, the release was not closed'],
    next: 'Wait a minute and run the rollback again: it reads what hosting shows by then, and moves traffic back if the promote took effect.',
  });
}
