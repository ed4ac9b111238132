import { setTimeout as sleep } from 'node:timers/promises';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import { shortHash } from '../plan.ts';
import { Session } from '../session.ts';
import { publishNotice } from './notice.ts';
import { recheckPlan } from './plan.ts';

const POLL_MS = 5_000;

/**
 * Waits (at most `waitMs`; 0: one look) until the people required have approved this very plan.
 * The plan is computed again right before the approval is recorded, so that nobody's yes outlives what it was said to.
 */
export async function approve(
  context: ReleaseContext,
  options: { readonly waitMs: number; readonly pollMs?: number },
): Promise<PhaseResult> {
  const session = await Session.find(context);
  const known = session.state;
  if (!known.plan) session.requirePlan();
  const { hash } = known.plan!;
  if (known.approval?.hash === hash)
    return result(
      'already',
      hash,
      known.approval.approvers,
      `Plan \`${shortHash(hash)}\` was approved before.`,
    );

  session.requireOpen();
  const until = Date.now() + options.waitMs;
  let said = '';
  for (;;) {
    const decision = await context.approvals({
      planHash: hash,
      environment: context.environment.name,
      commit: context.commit,
      runId: context.run.id,
    });
    if (decision.state === 'approved') {
      await recheckPlan(session, { needsApproval: false });
      await session.append('approve', 'approved', {
        hash,
        approvers: [...decision.approvers],
        evidence: decision.evidence,
      });
      context.say(`approved by ${decision.approvers.join(', ') || 'policy'}`);
      return result('done', hash, decision.approvers, decision.markdown);
    }
    if (decision.state === 'rejected') {
      await publishNotice(session, { state: 'failed', phase: 'approve', detail: decision.reason });
      throw failure({
        code: 'SHIPLOCK_APPROVAL_REJECTED',
        what: decision.reason,
        notDone: ['no migration was applied, no traffic was moved'],
        next: 'Talk to whoever rejected it; a new commit gets a new plan.',
      });
    }
    if (context.dryRun || Date.now() >= until) {
      if (context.dryRun) return result('planned', hash, [], decision.markdown);
      throw failure({
        code: decision.state === 'frozen' ? 'SHIPLOCK_APPROVAL_FROZEN' : 'SHIPLOCK_APPROVAL_PENDING',
        what: decision.reason,
        done: ['the deployment is staged and the plan is recorded'],
        notDone: ['no migration was applied, no traffic was moved'],
        next: `Approve with \`/approve ${shortHash(hash)}\` or the environment's review, then run this job again; set wait-minutes to wait longer.`,
      });
    }
    if (decision.reason !== said) context.say(`waiting: ${decision.reason}`);
    said = decision.reason;
    await sleep(Math.min(options.pollMs ?? POLL_MS, Math.max(50, until - Date.now())));
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
