import { setTimeout as sleep } from 'node:timers/promises';
import { section } from '../../present/phases.ts';
import { approvalMemory, remember } from '../approval-memory.ts';
import { expired } from '../approval-validity.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import { type Plan, shortHash } from '../plan.ts';
import { Session } from '../session.ts';
import { began } from '../state.ts';
import { announceGlass, announceStandIn } from './broken-glass.ts';
import { noteConfirmations } from './confirmations.ts';
import { caughtByFreeze } from './freeze.ts';
import { publishNotice } from './notice.ts';
import { endIfOvertaken } from './overtaken.ts';
import { recheckPlan, recordPlan } from './plan.ts';
import { openProjections } from './projections.ts';
import { replyToApprovers } from './replies.ts';
import { riskOf } from './risk.ts';
import { type Clock, pauses } from './waiting.ts';

type Approved = PhaseResult<'plan-hash' | 'approvers'>;

const SYSTEM: Clock = { now: Date.now, sleep };

/**
 * Waits (at most `waitMs`; 0: one look) until the people required have approved this very plan.
 * The plan is computed again right before the approval is recorded, so that nobody's yes outlives what it was said to.
 */
export async function approve(
  context: ReleaseContext,
  options: { readonly waitMs: number; readonly clock?: Clock },
): Promise<Approved> {
  const session = await Session.find(context, { adopts: true });
  const before = session.state;
  if (
    before.approval &&
    (before.closed || (!expired(session) && !(await caughtByFreeze(session)) && (await stillHolds(session))))
  ) {
    const { hash, approvers } = before.approval;
    return result('already', hash, approvers, `Plan \`${shortHash(hash)}\` is already approved.`);
  }
  session.requireOpen();
  await endIfOvertaken(session);
  await noteConfirmations(session);
  if (session.staged) await openProjections(session);
  const { hash, plan } = await planToApprove(session);
  const clock = options.clock ?? SYSTEM;
  const until = clock.now() + options.waitMs;
  const risk = riskOf(await context.migrations?.pending());
  let memory = await approvalMemory(session);
  let said = '';
  const reply = replyToApprovers(session);
  const pause = pauses();
  for (;;) {
    const decision = await context.approvals({
      planHash: hash,
      environment: context.environment.name,
      commit: context.commit,
      runId: context.run.id,
      servingCommit: plan.replaces?.commit,
      risk,
      fast: plan.fastLane !== undefined,
      memory,
    });
    memory = await remember(session, 'approve', memory, decision);
    await reply(decision);
    if (decision.state === 'approved') {
      // What we migrated ourselves has moved the schema: the plan that was approved still binds.
      if (!underWay(session)) await recheckPlan(session, { needsApproval: false });
      const { brokenGlass, standIn } = decision;
      await session.append('approve', {
        is: 'approved',
        hash,
        plan,
        approvers: decision.approvers,
        evidence: decision.evidence,
        ...(decision.validUntil ? { validUntil: decision.validUntil } : {}),
        ...(brokenGlass ? { brokenGlass } : {}),
        ...(standIn ? { standIn } : {}),
      });
      if (brokenGlass) await announceGlass(session, brokenGlass);
      if (standIn) await announceStandIn(session, standIn);
      context.say(`approved by ${decision.approvers.join(', ') || 'policy'}`);
      return result('done', hash, decision.approvers, decision.markdown);
    }
    if (decision.state === 'rejected') {
      await publishNotice(session, { state: 'failed', phase: 'approve', detail: decision.reason });
      throw failure({
        code: 'SHIPLOCK_APPROVAL_REJECTED',
        what: decision.reason,
        evidence: decision.markdown,
        notDone: ['no migration was applied, no traffic was moved'],
        next: `Talk to the person who rejected it. They can withdraw it with a new comment, \`/approve ${shortHash(hash)}\`; then rerun this job. A new commit gets a new plan.`,
      });
    }
    if (decision.state === 'unmeetable') {
      await publishNotice(session, { state: 'failed', phase: 'approve', detail: decision.reason });
      throw failure({
        code: 'SHIPLOCK_APPROVAL_UNMEETABLE',
        what: decision.reason,
        evidence: decision.markdown,
        done: ['the deployment is staged and the plan is recorded'],
        notDone: ['no migration was applied, no traffic was moved'],
        next: decision.advice ?? 'Change who approves, or who works on the release.',
      });
    }
    if (context.dryRun && decision.state === 'pending') {
      context.say(`dry run: approval is missing: ${decision.reason}`);
      await session.append('approve', { is: 'approved', hash, plan, approvers: [], evidence: {} });
      return result('planned', hash, [], decision.markdown);
    }
    if (context.dryRun || clock.now() >= until) {
      throw failure({
        code: decision.state === 'frozen' ? 'SHIPLOCK_APPROVAL_FROZEN' : 'SHIPLOCK_APPROVAL_PENDING',
        what: decision.reason,
        evidence: decision.markdown,
        done: ['the deployment is staged and the plan is recorded'],
        notDone: ['no migration was applied, no traffic was moved'],
        next:
          decision.state === 'frozen'
            ? 'Rerun this job when the window is over: the staged deployment, the plan and the approvals are kept. A window that the release itself removes still applies to it. In an emergency, somebody whom approvals.breakGlass.people names starts the run with break-glass-reason.'
            : `Approve with a comment, \`/approve ${shortHash(hash)}\`, or the environment's review, then rerun this job; set wait-minutes to wait longer.`,
      });
    }
    if (decision.reason !== said) context.say(`waiting: ${decision.reason}`);
    said = decision.reason;
    await endIfOvertaken(session);
    await clock.sleep(Math.min(pause(decision.requests), Math.max(50, until - clock.now())));
  }
}

/**
 * The plan that people are asked about, computed by this role. Where the plan action ran with it as well, the two must
 * be the same; what a lesser role printed is not compared: its hash is approved, or nothing is.
 */
async function planToApprove(session: Session): Promise<{ readonly plan: Plan; readonly hash: string }> {
  const { plan, deployed } = session.state;
  if (plan && underWay(session)) return plan;
  if (!plan && !deployed?.adopted) return session.requirePlan(false);
  if (!plan) return recordPlan(session);
  return { plan: await recheckPlan(session, { needsApproval: false }), hash: plan.hash };
}

function underWay({ state }: Session): boolean {
  return state.donePhases.has('migrate') || began(state, 'migrate');
}

/** What was approved before is compared with what it would be now: people may have to be asked again. */
async function stillHolds(session: Session): Promise<boolean> {
  if (underWay(session)) return true;
  await recheckPlan(session);
  return true;
}

function result(
  state: PhaseResult['state'],
  hash: string,
  approvers: readonly string[],
  markdown: string,
): Approved {
  return {
    phase: 'approve',
    state,
    summary: section('approval', markdown),
    outputs: { 'plan-hash': hash, approvers: approvers.join(',') },
  };
}
