import { toJson, type JsonObject } from '../release/canonical.ts';
import type { Approvals } from '../release/context.ts';
import type { CodeHost } from '../release/ports.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import type { RunFacts } from './github.ts';
import type { Inputs } from './inputs.ts';

/** Binds the approval rules to the code host's signals. Without a code host there are no signals. */
export function composeApprovals(
  settings: EnvironmentSettings,
  inputs: Inputs,
  facts: RunFacts,
  codeHost: CodeHost | undefined,
): Approvals {
  return async ({ planHash, environment, commit, runId }) => {
    const [{ decideApproval }, { approvalMarkdown }] = await Promise.all([
      import('../approval/decide.ts'),
      import('../approval/summary.ts'),
    ]);
    const [signals, info] = codeHost
      ? await Promise.all([codeHost.approvals({ environment, commit, runId }), codeHost.commit(commit)])
      : [[], undefined];
    const reason = inputs['break-glass-reason'];
    const decision = decideApproval({
      planHash,
      required: settings.approvals.required,
      allowSelf: settings.approvals.allowSelf,
      bareReviews: facts.attempt > 1 ? 'ignore' : settings.approvals.bareReviews,
      signals,
      authors: info?.authors ?? [],
      runActors: facts.actors,
      freezeWindows: settings.freeze,
      now: new Date(),
      ...(reason ? { breakGlass: { reason, by: facts.actor } } : {}),
    });
    return {
      state: decision.state,
      approvers: decision.approvers,
      reason: decision.reason,
      markdown: approvalMarkdown(decision, { planHash, required: settings.approvals.required, environment }),
      evidence: toJson({ ...decision, required: settings.approvals.required }) as JsonObject,
    };
  };
}
