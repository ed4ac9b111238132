import type { GithubCodeHost } from '../codehost/index.ts';
import { type JsonObject, toJson } from '../release/canonical.ts';
import type { Approvals } from '../release/context.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import type { RunFacts } from './github.ts';
import { type Inputs, required } from './inputs.ts';

/** Binds the approval rules to the code host's signals. Without a code host there are no signals. */
export function composeApprovals(
  settings: EnvironmentSettings,
  inputs: Inputs,
  facts: RunFacts,
  codeHost: GithubCodeHost | undefined,
): Approvals {
  return async ({ planHash, environment, commit, runId }) => {
    const [{ decideApproval }, { approvalMarkdown }] = await Promise.all([
      import('../approval/decide.ts'),
      import('../approval/summary.ts'),
    ]);
    const [signals, info, run] = codeHost
      ? await Promise.all([
          codeHost.approvals({ environment, commit, runId }),
          codeHost.commit(commit),
          runId ? codeHost.runActors(runId) : undefined,
        ])
      : [[], undefined, undefined];
    const attempts = run?.attempts ?? facts.attempt;
    const reason = inputs['break-glass-reason'];
    // Nobody's yes can be heard without it: waiting for one would only end at the deadline.
    if (!codeHost && settings.approvals.required > 0 && !reason) required(inputs, 'github-token');
    const decision = decideApproval({
      planHash,
      required: settings.approvals.required,
      allowSelf: settings.approvals.allowSelf,
      bareReviews: attempts > 1 ? 'ignore' : settings.approvals.bareReviews,
      signals,
      authors: info?.authors ?? [],
      // Whoever started any attempt of this run is no second pair of eyes.
      runActors: [...facts.actors, ...(run?.actors ?? [])],
      freezeWindows: settings.freeze,
      now: new Date(),
      breakGlassRules: settings.approvals.breakGlass,
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
