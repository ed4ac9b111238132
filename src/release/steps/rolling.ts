import { setTimeout as sleep } from 'node:timers/promises';
import { SKEW_MS } from '../calls/hosting.ts';
import { advance, complete } from '../calls/rolling.ts';
import { type JsonObject, toJson } from '../canonical.ts';
import { failure, ShiplockError } from '../errors.ts';
import type { Rolling } from '../ports.ts';
import type { Session } from '../session.ts';
import { refuseFrozen } from './freeze.ts';
import { examplesOf, gateFailed } from './gate-failed.ts';
import { publishNotice } from './notice.ts';
import { refuseRejected } from './objections.ts';
import { stagesLine } from './rolling-config.ts';
import { rollingNow, unread } from './rolling-read.ts';

const LOOK_MS = 2_000;

/**
 * From the first stage of a rolling release to all traffic, with a gate in each stage. The stage is read before each
 * step: what hosting does automatically, or a person in its dashboard, is followed and not done again. Run again after a
 * crash, it goes on in the stage that it finds.
 * @returns what confirmed that all traffic is there
 * @throws SHIPLOCK_ROLLING_ABORTED, SHIPLOCK_ROLLING_STALLED, SHIPLOCK_ROLLING_UNREAD, SHIPLOCK_GATE_FAILED, SHIPLOCK_GATE_INCONCLUSIVE
 */
export async function rollOn(session: Session, to: string): Promise<JsonObject> {
  for (;;) {
    const now = await rollingNow(session);
    if (now?.to === to && now.state === 'aborted') throw aborted(session, now);
    // None at all: nothing served before, so there was nothing to share traffic with.
    if (now?.to !== to || now.state === 'complete') return allThere(session, to);
    await reached(session, now);
    await judge(session, now);
    const later = await rollingNow(session);
    if (later?.state !== 'active' || later.to !== to || later.stage !== now.stage) continue;
    if (!now.automatic) await oneStep(session, now);
    await leftStage(session, now);
  }
}

/** Goes into the record once a stage, and to whoever watches. */
async function reached(session: Session, now: Rolling): Promise<void> {
  const { to, stage, stages, automatic } = now;
  if (session.state.rolling?.stage === stage) return;
  const percent = now.percent ?? stages[stage] ?? 100;
  session.context.say(
    `rolling release: ${to} gets ${percent} % of traffic (${stagesLine(stages)}${automatic ? ', hosting advances automatically' : ''})`,
  );
  await session.append('promote', {
    is: 'stage-reached',
    deploymentId: to,
    stage,
    percent,
    stages: [...stages],
    automatic,
  });
  await publishNotice(session, {
    state: 'running',
    phase: 'promote',
    detail: `${percent} % of traffic`,
    reply: `${percent} % of traffic goes to the new version (stage ${stage + 1} of ${stages.length})`,
  });
}

/** The gate `watch` over the new version alone, while it has its share of traffic. */
async function judge(session: Session, { stage }: Rolling): Promise<void> {
  const { context, release, state } = session;
  if (state.stagesPassed.has(stage)) return;
  const urls = state.deployed ? [state.deployed.url] : [];
  const since = state.rolling?.at ?? new Date().toISOString();
  const { result, proceed, markdown, warning } = await context.watch({
    ...{ urls: async () => urls, since, releaseId: release.id, commit: release.commit, say: context.say },
    headers: context.hosting.protectionHeaders(),
  });
  const { decision, reason } = result;
  await session.append('promote', {
    ...{ is: 'gate-judged', decision, reason, proceed, stage },
    evidence: toJson(result.evidence),
  });
  context.say(`stage ${stage + 1}: ${decision} (${reason})`);
  if (warning) context.warn(warning);
  if (!proceed) throw gateFailed('stage', result, markdown, examplesOf(result, context.say));
}

async function oneStep(session: Session, { to, stage, stages, startedAt }: Rolling): Promise<void> {
  const { context } = session;
  const { hosting, say } = context;
  await refuseRejected(session, 'promote', 'traffic was not advanced to the next stage');
  await refuseFrozen(session, 'promote');
  const last = (stages[stage + 1] ?? 100) >= 100;
  const percent = stages[stage + 1] ?? 100;
  const deadlineMs = context.environment.promoteDeadlineMs;
  const step = last ? complete : advance;
  try {
    await session.seam('promote').write(
      step.with(hosting, {
        key: `${to}:${stage}`,
        request: { to, from: stage, percent },
        input: { to, from: stage, deadlineMs, startedAt, say },
      }),
    );
  } catch (error) {
    // Somebody was first, and nothing was sent: what they did is looked at like anything else.
    if (!(error instanceof ShiplockError) || error.code !== 'SHIPLOCK_ROLLING_MOVED') throw error;
    say(error.problem.what);
  }
}

/** @throws SHIPLOCK_ROLLING_STALLED when hosting stays in the stage for longer than it says, or after the step was sent */
async function leftStage(session: Session, now: Rolling): Promise<void> {
  const { environment } = session.context;
  const deadline = Date.now() + (now.stageMs ?? 0) + environment.promoteDeadlineMs;
  for (;;) {
    const later = await rollingNow(session);
    if (later?.state !== 'active' || later.to !== now.to || later.stage !== now.stage) return;
    if (Date.now() >= deadline) break;
    await sleep(Math.min(LOOK_MS, Math.max(1, deadline - Date.now())));
  }
  throw failure({
    code: 'SHIPLOCK_ROLLING_STALLED',
    what: `the rolling release of ${now.to} is still in stage ${now.stage + 1} of ${now.stages.length}, though ${now.automatic ? 'hosting advances it automatically' : 'the next stage was approved'}`,
    done: [`${now.percent ?? '?'} % of traffic goes to the new version`],
    notDone: ['the other traffic was not moved'],
    next: 'Check the rolling release at hosting. To go on, rerun the job; to end it, run the rollback action, which aborts it.',
  });
}

async function allThere(session: Session, to: string): Promise<JsonObject> {
  const { hosting, environment, say } = session.context;
  const since = (session.state.rolling ? Date.parse(session.state.rolling.at) : Date.now()) - SKEW_MS;
  const deadlineMs = environment.promoteDeadlineMs;
  const found = await hosting
    .confirm({ kind: 'promote', to, since, deadlineMs, accepted: true, say })
    .catch((error: unknown) => {
      throw unread(error);
    });
  if (found.state === 'done') {
    if (found.unproved) session.context.warn(`every domain points to ${to}, unproved: ${found.unproved}`);
    return found.evidence;
  }
  throw failure({
    code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    what: `the rolling release of ${to} is complete, but not every domain serves it: ${found.state === 'ambiguous' ? found.why : found.state}`,
    notDone: ['nothing was sent again'],
    next: 'Wait a minute and rerun the job: it reads what hosting shows by then.',
  });
}

function aborted(session: Session, { to, stage, stages }: Rolling) {
  return failure({
    code: 'SHIPLOCK_ROLLING_ABORTED',
    what: `somebody aborted the rolling release of ${to} at ${stages[session.state.rolling?.stage ?? stage] ?? '?'} % of traffic`,
    notDone: ['the new version was not given all traffic, and gets none now'],
    next: 'Find out who aborted it and why (hosting’s activity log names the account). Run the rollback action to close this release; to try again, start a new run.',
  });
}
