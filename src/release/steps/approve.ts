import { setTimeout as sleep } from 'node:timers/promises';
import { approvalMemory, remember } from '../approval-memory.ts';
import { expired } from '../approval-validity.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import { shortHash } from '../plan.ts';
import { Session } from '../session.ts';
import { publishNotice } from './notice.ts';
import { recheckPlan } from './plan.ts';
import { replyToApprovers } from './replies.ts';
import { riskOf } from './risk.ts';
import { type Clock, pauses } from './waiting.ts';

const SYSTEM: Clock = { now: Date.now, sleep };

/**
 * Waits (at most `waitMs`; 0: one look) until the people required have approved this very plan.
 * The plan is computed again right before the approval is recorded, so that nobody's yes outlives what it was said to.
 */
export async function approve(
  context: ReleaseContext,
  options: { readonly waitMs: number; readonly clock?: Clock },
): Promise<PhaseResult> {
  const session = await Session.find(context);
  const known = session.state;
  if (!known.plan) session.requirePlan();
  const { hash } = known.plan!;
  if (known.approval?.hash === hash && !expired(session))
    return result(
      'already',
      hash,
      known.approval.approvers,
      `Plan \`${shortHash(hash)}\` was approved before.`,
    );

  session.requireOpen();
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
      servingCommit: known.plan!.plan.replaces?.commit,
      risk,
      memory,
    });
    memory = await remember(session, 'approve', memory, decision);
    await reply(decision);
    if (decision.state === 'approved') {
      await recheckPlan(session, { needsApproval: false });
      await session.append('approve', 'approved', {
        hash,
        approvers: [...decision.approvers],
        evidence: decision.evidence,
        ...(decision.validUntil ? { validUntil: decision.validUntil } : {}),
      });
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
        next: `Talk to whoever rejected it. They take it back with a new comment, \`/approve ${shortHash(hash)}\`; then run this job again. A new commit gets a new plan.`,
      });
    }
    if (context.dryRun || clock.now() >= until) {
      if (context.dryRun) return result('planned', hash, [], decision.markdown);
      throw failure({
        code: decision.state === 'frozen' ? 'SHIPLOCK_APPROVAL_FROZEN' : 'SHIPLOCK_APPROVAL_PENDING',
        what: decision.reason,
        evidence: decision.markdown,
        done: ['the deployment is staged and the plan is recorded'],
        notDone: ['no migration was applied, no traffic was moved'],
        next: `Approve with a comment, \`/approve ${shortHash(hash)}\`, or the environment's review, then run this job again; set wait-minutes to wait longer.`,
      });
    }
    if (decision.reason !== said) context.say(`waiting: ${decision.reason}`);
    said = decision.reason;
    await clock.sleep(Math.min(pause(decision.requests), Math.max(50, until - clock.now())));
  }
}

function result(
  state: PhaseResult['state'],
  hash: string,
  approvers: readonly string[],
  markdown: string,
): PhaseResult {
  return {
    phase: 'approve',
    state,
    summary: `### approval\n\n${markdown}\n`,
    outputs: { 'plan-hash': hash, approvers: approvers.join(',') },
  };
}
