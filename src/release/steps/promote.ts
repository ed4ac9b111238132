import { promoteMarkdown } from '../../present/phases.ts';
import { promote as promoteCall } from '../calls/hosting.ts';
import type { JsonObject } from '../canonical.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { LiveState } from '../ports.ts';
import { refuseForgotten } from '../restore.ts';
import { Session } from '../session.ts';
import { openCall, tried } from '../state.ts';
import { productionBusy, productionMoved } from '../traffic.ts';
import { refuseFrozen } from './freeze.ts';
import { refuseHeldByHand } from './holds.ts';
import { moveTraffic } from './move.ts';
import { publishNotice } from './notice.ts';
import { refuseRejected } from './objections.ts';
import { rollOn } from './rolling.ts';
import { requireRolling, stagesLine } from './rolling-config.ts';
import { requireStaged } from './staged.ts';

type Promoted = PhaseResult<'release-id' | 'outcome' | 'deployment-id'>;

/** Compare-and-set of production traffic: one write, never repeated, then confirmed by alias and by a request. */
export async function promote(context: ReleaseContext): Promise<Promoted> {
  const session = await Session.find(context);
  const already = () => {
    if (!session.state.donePhases.has('promote')) return undefined;
    context.say('promote: already done');
    return result(session, 'already', 'noop', {});
  };
  const before = already();
  if (before) return before;
  session.requireOpen();
  session.requirePhase('gate');
  return session.leased(async () => {
    session.requireOpen();
    const { plan } = session.requirePlan();
    const to = plan.deployment.id;
    // A try that ended is over: this one is a new decision, and what people did since counts as before any.
    const open = openCall(session.state, 'promote', promoteCall.name(context.hosting)) !== undefined;
    const live = await context.hosting.live();
    const rolling = await requireRolling(session);
    const canary = isOwnCanary(session, live);
    if (!open && live.deploymentId === to) {
      await session.append('promote', {
        is: 'promoted',
        outcome: 'noop',
        startedAt: new Date().toISOString(),
        deploymentId: to,
      });
      return result(session, 'done', 'noop', {});
    }
    const decide = async (now: LiveState) => {
      await requireStaged(session);
      refuseMoved(now, plan.production);
      await refuseRejected(session, 'promote', 'no traffic was moved');
      await refuseFrozen(session, 'promote');
      await refuseHeldByHand(session, 'no traffic was moved, and nothing was rolled back');
    };
    if (!open && !canary) await decide(live);
    if (session.standing.version > 0) await refuseForgotten(session, live, plan.production.pinned, to);
    const startedAt = new Date().toISOString();
    const isPromote = ({ name }: { name: string }) => name === promoteCall.name(context.hosting);
    const moved = await moveTraffic(session, 'promote', {
      ...{ to, seen: live, canary: rolling !== undefined },
      from: plan.production.deploymentId ?? undefined,
      // A plan that is newer than an earlier try was made, and approved, with what came of that one in view.
      newDecision: !session.state.calls.slice(session.requirePlan().callsBefore).some(isPromote),
      // The earlier try turned out not to have happened: only now is it known that this one writes.
      before: async () => {
        if (!open) return;
        const now = await context.hosting.live();
        if (now.deploymentId !== to) await decide(now);
      },
    });
    if (rolling && !moved)
      context.say(`dry run: would go on by stages (${stagesLine(rolling.stages)}), with a gate in each`);
    const evidence = rolling && moved ? await rollOn(session, to) : moved;
    await session.append('promote', {
      is: 'promoted',
      outcome: 'done',
      startedAt,
      deploymentId: to,
      ...(evidence ? { evidence } : {}),
    });
    await publishNotice(session, { state: 'running', phase: 'promote' });
    // Only a dry run has no evidence.
    if (!evidence) return result(session, 'planned', 'planned', {});
    return result(session, 'done', 'done', evidence);
  }, already);
}

/** The rolling release that this very release began, before its job was cut short. */
function isOwnCanary(session: Session, { job }: LiveState): boolean {
  const own = session.state.deployed?.deploymentId;
  const begun = tried(session.state, 'promote', promoteCall.name(session.context.hosting));
  return begun && job?.type === 'rolling' && job.state === 'running' && job.to === own;
}

function refuseMoved(live: LiveState, planned: { deploymentId: string | null; pinned: boolean }): void {
  if (live.job?.state === 'running') throw failure(productionBusy(live.job));
  if (live.pinned && !planned.pinned) {
    throw failure({
      code: 'SHIPLOCK_PRODUCTION_PINNED',
      what: `production was pinned by a rollback after the plan was made; it serves ${live.deploymentId ?? 'nothing'}`,
      notDone: ['no traffic was moved'],
      next: 'Find out who rolled back and why, then plan again: the new plan shows the pin to the approver.',
    });
  }
  if ((live.deploymentId ?? null) !== planned.deploymentId)
    throw failure(productionMoved(live.deploymentId, planned.deploymentId, live.job));
}

function result(
  session: Session,
  state: PhaseResult['state'],
  outcome: 'noop' | 'planned' | 'done',
  evidence: JsonObject,
): Promoted {
  const to = session.state.plan?.plan.deployment.id ?? '';
  return {
    phase: 'promote',
    state,
    summary: promoteMarkdown(outcome, to, Object.keys(evidence)),
    outputs: { 'release-id': session.release.id, outcome, 'deployment-id': to },
  };
}
